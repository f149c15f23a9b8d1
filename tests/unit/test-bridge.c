/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program in another process shows, hears and says.
 */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bridge-fixture.h"
#include "outbox.h"
#include "parameters.h"

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) release = NULL;
  g_autoptr (VcFrame) frame = NULL;
  guint8 *pixels = client->pixels + SIZE;

  fixture_wait_for_status (fixture, VC_STATUS_READY, "test");
  /* Each row its number, from below. */
  for (int y = 0; y < HEIGHT; y++)
    memset (pixels + 4 * WIDTH * y, 100 + y, 4 * WIDTH);
  bridge_client_show (client, 1, WIDTH, HEIGHT, 1, "full");
  frame = fixture_take (fixture, 100 + HEIGHT - 1);
  for (int y = 0; y < HEIGHT; y++)
    g_assert_cmpint (frame->pixels[y * frame->stride + 4], ==,
                     100 + HEIGHT - 1 - y);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  g_assert_cmpint (frame->render_end_us - frame->render_start_us, >=, 1000);
  release = bridge_client_wait (client, "release");
  g_assert_cmpint (bridge_client_get (release, "buffer"), ==, 0);
}

/* The view's size is asked for, and what comes in another is fitted. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (VcFrame) frame = NULL;

  vc_view_set_size (fixture->view, 2 * WIDTH, HEIGHT);
  work = bridge_client_wait (client, "work");
  g_assert_cmpint (bridge_client_get (work, "width"), ==, 2 * WIDTH);
  g_assert_cmpint (bridge_client_get (work, "height"), ==, HEIGHT);
  bridge_client_fill (client, 1, 200);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  frame = fixture_take (fixture, 24);
  g_assert_cmpint (frame->width, ==, 2 * WIDTH);
  g_assert_cmpint (frame->pixels[4 * (WIDTH / 2 - 1)], ==, 24);
  g_assert_cmpint (frame->pixels[4 * (WIDTH / 2)], ==, 200);
  g_assert_cmpint (frame->pixels[4 * (3 * WIDTH / 2 - 1)], ==, 200);
  g_assert_cmpint (frame->pixels[4 * (3 * WIDTH / 2)], ==, 24);
}

static JsonArray *
get_events (JsonNode *work)
{
  return json_object_get_array_member (json_node_get_object (work), "events");
}

static const char *
get_type (JsonNode *work, guint i)
{
  return vc_json_get_string (
    json_array_get_object_element (get_events (work), i), "type");
}

/* While it is at work, moves become one; the rest waits in order, and the frame
 * tells the last event that it answers. */
static void
test_events (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) first = NULL, second = NULL;
  g_autoptr (VcFrame) frame = NULL, answer = NULL;

  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  first = bridge_client_wait (client, "work");
  g_assert_cmpuint (json_array_get_length (get_events (first)), ==, 1);
  g_assert_cmpstr (get_type (first, 0), ==, "press");
  for (guint seq = 2; seq < 12; seq++) {
    fixture_push (fixture, VC_EVENT_POINTER_MOVE, seq, seq / 20.0);
    fixture_wait_for_events (fixture, seq);
  }
  fixture_push (fixture, VC_EVENT_BUTTON_RELEASE, 12, 0.6);
  fixture_wait_for_events (fixture, 12);

  bridge_client_fill (client, 1, 60);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (first, "batch"), "interactive");
  frame = fixture_take (fixture, 60);
  g_assert_cmpuint (frame->viewer, ==, 3);
  g_assert_cmpuint (frame->seq, ==, 1);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  second = bridge_client_wait (client, "work");
  g_assert_cmpuint (json_array_get_length (get_events (second)), ==, 2);
  g_assert_cmpstr (get_type (second, 0), ==, "move");
  g_assert_cmpstr (get_type (second, 1), ==, "release");
  bridge_client_fill (client, 2, 70);
  bridge_client_show (client, 2, WIDTH, HEIGHT,
                      bridge_client_get (second, "batch"), "interactive");
  answer = fixture_take (fixture, 70);
  g_assert_cmpuint (answer->seq, ==, 12);
}

/* A coarse picture is followed by one of full quality, which is asked for; a
 * program that has nothing better is not asked for ever. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) events = NULL, full = NULL;
  g_autoptr (VcFrame) frame = NULL, still = NULL;
  VcViewStats stats, later;

  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  fixture_push (fixture, VC_EVENT_BUTTON_RELEASE, 2, 0.25);
  events = bridge_client_wait (client, "work");
  bridge_client_fill (client, 1, 60);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (events, "batch"), "interactive");
  frame = fixture_take (fixture, 60);
  do {
    g_clear_pointer (&full, json_node_unref);
    full = bridge_client_wait (client, "work");
    bridge_client_send (client, "{\"type\":\"done\",\"batch\":%d}",
                        (int)bridge_client_get (full, "batch"));
  } while (g_strcmp0 (vc_json_get_string (json_node_get_object (full), "tier"),
                      "full") != 0);
  while (still == NULL) {
    g_autoptr (VcFrame) next = vc_view_take_frame (fixture->view, NULL, NULL);

    fixture_wait_for_phase (fixture, VC_PHASE_STILL);
    still = vc_view_dup_still (fixture->view);
  }
  g_assert_cmpint (still->pixels[0], ==, 60);
  vc_view_get_stats (fixture->view, &stats);
  g_usleep (100000);
  vc_view_get_stats (fixture->view, &later);
  g_assert_cmpuint (stats.renders, ==, later.renders);
}

/* An event without effect: the picture rests again. */
static void
test_no_effect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (VcFrame) frame = NULL;

  fixture_wait_for_phase (fixture, VC_PHASE_STILL);
  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  work = bridge_client_wait (client, "work");
  /* However long it takes. */
  g_usleep (200000);
  g_assert_null (vc_view_dup_still (fixture->view));
  bridge_client_send (client, "{\"type\":\"done\",\"batch\":%d}",
                      (int)bridge_client_get (work, "batch"));
  frame = fixture_take (fixture, 50);
  fixture_wait_for_phase (fixture, VC_PHASE_STILL);
}

static void
test_death (Fixture *fixture, gconstpointer data)
{
  BridgeClient *client = fixture_join (fixture);
  g_autoptr (BridgeClient) next = NULL;
  g_autoptr (VcFrame) frame = NULL;

  /* In the middle of a message. */
  bridge_client_send_raw (client, "\x20\0\0\0{\"type\":\"fra", 17);
  bridge_client_free (client);
  fixture_wait_for_status (fixture, VC_STATUS_LOADING,
                           "The program has gone. Waiting for it.");
  frame = fixture_take (fixture, 50);
  fixture_push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  next = fixture_join (fixture);
  fixture_wait_for_status (fixture, VC_STATUS_READY, "test");
}

/* A new ring while the picture of the old one is shown. */
static void
test_new_ring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  int fd = bridge_client_make_memory (4 * SIZE, F_SEAL_SHRINK);
  g_autofree char *message =
    g_strdup_printf ("{\"type\":\"buffers\",\"count\":4,\"size\":%d}", SIZE);
  g_autoptr (VcFrame) frame = NULL;

  bridge_client_send_fds (client, message, &fd, 1);
  close (fd);
  bridge_client_show (client, 3, WIDTH, HEIGHT, 1, "full");
  frame = fixture_take (fixture, 0);
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) address = NULL;

  vc_bridge_scene_set_url (fixture->scene, "http://here/");
  address = bridge_client_wait (client, "address");
  g_assert_cmpstr (vc_json_get_string (json_node_get_object (address), "url"),
                   ==, "http://here/");
}

static void
wait_for_parameters (Fixture *fixture, guint n)
{
  for (;;) {
    g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);

    if (g_variant_n_children (parameters) == n)
      return;
    g_main_context_iteration (NULL, TRUE);
  }
}

static double
get_number (Fixture *fixture)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  double value = -1;

  g_variant_lookup (values, "n", "d", &value);
  return value;
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vc_view_set_parameters_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* Values go both ways, and parameters go with their program. */
static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (JsonNode) work = NULL;
  gboolean is_set = FALSE;
  JsonObject *item;

  bridge_client_send (client,
                      "{\"type\":\"parameters\",\"parameters\":["
                      "{\"name\":\"n\",\"title\":\"N\",\"kind\":\"number\","
                      "\"value\":3,\"minimum\":0,\"maximum\":10},"
                      "{\"name\":\"c\",\"title\":\"C\",\"kind\":\"choice\","
                      "\"value\":\"a\",\"choices\":[\"a\",\"b\"]},"
                      "{\"name\":\"go\",\"title\":\"Go\","
                      "\"kind\":\"action\"}]}");
  wait_for_parameters (fixture, 3);
  g_assert_cmpfloat (get_number (fixture), ==, 3);
  vc_view_set_parameters_async (
    fixture->view,
    g_variant_new_parsed ("{'n': <7.5>, 'c': <'b'>, 'go': <true>}"), on_set,
    &is_set);
  work = bridge_client_wait (client, "work");
  while (!is_set)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (get_number (fixture), ==, 7.5);
  item = json_array_get_object_element (get_events (work), 0);
  g_assert_cmpstr (vc_json_get_string (item, "type"), ==, "set");
  item = json_object_get_object_member (item, "values");
  g_assert_cmpfloat (json_object_get_double_member (item, "n"), ==, 7.5);
  g_assert_cmpstr (json_object_get_string_member (item, "c"), ==, "b");
  g_assert_true (json_object_get_boolean_member (item, "go"));

  bridge_client_send (client, "{\"type\":\"values\",\"values\":{\"n\":1}}");
  while (get_number (fixture) != 1)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&client, bridge_client_free);
  wait_for_parameters (fixture, 0);
}

/* All texts that there can be, each as long as it may be, and of what JSON
 * writes with the most bytes. */
static void
add_texts (GString *text, const char *format)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (int i = 0; i < VC_PARAMETER_TEXT_MAX; i++)
    g_string_append (value, "\\u0001");
  for (int i = 0; i < VC_PARAMETERS_MAX; i++) {
    g_string_append (text, i > 0 ? "," : "");
    g_string_append_printf (text, format, i, value->str);
  }
}

static gsize
get_last_length (Fixture *fixture)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  const char *value = "";

  g_variant_lookup (values, "t255", "&s", &value);
  return strlen (value);
}

static void
test_long_texts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (GString) text = g_string_new ("{\"type\":\"parameters\","
                                           "\"parameters\":[");

  add_texts (text, "{\"name\":\"t%d\",\"title\":\"T\",\"kind\":\"text\","
                   "\"value\":\"%s\"}");
  g_string_append (text, "]}");
  bridge_client_send (client, "%s", text->str);
  wait_for_parameters (fixture, VC_PARAMETERS_MAX);
  g_assert_cmpuint (get_last_length (fixture), ==, VC_PARAMETER_TEXT_MAX);

  bridge_client_send (client, "{\"type\":\"values\","
                              "\"values\":{\"t255\":\"\"}}");
  while (get_last_length (fixture) != 0)
    g_main_context_iteration (NULL, TRUE);
  g_string_assign (text, "{\"type\":\"values\",\"values\":{");
  add_texts (text, "\"t%d\":\"%s\"");
  g_string_append (text, "}}");
  bridge_client_send (client, "%s", text->str);
  while (get_last_length (fixture) != VC_PARAMETER_TEXT_MAX)
    g_main_context_iteration (NULL, TRUE);
}

/* A title that is too long loses whole characters only. */
static void
test_title (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (GString) title = g_string_new ("x");
  g_autoptr (GString) shown = g_string_new ("x");

  for (int i = 0; i < 200; i++)
    g_string_append (title, "é");
  for (int i = 0; i < 127; i++)
    g_string_append (shown, "é");
  bridge_client_join (client, title->str, SIZE);
  work = bridge_client_wait (client, "work");
  bridge_client_fill (client, 0, 50);
  bridge_client_show (client, 0, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  fixture_wait_for_status (fixture, VC_STATUS_READY, shown->str);
}

/* What a program that is busy is to be told does not grow without end, and
 * fits into one message. */
static void
test_outbox_is_bounded (void)
{
  VcOutbox *outbox = vc_outbox_new ();
  g_autofree char *large = g_strnfill (VC_PARAMETER_TEXT_MAX, 'x');
  g_autofree char *work = NULL;
  guint n = 0;

  while (vc_outbox_push_values (
    outbox,
    g_variant_new_parsed (n % 2 ? "{'a': <%s>}" : "{'b': <%s>}", large)))
    n++;
  g_assert_cmpuint (n, >=, 100);
  g_assert_cmpuint (n, <, VC_OUTBOX_MAX);
  work = vc_outbox_take (outbox, WIDTH, HEIGHT, VC_TIER_FULL);
  g_assert_cmpuint (strlen (work), <, 2 * VC_OUTBOX_BYTES_MAX);
  g_assert_true (
    vc_outbox_push_values (outbox, g_variant_new_parsed ("{'a': <1.0>}")));
  vc_outbox_free (outbox);
}

static void
on_picked (VcView *view, GVariant *pick, gpointer user_data)
{
  *(GVariant **)user_data = g_variant_ref (pick);
}

static void
test_sight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (GVariant) pick = NULL;
  g_autoptr (GVariant) camera = NULL;
  double angle = 0;
  guint viewer = 0;

  g_signal_connect (fixture->view, "picked", G_CALLBACK (on_picked), &pick);
  bridge_client_send (client, "{\"type\":\"camera\",\"position\":[1,2,3.5],"
                              "\"focalPoint\":[0,0,0],\"viewUp\":[0,1,0],"
                              "\"viewAngle\":30,\"parallelScale\":0}");
  bridge_client_send (client, "{\"type\":\"pick\",\"position\":[1,2,3],"
                              "\"viewer\":4,\"button\":1}");
  while (pick == NULL)
    g_main_context_iteration (NULL, TRUE);
  camera = vc_view_dup_camera (fixture->view);
  g_assert_true (g_variant_lookup (camera, "viewAngle", "d", &angle));
  g_assert_cmpfloat (angle, ==, 30);
  g_assert_true (g_variant_lookup (pick, "viewer", "u", &viewer));
  g_assert_cmpuint (viewer, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_test ("/bridge/picture", NULL, test_picture);
  fixture_add_test ("/bridge/sizes", NULL, test_sizes);
  fixture_add_test ("/bridge/events", NULL, test_events);
  fixture_add_test ("/bridge/rest", NULL, test_rest);
  fixture_add_test ("/bridge/no-effect", NULL, test_no_effect);
  fixture_add_test ("/bridge/death", NULL, test_death);
  fixture_add_test ("/bridge/new-ring", NULL, test_new_ring);
  fixture_add_test ("/bridge/address", NULL, test_address);
  fixture_add_test ("/bridge/sight", NULL, test_sight);
  fixture_add_test ("/bridge/parameters", NULL, test_parameters);
  fixture_add_test ("/bridge/long-texts", NULL, test_long_texts);
  fixture_add_test ("/bridge/title", NULL, test_title);
  g_test_add_func ("/bridge/outbox-is-bounded", test_outbox_is_bounded);
  return g_test_run ();
}
