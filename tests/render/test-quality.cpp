/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Coarse while moving, exact at rest: what the tiers promise.
 */

#include <cstdlib>

#include <vtkCellPicker.h>
#include <vtkFixedPointVolumeRayCastMapper.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkVolume.h>
#include <vtkVolumeCollection.h>

#include "data-scene-internal.h"
#include "fixture.h"

/* No volume can be drawn in that time, and every one in this. */
#define SHORT_US 1
#define LONG_US (60 * G_USEC_PER_SEC)

static Fixture *
open_head (void)
{
  g_autofree char *path = fixture_find_data ("ct-head.nhdr");

  return path ? fixture_new (path) : nullptr;
}

static void
test_repeat (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  g_autoptr (Picture) a = nullptr, b = nullptr;

  if (!fixture)
    return;
  a = fixture_render (fixture, VC_TIER_FULL);
  b = fixture_render (fixture, VC_TIER_FULL);
  g_assert_cmpint (a->tier, ==, VC_TIER_FULL);
  g_assert_true (picture_equal (a, b));
}

/* Gradients are computed beside: two scenes agree all the same. */
static void
test_reload (void)
{
  g_autoptr (Picture) first = nullptr;

  for (int i = 0; i < 2; i++) {
    g_autoptr (Fixture) fixture = open_head ();
    g_autoptr (Picture) picture = nullptr;

    if (!fixture)
      return;
    picture = fixture_render (fixture, VC_TIER_FULL);
    if (!first)
      first = (Picture *)g_steal_pointer (&picture);
    else
      g_assert_true (picture_equal (first, picture));
  }
}

static void
test_coarse_and_back (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  g_autoptr (Picture) before = nullptr, after = nullptr, coarse = nullptr;

  if (!fixture)
    return;
  before = fixture_render (fixture, VC_TIER_FULL);
  for (int i = 0; i < 5; i++) {
    g_clear_pointer (&coarse, picture_free);
    coarse = fixture_render_within (fixture, SHORT_US);
  }
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (coarse->width, ==, FIXTURE_WIDTH / 4);
  g_assert_cmpint (coarse->height, ==, FIXTURE_HEIGHT / 4);
  g_assert_cmpfloat (picture_get_coverage (coarse), >,
                     0.8 * picture_get_coverage (before));
  after = fixture_render (fixture, VC_TIER_FULL);
  g_assert_true (picture_equal (before, after));
}

/* What is as good as it gets says so, and nobody renders it again. */
static void
test_good_enough (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  g_autoptr (Picture) full = nullptr, quick = nullptr;

  if (!fixture)
    return;
  full = fixture_render (fixture, VC_TIER_FULL);
  for (int i = 0; i < 5; i++) {
    g_clear_pointer (&quick, picture_free);
    quick = fixture_render_within (fixture, LONG_US);
  }
  g_assert_cmpint (quick->tier, ==, VC_TIER_FULL);
  g_assert_true (picture_equal (full, quick));
}

static void
test_mesh_twin (void)
{
  g_autoptr (Fixture) fixture = fixture_new ("vtkcast:mesh");
  g_autoptr (Picture) before = fixture_render (fixture, VC_TIER_FULL);
  g_autoptr (Picture) coarse = nullptr, after = nullptr;

  coarse = fixture_render_within (fixture, SHORT_US);
  g_assert_cmpint (coarse->tier, ==, VC_TIER_INTERACTIVE);
  /* Another shape, and yet the same. */
  g_assert_cmpfloat_with_epsilon (picture_get_coverage (coarse),
                                  picture_get_coverage (before), 0.01);
  after = fixture_render (fixture, VC_TIER_FULL);
  g_assert_true (picture_equal (before, after));
}

static gpointer
raise_flag (gpointer data)
{
  g_usleep (20000);
  g_atomic_int_set ((gint *)data, 1);
  return GINT_TO_POINTER ((gint)(g_get_monotonic_time () & G_MAXINT));
}

static void
test_abort (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  g_autoptr (Picture) before = nullptr, aborted = nullptr, after = nullptr;
  gint flag = 1;
  GThread *thread;
  gint raised;

  if (!fixture || !fixture_needs_software (fixture))
    return;
  fixture_resize (fixture, 1920, 1080);
  before = fixture_render (fixture, VC_TIER_FULL);
  g_assert_null (fixture_render_abortable (fixture, &flag));
  g_atomic_int_set (&flag, 0);
  thread = g_thread_new ("abort", raise_flag, &flag);
  aborted = fixture_render_abortable (fixture, &flag);
  raised = GPOINTER_TO_INT (g_thread_join (thread));
  g_assert_null (aborted);
  g_test_message ("returned %.1f ms after the flag",
                  ((gint)(g_get_monotonic_time () & G_MAXINT) - raised) / 1e3);
  after = fixture_render (fixture, VC_TIER_FULL);
  g_assert_true (picture_equal (before, after));
}

static void
test_pick_volume (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  g_autoptr (Picture) before = nullptr, after = nullptr;
  vtkCellPicker *picker;

  if (!fixture)
    return;
  picker = vtkCellPicker::SafeDownCast (
    vc_data_scene_get_interactor (fixture->scene)->GetPicker ());
  before = fixture_render (fixture, VC_TIER_FULL);
  fixture_move (fixture, 0.5, 0.45);
  fixture_key (fixture, "p");
  g_assert_nonnull (picker->GetVolume ());
  /* The forehead looks to the front, −y in patient coordinates. */
  g_assert_cmpfloat (picker->GetPickPosition ()[1], <, -50);
  fixture_move (fixture, 0.01, 0.01);
  fixture_key (fixture, "p");
  after = fixture_render (fixture, VC_TIER_FULL);
  g_assert_true (picture_equal (before, after));
}

static vtkVolume *
get_volume (Fixture *fixture)
{
  vtkVolumeCollection *volumes =
    vc_data_scene_get_renderer (fixture->scene)->GetVolumes ();

  volumes->InitTraversal ();
  return volumes->GetNextVolume ();
}

static vtkSmartPointer<vtkFixedPointVolumeRayCastMapper>
make_vtk_mapper (vtkFixedPointVolumeRayCastMapper *ours)
{
  auto mapper = vtkSmartPointer<vtkFixedPointVolumeRayCastMapper>::New ();

  mapper->SetInputData (ours->GetInput ());
  mapper->SetAutoAdjustSampleDistances (false);
  mapper->SetLockSampleDistanceToInputSpacing (false);
  mapper->SetSampleDistance (ours->GetSampleDistance ());
  mapper->SetNumberOfThreads (1);
  return mapper;
}

static int
get_largest_difference (const Picture *a, const Picture *b)
{
  int largest = 0;

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (int i = 0; i < 4 * a->width * a->height; i++)
    largest = MAX (largest, abs (a->pixels[i] - b->pixels[i]));
  return largest;
}

/* From the front, turned, and from within. */
static void
look_from (Fixture *fixture, int place)
{
  if (place == 1)
    fixture_drag (fixture, 1, 0.4, 0.4, 0.7, 0.6);
  if (place == 2)
    fixture_wheel (fixture, 20);
}

/* Our way of casting rays leaves out what VTK's casts for nothing. */
static void
test_same_as_vtk (void)
{
  g_autoptr (Fixture) fixture = open_head ();
  vtkVolume *volume = fixture ? get_volume (fixture) : nullptr;
  vtkFixedPointVolumeRayCastMapper *ours;
  vtkSmartPointer<vtkFixedPointVolumeRayCastMapper> theirs;

  if (!fixture)
    return;
  ours = vtkFixedPointVolumeRayCastMapper::SafeDownCast (volume->GetMapper ());
  theirs = make_vtk_mapper (ours);
  ours->Register (nullptr);
  for (int place = 0; place < 3; place++) {
    g_autoptr (Picture) a = nullptr, b = nullptr;

    look_from (fixture, place);
    a = fixture_render (fixture, VC_TIER_FULL);
    volume->SetMapper (theirs);
    b = fixture_render (fixture, VC_TIER_FULL);
    volume->SetMapper (ours);
    g_assert_cmpfloat (picture_get_coverage (a), >, 0.1);
    g_assert_cmpint (get_largest_difference (a, b), <=, 1);
  }
  ours->UnRegister (nullptr);
}

/* What is about to look otherwise is drawn quickly, even at rest. */
static void
assert_preview (VcScene *scene)
{
  VcRenderRequest request = {VC_TIER_FULL, SHORT_US, nullptr};
  g_autofree guint8 *pixels =
    (guint8 *)g_malloc (4 * FIXTURE_WIDTH * FIXTURE_HEIGHT);
  VcFrame frame = {pixels, 4 * FIXTURE_WIDTH, 0,
                   0,      FIXTURE_WIDTH,     FIXTURE_HEIGHT};

  vc_scene_resize (scene, FIXTURE_WIDTH, FIXTURE_HEIGHT);
  g_assert_cmpint (vc_scene_render (scene, &request, &frame), ==,
                   VC_RENDER_DONE);
  g_assert_cmpint (frame.tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpint (frame.width, <, FIXTURE_WIDTH);
}

/* Taken down while gradients are being computed. */
static void
test_early_end (void)
{
  g_autofree char *path = fixture_find_data ("ct-head.nhdr");
  const char *locations[] = {path, nullptr};
  g_autoptr (VcDataScene) scene = nullptr;
  g_autoptr (GMainContext) context = nullptr;
  int n = 0;

  if (!path)
    return;
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  scene = vc_data_scene_new (locations, VC_GPU_NONE);
  g_signal_connect_swapped (scene, "changed",
                            G_CALLBACK (+[] (int *count) { ++*count; }), &n);
  g_assert_true (vc_scene_setup (VC_SCENE (scene), nullptr));
  while (n == 0)
    g_main_context_iteration (context, true);
  assert_preview (VC_SCENE (scene));
  vc_scene_teardown (VC_SCENE (scene));
  g_main_context_pop_thread_default (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/quality/repeat", test_repeat);
  g_test_add_func ("/quality/reload", test_reload);
  g_test_add_func ("/quality/coarse-and-back", test_coarse_and_back);
  g_test_add_func ("/quality/good-enough", test_good_enough);
  g_test_add_func ("/quality/mesh-twin", test_mesh_twin);
  g_test_add_func ("/quality/abort", test_abort);
  g_test_add_func ("/quality/pick-volume", test_pick_volume);
  g_test_add_func ("/quality/same-as-vtk", test_same_as_vtk);
  g_test_add_func ("/quality/early-end", test_early_end);
  return g_test_run ();
}
