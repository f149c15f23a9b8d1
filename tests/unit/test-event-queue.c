/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Which pending events are merged, and which never are.
 */

#include "event-queue.h"

/* Events as words: m = move, d = drag with the left button, p/r = press and
 * release, w = wheel, W = wheel with Shift, k = key, t/T = finger 1 and 2 move.
 * Upper-case viewers do not exist; a digit before a letter is the viewer. */
typedef struct {
  const char *pushed;
  const char *pending;
} Case;

static const Case cases[] = {
  {"", ""},
  {"m", "m1"},
  {"mm", "m2"},
  {"mmmm", "m4"},
  {"md", "m1 d2"},
  {"mdm", "d2 m3"},
  {"ddd", "d3"},
  {"dpd", "d1 p2 d3"},
  {"dwd", "d1 w2 d3"},
  {"dkd", "d1 k2 d3"},
  {"drd", "d1 r2 d3"},
  {"prpr", "p1 r2 p3 r4"},
  {"kk", "k1 k2"},
  {"ww", "w2x2"},
  {"www", "w3x3"},
  {"wmw", "w1 m2 w3"},
  {"wW", "w1 W2"},
  {"wWW", "w1 W3x2"},
  {"tT", "t1 T2"},
  {"tTtT", "t3 T4"},
  {"tTt", "T2 t3"},
  {"m2mm", "2m2 m3"},
  {"m2m2m", "m1 2m3"},
  {"m2pm", "m1 2p2 m3"},
  {"w2w", "w1 2w2"},
};

static VcEvent
make_event (char letter, guint viewer, guint seq)
{
  VcEvent event = {.viewer = viewer, .seq = seq};

  switch (letter) {
  case 'd':
    event.buttons = VC_BUTTON_LEFT;
    break;
  case 'p':
    event.type = VC_EVENT_BUTTON_PRESS;
    event.button = 1;
    break;
  case 'r':
    event.type = VC_EVENT_BUTTON_RELEASE;
    event.button = 1;
    break;
  case 'W':
    event.modifiers = VC_MODIFIER_SHIFT;
    /* fall through */
  case 'w':
    event.type = VC_EVENT_WHEEL;
    event.delta_y = 1;
    break;
  case 'k':
    event.type = VC_EVENT_KEY_PRESS;
    break;
  case 't':
  case 'T':
    event.type = VC_EVENT_TOUCH_MOVE;
    event.touch_id = letter == 't' ? 1 : 2;
    break;
  }
  return event;
}

static char
get_letter (const VcEvent *event)
{
  switch (event->type) {
  case VC_EVENT_POINTER_MOVE:
    return event->buttons ? 'd' : 'm';
  case VC_EVENT_BUTTON_PRESS:
    return 'p';
  case VC_EVENT_BUTTON_RELEASE:
    return 'r';
  case VC_EVENT_WHEEL:
    return event->modifiers ? 'W' : 'w';
  case VC_EVENT_KEY_PRESS:
    return 'k';
  case VC_EVENT_TOUCH_MOVE:
    return event->touch_id == 1 ? 't' : 'T';
  default:
    return '?';
  }
}

static char *
describe (GArray *events)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++) {
    const VcEvent *event = &g_array_index (events, VcEvent, i);

    g_string_append (text, i ? " " : "");
    if (event->viewer)
      g_string_append_printf (text, "%u", event->viewer);
    g_string_append_printf (text, "%c%u", get_letter (event), event->seq);
    if (event->delta_y > 1)
      g_string_append_printf (text, "x%g", event->delta_y);
  }
  return g_string_free (text, FALSE);
}

static guint
count_firm (GArray *events)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++) {
    VcEventType type = g_array_index (events, VcEvent, i).type;

    n += type != VC_EVENT_POINTER_MOVE && type != VC_EVENT_TOUCH_MOVE;
  }
  return n;
}

static void
test_merges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VcEventQueue) queue = vc_event_queue_new ();
    g_autoptr (GArray) events = NULL;
    g_autofree char *pending = NULL;
    guint seq = 0, viewer = 0, n_firm;

    for (const char *c = cases[i].pushed; *c; c++) {
      VcEvent event;

      if (g_ascii_isdigit (*c)) {
        viewer = *c - '0';
        continue;
      }
      event = make_event (*c, viewer, ++seq);
      viewer = 0;
      vc_event_queue_push (queue, &event);
    }
    n_firm = vc_event_queue_get_n_firm (queue);
    events = vc_event_queue_take (queue, NULL);
    pending = describe (events);
    g_assert_cmpstr (pending, ==, cases[i].pending);
    g_assert_cmpuint (n_firm, ==, count_firm (events));
    g_assert_cmpuint (vc_event_queue_get_length (queue), ==, 0);
    g_assert_cmpuint (vc_event_queue_get_n_firm (queue), ==, 0);
  }
}

static void
test_wheel_is_bounded (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();
  g_autoptr (GArray) events = NULL;
  double sum = 0;

  for (guint i = 0; i < 50; i++) {
    VcEvent event = make_event ('w', 0, i);

    vc_event_queue_push (queue, &event);
  }
  events = vc_event_queue_take (queue, NULL);
  for (guint i = 0; i < events->len; i++) {
    const VcEvent *event = &g_array_index (events, VcEvent, i);

    g_assert_cmpfloat (event->delta_y, <=, VC_EVENT_QUEUE_NOTCHES_MAX);
    sum += event->delta_y;
  }
  g_assert_cmpfloat (sum, ==, 50);
}

static void
test_overflow_cancels (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();
  g_autoptr (GArray) events = NULL;
  VcEvent other = make_event ('p', 7, 1), key = make_event ('k', 1, 2);
  guint n_cancels = 0, n_others = 0;
  gboolean has_overflown = FALSE;

  vc_event_queue_push (queue, &other);
  for (guint i = 0; i < 3 * VC_EVENT_QUEUE_MAX; i++) {
    VcPushResult result = vc_event_queue_push (queue, &key);

    has_overflown |= result == VC_PUSH_OVERFLOW;
    g_assert_cmpuint (vc_event_queue_get_length (queue), <=,
                      VC_EVENT_QUEUE_MAX);
  }
  g_assert_true (has_overflown);
  events = vc_event_queue_take (queue, NULL);
  for (guint i = 0; i < events->len; i++) {
    const VcEvent *event = &g_array_index (events, VcEvent, i);

    n_cancels += event->type == VC_EVENT_CANCEL && event->viewer == 1;
    n_others += event->viewer == 7;
  }
  g_assert_cmpuint (n_cancels, ==, 1);
  g_assert_cmpuint (n_others, ==, 1);
}

static void
test_array_is_reused (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();
  GArray *first = vc_event_queue_take (queue, NULL);
  GArray *second;
  VcEvent event = make_event ('p', 0, 1);

  g_array_append_val (first, event);
  second = vc_event_queue_take (queue, first);
  g_assert_cmpuint (second->len, ==, 0);
  vc_event_queue_push (queue, &event);
  g_assert_true (vc_event_queue_take (queue, second) == first);
  g_assert_cmpuint (first->len, ==, 1);
  g_array_unref (first);
}

static void
push_values (VcEventQueue *queue, const char *text)
{
  g_autoptr (GVariant) values =
    g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  vc_event_queue_push_values (queue, values, NULL, 1);
}

static void
push_letter (VcEventQueue *queue, char letter)
{
  VcEvent event = make_event (letter, 7, 1);

  vc_event_queue_push (queue, &event);
}

static void
assert_patch (VcEventQueue *queue, const char *text)
{
  g_autoptr (VcPatch) patch = vc_event_queue_take_patch (queue);
  g_autoptr (GVariant) values = vc_patch_get_values (patch);
  g_autofree char *printed = g_variant_print (values, FALSE);

  g_assert_cmpstr (printed, ==, text);
}

/* Newer values go behind older ones of other names; a press lies between. */
static void
test_values (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();
  g_autoptr (GArray) events = NULL;

  push_values (queue, "{'a': <1.0>, 'b': <1.0>}");
  push_letter (queue, 'm');
  push_values (queue, "{'a': <2.0>}");
  push_letter (queue, 'p');
  push_values (queue, "{'b': <3.0>}");
  g_assert_cmpuint (vc_event_queue_get_n_firm (queue), ==, 3);
  events = vc_event_queue_take (queue, NULL);
  g_assert_cmpuint (events->len, ==, 4);
  g_assert_cmpint (g_array_index (events, VcEvent, 0).type, ==,
                   VC_EVENT_QUEUE_MARK);
  g_assert_cmpint (g_array_index (events, VcEvent, 3).type, ==,
                   VC_EVENT_QUEUE_MARK);
  /* What comes once the marks were taken has one of its own. */
  push_values (queue, "{'b': <4.0>}");
  g_assert_cmpuint (vc_event_queue_get_length (queue), ==, 1);
  assert_patch (queue, "{'b': <1.0>, 'a': <2.0>}");
  assert_patch (queue, "{'b': <3.0>}");
  assert_patch (queue, "{'b': <4.0>}");
  g_assert_null (vc_event_queue_take_patch (queue));
}

/* Who presses a button twice means it. */
static void
test_actions (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();

  push_values (queue, "{'go': <true>}");
  push_values (queue, "{'other': <true>}");
  push_values (queue, "{'go': <true>}");
  assert_patch (queue, "{'go': <true>, 'other': <true>}");
  assert_patch (queue, "{'go': <true>}");
}

static void
test_values_are_bounded (void)
{
  g_autoptr (VcEventQueue) queue = vc_event_queue_new ();

  for (guint i = 0; i < 10000; i++) {
    push_values (queue, "{'go': <true>}");
    push_letter (queue, 'p');
  }
  g_assert_cmpuint (vc_event_queue_get_length (queue), <=,
                    VC_EVENT_QUEUE_MAX + VC_EVENT_QUEUE_PATCHES_MAX);
  for (guint i = 0; i < VC_EVENT_QUEUE_PATCHES_MAX; i++)
    assert_patch (queue, "{'go': <true>}");
  g_assert_null (vc_event_queue_take_patch (queue));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-queue/merges", test_merges);
  g_test_add_func ("/event-queue/wheel-is-bounded", test_wheel_is_bounded);
  g_test_add_func ("/event-queue/overflow-cancels", test_overflow_cancels);
  g_test_add_func ("/event-queue/values", test_values);
  g_test_add_func ("/event-queue/actions", test_actions);
  g_test_add_func ("/event-queue/values-are-bounded", test_values_are_bounded);
  g_test_add_func ("/event-queue/array-is-reused", test_array_is_reused);
  return g_test_run ();
}
