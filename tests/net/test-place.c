/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Who controls, when viewers are replaced, vanish and come back.
 */

#include <string.h>

#include "person.h"

#define HELLO_CONTROLS "\"controls\":true,\"codec\""
#define HELLO_WATCHES "\"controls\":false,\"codec\""
#define ROLE "\"method\":\"role\",\"params\":{\"controls\":"
#define PING "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}"

static House *
open_house (guint max_viewers)
{
  HouseOptions options = {.max_viewers = max_viewers};

  return house_new (&options);
}

static guint
ask_in (House *house, Browser *browser, const char *target)
{
  g_autofree char *reply =
    house_ask (house, "POST", target, HOUSE_AUTHORIZATION HOUSE_SDP,
               browser_get_offer (browser));

  return reply_get_status (reply);
}

/* Make before break: nobody else notices. */
static void
test_replace (void)
{
  House *house = open_house (8);
  Person *before = person_come_in (house);
  Person *other = person_come_in (house);
  Person *after = person_come_back (house, before->path);

  g_assert_cmpuint (person_heard (after, HELLO_CONTROLS), ==, 1);
  WAIT_UNTIL (person_heard (before, ROLE "false}") == 1);
  g_assert_cmpuint (person_leave (before), ==, 200);
  browser_send (after->browser, "input",
                "[{\"type\":\"keydown\",\"seq\":1,\"key\":\"r\"}]");
  fake_scene_wait_for_events (house->scene, 1);
  g_assert_cmpuint (person_heard (other, HELLO_WATCHES), ==, 1);
  g_assert_cmpuint (person_heard (other, ROLE), ==, 0);
  g_assert_cmpuint (person_heard (after, ROLE), ==, 0);
  person_free (before);
  person_free (after);
  person_free (other);
  house_free (house);
}

/* The one that came for it dies: the old one is still there. */
static void
test_fall_back (void)
{
  House *house = open_house (8);
  Person *before = person_come_in (house);
  Person *other = person_come_in (house);
  Person *after = person_come_back (house, before->path);

  g_assert_cmpuint (person_leave (after), ==, 200);
  WAIT_UNTIL (person_heard (before, ROLE "true}") == 1);
  g_assert_cmpuint (person_heard (other, ROLE), ==, 0);
  person_free (before);
  person_free (after);
  person_free (other);
  house_free (house);
}

/* Silence for 8 seconds, in which the other one says something. */
static void
test_vanish (void)
{
  House *house = open_house (8);
  Person *first = person_come_in (house);
  Person *second = person_come_in (house);
  Person *back;

  while (person_heard (second, ROLE "true}") == 0) {
    gint64 begin = g_get_monotonic_time ();

    browser_send (second->browser, "control", PING);
    WAIT_UNTIL (person_heard (second, ROLE "true}") == 1 ||
                g_get_monotonic_time () - begin > G_USEC_PER_SEC);
  }
  g_assert_cmpuint (person_leave (first), ==, 404);
  back = person_come_back (house, first->path);
  g_assert_cmpuint (person_heard (back, HELLO_CONTROLS), ==, 1);
  WAIT_UNTIL (person_heard (second, ROLE "false}") == 1);
  person_leave (back);
  WAIT_UNTIL (person_heard (second, ROLE "true}") == 2);
  person_free (first);
  person_free (second);
  person_free (back);
  house_free (house);
}

/* Ids that nobody has, that belong to somebody who watches, or to somebody who
 * left for good. */
static void
test_thief (void)
{
  House *house = open_house (8);
  Person *gone = person_come_in (house);
  Person *first;
  Person *second;
  Person *thief;

  g_assert_cmpuint (person_leave (gone), ==, 200);
  first = person_come_in (house);
  second = person_come_in (house);
  const char *const claims[] = {gone->path, second->path, "/whep/",
                                "/whep/AAAAAAAAAAAAAAAAAAAAAA"};

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++) {
    thief = person_come_back (house, claims[i]);
    g_assert_cmpuint (person_heard (thief, HELLO_WATCHES), ==, 1);
    person_leave (thief);
    person_free (thief);
  }
  g_assert_cmpuint (person_heard (first, HELLO_CONTROLS), ==, 1);
  g_assert_cmpuint (person_heard (first, ROLE), ==, 0);
  person_free (gone);
  person_free (first);
  person_free (second);
  house_free (house);
}

/* Where one may watch, that one can still be replaced, but not become many. */
static void
test_full (void)
{
  House *house = open_house (1);
  Browser *browser = browser_new (VC_CODEC_VP8);
  Person *first = person_come_in (house);
  Person *people[4];
  const char *path = first->path;

  g_assert_cmpuint (ask_in (house, browser, "/whep"), ==, 503);
  g_assert_cmpuint (ask_in (house, browser, "/whep?replaces=x"), ==, 503);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++) {
    people[i] = person_come_back (house, path);
    g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 2);
    g_assert_cmpuint (person_heard (people[i], HELLO_CONTROLS), ==, 1);
    /* Each for the one before, or all for one. */
    if (i % 2 == 0)
      path = people[i]->path;
  }
  g_assert_cmpuint (ask_in (house, browser, "/whep"), ==, 503);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    person_free (people[i]);
  person_free (first);
  browser_free (browser);
  house_free (house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/place/replace", test_replace);
  g_test_add_func ("/place/fall-back", test_fall_back);
  g_test_add_func ("/place/vanish", test_vanish);
  g_test_add_func ("/place/thief", test_thief);
  g_test_add_func ("/place/full", test_full);
  return g_test_run ();
}
