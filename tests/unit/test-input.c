/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Messages of the data channel "input", good and hostile.
 */

#include <math.h>
#include <string.h>

#include "input.h"
#include "json.h"
#include "keysym.h"

#define NOW 12345678

static VcInput *
parse (const char *text, GError **error)
{
  return vc_input_parse (text, strlen (text), NOW, error);
}

static VcEvent
parse_one (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcInput) input = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (input->events->len, ==, 1);
  return g_array_index (input->events, VcEvent, 0);
}

static void
assert_invalid (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcInput) input = vc_input_parse (text, length, NOW, &error);

  if (input != NULL)
    g_error ("accepted: %.200s", text);
  g_assert_nonnull (error);
  g_assert_cmpuint (strlen (error->message), <, 300);
}

static void
test_mouse (void)
{
  VcEvent e = parse_one (
    "[{\"type\":\"pointerdown\",\"seq\":16,\"t\":12.5,\"x\":0.25,\"y\":0.5,"
    "\"button\":2,\"buttons\":6,\"count\":2,\"mods\":[\"Shift\",\"Meta\"]}]");

  g_assert_cmpint (e.type, ==, VC_EVENT_BUTTON_PRESS);
  g_assert_cmpuint (e.seq, ==, 16);
  g_assert_cmpint (e.time_us, ==, NOW);
  g_assert_cmpfloat (e.x, ==, 0.25);
  g_assert_cmpfloat (e.y, ==, 0.5);
  g_assert_cmpuint (e.button, ==, 3);
  g_assert_cmpint (e.buttons, ==, VC_BUTTON_RIGHT | VC_BUTTON_MIDDLE);
  g_assert_cmpuint (e.click_count, ==, 2);
  g_assert_cmpint (e.modifiers, ==, VC_MODIFIER_SHIFT | VC_MODIFIER_META);

  e = parse_one ("[{\"type\":\"pointerup\",\"seq\":2147483647,\"x\":-10,"
                 "\"y\":10,\"button\":0,\"buttons\":24}]");
  g_assert_cmpint (e.type, ==, VC_EVENT_BUTTON_RELEASE);
  g_assert_cmpuint (e.button, ==, 1);
  g_assert_cmpint (e.buttons, ==, 0);
  g_assert_cmpfloat (e.x, ==, -10);
}

static void
test_touch (void)
{
  VcEvent e = parse_one ("[{\"type\":\"pointermove\",\"seq\":1,\"pointer\":"
                         "\"touch\",\"id\":15,\"x\":1.5,\"y\":0}]");

  g_assert_cmpint (e.type, ==, VC_EVENT_TOUCH_MOVE);
  g_assert_cmpuint (e.touch_id, ==, 15);
  g_assert_cmpfloat (e.x, ==, 1.5);
}

static void
test_wheel (void)
{
  VcEvent e = parse_one ("[{\"type\":\"wheel\",\"seq\":1,\"x\":0,\"y\":1,"
                         "\"dx\":-1.5,\"dy\":2}]");

  g_assert_cmpint (e.type, ==, VC_EVENT_WHEEL);
  g_assert_cmpfloat (e.delta_x, ==, -1.5);
  g_assert_cmpfloat (e.delta_y, ==, -2);
}

static void
test_several (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcInput) moves =
    parse ("[{\"type\":\"pointermove\",\"seq\":4,\"x\":0,\"y\":0,"
           "\"buttons\":0}]",
           &error);
  g_autoptr (VcInput) keys =
    parse ("[{\"type\":\"keydown\",\"seq\":5,\"key\":\"ArrowLeft\"},"
           "{\"type\":\"keyup\",\"seq\":6,\"key\":\"ArrowLeft\"},"
           "{\"type\":\"keydown\",\"seq\":9,\"key\":\"AudioVolumeUp\"}]",
           &error);
  g_autoptr (VcInput) back =
    parse ("[{\"type\":\"pointerdown\",\"seq\":7,\"x\":0,\"y\":0,"
           "\"button\":3,\"buttons\":8},{\"type\":\"pointercancel\","
           "\"seq\":8}]",
           &error);

  g_assert_no_error (error);
  g_assert_false (moves->wants_ack);
  g_assert_cmpuint (moves->last_seq, ==, 4);
  /* The last key is nobody's, yet it is acknowledged. */
  g_assert_cmpuint (keys->events->len, ==, 2);
  g_assert_cmpuint (keys->last_seq, ==, 9);
  g_assert_true (keys->wants_ack);
  g_assert_cmpstr (g_array_index (keys->events, VcEvent, 0).key, ==, "Left");
  g_assert_cmpuint (back->events->len, ==, 1);
  g_assert_cmpint (g_array_index (back->events, VcEvent, 0).type, ==,
                   VC_EVENT_CANCEL);
}

#define MOVE(REST) "[{\"type\":\"pointermove\",\"seq\":1," REST "}]"
#define DOWN(REST) "[{\"type\":\"pointerdown\",\"seq\":1," REST "}]"
#define WHEEL(REST) "[{\"type\":\"wheel\",\"seq\":1,\"x\":0,\"y\":0," REST "}]"
#define KEY(REST) "[{\"type\":\"keydown\",\"seq\":1," REST "}]"
#define TOUCH(REST) MOVE ("\"pointer\":\"touch\",\"x\":0,\"y\":0," REST)
#define SEQ(NUMBER) "[{\"type\":\"pointercancel\",\"seq\":" NUMBER "}]"

static const char *hostile[] = {
  "",
  " ",
  "null",
  "1",
  "\"a\"",
  "{}",
  "[]",
  "[",
  "]",
  "[]]",
  "[[]]",
  "[1]",
  "[null]",
  "[{}]",
  "[{]}",
  "[\"]",
  "[{\"type\":\"pointermove\"}]",
  "[{\"type\":1,\"seq\":1}]",
  "[{\"type\":null,\"seq\":1}]",
  "[{\"type\":[\"keydown\"],\"seq\":1}]",
  "[{\"type\":\"click\",\"seq\":1}]",
  "[{\"seq\":1}]",
  "/* \" */[]",
  "#\n[]",
  "var a = [];",
  "['a']",
  SEQ ("0"),
  SEQ ("-1"),
  SEQ ("2147483648"),
  SEQ ("1.5"),
  SEQ ("1e3"),
  SEQ ("\"1\""),
  SEQ ("true"),
  SEQ ("null"),
  SEQ ("[1]"),
  SEQ ("{}"),
  SEQ ("99999999999999999999999999"),
  "[{\"type\":\"pointercancel\",\"seq\":2},"
  "{\"type\":\"pointercancel\",\"seq\":2}]",
  "[{\"type\":\"pointercancel\",\"seq\":2},"
  "{\"type\":\"pointercancel\",\"seq\":1}]",
  "[{\"type\":\"pointercancel\",\"seq\":2},1]",
  MOVE ("\"x\":0,\"y\":0"),
  MOVE ("\"x\":0,\"buttons\":0"),
  MOVE ("\"x\":1.01,\"y\":0,\"buttons\":0"),
  MOVE ("\"x\":0,\"y\":-0.01,\"buttons\":0"),
  MOVE ("\"x\":10.1,\"y\":0,\"buttons\":1"),
  MOVE ("\"x\":1e999,\"y\":0,\"buttons\":1"),
  MOVE ("\"x\":NaN,\"y\":0,\"buttons\":1"),
  MOVE ("\"x\":\"0\",\"y\":0,\"buttons\":1"),
  MOVE ("\"x\":true,\"y\":0,\"buttons\":1"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":32"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":-1"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0.5"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"t\":\"now\""),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"t\":1e999"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"mods\":\"Shift\""),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"mods\":[\"shift\"]"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"mods\":[1]"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"mods\":[[]]"),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"pointer\":\"pen\""),
  MOVE ("\"x\":0,\"y\":0,\"buttons\":0,\"pointer\":1"),
  TOUCH ("\"id\":16"),
  TOUCH ("\"id\":-1"),
  TOUCH ("\"id\":\"1\""),
  TOUCH ("\"buttons\":1"),
  DOWN ("\"x\":0,\"y\":0,\"buttons\":1"),
  DOWN ("\"x\":0,\"y\":0,\"buttons\":1,\"button\":5"),
  DOWN ("\"x\":0,\"y\":0,\"buttons\":1,\"button\":-1"),
  DOWN ("\"x\":0,\"y\":0,\"button\":1"),
  DOWN ("\"x\":0,\"y\":0,\"buttons\":1,\"button\":0,\"count\":3"),
  DOWN ("\"x\":0,\"y\":0,\"buttons\":1,\"button\":0,\"count\":null"),
  WHEEL ("\"dx\":0"),
  WHEEL ("\"dy\":0"),
  WHEEL ("\"dx\":0,\"dy\":20.5"),
  WHEEL ("\"dx\":-21,\"dy\":0"),
  WHEEL ("\"dx\":0,\"dy\":\"1\""),
  KEY ("\"key\":\"\""),
  KEY ("\"key\":1"),
  KEY ("\"key\":null"),
  KEY ("\"key\":\"\\u0000\""),
  KEY ("\"code\":\"KeyA\""),
  KEY ("\"key\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""),
};

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    assert_invalid (hostile[i], strlen (hostile[i]));
  assert_invalid ("[\0]", 3);
  assert_invalid ("[\"\xff\"]", 4);
  assert_invalid ("[\"\\", 3);
}

static void
test_depth (void)
{
  g_autofree char *deep = g_strnfill (VC_JSON_LENGTH_MAX, '[');
  g_autofree char *objects = NULL;
  g_autofree char *commented = g_strconcat ("/* \" */", deep + 8, NULL);
  GString *text = g_string_new (NULL);

  while (text->len < VC_JSON_LENGTH_MAX - 8)
    g_string_append (text, "{\"a\":");
  objects = g_string_free (text, FALSE);
  assert_invalid (deep, strlen (deep));
  assert_invalid (objects, strlen (objects));
  assert_invalid (commented, strlen (commented));
}

static void
test_size (void)
{
  g_autoptr (VcInput) full = NULL;
  g_autofree char *spaces = g_strnfill (VC_JSON_LENGTH_MAX + 1, ' ');
  GString *text = g_string_new ("[");

  for (int i = 1; i <= VC_INPUT_EVENTS_MAX; i++)
    g_string_append_printf (text, "%s{\"type\":\"pointercancel\",\"seq\":%d}",
                            i > 1 ? "," : "", i);
  g_string_append (text, "]");
  full = parse (text->str, NULL);
  g_assert_nonnull (full);
  g_assert_cmpuint (full->events->len, ==, VC_INPUT_EVENTS_MAX);
  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",{\"type\":\"pointercancel\",\"seq\":257}]");
  assert_invalid (text->str, text->len);
  g_string_free (text, TRUE);
  memcpy (spaces, "[{\"type\":\"pointercancel\",\"seq\":1}]", 34);
  assert_invalid (spaces, strlen (spaces));
}

/* Any piece of a good message must be refused or accepted, never more. */
static void
test_truncated (void)
{
  const char *text =
    "[{\"type\":\"pointerdown\",\"seq\":16,\"x\":0.25,\"y\":5e-1,\"button\":0,"
    "\"buttons\":1,\"mods\":[\"Shift\"]},{\"type\":\"keydown\",\"seq\":17,"
    "\"key\":\"\\u0041\"}]";
  g_autoptr (VcInput) whole = parse (text, NULL);

  g_assert_nonnull (whole);
  for (gsize length = 0; length < strlen (text); length++) {
    g_autofree char *piece = g_strndup (text, length);

    assert_invalid (piece, length);
  }
}

static void
test_keysyms (void)
{
  static const struct {
    const char *dom;
    const char *x11;
  } table[] = {
    {"a", "a"},          {"A", "A"},
    {"7", "7"},          {" ", "space"},
    {"+", "plus"},       {"-", "minus"},
    {"Enter", "Return"}, {"ArrowUp", "Up"},
    {"F1", "F1"},        {"F12", "F12"},
    {"F24", "F24"},      {"F25", NULL},
    {"F0", NULL},        {"F1a", NULL},
    {"F111", NULL},      {"F", "F"},
    {"", NULL},          {"ab", NULL},
    {"é", NULL},         {"Process", NULL},
    {"PageUp", "Prior"}, {"Unidentified", NULL},
  };
  char name[VC_EVENT_KEY_MAX];

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    gboolean known = vc_keysym_from_dom (table[i].dom, name, sizeof name);

    g_assert_cmpint (known, ==, table[i].x11 != NULL);
    if (known)
      g_assert_cmpstr (name, ==, table[i].x11);
  }
  g_assert_false (vc_keysym_from_dom ("Enter", name, 6));
}

static void
test_ack (void)
{
  g_autofree char *text = vc_input_build_ack (2147483647);

  g_assert_cmpstr (text, ==, "{\"ack\":2147483647}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/mouse", test_mouse);
  g_test_add_func ("/input/touch", test_touch);
  g_test_add_func ("/input/wheel", test_wheel);
  g_test_add_func ("/input/several", test_several);
  g_test_add_func ("/input/hostile", test_hostile);
  g_test_add_func ("/input/depth", test_depth);
  g_test_add_func ("/input/size", test_size);
  g_test_add_func ("/input/truncated", test_truncated);
  g_test_add_func ("/input/keysyms", test_keysyms);
  g_test_add_func ("/input/ack", test_ack);
  return g_test_run ();
}
