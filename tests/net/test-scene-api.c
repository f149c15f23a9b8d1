/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parameters, camera and picks, over HTTP and on the channel "control".
 */

#include <string.h>

#include "house.h"
#include "person.h"

#define AUTH HOUSE_AUTHORIZATION
#define SCENE "/api/v1/scene"
#define PATCH "Content-Type: application/merge-patch+json\r\n"
#define CALL(id, method, params)                                               \
  "{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"" method                    \
  "\",\"params\":" params "}"
#define SET(id, values) CALL (id, "setParameters", "{\"values\":" values "}")
#define NOTE(method) "\"method\":\"" method "\""

static House *
open_house (void)
{
  HouseOptions options = {.allow_origin = "https://portal.example"};

  return house_new (&options);
}

static char *
patch (House *house, const char *body)
{
  return house_ask (house, "PATCH", SCENE, AUTH PATCH, body);
}

static void
assert_body (const char *reply, guint status, const char *body)
{
  g_assert_cmpstr (reply_get_body (reply), ==, body);
  g_assert_cmpuint (reply_get_status (reply), ==, status);
}

static void
test_get (void)
{
  House *house = open_house ();
  g_autofree char *reply = NULL;

  /* The title comes with the scene. */
  g_autoptr (VcStatus) status = vc_status_new (VC_STATUS_READY, 1, "A “fake”");

  fake_scene_emit_status (house->scene, status);
  reply = house_ask (house, "GET", SCENE, AUTH, "");
  assert_body (
    reply, 200,
    "{\"title\":\"A “fake”\",\"schema\":{\"$schema\":"
    "\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
    "\"properties\":{\"level\":{\"title\":\"Level\",\"type\":\"number\","
    "\"minimum\":-100,\"maximum\":1000,\"x-step\":1,\"x-unit\":\"HU\","
    "\"x-order\":0},\"inverted\":{\"title\":\"Inverted\",\"type\":\"boolean\","
    "\"x-order\":1},\"reset\":{\"title\":\"Reset\",\"type\":\"boolean\","
    "\"const\":true,\"writeOnly\":true,\"x-action\":true,\"x-order\":2}},"
    "\"additionalProperties\":false},\"values\":{\"level\":0,"
    "\"inverted\":false}}");
  house_free (house);
}

static void
test_patch (void)
{
  House *house = open_house ();
  g_autofree char *nested =
    patch (house, "{\"values\":{\"level\":0.1,\"inverted\":true}}");
  g_autofree char *flat = patch (house, "{\"level\":40}");
  g_autofree char *action = patch (house, "{\"reset\":true}");
  g_autofree char *nothing = patch (house, "{}");
  g_autoptr (GPtrArray) values = NULL;

  assert_body (nested, 200, "{\"level\":0.1,\"inverted\":true}");
  assert_body (flat, 200, "{\"level\":40,\"inverted\":true}");
  assert_body (action, 200, "{\"level\":40,\"inverted\":true}");
  assert_body (nothing, 200, "{\"level\":40,\"inverted\":true}");
  values = fake_scene_take_values (house->scene);
  g_assert_cmpuint (values->len, ==, 3);
  house_free (house);
}

static void
test_refusals (void)
{
  static const struct {
    const char *method, *headers, *body;
    guint status;
    const char *words;
  } table[] = {
    {"GET", "", "", 401, "token"},
    {"PATCH", PATCH, "{}", 401, "token"},
    {"PATCH", AUTH, "{}", 415, "merge-patch+json"},
    {"PATCH", AUTH "Content-Type: text/plain\r\n", "{}", 415, "merge-patch"},
    {"PUT", AUTH PATCH, "{}", 405, "Method Not Allowed"},
    {"DELETE", AUTH, "", 405, "Method Not Allowed"},
    {"PATCH", AUTH PATCH, "", 400, "JSON"},
    {"PATCH", AUTH PATCH, "[]", 400, "must be a JSON object"},
    {"PATCH", AUTH PATCH, "{\"level\":1", 400, "JSON"},
    {"PATCH", AUTH PATCH, "{\"level\":\"1\"}", 400,
     "“level” must be a number from -100 to 1000 HU"},
    {"PATCH", AUTH PATCH, "{\"inverted\":true,\"level\":1e9}", 400,
     "“level” must be a number from -100 to 1000 HU"},
    {"PATCH", AUTH PATCH, "{\"level\":1e999}", 400, "“level” must be"},
    {"PATCH", AUTH PATCH, "{\"level\":\"\\ud800\"}", 400, "“level” must be"},
    {"PATCH", AUTH PATCH, "{\"level\":null}", 400, "“level” must be"},
    {"PATCH", AUTH PATCH, "{\"level\":{}}", 400, "“level” must be"},
    {"PATCH", AUTH PATCH, "{\"values\":1}", 400, "no parameter “values”"},
    {"PATCH", AUTH PATCH, "{\"values\":{\"zoom\":1}}", 400,
     "There is no parameter “zoom”"},
    {"PATCH", AUTH PATCH,
     "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
     "{\"a\":{\"a\":1}}}}}}}}}",
     400, "nested"},
    {"PATCH", AUTH PATCH, "{\"reset\":false}", 400, "is an action"},
  };
  House *house = open_house ();
  g_autoptr (GPtrArray) values = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *reply = house_ask (house, table[i].method, SCENE,
                                        table[i].headers, table[i].body);

    if (reply_get_status (reply) != table[i].status ||
        !strstr (reply, table[i].words))
      g_error ("row %" G_GSIZE_FORMAT ": %s", i, reply);
  }
  values = fake_scene_take_values (house->scene);
  g_assert_cmpuint (values->len, ==, 0);
  house_free (house);
}

static void
test_large (void)
{
  House *house = open_house ();
  g_autofree char *spaces = g_strnfill (70000, ' ');
  g_autofree char *reply = patch (house, spaces);

  g_assert_cmpuint (reply_get_status (reply), ==, 413);
  house_free (house);
}

static void
test_scene_refuses (void)
{
  House *house = open_house ();
  g_autofree char *reply = NULL;

  fake_scene_refuse_values (house->scene, "The scanner is on fire.");
  reply = patch (house, "{\"level\":1}");
  g_assert_cmpuint (reply_get_status (reply), ==, 409);
  g_assert_nonnull (strstr (reply, "The scanner is on fire."));
  house_free (house);
}

static void
test_origin (void)
{
  House *house = open_house ();
  g_autofree char *reply =
    house_ask (house, "OPTIONS", SCENE,
               "Origin: https://portal.example\r\n"
               "Access-Control-Request-Method: PATCH\r\n",
               "");
  g_autofree char *methods =
    reply_get_header (reply, "Access-Control-Allow-Methods");

  g_assert_cmpuint (reply_get_status (reply), ==, 204);
  g_assert_nonnull (strstr (methods, "PATCH"));
  house_free (house);
}

static void
test_openapi (void)
{
  House *house = open_house ();
  g_autofree char *reply =
    house_ask (house, "GET", "/api/v1/openapi.json", "", "");
  g_autofree char *post =
    house_ask (house, "POST", "/api/v1/openapi.json", "", "");
  g_autofree char *type = reply_get_header (reply, "Content-Type");

  g_assert_cmpuint (reply_get_status (reply), ==, 200);
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_nonnull (strstr (reply_get_body (reply), "\"openapi\": \"3.1.0\""));
  g_assert_cmpuint (reply_get_status (post), ==, 405);
  house_free (house);
}

static void
send (Person *person, const char *text)
{
  browser_send (person->browser, "control", text);
}

/* Who comes is told; who controls sets; all hear of it. */
static void
test_control (void)
{
  House *house = open_house ();
  Person *first = person_come_in (house);
  Person *second = person_come_in (house);

  WAIT_UNTIL (person_heard (second, NOTE ("parameters")) == 1 &&
              person_heard (second, "\"values\",\"params\":{\"level\":0,") ==
                1);
  WAIT_UNTIL (person_heard (first, NOTE ("parameters")) == 1);
  g_assert_cmpuint (person_heard (first, "\"x-unit\":\"HU\""), ==, 1);
  send (first, SET ("7", "{\"level\":12.5}"));
  WAIT_UNTIL (person_heard (first, "\"id\":7,\"result\":{}}") == 1);
  WAIT_UNTIL (
    person_heard (second, "\"values\",\"params\":{\"level\":12.5}}") == 1);
  send (second, SET ("8", "{\"level\":1}"));
  WAIT_UNTIL (person_heard (second, "\"id\":8,\"error\":{\"code\":-32602") ==
              1);
  g_assert_cmpuint (person_heard (second, "Only the viewer who controls"), ==,
                    1);
  person_free (first);
  person_free (second);
  house_free (house);
}

/* Nothing of this ends the connection. */
static void
test_bad_calls (void)
{
  static const struct {
    const char *call, *words;
  } table[] = {
    {CALL ("1", "setParameters", "{}"), "“values” is missing or no object"},
    {SET ("2", "[]"), "“values” is missing or no object"},
    {SET ("3", "{\"level\":1e9}"),
     "“level” must be a number from -100 to 1000 HU"},
    {SET ("4", "{\"level\":[]}"), "“level” must be a number, true or false"},
    {SET ("5", "{\"zoom\":1}"), "There is no parameter “zoom”"},
    {CALL ("6", "subscribe", "{}"), "“events” must be an array"},
    {CALL ("7", "subscribe", "{\"events\":\"camera\"}"),
     "“events” must be an array"},
    {CALL ("8", "subscribe", "{\"events\":[\"mouse\"]}"),
     "“events” must be an array"},
    {CALL ("9", "subscribe", "{\"events\":[1]}"), "“events” must be an array"},
  };
  House *house = open_house ();
  Person *person = person_come_in (house);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *id =
      g_strdup_printf ("\"id\":%" G_GSIZE_FORMAT ",\"error\"", i + 1);

    send (person, table[i].call);
    WAIT_UNTIL (person_heard (person, id) == 1);
    g_assert_cmpuint (person_heard (person, table[i].words), >=, 1);
  }
  send (person, SET ("10", "{}"));
  WAIT_UNTIL (person_heard (person, "\"id\":10,\"result\":{}}") == 1);
  person_free (person);
  house_free (house);
}

/* The description changes: all are told both. */
static void
test_description (void)
{
  House *house = open_house ();
  Person *person = person_come_in (house);

  WAIT_UNTIL (person_heard (person, NOTE ("values")) == 1);
  fake_scene_set_level_maximum (house->scene, 55);
  WAIT_UNTIL (person_heard (person, "\"maximum\":55") == 1);
  WAIT_UNTIL (person_heard (person, NOTE ("values")) == 2);
  person_free (person);
  house_free (house);
}

static void
turn_wheel (House *house, guint n)
{
  VcEvent event = {.type = VC_EVENT_WHEEL, .delta_y = 1, .viewer = 1};

  for (guint i = 0; i < n; i++) {
    vc_view_push_event (house->view, &event);
    fake_scene_sync (house->scene);
  }
}

/* Many movements, few words, and the last one is among them. */
static void
test_camera (void)
{
  House *house = open_house ();
  Person *person = person_come_in (house);
  gint64 begin;

  turn_wheel (house, 1);
  g_assert_cmpuint (person_heard (person, NOTE ("camera")), ==, 0);
  send (person, CALL ("1", "subscribe", "{\"events\":[\"camera\"]}"));
  WAIT_UNTIL (person_heard (person, "\"camera\",\"params\":{\"position\":"
                                    "[1,0,1],\"focalPoint\":[0,0,0],\"viewUp\":"
                                    "[0,1,0],\"viewAngle\":30,"
                                    "\"parallelScale\":0}}") == 1);
  begin = g_get_monotonic_time ();
  turn_wheel (house, 200);
  WAIT_UNTIL (person_heard (person, "\"position\":[201,0,1]") == 1);
  g_assert_cmpuint (person_heard (person, NOTE ("camera")), <=,
                    3 + (g_get_monotonic_time () - begin) / 100000);
  g_assert_cmpuint (person_heard (person, NOTE ("pick")), ==, 0);
  person_free (person);
  house_free (house);
}

static void
test_pick (void)
{
  House *house = open_house ();
  Person *person = person_come_in (house);
  VcEvent event = {.type = VC_EVENT_BUTTON_PRESS,
                   .viewer = 1,
                   .x = 0.25,
                   .y = 0.5,
                   .button = 1,
                   .buttons = VC_BUTTON_LEFT};

  send (person, CALL ("1", "subscribe", "{\"events\":[\"pick\"]}"));
  WAIT_UNTIL (person_heard (person, "\"id\":1,\"result\"") == 1);
  vc_view_push_event (house->view, &event);
  WAIT_UNTIL (person_heard (person,
                            "\"pick\",\"params\":{\"position\":"
                            "[0.25,0.5,0],\"viewer\":1,\"button\":1}") == 1);
  g_assert_cmpuint (person_heard (person, NOTE ("camera")), ==, 0);
  person_free (person);
  house_free (house);
}

/* A slider at 1000 Hz: each call has its answer, the scene has the last value,
 * and everybody hears of it soon, not each time. */
static void
test_flood (void)
{
  House *house = open_house ();
  Person *person = person_come_in (house);

  WAIT_UNTIL (person_heard (person, NOTE ("values")) == 1);
  for (guint i = 1; i <= 500; i++) {
    g_autofree char *call =
      g_strdup_printf (SET ("%u", "{\"level\":%u}"), i, i);

    send (person, call);
  }
  WAIT_UNTIL (person_heard (person, "\"id\":500,\"result\"") == 1);
  WAIT_UNTIL (person_heard (person, "\"values\",\"params\":{\"level\":500}") ==
              1);
  g_assert_cmpuint (person_heard (person, "\"result\":{}"), ==, 500);
  g_assert_cmpuint (person_heard (person, NOTE ("values")), <, 100);
  person_free (person);
  house_free (house);
}

/* Somebody asks, and is gone before the answer; then the server is. */
static void
test_gone (void)
{
  House *house = open_house ();
  Person *person = person_come_in (house);
  guint n;

  for (n = 0; n < 50; n++)
    send (person, SET ("1", "{\"level\":3}"));
  WAIT_UNTIL (person_heard (person, "\"result\":{}") > 0);
  person_free (person);
  house_free (house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/scene-api/get", test_get);
  g_test_add_func ("/scene-api/patch", test_patch);
  g_test_add_func ("/scene-api/refusals", test_refusals);
  g_test_add_func ("/scene-api/large", test_large);
  g_test_add_func ("/scene-api/scene-refuses", test_scene_refuses);
  g_test_add_func ("/scene-api/origin", test_origin);
  g_test_add_func ("/scene-api/openapi", test_openapi);
  g_test_add_func ("/scene-api/control", test_control);
  g_test_add_func ("/scene-api/bad-calls", test_bad_calls);
  g_test_add_func ("/scene-api/description", test_description);
  g_test_add_func ("/scene-api/camera", test_camera);
  g_test_add_func ("/scene-api/pick", test_pick);
  g_test_add_func ("/scene-api/flood", test_flood);
  g_test_add_func ("/scene-api/gone", test_gone);
  return g_test_run ();
}
