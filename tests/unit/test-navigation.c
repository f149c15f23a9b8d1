/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GstNavigation structures become events, and hostile ones nothing.
 */

#include "navigation.h"

#include <math.h>
#include <string.h>

#include "navigation-writer.h"

#define WIDTH 200
#define HEIGHT 100
#define NOW 12345

#define NAVIGATION "application/x-gst-navigation, event=(string)"
#define AT ", pointer_x=(double)50, pointer_y=(double)25"

/* What an event is, without its position: type viewer:seq b(uttons)
 * button/clicks m(odifiers) dx,dy #finger key. */
typedef struct {
  const char *structure;
  const char *event;
} Case;

static const Case cases[] = {
  {NAVIGATION "mouse-move" AT, "0 0:0 b0 0/1 m0 0,0 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=1", "1 0:0 b1 1/1 m0 0,0 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=3", "1 0:0 b4 3/1 m0 0,0 #0 "},
  {NAVIGATION "mouse-double-click" AT ", button=1", "1 0:0 b1 1/2 m0 0,0 #0 "},
  {NAVIGATION "mouse-button-release" AT ", button=2",
   "2 0:0 b0 2/1 m0 0,0 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=4", "3 0:0 b0 0/1 m0 0,1 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=5", "3 0:0 b0 0/1 m0 0,-1 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=6", "3 0:0 b0 0/1 m0 -1,0 #0 "},
  {NAVIGATION "mouse-button-press" AT ", button=7", "3 0:0 b0 0/1 m0 1,0 #0 "},
  {NAVIGATION "mouse-button-release" AT ", button=4", NULL},
  {NAVIGATION "mouse-button-press" AT ", button=8", NULL},
  {NAVIGATION "mouse-button-press" AT ", button=0", NULL},
  {NAVIGATION "mouse-button-press" AT ", button=-5", NULL},
  {NAVIGATION "mouse-button-press" AT, NULL},
  {NAVIGATION "mouse-scroll" AT
              ", delta_pointer_x=(double)0, delta_pointer_y=(double)20",
   "3 0:0 b0 0/1 m0 0,1 #0 "},
  {NAVIGATION "mouse-scroll" AT
              ", delta_pointer_x=(double)0, delta_pointer_y=(double)-1",
   "3 0:0 b0 0/1 m0 0,-1 #0 "},
  {NAVIGATION "mouse-scroll" AT
              ", delta_pointer_x=(double)0, delta_pointer_y=(double)15"
              ", viewer=(uint)3, seq=(uint)9",
   "3 3:9 b0 0/1 m0 0,15 #0 "},
  {NAVIGATION "mouse-scroll" AT, NULL},
  {NAVIGATION "key-press, key=(string)a", "4 0:0 b0 0/1 m0 0,0 #0 a"},
  {NAVIGATION "key-release, key=(string)Return", "5 0:0 b0 0/1 m0 0,0 #0 "
                                                 "Return"},
  {NAVIGATION "key-press", NULL},
  {NAVIGATION "key-press, key=(string)\"\"", NULL},
  {NAVIGATION
   "key-press, key=(string)aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
   NULL},
  {NAVIGATION "touch-down" AT ", identifier=(uint)5, pressure=(double)1",
   "6 0:0 b0 0/1 m0 0,0 #5 "},
  {NAVIGATION "touch-motion" AT ", identifier=(uint)5, pressure=(double)1",
   "7 0:0 b0 0/1 m0 0,0 #5 "},
  {NAVIGATION "touch-up" AT ", identifier=(uint)5", "8 0:0 b0 0/1 m0 0,0 #5 "},
  {NAVIGATION "touch-down" AT, NULL},
  {NAVIGATION "touch-frame", NULL},
  {NAVIGATION "touch-cancel", "9 0:0 b0 0/1 m0 0,0 #0 "},
  {NAVIGATION "vtkcast-cancel, viewer=(uint)7", "9 7:0 b0 0/1 m0 0,0 #0 "},
  {NAVIGATION "mouse-move, pointer_x=(double)1", NULL},
  {NAVIGATION "mouse-move" AT ", picture-width=(uint)0", NULL},
  {NAVIGATION "command, command-code=(uint)1", NULL},
  {NAVIGATION "unheard-of" AT, NULL},
  {"application/x-other, event=(string)mouse-move" AT, NULL},
  {"application/x-gst-navigation", NULL},
  {NAVIGATION "mouse-button-press" AT ", button=1, click-count=(uint)2",
   "1 0:0 b1 1/2 m0 0,0 #0 "},
};

static char *
describe (const VcEvent *event)
{
  return g_strdup_printf ("%d %u:%u b%d %u/%u m%d %g,%g #%u %s", event->type,
                          event->viewer, event->seq, event->buttons,
                          event->button, event->click_count, event->modifiers,
                          event->delta_x, event->delta_y, event->touch_id,
                          event->key);
}

static gboolean
parse (const char *text, VcEvent *event)
{
  g_autoptr (GstStructure) structure = gst_structure_from_string (text, NULL);

  g_assert_nonnull (structure);
  return vc_navigation_parse (structure, WIDTH, HEIGHT, NOW, event);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    VcEvent event;

    if (!parse (cases[i].structure, &event)) {
      if (cases[i].event)
        g_error ("Refused: %s", cases[i].structure);
      continue;
    }
    text = describe (&event);
    g_assert_cmpstr (text, ==, cases[i].event);
    g_assert_cmpint (event.time_us, ==, NOW);
    if (strstr (cases[i].structure, "pointer_x")) {
      g_assert_cmpfloat (event.x, ==, 0.25);
      g_assert_cmpfloat (event.y, ==, 0.25);
    }
  }
}

static void
test_positions (void)
{
  VcEvent event;

  g_assert_true (parse (NAVIGATION "mouse-move, pointer_x=(double)-100, "
                                   "pointer_y=(double)1000",
                        &event));
  g_assert_cmpfloat (event.x, ==, -0.5);
  g_assert_cmpfloat (event.y, ==, 10);
  g_assert_true (parse (NAVIGATION "mouse-move" AT ", picture-width=(uint)100, "
                                   "picture-height=(uint)50",
                        &event));
  g_assert_cmpfloat (event.x, ==, 0.5);
  g_assert_cmpfloat (event.y, ==, 0.5);
}

static void
test_not_finite (void)
{
  static const double hostile[] = {NAN, INFINITY, -INFINITY};

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GstEvent) move =
      gst_navigation_event_new_mouse_move (hostile[i], 1, 0);
    g_autoptr (GstEvent) scroll =
      gst_navigation_event_new_mouse_scroll (1, 1, 0, hostile[i], 0);
    VcEvent event;

    g_assert_false (vc_navigation_parse (gst_event_get_structure (move), WIDTH,
                                         HEIGHT, NOW, &event));
    g_assert_false (vc_navigation_parse (gst_event_get_structure (scroll),
                                         WIDTH, HEIGHT, NOW, &event));
  }
}

static void
test_no_caps (void)
{
  g_autoptr (GstEvent) move = gst_navigation_event_new_mouse_move (1, 1, 0);
  VcEvent event;

  g_assert_false (
    vc_navigation_parse (gst_event_get_structure (move), 0, 0, NOW, &event));
}

static void
test_state (void)
{
  static const struct {
    GstNavigationModifierType state;
    VcModifiers modifiers;
    VcButtons buttons;
  } states[] = {
    {GST_NAVIGATION_MODIFIER_SHIFT_MASK, VC_MODIFIER_SHIFT, 0},
    {GST_NAVIGATION_MODIFIER_CONTROL_MASK, VC_MODIFIER_CONTROL, 0},
    {GST_NAVIGATION_MODIFIER_MOD1_MASK, VC_MODIFIER_ALT, 0},
    {GST_NAVIGATION_MODIFIER_META_MASK, VC_MODIFIER_META, 0},
    {GST_NAVIGATION_MODIFIER_SUPER_MASK, VC_MODIFIER_META, 0},
    {GST_NAVIGATION_MODIFIER_LOCK_MASK, 0, 0},
    {GST_NAVIGATION_MODIFIER_BUTTON1_MASK, 0, VC_BUTTON_LEFT},
    {GST_NAVIGATION_MODIFIER_BUTTON2_MASK | GST_NAVIGATION_MODIFIER_SHIFT_MASK,
     VC_MODIFIER_SHIFT, VC_BUTTON_MIDDLE},
    {GST_NAVIGATION_MODIFIER_BUTTON3_MASK, 0, VC_BUTTON_RIGHT},
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (GstEvent) move =
      gst_navigation_event_new_mouse_move (1, 1, states[i].state);
    VcEvent event;

    g_assert_true (vc_navigation_parse (gst_event_get_structure (move), WIDTH,
                                        HEIGHT, NOW, &event));
    g_assert_cmpint (event.modifiers, ==, states[i].modifiers);
    g_assert_cmpint (event.buttons, ==, states[i].buttons);
  }
}

/* What the program sends upstream is what it meant. */
static void
test_round_trip (void)
{
  for (int type = 0; type < VC_EVENT_GESTURE_BEGIN; type++) {
    VcEvent event = {
      .type = type,
      .viewer = 3,
      .seq = 7,
      .time_us = 99,
      .x = 1.25,
      .y = -0.5,
      .buttons = VC_BUTTON_LEFT | VC_BUTTON_RIGHT,
      .click_count = 1,
      .modifiers = VC_MODIFIER_ALT | VC_MODIFIER_META,
    };
    g_autoptr (GstStructure) structure = NULL;
    g_autofree char *wanted = NULL, *got = NULL;
    VcEvent parsed;

    if (type == VC_EVENT_BUTTON_PRESS) {
      event.button = 3;
      event.click_count = 2;
    } else if (type == VC_EVENT_BUTTON_RELEASE) {
      event.button = 2;
    } else if (type == VC_EVENT_WHEEL) {
      event.delta_x = -15;
      event.delta_y = 0.25;
    } else if (type == VC_EVENT_KEY_PRESS || type == VC_EVENT_KEY_RELEASE) {
      strcpy (event.key, "space");
    } else if (type >= VC_EVENT_TOUCH_DOWN && type <= VC_EVENT_TOUCH_UP) {
      event.touch_id = 5;
    }
    structure = vc_navigation_write (&event, 640, 480);
    /* The caps may have changed in the meantime. */
    g_assert_true (
      vc_navigation_parse (structure, WIDTH, HEIGHT, NOW, &parsed));
    wanted = describe (&event);
    got = describe (&parsed);
    g_assert_cmpstr (got, ==, wanted);
    g_assert_cmpfloat (parsed.x, ==, event.x);
    g_assert_cmpfloat (parsed.y, ==, event.y);
    g_assert_cmpint (parsed.time_us, ==, event.time_us);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/navigation/table", test_table);
  g_test_add_func ("/navigation/positions", test_positions);
  g_test_add_func ("/navigation/not-finite", test_not_finite);
  g_test_add_func ("/navigation/no-caps", test_no_caps);
  g_test_add_func ("/navigation/state", test_state);
  g_test_add_func ("/navigation/round-trip", test_round_trip);
  return g_test_run ();
}
