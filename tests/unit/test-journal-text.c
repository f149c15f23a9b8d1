/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Journals as text: what is written is read again, and nothing else is.
 */

#include <string.h>

#include "journal-held.h"
#include "journal-line.h"
#include "journal-reader.h"
#include "journal-state.h"
#include "json-text.h"

#define DIGEST                                                                 \
  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEADER                                                                 \
  "{\"type\":\"header\",\"t\":0.000000,\"version\":1,\"width\":640,"           \
  "\"height\":480,\"data\":{\"locations\":[]}}"

/* As they are written. */
static const char *const good_lines[] = {
  HEADER,
  "{\"type\":\"header\",\"t\":0.000000,\"version\":1,\"software\":\"vtkcast "
  "0.1.0\",\"date\":\"2026-11-25T12:00:00Z\",\"renderer\":\"llvmpipe\","
  "\"width\":1,\"height\":16384,\"data\":{\"title\":\"a \\\"head\\\" "
  "\\\\ é\\u0007\",\"sha256\":\"" DIGEST "\",\"locations\":[\"/a\",\"/b\"]},"
  "\"state\":{\"camera\":{\"position\":[0.1,-1e+300,2.5]},\"on\":true,"
  "\"name\":\"x\",\"n\":1.5,\"items\":[{\"a\":1},{\"b\":[]}],\"none\":{}},"
  "\"held\":[{\"type\":\"press\",\"viewer\":2,\"x\":0.25,\"y\":-1.5,"
  "\"buttons\":1,\"button\":1,\"clicks\":1,\"modifiers\":5}]}",
  "{\"type\":\"event\",\"t\":0.000001,\"event\":{\"type\":\"move\",\"x\":0.1,"
  "\"y\":0.30000000000000004}}",
  "{\"type\":\"event\",\"t\":12.345678,\"event\":{\"type\":\"key-press\","
  "\"viewer\":3,\"seq\":2147483647,\"x\":0,\"y\":0,\"key\":\"quotedbl\"}}",
  "{\"type\":\"event\",\"t\":1.000000,\"event\":{\"type\":\"gesture\","
  "\"x\":0.5,\"y\":0.5,\"dx\":0.01,\"dy\":-0.02,\"scale\":1.25,"
  "\"rotation\":-3}}",
  "{\"type\":\"parameters\",\"t\":1.000000,\"values\":{\"window\":400.5,"
  "\"shading\":true,\"preset\":\"CT-Bone\"}}",
  "{\"type\":\"parameters\",\"t\":1.000000,\"values\":{}}",
  "{\"type\":\"size\",\"t\":3600.000000,\"width\":1280,\"height\":720}",
  "{\"type\":\"frame\",\"t\":1.000000,\"frame\":9007199254740993,"
  "\"tier\":\"full\",\"width\":1280,\"height\":720,\"ready\":true,"
  "\"viewer\":1,\"seq\":5,\"state\":{\"stereo\":false}}",
  "{\"type\":\"sent\",\"t\":1.000000,\"frame\":1,\"pts\":123456789012345}",
  "{\"type\":\"still\",\"t\":1.000000,\"frame\":1,\"sha256\":\"" DIGEST "\"}",
  "{\"type\":\"shown\",\"t\":1.000000,\"viewer\":1,\"frame\":1,\"sha256\":"
  "\"" DIGEST "\",\"quality\":\"lossless\"}",
  "{\"type\":\"shown\",\"t\":1.000000,\"viewer\":1,\"quality\":\"lossy\"}",
  "{\"type\":\"viewer\",\"t\":1.000000,\"viewer\":1,\"what\":\"joined\"}",
  "{\"type\":\"video\",\"t\":1.000000,\"what\":\"began\",\"file\":\"a.mkv\","
  "\"pts\":7}",
  "{\"type\":\"video\",\"t\":1.000000,\"what\":\"dropped\",\"frames\":7}",
  "{\"type\":\"identity\",\"t\":1.000000,\"sha256\":\"" DIGEST "\"}",
  "{\"type\":\"gap\",\"t\":1.000000,\"lost\":17,\"width\":2,\"height\":2,"
  "\"state\":{},\"held\":[]}",
  "{\"type\":\"end\",\"t\":1.000000}",
  "{\"type\":\"end\",\"t\":1.000000,\"reason\":\"stopped\"}",
};

static void
test_same_again (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_lines); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcJournalEntry) entry =
      vc_journal_line_parse (good_lines[i], strlen (good_lines[i]), &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = vc_journal_line_build (entry);
    g_assert_true (g_str_has_suffix (text, "\n"));
    text[strlen (text) - 1] = '\0';
    g_assert_cmpstr (text, ==, good_lines[i]);
  }
}

static const struct {
  const char *text;
  const char *words;
} bad_lines[] = {
  {"", "JSON"},
  {"[]", "no JSON object"},
  {"7", "no JSON object"},
  {"{}", "“type” is missing"},
  {"{\"type\":7,\"t\":1}", "“type” has a value"},
  {"{\"type\":\"song\",\"t\":1}", "“type” has a value"},
  {"{\"type\":\"end\"}", "“t” is missing"},
  {"{\"type\":\"end\",\"t\":-1}", "“t” is missing or no time"},
  {"{\"type\":\"end\",\"t\":1e300}", "“t” is missing or no time"},
  {"{\"type\":\"end\",\"t\":\"1\"}", "“t” is missing or no time"},
  {"{\"type\":\"end\",\"t\":1", "JSON"},
  {"{\"type\":\"end\",\"t\":1}}", "JSON"},
  {"{\"type\":\"header\",\"t\":0}", "“version” is missing"},
  {"{\"type\":\"header\",\"t\":0,\"version\":\"1\"}", "“version” is missing"},
  {"{\"type\":\"header\",\"t\":0,\"version\":2,\"width\":\"?\"}",
   "version 2, and this program knows version 1 only"},
  {"{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":640}",
   "“height” is missing"},
  {"{\"type\":\"size\",\"t\":0,\"width\":0,\"height\":1}", "“width” has"},
  {"{\"type\":\"size\",\"t\":0,\"width\":1,\"height\":16385}", "“height” has"},
  {"{\"type\":\"size\",\"t\":0,\"width\":1,\"height\":1.5}", "“height” has"},
  {"{\"type\":\"event\",\"t\":0}", "“event” is missing"},
  {"{\"type\":\"event\",\"t\":0,\"event\":[]}", "“event” is missing or no"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"move\",\"x\":0}}",
   "“y” is missing"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"move\",\"x\":0,"
   "\"y\":1e9}}",
   "“y” has"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"move\",\"x\":0,"
   "\"y\":1e999}}",
   "“y” has"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"press\",\"x\":0,"
   "\"y\":0,\"button\":4}}",
   "“button” has"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"press\",\"x\":0,"
   "\"y\":0,\"buttons\":-1}}",
   "“buttons” has"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"key-press\",\"x\":0,"
   "\"y\":0,\"key\":\"12345678901234567890123456789012\"}}",
   "“key” has"},
  {"{\"type\":\"event\",\"t\":0,\"event\":{\"type\":\"key-press\",\"x\":0,"
   "\"y\":0,\"key\":7}}",
   "“key” has"},
  {"{\"type\":\"parameters\",\"t\":0}", "“values” is missing"},
  {"{\"type\":\"parameters\",\"t\":0,\"values\":7}", "“values” is missing"},
  {"{\"type\":\"parameters\",\"t\":0,\"values\":{\"a\":[1]}}",
   "has one that it cannot have"},
  {"{\"type\":\"parameters\",\"t\":0,\"values\":{\"a\":1,\"b\":null}}",
   "has one that it cannot have"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":-1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":true}",
   "“frame” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"best\",\"width\":1,"
   "\"height\":1,\"ready\":true}",
   "“tier” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":1}",
   "“ready” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":true,\"state\":[]}",
   "“state” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":true,\"state\":{\"a\":[1,\"2\"]}}",
   "“state” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":true,\"state\":{\"a\":[{},1]}}",
   "“state” has"},
  {"{\"type\":\"frame\",\"t\":0,\"frame\":1,\"tier\":\"full\",\"width\":1,"
   "\"height\":1,\"ready\":true,\"state\":{\"a\":null}}",
   "“state” has"},
  {"{\"type\":\"still\",\"t\":0,\"frame\":1,\"sha256\":\"\"}", "“sha256” has"},
  {"{\"type\":\"still\",\"t\":0,\"frame\":1,\"sha256\":\"X123456789abcdef"
   "0123456789abcdef0123456789abcdef0123456789abcdef\"}",
   "“sha256” has"},
  {"{\"type\":\"gap\",\"t\":0,\"lost\":1,\"width\":1,\"height\":1,"
   "\"held\":{}}",
   "“held” is no array"},
  {"{\"type\":\"gap\",\"t\":0,\"lost\":1,\"width\":1,\"height\":1,"
   "\"held\":[1]}",
   "“event” is missing or no"},
  {"{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":1,\"height\":1,"
   "\"data\":1}",
   "“data” is no object"},
  {"{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":1,\"height\":1,"
   "\"data\":{\"locations\":[1]}}",
   "“locations” is no array of strings"},
  {"{\"type\":\"header\",\"t\":0,\"version\":1,\"width\":1,\"height\":1,"
   "\"data\":{\"locations\":\"a\"}}",
   "“locations” is no array of strings"},
  {"{\"type\":\"gap\",\"t\":0,\"lost\":1,\"width\":1,\"height\":1,\"state\":"
   "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
   "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}}}}}}}}",
   "nested deeper"},
};

static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lines); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vc_journal_line_parse (bad_lines[i].text,
                                          strlen (bad_lines[i].text), &error));
    g_assert_nonnull (error);
    if (!strstr (error->message, bad_lines[i].words))
      g_error ("%s: “%s” does not say “%s”", bad_lines[i].text, error->message,
               bad_lines[i].words);
  }
}

/* Each good line, cut off anywhere or with any byte broken: read or refused. */
static void
test_mangled (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_lines); i++) {
    gsize length = strlen (good_lines[i]);

    for (gsize at = 0; at < length; at++) {
      g_autofree char *text = g_strdup (good_lines[i]);
      g_autoptr (VcJournalEntry) entry = NULL;

      g_assert_null (vc_journal_line_parse (text, at, NULL));
      text[at] ^= 1 << g_test_rand_int_range (0, 8);
      entry = vc_journal_line_parse (text, length, NULL);
    }
  }
}

static void
test_long (void)
{
  g_autofree char *many = g_strnfill (VC_JOURNAL_LINE_MAX, ' ');
  g_autofree char *text =
    g_strconcat ("{\"type\":\"end\",\"t\":1}", many, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (VcJournalEntry) entry = NULL;

  g_assert_null (vc_journal_line_parse (text, strlen (text), &error));
  g_assert_nonnull (strstr (error->message, "longer than"));
  text[VC_JOURNAL_LINE_MAX] = '\0';
  entry = vc_journal_line_parse (text, strlen (text), NULL);
  g_assert_nonnull (entry);
}

static const struct {
  const char *text;
  guint n;
  gboolean is_cut;
  const char *words;
} journals[] = {
  {"", 0, FALSE, "Line 1: There is no header"},
  {HEADER "\n", 1, FALSE, NULL},
  {HEADER, 1, FALSE, NULL},
  {"{\"type\":\"hea", 0, FALSE, "Line 1: There is no header"},
  {"\n", 0, FALSE, "Line 1: Failed to parse JSON"},
  {HEADER "\n\n", 0, FALSE, "Line 2: Failed to parse JSON"},
  {HEADER "\n{\"type\":\"end\",\"t\":1}\n", 2, FALSE, NULL},
  {HEADER "\n{\"type\":\"end\",\"t\":1}", 2, FALSE, NULL},
  {HEADER "\n{\"type\":\"end\",\"t\":", 1, TRUE, NULL},
  {HEADER "\n{\"type\":\"end\",\"t\":\n", 0, FALSE, "Line 2: Failed to parse"},
  {"{\"type\":\"end\",\"t\":1}\n", 0, FALSE, "Line 1: A journal begins with"},
  {HEADER "\n" HEADER "\n", 0, FALSE, "Line 2: There is a second header"},
  {HEADER "\n{\"type\":\"end\",\"t\":1}\n{\"type\":\"end\",\"t\":1}\n", 0,
   FALSE, "Line 3: Something follows the end"},
  {HEADER "\n{\"type\":\"size\",\"t\":2,\"width\":1,\"height\":1}\n"
          "{\"type\":\"size\",\"t\":1,\"width\":1,\"height\":1}\n",
   0, FALSE, "Line 3: Time goes back"},
};

static void
test_reader (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (journals); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcJournalRecord) record = vc_journal_record_parse (
      journals[i].text, strlen (journals[i].text), &error);

    if (journals[i].words != NULL) {
      g_assert_null (record);
      g_assert_nonnull (strstr (error->message, journals[i].words));
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (record->entries->len, ==, journals[i].n);
    g_assert_cmpint (record->is_cut, ==, journals[i].is_cut);
  }
}

static void
test_numbers (void)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
    {0, "0"},
    {0.1, "0.1"},
    {1.0 / 3, "0.3333333333333333"},
    {-2.5, "-2.5"},
    {1e21, "1e+21"},
    {0.1 + 0.2, "0.30000000000000004"},
    {1 / 0.0, "0"},
    {123456.789, "123456.789"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    vc_json_add_number (text, cases[i].value);
    g_assert_cmpstr (text->str, ==, cases[i].text);
  }
}

static GVariant *
make_state (const char *text)
{
  return g_variant_ref_sink (
    g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL));
}

static void
assert_state (GVariant *state, const char *text)
{
  g_autoptr (GVariant) wanted = make_state (text);
  g_autoptr (GVariant) missing = vc_journal_state_diff (state, wanted);
  g_autoptr (GVariant) extra = vc_journal_state_diff (wanted, state);

  g_assert_null (missing);
  g_assert_null (extra);
}

static void
test_state (void)
{
  g_autoptr (GVariant) a = make_state ("{'a': <1.0>, 'b': <[1.0, 2.0]>}");
  g_autoptr (GVariant) b = make_state ("{'b': <[1.0, 2.5]>, 'c': <true>}");
  g_autoptr (GVariant) diff = vc_journal_state_diff (a, b);
  g_autoptr (GVariant) both = vc_journal_state_merge (a, diff);
  g_autoptr (GVariant) none = vc_journal_state_merge (NULL, NULL);
  g_autoptr (GVariant) same = vc_journal_state_merge (a, NULL);

  assert_state (diff, "{'b': <[1.0, 2.5]>, 'c': <true>}");
  assert_state (both, "{'a': <1.0>, 'b': <[1.0, 2.5]>, 'c': <true>}");
  assert_state (none, "@a{sv} {}");
  g_assert_true (same == a);
  g_assert_null (vc_journal_state_diff (a, a));
}

static void
push (GArray *held, VcEventType type, guint button, double x)
{
  VcEvent event = {.type = type, .viewer = 1, .button = button, .x = x};

  if (type == VC_EVENT_BUTTON_PRESS)
    event.click_count = 2;
  vc_journal_held_apply (held, &event);
}

static void
test_held (void)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  g_autoptr (GArray) press = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  g_autoptr (GArray) release = g_array_new (FALSE, FALSE, sizeof (VcEvent));

  push (held, VC_EVENT_BUTTON_PRESS, 1, 0.1);
  push (held, VC_EVENT_BUTTON_PRESS, 3, 0.2);
  push (held, VC_EVENT_KEY_PRESS, 0, 0);
  push (held, VC_EVENT_POINTER_MOVE, 0, 0.4);
  g_assert_cmpuint (held->len, ==, 2);
  vc_journal_held_press (held, press);
  g_assert_cmpuint (press->len, ==, 3);
  g_assert_cmpint (g_array_index (press, VcEvent, 0).type, ==,
                   VC_EVENT_POINTER_MOVE);
  g_assert_cmpfloat (g_array_index (press, VcEvent, 0).x, ==, 0.4);
  g_assert_cmpuint (g_array_index (press, VcEvent, 1).click_count, ==, 1);
  vc_journal_held_release (held, release);
  g_assert_cmpuint (release->len, ==, 2);
  g_assert_cmpuint (g_array_index (release, VcEvent, 0).button, ==, 3);
  push (held, VC_EVENT_BUTTON_RELEASE, 1, 0.5);
  g_assert_cmpuint (held->len, ==, 1);
  push (held, VC_EVENT_BUTTON_RELEASE, 3, 0.5);
  push (held, VC_EVENT_GESTURE_BEGIN, 0, 0.5);
  g_assert_cmpuint (held->len, ==, 1);
  push (held, VC_EVENT_GESTURE_END, 0, 0.5);
  g_assert_cmpuint (held->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-text/same-again", test_same_again);
  g_test_add_func ("/journal-text/hostile", test_hostile);
  g_test_add_func ("/journal-text/mangled", test_mangled);
  g_test_add_func ("/journal-text/long", test_long);
  g_test_add_func ("/journal-text/reader", test_reader);
  g_test_add_func ("/journal-text/numbers", test_numbers);
  g_test_add_func ("/journal-text/state", test_state);
  g_test_add_func ("/journal-text/held", test_held);
  return g_test_run ();
}
