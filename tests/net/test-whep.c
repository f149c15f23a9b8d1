/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whole viewers: a second webrtcbin that comes through HTTP, watches, controls
 * and leaves.
 */

#include <json-glib/json-glib.h>
#include <string.h>

#include "person.h"

#define FRAG "Content-Type: application/trickle-ice-sdpfrag\r\n"

static House *
open_house (guint max_viewers)
{
  HouseOptions options = {.max_viewers = max_viewers};

  return house_new (&options);
}

static void
test_watch (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);

  g_assert_true (g_str_has_prefix (person->path, "/whep/"));
  g_assert_cmpuint (strlen (person->path), >=, strlen ("/whep/") + 22);
  g_assert_true (person->etag[0] == '"');
  g_assert_cmpuint (person_heard (person, "\"controls\":true"), ==, 1);
  g_assert_cmpuint (person_heard (person, "\"codec\":\"VP8\""), ==, 1);
  WAIT_UNTIL (browser_count_frames (person->browser) > 0);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (person_heard (person, "input:{\"frame\":{\"rtp\":") > 0);

  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\","
                "\"params\":{}}");
  WAIT_UNTIL (person_heard (person, "\"id\":7,\"result\":{}") == 1);
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"dance\"}");
  WAIT_UNTIL (person_heard (person, "-32601") == 1);
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"resize\","
                "\"params\":{\"width\":\"big\"}}");
  WAIT_UNTIL (person_heard (person, "-32602") == 1);

  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 1);
  g_assert_cmpuint (person_leave (person), ==, 200);
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 0);
  g_assert_cmpuint (person_leave (person), ==, 404);
  person_free (person);
  house_free (house);
}

static void
assert_size (House *house, int width, int height)
{
  int now_width, now_height;

  vc_view_get_size (house->view, &now_width, &now_height);
  g_assert_cmpint (now_width, ==, width);
  g_assert_cmpint (now_height, ==, height);
}

static void
test_resize (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);

  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resize\","
                "\"params\":{\"width\":501,\"height\":333}}");
  WAIT_UNTIL (person_heard (person, "{\"width\":500,\"height\":332}") == 1);
  assert_size (house, 500, 332);
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resize\","
                "\"params\":{\"width\":-5,\"height\":99999999999}}");
  WAIT_UNTIL (person_heard (person, "{\"width\":16,\"height\":4320}") == 1);
  person_leave (person);
  person_free (person);
  house_free (house);
}

static VcEvent
find_event (GArray *events, VcEventType type)
{
  for (guint i = 0; i < events->len; i++)
    if (g_array_index (events, VcEvent, i).type == type)
      return g_array_index (events, VcEvent, i);
  g_assert_not_reached ();
}

#define PRESS                                                                  \
  "{\"type\":\"pointerdown\",\"seq\":1,\"x\":0.25,\"y\":0.5,\"button\":0,"     \
  "\"buttons\":1}"
#define MOVE                                                                   \
  "{\"type\":\"pointermove\",\"seq\":2,\"x\":0.5,\"y\":0.5,\"buttons\":1}"

static void
test_input (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);
  g_autoptr (GArray) events = NULL;
  VcEvent press, release;

  g_clear_pointer (&events, g_array_unref);
  events = fake_scene_take_events (house->scene);
  g_clear_pointer (&events, g_array_unref);
  browser_send (person->browser, "input", "[" PRESS "," MOVE "]");
  /* Known already: acknowledged, not applied again. */
  browser_send (person->browser, "input", "[" PRESS "," MOVE "]");
  WAIT_UNTIL (person_heard (person, "input:{\"ack\":2}") == 2);
  WAIT_UNTIL (person_heard (person, "\"seq\":2,\"wait\":") > 0);
  person_leave (person);
  fake_scene_wait_for_events (house->scene, 3);
  events = fake_scene_take_events (house->scene);
  press = find_event (events, VC_EVENT_BUTTON_PRESS);
  g_assert_cmpfloat (press.x, ==, 0.25);
  g_assert_cmpuint (press.button, ==, 1);
  g_assert_cmpuint (press.seq, ==, 1);
  g_assert_cmpuint (press.viewer, >, 0);
  /* Who leaves in the middle of a drag holds nothing any more. */
  release = find_event (events, VC_EVENT_BUTTON_RELEASE);
  g_assert_cmpuint (release.viewer, ==, press.viewer);
  g_assert_cmpuint (events->len, ==, 3);
  person_free (person);
  house_free (house);
}

static void
test_two (void)
{
  House *house = open_house (8);
  Person *first = person_come_in (house);
  Person *second = person_come_in (house);
  g_autoptr (GArray) events = NULL;

  g_assert_cmpuint (person_heard (second, "\"controls\":false"), ==, 1);
  browser_send (second->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resize\","
                "\"params\":{\"width\":200,\"height\":100}}");
  WAIT_UNTIL (person_heard (second, "{\"width\":320,\"height\":240}") == 1);
  g_clear_pointer (&events, g_array_unref);
  events = fake_scene_take_events (house->scene);
  browser_send (second->browser, "input", "[" PRESS "]");
  WAIT_UNTIL (person_heard (second, "input:{\"ack\":1}") == 1);
  fake_scene_sync (house->scene);
  g_clear_pointer (&events, g_array_unref);
  events = fake_scene_take_events (house->scene);
  g_assert_cmpuint (events->len, ==, 0);

  person_leave (first);
  WAIT_UNTIL (person_heard (second, "\"method\":\"role\",\"params\":"
                                    "{\"controls\":true}") == 1);
  /* Its own size, from when it only watched. */
  assert_size (house, 200, 100);
  browser_send (second->browser, "input",
                "[{\"type\":\"keydown\",\"seq\":2,\"key\":\"r\"}]");
  WAIT_UNTIL (person_heard (second, "input:{\"ack\":2}") == 1);
  person_leave (second);
  person_free (first);
  person_free (second);
  house_free (house);
}

static void
test_full (void)
{
  House *house = open_house (1);
  Person *person = person_come_in (house);
  g_autofree char *reply =
    house_ask (house, "POST", "/whep", HOUSE_AUTHORIZATION HOUSE_SDP,
               browser_get_offer (person->browser));
  g_autofree char *retry = reply_get_header (reply, "Retry-After");

  g_assert_cmpuint (reply_get_status (reply), ==, 503);
  g_assert_nonnull (retry);
  person_leave (person);
  person_free (person);
  house_free (house);
}

static void
assert_bye (const char *channel, const char *message, const char *reason)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);
  g_autofree char *bye =
    g_strdup_printf ("\"method\":\"bye\",\"params\":{\"reason\":\"%s", reason);

  browser_send (person->browser, channel, message);
  WAIT_UNTIL (person_heard (person, bye) == 1);
  g_assert_cmpuint (person_heard (person, "\"reconnect\":false"), ==, 1);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  g_assert_cmpuint (person_leave (person), ==, 404);
  person_free (person);
  house_free (house);
}

static void
test_rules (void)
{
  assert_bye ("input", "[[[[[[[[[[[[", "JSON is nested deeper");
  assert_bye ("input", "[{\"type\":\"click\",\"seq\":1}]", "“type” must be");
  assert_bye ("control", "hello", "Failed to parse JSON");
}

/* What a browser reports is counted if it is a time, whatever else it sends. */
static void
test_latency (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);
  g_autofree char *stranger = house_ask (house, "GET", "/metrics", "", "");
  g_autofree char *figures = NULL;
  g_autoptr (GString) many = g_string_new ("1");

  for (int i = 0; i < 1000; i++)
    g_string_append (many, ",1");
  g_string_prepend (many, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":"
                          "\"latency\",\"params\":{\"motionToPhoton\":[");
  g_string_append (many, "]}}");
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"latency\","
                "\"params\":{\"motionToPhoton\":[12.5,\"7\",null,true,[],{},"
                "-1,1e308,20]}}");
  browser_send (person->browser, "control", many->str);
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"latency\","
                "\"params\":{\"motionToPhoton\":12}}");
  WAIT_UNTIL (person_heard (person, "-32602") == 2);
  figures = house_ask (house, "GET", "/metrics", HOUSE_AUTHORIZATION, "");
  g_assert_cmpuint (reply_get_status (stranger), ==, 401);
  g_assert_cmpuint (reply_get_status (figures), ==, 200);
  g_assert_nonnull (
    strstr (figures, "\nvtkcast_motion_to_photon_seconds_count 3\n"));
  g_assert_nonnull (strstr (figures, "_seconds_bucket{le=\"0.02\"} 2\n"));
  g_assert_nonnull (strstr (figures, "\nvtkcast_viewers 1\n"));
  person_free (person);
  house_free (house);
}

static void
test_flood (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);

  for (int i = 0; i < 5000; i++)
    browser_send (person->browser, "control",
                  "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}");
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  person_free (person);
  house_free (house);
}

static guint
patch (Person *person, const char *headers, const char *fragment)
{
  g_autofree char *all = g_strconcat (HOUSE_AUTHORIZATION FRAG, headers, NULL);
  g_autofree char *reply =
    house_ask (person->house, "PATCH", person->path, all, fragment);

  return reply_get_status (reply);
}

static char *
get_line (Person *person, const char *prefix)
{
  const char *begin = strstr (browser_get_offer (person->browser), prefix);

  g_assert_nonnull (begin);
  return g_strndup (begin, strcspn (begin, "\r\n"));
}

static void
test_trickle (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);
  g_autofree char *ufrag = get_line (person, "a=ice-ufrag:");
  g_autofree char *pwd = get_line (person, "a=ice-pwd:");
  g_autofree char *mid = get_line (person, "a=mid:");
  g_autofree char *ice = g_strconcat (ufrag, "\r\n", pwd, "\r\n", NULL);
  g_autofree char *good =
    g_strconcat (ice, "m=video 9 UDP/TLS/RTP/SAVPF 0\r\n", mid,
                 "\r\na=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host\r\n"
                 "a=candidate:2 1 UDP 2130706431 0a1b.local 9 typ host\r\n"
                 "a=end-of-candidates\r\n",
                 NULL);
  g_autofree char *bad =
    g_strconcat (ice, "m=video 9 UDP/TLS/RTP/SAVPF 0\r\n", mid,
                 "\r\na=candidate:nonsense\r\n", NULL);
  g_autofree char *unknown =
    g_strconcat (ice,
                 "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:elsewhere\r\n"
                 "a=candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host\r\n",
                 NULL);
  g_autofree char *match = g_strdup_printf ("If-Match: %s\r\n", person->etag);
  const char *other =
    "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n";

  g_assert_cmpuint (patch (person, "", good), ==, 204);
  g_assert_cmpuint (patch (person, match, good), ==, 204);
  g_assert_cmpuint (patch (person, "If-Match: *\r\n", good), ==, 204);
  g_assert_cmpuint (patch (person, "If-Match: \"x\"\r\n", good), ==, 412);
  g_assert_cmpuint (patch (person, "", other), ==, 428);
  g_assert_cmpuint (patch (person, match, other), ==, 412);
  g_assert_cmpuint (patch (person, "", "garbage"), ==, 400);
  g_assert_cmpuint (patch (person, "", bad), ==, 400);
  g_assert_cmpuint (patch (person, "", unknown), ==, 400);
  person_leave (person);
  person_free (person);
  house_free (house);
}

/* A connection that is cut while the answer is being made. */
static void
test_impatient (void)
{
  House *house = open_house (8);
  Browser *browser = browser_new (VC_CODEC_VP8);
  const char *offer = browser_get_offer (browser);
  g_autofree char *request = g_strdup_printf (
    "POST /whep HTTP/1.1\r\nHost: a\r\n" HOUSE_AUTHORIZATION HOUSE_SDP
    "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
    strlen (offer), offer);
  Talk *talk = talk_start (house, request, -1, TALK_WAIT);

  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 1);
  vc_server_stop (house->server);
  WAIT_UNTIL (talk_is_done (talk));
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  talk_free (talk);
  browser_free (browser);
  house_free (house);
}

/* Everybody is told, and nobody waits long. */
static void
test_stop (void)
{
  House *house = open_house (8);
  Person *first = person_come_in (house);
  Person *second = person_come_in (house);
  gint64 begin;

  vc_session_stop (house->session);
  begin = g_get_monotonic_time ();
  WAIT_UNTIL (person_heard (first, "\"method\":\"bye\"") == 1 &&
              person_heard (second, "\"method\":\"bye\"") == 1);
  g_assert_cmpuint (person_heard (first, "\"reconnect\":true"), ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 0);
  vc_server_stop (house->server);
  person_free (first);
  person_free (second);
  g_object_unref (house->server);
  g_object_unref (house->session);
  vc_view_stop (house->view);
  g_object_unref (house->view);
  g_object_unref (house->scene);
  g_free (house->host);
  g_free (house);
}

/* A page that vanishes without a word. */
static void
test_silent (void)
{
  House *house = open_house (8);
  Person *person = person_come_in (house);

  /* Its last sign of life was the opening of its channels. */
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 1);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  WAIT_UNTIL (person_heard (person, "Nothing was heard") == 1);
  person_free (person);
  house_free (house);
}

/* An offer whose sender never connects. */
static void
test_no_show (void)
{
  House *house = open_house (8);
  Browser *browser = browser_new (VC_CODEC_VP8);
  g_autofree char *reply =
    house_ask (house, "POST", "/whep", HOUSE_AUTHORIZATION HOUSE_SDP,
               browser_get_offer (browser));

  g_assert_cmpuint (reply_get_status (reply), ==, 201);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  browser_free (browser);
  house_free (house);
}

/* Coming and going, with closed connections and without a word. */
static void
test_many (void)
{
  House *house = open_house (4);

  for (int i = 0; i < 12; i++) {
    Person *person =
      i % 3 == 0 ? person_come (house, NULL) : person_come_in (house);

    if (i % 3 == 2)
      browser_leave (person->browser);
    else
      person_leave (person);
    WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
    person_free (person);
  }
  house_free (house);
}

static void
assert_links (const char *reply, gboolean expected)
{
  g_autofree char *link = reply_get_header (reply, "Link");

  g_assert_cmpint (link != NULL, ==, expected);
  if (expected)
    g_assert_cmpstr (link, ==, "<stun:127.0.0.1:9>; rel=\"ice-server\"");
  g_assert_cmpint (strstr (reply, "Link: <turn:127.0.0.1:9?transport=udp>; "
                                  "rel=\"ice-server\"; username=\"ward\"; "
                                  "credential=\"a\\\"b\"; "
                                  "credential-type=\"password\"\r\n") != NULL,
                   ==, expected);
}

/* Who has the token is told the ICE servers, before and with the answer. The
 * ones of this test never reply: the answer comes nevertheless. */
static void
test_links (void)
{
  g_autoptr (VcIce) ice = vc_ice_new ();
  HouseOptions options = {.ice = ice};
  House *house = house_new (&options);
  Browser *browser = browser_new (VC_CODEC_VP8);
  g_autofree char *stranger = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *before = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *path = NULL;

  g_assert_true (vc_ice_add_stun (ice, "127.0.0.1:9"));
  g_assert_true (vc_ice_add_turn (ice, "turn:127.0.0.1:9"));
  ice->username = g_strdup ("ward");
  ice->password = g_strdup ("a\"b");
  stranger = house_ask (house, "OPTIONS", "/whep", "", "");
  wrong = house_ask (house, "OPTIONS", "/whep",
                     "Authorization: Bearer wrong\r\n", "");
  before = house_ask (house, "OPTIONS", "/whep", HOUSE_AUTHORIZATION, "");
  answer = house_ask (house, "POST", "/whep", HOUSE_AUTHORIZATION HOUSE_SDP,
                      browser_get_offer (browser));
  path = reply_get_header (answer, "Location");
  g_assert_cmpuint (reply_get_status (stranger), ==, 204);
  g_assert_cmpuint (reply_get_status (wrong), ==, 204);
  assert_links (stranger, FALSE);
  assert_links (wrong, FALSE);
  assert_links (before, TRUE);
  g_assert_cmpuint (reply_get_status (answer), ==, 201);
  assert_links (answer, TRUE);
  g_free (house_ask (house, "DELETE", path, HOUSE_AUTHORIZATION, ""));
  browser_free (browser);
  house_free (house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/whep/watch", test_watch);
  g_test_add_func ("/whep/links", test_links);
  g_test_add_func ("/whep/resize", test_resize);
  g_test_add_func ("/whep/input", test_input);
  g_test_add_func ("/whep/two", test_two);
  g_test_add_func ("/whep/full", test_full);
  g_test_add_func ("/whep/rules", test_rules);
  g_test_add_func ("/whep/latency", test_latency);
  g_test_add_func ("/whep/flood", test_flood);
  g_test_add_func ("/whep/trickle", test_trickle);
  g_test_add_func ("/whep/impatient", test_impatient);
  g_test_add_func ("/whep/stop", test_stop);
  g_test_add_func ("/whep/silent", test_silent);
  g_test_add_func ("/whep/no-show", test_no_show);
  g_test_add_func ("/whep/many", test_many);
  return g_test_run ();
}
