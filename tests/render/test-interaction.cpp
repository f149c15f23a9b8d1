/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a person's hands do to the picture: drags, wheel, hotkeys, widgets.
 */

#include <cstring>

#include <vtkCellPicker.h>
#include <vtkDistanceRepresentation2D.h>
#include <vtkDistanceWidget.h>
#include <vtkNew.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>
#include <vtkBoxRepresentation.h>
#include <vtkBoxWidget2.h>

#include "data-scene-internal.h"
#include "fixture.h"

static void
assert_same (const Picture *a, const Picture *b)
{
  g_assert_true (picture_equal (a, b));
}

static void
assert_other (const Picture *a, const Picture *b)
{
  g_assert_false (picture_equal (a, b));
}

static void
test_drag (void)
{
  for (guint button = 1; button <= 3; button++) {
    g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
    g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
    g_autoptr (Picture) dragged = nullptr, again = nullptr, home = nullptr;

    fixture_drag (fixture, button, 0.4, 0.4, 0.6, 0.7);
    g_assert_cmpuint (fixture->changes, >, 0);
    dragged = fixture_render (fixture, VC_TIER_FULL);
    assert_other (first, dragged);
    /* The button is up. */
    fixture_move (fixture, 0.2, 0.2);
    again = fixture_render (fixture, VC_TIER_FULL);
    assert_same (dragged, again);
    fixture_key (fixture, "r");
    home = fixture_render (fixture, VC_TIER_FULL);
    assert_same (first, home);
    g_assert_true (fixture_is_idle (fixture));
  }
}

/* Pinned, because a sign is easily lost: to the right turns the front to the
 * right, and the wheel away from the user zooms in. */
static void
test_directions (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) near = nullptr, turned = nullptr;

  fixture_wheel (fixture, -4);
  near = fixture_render (fixture, VC_TIER_FULL);
  g_assert_cmpfloat (picture_get_coverage (near), <,
                     picture_get_coverage (first));
  fixture_key (fixture, "r");
  fixture_drag (fixture, 1, 0.4, 0.5, 0.5, 0.5);
  turned = fixture_render (fixture, VC_TIER_FULL);
  picture_assert_like (turned, "cone-turned");
}

static void
test_wheel_fractions (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) whole = nullptr, parts = nullptr, some = nullptr;

  fixture_wheel (fixture, 1);
  whole = fixture_render (fixture, VC_TIER_FULL);
  fixture_key (fixture, "r");
  for (int i = 0; i < 9; i++)
    fixture_wheel (fixture, 0.1);
  some = fixture_render (fixture, VC_TIER_FULL);
  assert_other (whole, some);
  fixture_wheel (fixture, 0.1);
  parts = fixture_render (fixture, VC_TIER_FULL);
  assert_same (whole, parts);
}

static void
test_reset_after_resize (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) small = nullptr, home = nullptr;

  fixture_resize (fixture, 200, 300);
  small = fixture_render (fixture, VC_TIER_FULL);
  g_assert_cmpint (small->width, ==, 200);
  g_assert_cmpint (small->height, ==, 300);
  picture_assert_like (small, "cone-tall");
  fixture_drag (fixture, 1, 0.4, 0.4, 0.6, 0.7);
  fixture_wheel (fixture, 3);
  fixture_resize (fixture, FIXTURE_WIDTH, FIXTURE_HEIGHT);
  fixture_key (fixture, "r");
  home = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, home);
}

static void
test_wireframe (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) wires = nullptr, solid = nullptr;

  fixture_key (fixture, "w");
  g_assert_cmpuint (fixture->changes, >, 0);
  wires = fixture_render (fixture, VC_TIER_FULL);
  picture_assert_like (wires, "cone-wireframe");
  fixture_key (fixture, "s");
  solid = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, solid);
}

static void
test_exit_keys (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) after = nullptr;

  fixture_key (fixture, "e");
  fixture_key (fixture, "q");
  fixture_key (fixture, "Escape");
  after = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, after);
  fixture_drag (fixture, 1, 0.4, 0.4, 0.6, 0.7);
  g_clear_pointer (&after, picture_free);
  after = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, after);
}

static gboolean
is_idle (Fixture *fixture, gpointer)
{
  return fixture->changes > 0 && fixture->last_tier == VC_TIER_FULL;
}

static void
test_fly (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) begin = nullptr, end = nullptr, home = nullptr;

  fixture_move (fixture, 0.35, 0.6);
  fixture_key (fixture, "f");
  g_assert_cmpint (fixture->last_tier, ==, VC_TIER_INTERACTIVE);
  g_assert_false (fixture_is_idle (fixture));
  begin = fixture_render (fixture, VC_TIER_INTERACTIVE);
  fixture_wait (fixture, is_idle, nullptr);
  g_assert_true (fixture_is_idle (fixture));
  end = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, end);
  assert_other (begin, end);
  fixture_key (fixture, "r");
  home = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, home);
}

/* A press ends the flight where it is, and a fine picture is asked for. */
static void
test_fly_interrupted (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");

  fixture_move (fixture, 0.35, 0.6);
  fixture_key (fixture, "f");
  fixture_press (fixture, 1, 0.5, 0.5);
  g_assert_cmpint (fixture->last_tier, ==, VC_TIER_FULL);
  g_assert_true (fixture_is_idle (fixture));
  fixture_release (fixture, 1, 0.5, 0.5);
}

static gboolean
has_turned (Fixture *fixture, gpointer)
{
  return fixture->changes >= 3;
}

static void
test_joystick (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) turned = nullptr, still = nullptr;

  fixture_key (fixture, "j");
  fixture_press (fixture, 1, 0.7, 0.6);
  /* It turns for as long as the button is held. */
  fixture_wait (fixture, has_turned, nullptr);
  g_assert_cmpint (fixture->last_tier, ==, VC_TIER_INTERACTIVE);
  fixture_release (fixture, 1, 0.7, 0.6);
  g_assert_cmpint (fixture->last_tier, ==, VC_TIER_FULL);
  g_assert_true (fixture_is_idle (fixture));
  turned = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, turned);
  fixture_key (fixture, "t");
  fixture_press (fixture, 1, 0.7, 0.6);
  g_assert_true (fixture_is_idle (fixture));
  still = fixture_render (fixture, VC_TIER_FULL);
  assert_same (turned, still);
  fixture_release (fixture, 1, 0.7, 0.6);
}

static void
test_actor (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) moved = nullptr, home = nullptr;

  fixture_key (fixture, "a");
  fixture_drag (fixture, 1, 0.4, 0.5, 0.5, 0.6);
  moved = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, moved);
  /* The cone was turned, not the camera. */
  fixture_key (fixture, "r");
  home = fixture_render (fixture, VC_TIER_FULL);
  assert_same (moved, home);
  fixture_key (fixture, "c");
  fixture_drag (fixture, 1, 0.4, 0.5, 0.5, 0.6);
  fixture_key (fixture, "r");
  g_clear_pointer (&home, picture_free);
  home = fixture_render (fixture, VC_TIER_FULL);
  assert_same (moved, home);
}

static void
test_stereo (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) stereo = nullptr, mono = nullptr;

  fixture_key (fixture, "3");
  stereo = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, stereo);
  g_assert_cmpfloat (picture_get_coverage (stereo), >,
                     0.8 * picture_get_coverage (first));
  fixture_key (fixture, "3");
  mono = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, mono);
}

static void
test_pick (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) picked = nullptr, missed = nullptr;
  auto *interactor = vc_data_scene_get_interactor (fixture->scene);
  auto *picker = vtkCellPicker::SafeDownCast (interactor->GetPicker ());

  g_assert_nonnull (picker);
  fixture_move (fixture, 0.4, 0.5);
  fixture_key (fixture, "p");
  g_assert_nonnull (picker->GetActor ());
  g_assert_cmpint (picker->GetCellId (), >=, 0);
  /* The outline of what was picked appears. */
  picked = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, picked);
  fixture_move (fixture, 0.02, 0.02);
  fixture_key (fixture, "p");
  g_assert_null (picker->GetActor ());
  missed = fixture_render (fixture, VC_TIER_FULL);
  assert_same (first, missed);
}

static void
test_gesture (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  VcEvent event = {VC_EVENT_GESTURE_BEGIN};
  static const struct {
    double scale, rotation, dx, dy;
  } gestures[] = {{0.8, 0, 0, 0}, {1, 20, 0, 0}, {1, 0, 0.1, 0.05}};

  event.x = event.y = 0.5;
  for (auto &gesture : gestures) {
    g_autoptr (Picture) after = nullptr, home = nullptr;

    event.type = VC_EVENT_GESTURE_BEGIN;
    fixture_send (fixture, &event);
    event.type = VC_EVENT_GESTURE;
    event.scale = gesture.scale;
    event.rotation = gesture.rotation;
    event.delta_x = gesture.dx;
    event.delta_y = gesture.dy;
    fixture_send (fixture, &event);
    event.type = VC_EVENT_GESTURE_END;
    fixture_send (fixture, &event);
    after = fixture_render (fixture, VC_TIER_FULL);
    assert_other (first, after);
    fixture_key (fixture, "r");
    home = fixture_render (fixture, VC_TIER_FULL);
    assert_same (first, home);
  }
}

static void
test_distance_widget (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  vtkNew<vtkDistanceWidget> widget;
  vtkNew<vtkDistanceRepresentation2D> representation;
  g_autoptr (Picture) first = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) with = nullptr;

  widget->SetRepresentation (representation);
  widget->SetInteractor (vc_data_scene_get_interactor (fixture->scene));
  widget->On ();
  fixture_press (fixture, 1, 0.3, 0.5);
  fixture_release (fixture, 1, 0.3, 0.5);
  fixture_move (fixture, 0.5, 0.5);
  fixture->changes = 0;
  fixture_move (fixture, 0.6, 0.5);
  g_assert_cmpuint (fixture->changes, >, 0);
  fixture_press (fixture, 1, 0.6, 0.5);
  fixture_release (fixture, 1, 0.6, 0.5);
  g_assert_cmpfloat (representation->GetDistance (), >, 0.1);
  with = fixture_render (fixture, VC_TIER_FULL);
  assert_other (first, with);
  g_assert_true (fixture_is_idle (fixture));
  widget->Off ();
  widget->SetInteractor (nullptr);
}

static void
test_box_widget (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:cone");
  vtkNew<vtkBoxWidget2> widget;
  vtkNew<vtkBoxRepresentation> representation;
  vtkRenderer *renderer = vc_data_scene_get_renderer (fixture->scene);
  double x, y;
  double bounds[6] = {-0.5, 0.5, -0.5, 0.5, -0.5, 0.5};
  g_autoptr (Picture) before = nullptr, after = nullptr;

  representation->SetPlaceFactor (1);
  representation->PlaceWidget (bounds);
  widget->SetRepresentation (representation);
  widget->SetInteractor (vc_data_scene_get_interactor (fixture->scene));
  widget->On ();
  before = fixture_render (fixture, VC_TIER_FULL);
  /* The handle in the middle of the right face is pulled, and the camera
   * stays. */
  renderer->SetWorldPoint (0.5, 0, 0, 1);
  renderer->WorldToDisplay ();
  x = renderer->GetDisplayPoint ()[0] / FIXTURE_WIDTH;
  y = 1 - renderer->GetDisplayPoint ()[1] / FIXTURE_HEIGHT;
  fixture_drag (fixture, 1, x, y, x + 0.1, y);
  after = fixture_render (fixture, VC_TIER_FULL);
  assert_other (before, after);
  fixture_key (fixture, "r");
  g_clear_pointer (&before, picture_free);
  before = fixture_render (fixture, VC_TIER_FULL);
  assert_same (before, after);
  widget->Off ();
  widget->SetInteractor (nullptr);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/interaction/drag", test_drag);
  g_test_add_func ("/interaction/directions", test_directions);
  g_test_add_func ("/interaction/wheel-fractions", test_wheel_fractions);
  g_test_add_func ("/interaction/reset-after-resize", test_reset_after_resize);
  g_test_add_func ("/interaction/wireframe", test_wireframe);
  g_test_add_func ("/interaction/exit-keys", test_exit_keys);
  g_test_add_func ("/interaction/fly", test_fly);
  g_test_add_func ("/interaction/fly-interrupted", test_fly_interrupted);
  g_test_add_func ("/interaction/joystick", test_joystick);
  g_test_add_func ("/interaction/actor", test_actor);
  g_test_add_func ("/interaction/stereo", test_stereo);
  g_test_add_func ("/interaction/pick", test_pick);
  g_test_add_func ("/interaction/gesture", test_gesture);
  g_test_add_func ("/interaction/distance-widget", test_distance_widget);
  g_test_add_func ("/interaction/box-widget", test_box_widget);
  return g_test_run ();
}
