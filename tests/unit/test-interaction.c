/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whatever comes in, buttons, keys and gestures go down and up in turns.
 */

#include "interaction.h"
#include "touch.h"

#include <string.h>

/* p1 r1: press and release button 1; +a -a: key; m: move; x: cancel. */
typedef struct {
  const char *in;
  const char *out;
} Case;

static const Case cases[] = {
  {"m", "m:0"},
  {"p1 m r1", "p1:1 m:1 r1:0"},
  {"p1 p2 m r1 r2", "p1:1 p2:3 m:3 r1:2 r2:0"},
  {"r1", ""},
  {"r1 p1 r1 r1", "p1:1 r1:0"},
  {"p1 p1 r1", "p1:1 r1:0 p1:1 r1:0"},
  {"p0 p4 p99", ""},
  {"p1 p3 x", "p1:1 p3:5 r3:1 r1:0"},
  {"x x", ""},
  {"p1 x r1", "p1:1 r1:0"},
  {"+a -a", "+a:0 -a:0"},
  {"+a +a +a -a", "+a:0 +a:0 +a:0 -a:0"},
  {"-a", ""},
  {"+A -a", "+A:0 -A:0"},
  {"+a p1 +b x", "+a:0 p1:1 +b:1 -b:1 r1:0 -a:0"},
};

static VcEvent
parse_word (const char *word, guint viewer)
{
  VcEvent event = {.viewer = viewer, .x = 0.25, .y = 0.75, .click_count = 1};

  switch (word[0]) {
  case 'p':
    event.type = VC_EVENT_BUTTON_PRESS;
    event.button = g_ascii_strtoull (word + 1, NULL, 10);
    break;
  case 'r':
    event.type = VC_EVENT_BUTTON_RELEASE;
    event.button = g_ascii_strtoull (word + 1, NULL, 10);
    break;
  case '+':
    event.type = VC_EVENT_KEY_PRESS;
    break;
  case '-':
    event.type = VC_EVENT_KEY_RELEASE;
    break;
  case 'x':
    event.type = VC_EVENT_CANCEL;
    break;
  }
  if (word[0] == '+' || word[0] == '-') {
    event.x = event.y = 0;
    g_strlcpy (event.key, word + 1, sizeof event.key);
  }
  return event;
}

static char *
describe (GArray *events)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++) {
    const VcEvent *event = &g_array_index (events, VcEvent, i);

    g_string_append (text, i ? " " : "");
    switch (event->type) {
    case VC_EVENT_BUTTON_PRESS:
      g_string_append_printf (text, "p%u", event->button);
      break;
    case VC_EVENT_BUTTON_RELEASE:
      g_string_append_printf (text, "r%u", event->button);
      break;
    case VC_EVENT_KEY_PRESS:
      g_string_append_printf (text, "+%s", event->key);
      break;
    case VC_EVENT_KEY_RELEASE:
      g_string_append_printf (text, "-%s", event->key);
      break;
    default:
      g_string_append (text, "m");
    }
    g_string_append_printf (text, ":%d", event->buttons);
  }
  return g_string_free (text, FALSE);
}

static void
test_edges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (VcInteraction) interaction = vc_interaction_new ();
    g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (VcEvent));
    g_auto (GStrv) words = g_strsplit (cases[i].in, " ", -1);
    g_autofree char *text = NULL;

    for (char **word = words; *word; word++) {
      VcEvent event = parse_word (*word, 3);

      vc_interaction_apply (interaction, &event, out);
    }
    text = describe (out);
    g_assert_cmpstr (text, ==, cases[i].out);
    g_assert_false (vc_interaction_is_active (interaction));
  }
}

static void
test_viewers_are_apart (void)
{
  g_autoptr (VcInteraction) interaction = vc_interaction_new ();
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  VcEvent press = parse_word ("p1", 1), release = parse_word ("r1", 2);
  VcEvent cancel = parse_word ("x", 2), end = parse_word ("x", 1);

  vc_interaction_apply (interaction, &press, out);
  vc_interaction_apply (interaction, &release, out);
  vc_interaction_apply (interaction, &cancel, out);
  g_assert_cmpuint (out->len, ==, 1);
  g_assert_true (vc_interaction_is_active (interaction));
  vc_interaction_apply (interaction, &end, out);
  g_assert_cmpuint (out->len, ==, 2);
  g_assert_cmpuint (g_array_index (out, VcEvent, 1).viewer, ==, 1);
  g_assert_false (vc_interaction_is_active (interaction));
}

static void
test_last_position (void)
{
  g_autoptr (VcInteraction) interaction = vc_interaction_new ();
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  VcEvent press = parse_word ("p1", 1), key = parse_word ("+p", 1);
  VcEvent cancel = parse_word ("x", 1);

  cancel.x = cancel.y = 0;
  vc_interaction_apply (interaction, &press, out);
  vc_interaction_apply (interaction, &key, out);
  vc_interaction_apply (interaction, &cancel, out);
  g_assert_cmpuint (out->len, ==, 4);
  for (guint i = 0; i < out->len; i++) {
    g_assert_cmpfloat (g_array_index (out, VcEvent, i).x, ==, 0.25);
    g_assert_cmpfloat (g_array_index (out, VcEvent, i).y, ==, 0.75);
  }
}

static void
test_holds_are_bounded (void)
{
  g_autoptr (VcInteraction) interaction = vc_interaction_new ();
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  VcEvent cancel = parse_word ("x", 1);
  guint n_presses = 0, n_releases = 0;

  for (guint i = 0; i < 5 * VC_INTERACTION_HOLDS_MAX; i++) {
    g_autofree char *word = g_strdup_printf ("+key%u", i);
    VcEvent event = parse_word (word, 1);

    vc_interaction_apply (interaction, &event, out);
  }
  g_assert_cmpuint (
    out->len, ==, 2 * 5 * VC_INTERACTION_HOLDS_MAX - VC_INTERACTION_HOLDS_MAX);
  vc_interaction_apply (interaction, &cancel, out);
  for (guint i = 0; i < out->len; i++) {
    n_presses += g_array_index (out, VcEvent, i).type == VC_EVENT_KEY_PRESS;
    n_releases += g_array_index (out, VcEvent, i).type == VC_EVENT_KEY_RELEASE;
  }
  g_assert_cmpuint (n_presses, ==, n_releases);
}

/* What a scene may rely on, for one viewer. */
typedef struct {
  guint buttons;
  gboolean in_gesture;
  GHashTable *keys;
} Watcher;

static void
watch (Watcher *self, const VcEvent *event)
{
  guint bit = event->button ? 1u << (event->button - 1) : 0;

  switch (event->type) {
  case VC_EVENT_BUTTON_PRESS:
    g_assert_cmpuint (self->buttons & bit, ==, 0);
    self->buttons |= bit;
    break;
  case VC_EVENT_BUTTON_RELEASE:
    g_assert_cmpuint (self->buttons & bit, !=, 0);
    self->buttons &= ~bit;
    break;
  case VC_EVENT_KEY_PRESS:
    g_hash_table_add (self->keys, g_ascii_strdown (event->key, -1));
    break;
  case VC_EVENT_KEY_RELEASE: {
    g_autofree char *key = g_ascii_strdown (event->key, -1);

    g_assert_true (g_hash_table_remove (self->keys, key));
    break;
  }
  case VC_EVENT_GESTURE_BEGIN:
    g_assert_false (self->in_gesture);
    self->in_gesture = TRUE;
    break;
  case VC_EVENT_GESTURE:
    g_assert_true (self->in_gesture);
    break;
  case VC_EVENT_GESTURE_END:
    g_assert_true (self->in_gesture);
    self->in_gesture = FALSE;
    break;
  case VC_EVENT_POINTER_MOVE:
  case VC_EVENT_WHEEL:
    break;
  default:
    g_assert_not_reached ();
  }
  g_assert_cmpuint (event->buttons, ==, self->buttons);
}

static VcEvent
make_random_event (guint viewer)
{
  static const char *keys[] = {"a", "A", "b", "Shift_L", "Return", ""};
  VcEvent event = {
    .type = g_test_rand_int_range (0, VC_EVENT_GESTURE_END + 1),
    .viewer = viewer,
    .x = g_test_rand_double_range (-1, 2),
    .y = g_test_rand_double_range (-1, 2),
    .buttons = g_test_rand_int_range (0, 8),
    .button = g_test_rand_int_range (0, 5),
    .touch_id = g_test_rand_int_range (0, 4),
  };

  /* Rarely, else nothing is ever held for long. */
  if (event.type == VC_EVENT_CANCEL && g_test_rand_int_range (0, 20) > 0)
    event.type = VC_EVENT_TOUCH_MOVE;
  g_strlcpy (event.key, keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys))],
             sizeof event.key);
  return event;
}

static void
check_apply (VcTouch *touch, VcInteraction *interaction, Watcher *watchers,
             const VcEvent *event)
{
  g_autoptr (GArray) mouse = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  vc_touch_apply (touch, event, mouse);
  for (guint i = 0; i < mouse->len; i++)
    vc_interaction_apply (interaction, &g_array_index (mouse, VcEvent, i), out);
  for (guint i = 0; i < out->len; i++) {
    const VcEvent *seen = &g_array_index (out, VcEvent, i);

    watch (&watchers[seen->viewer], seen);
  }
}

static void
test_any_sequence_ends_idle (void)
{
  for (guint run = 0; run < 200; run++) {
    g_autoptr (VcTouch) touch = vc_touch_new ();
    g_autoptr (VcInteraction) interaction = vc_interaction_new ();
    Watcher watchers[3] = {0};

    for (guint v = 0; v < 3; v++)
      watchers[v].keys =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < 300; i++) {
      VcEvent event = make_random_event (g_test_rand_int_range (0, 3));

      check_apply (touch, interaction, watchers, &event);
    }
    for (guint v = 0; v < 3; v++) {
      VcEvent cancel = {.type = VC_EVENT_CANCEL, .viewer = v};

      check_apply (touch, interaction, watchers, &cancel);
      g_assert_cmpuint (watchers[v].buttons, ==, 0);
      g_assert_false (watchers[v].in_gesture);
      g_assert_cmpuint (g_hash_table_size (watchers[v].keys), ==, 0);
      g_hash_table_unref (watchers[v].keys);
    }
    g_assert_false (vc_interaction_is_active (interaction));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interaction/edges", test_edges);
  g_test_add_func ("/interaction/viewers-are-apart", test_viewers_are_apart);
  g_test_add_func ("/interaction/last-position", test_last_position);
  g_test_add_func ("/interaction/holds-are-bounded", test_holds_are_bounded);
  g_test_add_func ("/interaction/any-sequence-ends-idle",
                   test_any_sequence_ends_idle);
  return g_test_run ();
}
