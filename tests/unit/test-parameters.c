/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parameters: descriptions and values are checked, patches join, and a view
 * sets them in order.
 */

#include <string.h>

#include "parameters.h"
#include "view-fixture.h"

static GVariant *
parse (const char *type, const char *text)
{
  g_autoptr (GError) error = NULL;
  GVariant *value =
    g_variant_parse (G_VARIANT_TYPE (type), text, NULL, NULL, &error);

  g_assert_no_error (error);
  return value;
}

#define NUMBER(rest)                                                           \
  "[{'name': <'a'>, 'title': <'A'>, 'kind': <'number'>" rest "}]"

static const struct {
  const char *text, *problem;
} descriptions[] = {
  {"[]", NULL},
  {NUMBER (", 'value': <1.0>"), NULL},
  {NUMBER (", 'value': <1.0>, 'minimum': <0.0>, 'maximum': <1.0>, "
           "'step': <0.1>, 'unit': <'mm'>, 'group': <'G'>"),
   NULL},
  {NUMBER (""), "“a” has no “value”"},
  {NUMBER (", 'value': <1>"), "“a” must be a number"},
  {NUMBER (", 'value': <2.0>, 'maximum': <1.0>"),
   "“a” must be a number of at most 1"},
  {NUMBER (", 'value': <2.0>, 'minimum': <3.0>, 'maximum': <1.0>"),
   "“a” has a “minimum” above its “maximum”"},
  {NUMBER (", 'value': <2.0>, 'step': <0.0>"),
   "“a” has a “step” that is not above 0"},
  {NUMBER (", 'value': <2.0>, 'step': <'x'>"), "“a” has a “step” that is no d"},
  {"[{'name': <'1a'>, 'title': <'A'>, 'kind': <'action'>}]",
   "“1a” is no name of a parameter"},
  {"[{'name': <'a b'>, 'title': <'A'>, 'kind': <'action'>}]",
   "“a b” is no name of a parameter"},
  {"[{'title': <'A'>, 'kind': <'action'>}]", "“” is no name of a parameter"},
  {"[{'name': <'a'>, 'kind': <'action'>}]",
   "“a” has no “title”, or one that is too long"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'slider'>}]",
   "“a” has no “kind” that is known"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'action'>}, "
   "{'name': <'a'>, 'title': <'A'>, 'kind': <'action'>}]",
   "“a” is there twice"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'action'>, 'value': <true>}]",
   "“a” is an action, and has a “value”"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'choice'>, 'value': <'x'>}]",
   "“a” has no “choices”"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'choice'>, 'value': <'x'>, "
   "'choices': <['y', 'z']>}]",
   "“a” must be one of: y, z"},
  {"[{'name': <'a'>, 'title': <'A'>, 'kind': <'boolean'>, 'value': <'x'>}]",
   "“a” must be true or false"},
};

static void
test_descriptions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++) {
    g_autoptr (GVariant) parameters = parse ("aa{sv}", descriptions[i].text);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (vc_parameters_validate (parameters, &error), ==,
                     descriptions[i].problem == NULL);
    g_assert_cmpstr (error ? error->message : NULL, ==,
                     descriptions[i].problem);
  }
}

#define ALL                                                                    \
  "[{'name': <'n'>, 'title': <'N'>, 'kind': <'number'>, 'value': <1.0>, "      \
  "'minimum': <-0.5>, 'maximum': <2.0>, 'unit': <'mm'>}, "                     \
  "{'name': <'i'>, 'title': <'I'>, 'kind': <'integer'>, 'value': <1.0>, "      \
  "'minimum': <0.0>}, "                                                        \
  "{'name': <'b'>, 'title': <'B'>, 'kind': <'boolean'>, 'value': <true>}, "    \
  "{'name': <'c'>, 'title': <'C'>, 'kind': <'choice'>, 'value': <'y'>, "       \
  "'choices': <['x', 'y']>}, "                                                 \
  "{'name': <'t'>, 'title': <'T'>, 'kind': <'text'>, 'value': <'hi'>}, "       \
  "{'name': <'a'>, 'title': <'A'>, 'kind': <'action'>}]"

static const struct {
  const char *values, *result, *problem;
} patches[] = {
  {"{}", "{}", NULL},
  {"{'n': <2>, 'i': <3.0>}", "{'n': <2.0>, 'i': <3.0>}", NULL},
  {"{'i': <int64 7>}", "{'i': <7.0>}", NULL},
  {"{'b': <false>, 'c': <'x'>, 't': <'ö'>, 'a': <true>}",
   "{'b': <false>, 'c': <'x'>, 't': <'ö'>, 'a': <true>}", NULL},
  {"{'n': <2.1>}", NULL, "“n” must be a number from -0.5 to 2 mm"},
  {"{'n': <inf>}", NULL, "“n” must be a number from -0.5 to 2 mm"},
  {"{'n': <nan>}", NULL, "“n” must be a number from -0.5 to 2 mm"},
  {"{'n': <'1'>}", NULL, "“n” must be a number from -0.5 to 2 mm"},
  {"{'n': <true>}", NULL, "“n” must be a number from -0.5 to 2 mm"},
  {"{'i': <1.5>}", NULL, "“i” must be an integer of at least 0"},
  {"{'b': <1>}", NULL, "“b” must be true or false"},
  {"{'c': <'z'>}", NULL, "“c” must be one of: x, y"},
  {"{'c': <1.0>}", NULL, "“c” must be one of: x, y"},
  {"{'t': <1.0>}", NULL, "“t” must be a text of at most 4096 bytes"},
  {"{'a': <false>}", NULL, "“a” is an action: it is set to true"},
  {"{'n': <1.0>, 'zoom': <1.0>}", NULL, "There is no parameter “zoom”"},
  {"{'': <1.0>}", NULL, "There is no parameter “”"},
};

static void
test_values (void)
{
  g_autoptr (GVariant) all = parse ("aa{sv}", ALL);

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++) {
    g_autoptr (GVariant) values = parse ("a{sv}", patches[i].values);
    g_autoptr (GVariant) result = NULL, wanted = NULL;
    g_autoptr (GError) error = NULL;

    result = vc_parameters_check (all, values, &error);
    g_assert_cmpstr (error ? error->message : NULL, ==, patches[i].problem);
    if (patches[i].problem)
      continue;
    wanted = parse ("a{sv}", patches[i].result);
    g_assert_cmpvariant (result, wanted);
  }
}

static void
test_long_values (void)
{
  g_autoptr (GVariant) all = parse ("aa{sv}", ALL);
  g_autofree char *text = g_strnfill (VC_PARAMETER_TEXT_MAX + 1, 'x');
  g_autoptr (GVariant) longest =
    g_variant_ref_sink (g_variant_new_parsed ("{'t': <%s>}", text + 1));
  g_autoptr (GVariant) too_long =
    g_variant_ref_sink (g_variant_new_parsed ("{'t': <%s>}", text));
  g_autoptr (GVariant) unknown =
    g_variant_ref_sink (g_variant_new_parsed ("{%s: <1.0>}", text));
  g_autoptr (GVariant) result = vc_parameters_check (all, longest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (result);
  g_assert_null (vc_parameters_check (all, too_long, NULL));
  g_assert_null (vc_parameters_check (all, unknown, &error));
  g_assert_cmpuint (strlen (error->message), <, 120);
}

static void
test_alike (void)
{
  g_autoptr (GVariant) all = parse ("aa{sv}", ALL);
  g_autoptr (GVariant) values = vc_parameters_get_values (all);
  g_autoptr (GVariant) wanted =
    parse ("a{sv}", "{'n': <1.0>, 'i': <1.0>, 'b': <true>, 'c': <'y'>, "
                    "'t': <'hi'>}");
  g_autoptr (GVariant) one = parse ("aa{sv}", NUMBER (", 'value': <1.0>"));
  g_autoptr (GVariant) two = parse ("aa{sv}", NUMBER (", 'value': <2.0>"));
  g_autoptr (GVariant) three =
    parse ("aa{sv}", NUMBER (", 'value': <2.0>, 'maximum': <3.0>"));

  g_assert_cmpvariant (values, wanted);
  g_assert_true (vc_parameters_are_alike (one, two));
  g_assert_false (vc_parameters_are_alike (two, three));
  g_assert_false (vc_parameters_are_alike (two, all));
}

typedef struct {
  gboolean is_done;
  GError *error;
} Outcome;

static void
on_outcome (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  vc_view_set_parameters_finish (result, &outcome->error);
  outcome->is_done = TRUE;
}

static void
set (Fixture *fixture, const char *values, Outcome *outcome)
{
  g_autoptr (GVariant) patch = parse ("a{sv}", values);

  *outcome = (Outcome){0};
  vc_view_set_parameters_async (fixture->view, patch, on_outcome, outcome);
}

static void
wait_for (const gboolean *is_done)
{
  while (!*is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_value (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  g_autoptr (GVariant) value = g_variant_lookup_value (values, name, NULL);
  g_autofree char *printed = g_variant_print (value, FALSE);

  g_assert_cmpstr (printed, ==, text);
}

static void
on_told (VcView *view, gpointer user_data)
{
  gboolean *is_told = user_data;

  *is_told = TRUE;
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  Outcome outcome;
  gboolean is_told = FALSE;

  assert_value (fixture, "level", "0.0");
  g_signal_connect (fixture->view, "parameters-changed", G_CALLBACK (on_told),
                    &is_told);
  set (fixture, "{'level': <40>, 'inverted': <true>}", &outcome);
  wait_for (&outcome.is_done);
  g_assert_no_error (outcome.error);
  assert_value (fixture, "level", "40.0");
  assert_value (fixture, "inverted", "true");
  wait_for (&is_told);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  Outcome outcome;
  g_autoptr (GPtrArray) values = NULL;

  set (fixture, "{'inverted': <true>, 'level': <2000>}", &outcome);
  wait_for (&outcome.is_done);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (outcome.error->message, ==,
                   "“level” must be a number from -100 to 1000 HU");
  g_clear_error (&outcome.error);
  fake_scene_refuse_values (fixture->scene, "The scanner is on fire.");
  set (fixture, "{'inverted': <true>}", &outcome);
  wait_for (&outcome.is_done);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (outcome.error->message, ==, "The scanner is on fire.");
  g_clear_error (&outcome.error);
  values = fake_scene_take_values (fixture->scene);
  g_assert_cmpuint (values->len, ==, 0);
  assert_value (fixture, "inverted", "false");
}

static void
on_failed (VcView *view, const char *sentence, gpointer user_data)
{
  char **told = user_data;

  *told = g_strdup (sentence);
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->view, "parameters-failed", G_CALLBACK (on_failed),
                    &told);
  fake_scene_refuse_values (fixture->scene, "No.");
  vc_view_set_parameters (fixture->view, parse ("a{sv}", "{'level': <1.0>}"),
                          &error);
  g_assert_no_error (error);
  while (!told)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (told, ==, "No.");
}

/* A description that changes is checked against at once. */
static void
test_described (Fixture *fixture, gconstpointer data)
{
  Outcome outcome;

  fake_scene_set_level_maximum (fixture->scene, 10);
  fake_scene_sync (fixture->scene);
  set (fixture, "{'level': <11>}", &outcome);
  wait_for (&outcome.is_done);
  g_assert_cmpstr (outcome.error->message, ==,
                   "“level” must be a number from -100 to 10 HU");
  g_clear_error (&outcome.error);
}

static void
test_follows_keys (Fixture *fixture, gconstpointer data)
{
  VcEvent event = {.type = VC_EVENT_KEY_PRESS, .key = "i"};
  gboolean is_told = FALSE;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->view, "parameters-changed", G_CALLBACK (on_told),
                    &is_told);
  vc_view_push_event (fixture->view, &event);
  wait_for (&is_told);
  assert_value (fixture, "inverted", "true");
}

/* It is interaction: coarse pictures first, and none that answers less. */
static void
test_renders (Fixture *fixture, gconstpointer data)
{
  g_autoptr (VcFrame) first = vc_view_take_frame (fixture->view, NULL, NULL);
  g_autoptr (VcFrame) second = NULL;
  VcViewStats stats;
  Outcome outcome;

  set (fixture, "{'level': <1>}", &outcome);
  g_assert_cmpint (vc_view_get_phase (fixture->view), ==, VC_PHASE_MOVING);
  second = vc_view_take_frame (fixture->view, NULL, NULL);
  g_assert_cmpint (second->tier, ==, VC_TIER_INTERACTIVE);
  g_assert_cmpuint (second->pixels[0], ==, 1);
  wait_for (&outcome.is_done);
  vc_view_get_stats (fixture->view, &stats);
  g_assert_cmpuint (stats.events, ==, 1);
}

/* Thousands of values, of many threads, and the last of each one arrives. */
static gpointer
hammer (gpointer data)
{
  VcView *view = data;

  for (int i = 0; i <= 1000; i++)
    vc_view_set_parameters (view, g_variant_new_parsed ("{'level': <%i>}", i),
                            NULL);
  return NULL;
}

static void
test_flood (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  Outcome outcome;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hammer", hammer, fixture->view);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  set (fixture, "{'inverted': <true>}", &outcome);
  wait_for (&outcome.is_done);
  assert_value (fixture, "level", "1000.0");
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  Outcome before, after;

  set (fixture, "{'level': <1>}", &before);
  vc_view_stop (fixture->view);
  set (fixture, "{'level': <2>}", &after);
  wait_for (&before.is_done);
  wait_for (&after.is_done);
  g_assert_error (after.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&before.error);
  g_clear_error (&after.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parameters/descriptions", test_descriptions);
  g_test_add_func ("/parameters/values", test_values);
  g_test_add_func ("/parameters/long-values", test_long_values);
  g_test_add_func ("/parameters/alike", test_alike);
  fixture_add_test ("/parameters/set", test_set);
  fixture_add_test ("/parameters/refused", test_refused);
  fixture_add_test ("/parameters/failed", test_failed);
  fixture_add_test ("/parameters/described", test_described);
  fixture_add_test ("/parameters/follows-keys", test_follows_keys);
  fixture_add_test ("/parameters/renders", test_renders);
  fixture_add_test ("/parameters/flood", test_flood);
  fixture_add_test ("/parameters/stopped", test_stopped);
  return g_test_run ();
}
