/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Who observes a view is told what the scene gets, and nothing after it left.
 */

#include <string.h>

#include "view-fixture.h"

/**
 * Notes:
 * @text: a letter for each thing that was told
 * @is_gone: its data were destroyed
 */
typedef struct {
  GMutex lock;
  GString *text;
  GArray *events;
  GArray *held;
  int width;
  guint64 frame;
  gboolean is_gone;
} Notes;

static void
note (Notes *self, char letter)
{
  g_assert_false (self->is_gone);
  g_string_append_c (self->text, letter);
}

static void
on_begin (const VcViewBeginning *beginning, gpointer user_data)
{
  Notes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  note (self, 'b');
  self->width = beginning->width;
  g_assert_true (
    g_variant_is_of_type (beginning->state, G_VARIANT_TYPE_VARDICT));
  g_array_append_vals (self->held, beginning->held->data, beginning->held->len);
}

static void
on_event (const VcEvent *event, gpointer user_data)
{
  Notes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  note (self, 'e');
  g_array_append_vals (self->events, event, 1);
}

static void
on_parameters (GVariant *values, gpointer user_data)
{
  Notes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  note (self, 'p');
  g_assert_true (g_variant_is_of_type (values, G_VARIANT_TYPE_VARDICT));
}

static void
on_resized (int width, int height, gpointer user_data)
{
  Notes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  note (self, 's');
  self->width = width;
}

static void
on_frame (const VcFrame *frame, GVariant *state, gpointer user_data)
{
  Notes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  note (self, 'f');
  g_assert_nonnull (state);
  g_assert_cmpuint (frame->id, >, self->frame);
  self->frame = frame->id;
}

static void
on_gone (gpointer user_data)
{
  Notes *self = user_data;

  self->is_gone = TRUE;
}

static const VcViewObserver observer = {
  .begin = on_begin,
  .event = on_event,
  .parameters = on_parameters,
  .resized = on_resized,
  .frame = on_frame,
};

static Notes *
notes_new (void)
{
  Notes *self = g_new0 (Notes, 1);

  g_mutex_init (&self->lock);
  self->text = g_string_new (NULL);
  self->events = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  self->held = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  return self;
}

static void
notes_free (Notes *self)
{
  g_assert_true (self->is_gone);
  g_string_free (self->text, TRUE);
  g_array_unref (self->events);
  g_array_unref (self->held);
  g_mutex_clear (&self->lock);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Notes, notes_free)

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, data);
  fixture_take_first (fixture);
}

static void
observe (Fixture *fixture, Notes *notes)
{
  vc_view_set_observer (fixture->view, &observer, notes, on_gone);
  fake_scene_sync (fixture->scene);
}

static void
leave (Fixture *fixture)
{
  vc_view_set_observer (fixture->view, NULL, NULL, NULL);
}

static void
push (Fixture *fixture, VcEventType type, guint button, VcButtons buttons,
      double x)
{
  VcEvent event = {
    .type = type,
    .viewer = 2,
    .x = x,
    .y = 0.5,
    .button = button,
    .buttons = buttons,
    .click_count = 1,
    .modifiers = VC_MODIFIER_SHIFT,
  };

  vc_view_push_event (fixture->view, &event);
  fake_scene_sync (fixture->scene);
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) notes = notes_new ();
  g_autoptr (GArray) seen = NULL;

  observe (fixture, notes);
  g_assert_cmpstr (notes->text->str, ==, "b");
  g_assert_cmpint (notes->width, ==, 64);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.1);
  push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT, 0.1);
  /* A press of what is held is a release first, and a cancel is a release. */
  push (fixture, VC_EVENT_BUTTON_PRESS, 1, VC_BUTTON_LEFT, 0.2);
  push (fixture, VC_EVENT_CANCEL, 0, 0, 0);
  leave (fixture);
  seen = fake_scene_take_events (fixture->scene);
  g_assert_cmpuint (seen->len, ==, 5);
  g_assert_cmpuint (notes->events->len, ==, 5);
  g_assert_cmpmem (seen->data, seen->len * sizeof (VcEvent),
                   notes->events->data, 5 * sizeof (VcEvent));
}

static void
test_frames (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) notes = notes_new ();
  g_autoptr (VcFrame) frame = NULL, resized = NULL;

  observe (fixture, notes);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  frame = vc_view_take_frame (fixture->view, NULL, NULL);
  fake_scene_sync (fixture->scene);
  vc_view_set_size (fixture->view, 32, 32);
  resized = vc_view_take_frame (fixture->view, NULL, NULL);
  fake_scene_sync (fixture->scene);
  leave (fixture);
  g_assert_cmpstr (notes->text->str, ==, "bfsf");
  g_assert_cmpint (notes->width, ==, 32);
  g_assert_cmpuint (notes->frame, ==, resized->id);
}

/* In their place among the events; what the scene refuses is not told. */
static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) notes = notes_new ();
  g_autoptr (GError) error = NULL;
  GVariant *values = g_variant_new_parsed ("{'level': <5.0>}");

  observe (fixture, notes);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.1);
  vc_view_set_parameters (fixture->view, values, &error);
  g_assert_no_error (error);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.2);
  fake_scene_refuse_values (fixture->scene, "Not today");
  values = g_variant_new_parsed ("{'level': <6.0>}");
  vc_view_set_parameters (fixture->view, values, &error);
  g_assert_no_error (error);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.3);
  leave (fixture);
  g_string_replace (notes->text, "f", "", 0);
  g_assert_cmpstr (notes->text->str, ==, "bepee");
}

/* It begins in the middle of a drag and of a gesture. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) notes = notes_new ();
  VcEvent touch = {
    .type = VC_EVENT_TOUCH_DOWN, .viewer = 3, .x = 0.2, .y = 0.2};
  const VcEvent *press, *gesture;

  push (fixture, VC_EVENT_BUTTON_PRESS, 3, VC_BUTTON_RIGHT, 0.1);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, VC_BUTTON_RIGHT, 0.7);
  vc_view_push_event (fixture->view, &touch);
  touch.touch_id = 1;
  touch.x = 0.4;
  vc_view_push_event (fixture->view, &touch);
  fake_scene_sync (fixture->scene);
  observe (fixture, notes);
  leave (fixture);
  g_assert_cmpuint (notes->held->len, ==, 2);
  press = &g_array_index (notes->held, VcEvent, 0);
  g_assert_cmpint (press->type, ==, VC_EVENT_BUTTON_PRESS);
  g_assert_cmpuint (press->viewer, ==, 2);
  g_assert_cmpuint (press->button, ==, 3);
  g_assert_cmpint (press->buttons, ==, VC_BUTTON_RIGHT);
  g_assert_cmpint (press->modifiers, ==, VC_MODIFIER_SHIFT);
  g_assert_cmpfloat (press->x, ==, 0.7);
  gesture = &g_array_index (notes->held, VcEvent, 1);
  g_assert_cmpint (gesture->type, ==, VC_EVENT_GESTURE_BEGIN);
  g_assert_cmpuint (gesture->viewer, ==, 3);
}

static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) first = notes_new ();
  g_autoptr (Notes) second = notes_new ();

  observe (fixture, first);
  observe (fixture, second);
  g_assert_true (first->is_gone);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.1);
  leave (fixture);
  push (fixture, VC_EVENT_POINTER_MOVE, 0, 0, 0.2);
  g_assert_cmpstr (first->text->str, ==, "b");
  g_assert_cmpstr (second->text->str, ==, "be");
}

/* Its data can be freed at once, whatever the render thread does. */
static void
test_restless (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 500; i++) {
    g_autoptr (Notes) notes = notes_new ();
    VcEvent event = {.type = VC_EVENT_WHEEL, .delta_y = 1};

    vc_view_set_observer (fixture->view, &observer, notes, on_gone);
    for (guint j = 0; j < 5; j++)
      vc_view_push_event (fixture->view, &event);
    leave (fixture);
    if (notes->text->len > 0)
      g_assert_cmpint (notes->text->str[0], ==, 'b');
  }
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Notes) notes = notes_new ();

  vc_view_stop (fixture->view);
  vc_view_set_observer (fixture->view, &observer, notes, on_gone);
  g_assert_cmpstr (notes->text->str, ==, "");
  leave (fixture);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/observer/events", test_events);
  add ("/observer/frames", test_frames);
  add ("/observer/parameters", test_parameters);
  add ("/observer/held", test_held);
  add ("/observer/replaced", test_replaced);
  add ("/observer/restless", test_restless);
  add ("/observer/stopped", test_stopped);
  return g_test_run ();
}
