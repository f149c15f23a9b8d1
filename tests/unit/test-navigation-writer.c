/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is written as GstNavigation is read as the same event.
 */

#include <string.h>

#include <gst/gst.h>

#include "navigation-writer.h"
#include "navigation.h"

static const VcEvent events[] = {
  {.type = VC_EVENT_POINTER_MOVE, .x = 0.25, .y = 0.5, .click_count = 1},
  {.type = VC_EVENT_POINTER_MOVE,
   .x = -1.5,
   .y = 2.5,
   .click_count = 1,
   .buttons = VC_BUTTON_LEFT | VC_BUTTON_RIGHT},
  {.type = VC_EVENT_BUTTON_PRESS,
   .x = 0.1,
   .y = 0.9,
   .click_count = 1,
   .button = 1,
   .buttons = VC_BUTTON_LEFT},
  {.type = VC_EVENT_BUTTON_PRESS,
   .x = 0.1,
   .y = 0.9,
   .click_count = 2,
   .button = 3,
   .buttons = VC_BUTTON_RIGHT | VC_BUTTON_MIDDLE,
   .modifiers = VC_MODIFIER_SHIFT | VC_MODIFIER_CONTROL},
  {.type = VC_EVENT_BUTTON_RELEASE,
   .x = 1,
   .y = 1,
   .click_count = 1,
   .button = 2,
   .modifiers = VC_MODIFIER_ALT | VC_MODIFIER_META},
  {.type = VC_EVENT_WHEEL,
   .x = 0.5,
   .y = 0.5,
   .click_count = 1,
   .delta_x = -1,
   .delta_y = 2.25},
  {.type = VC_EVENT_KEY_PRESS,
   .x = 0.5,
   .y = 0.25,
   .click_count = 1,
   .key = "Return",
   .modifiers = VC_MODIFIER_CONTROL},
  {.type = VC_EVENT_KEY_RELEASE,
   .x = 0.5,
   .y = 0.25,
   .click_count = 1,
   .key = "a"},
  {.type = VC_EVENT_TOUCH_DOWN,
   .x = 0.5,
   .y = 0.25,
   .click_count = 1,
   .touch_id = 7},
  {.type = VC_EVENT_TOUCH_MOVE,
   .x = 0.5,
   .y = 0.25,
   .click_count = 1,
   .touch_id = 7},
  {.type = VC_EVENT_TOUCH_UP,
   .x = 0.5,
   .y = 0.25,
   .click_count = 1,
   .touch_id = 7},
  {.type = VC_EVENT_CANCEL, .click_count = 1},
};

static void
check_equal (const VcEvent *a, const VcEvent *b)
{
  g_assert_cmpint (a->type, ==, b->type);
  g_assert_cmpuint (a->viewer, ==, b->viewer);
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpint (a->time_us, ==, b->time_us);
  if (a->type == VC_EVENT_CANCEL)
    return;

  g_assert_cmpfloat_with_epsilon (a->x, b->x, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->y, b->y, 1e-9);
  g_assert_cmpint (a->buttons, ==, b->buttons);
  g_assert_cmpuint (a->button, ==, b->button);
  if (a->type == VC_EVENT_BUTTON_PRESS)
    g_assert_cmpuint (a->click_count, ==, b->click_count);
  g_assert_cmpint (a->modifiers, ==, b->modifiers);
  g_assert_cmpfloat_with_epsilon (a->delta_x, b->delta_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->delta_y, b->delta_y, 1e-9);
  g_assert_cmpuint (a->touch_id, ==, b->touch_id);
  g_assert_cmpstr (a->key, ==, b->key);
}

/* The picture's size at the reader does not matter. */
static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++) {
    VcEvent event = events[i];
    VcEvent read = {0};
    g_autoptr (GstStructure) structure = NULL;

    event.viewer = 3;
    event.seq = 1000 + i;
    event.time_us = 123456789;
    structure = vc_navigation_write (&event, 1280, 720);
    g_assert_true (vc_navigation_parse (structure, 640, 480, 1, &read));
    g_test_message ("event %" G_GSIZE_FORMAT, i);
    check_equal (&event, &read);
  }
}

static void
test_gestures (void)
{
  VcEvent event = {.type = VC_EVENT_GESTURE, .scale = 2};

  g_assert_null (vc_navigation_write (&event, 1280, 720));
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/navigation-writer/round-trip", test_round_trip);
  g_test_add_func ("/navigation-writer/gestures", test_gestures);

  return g_test_run ();
}
