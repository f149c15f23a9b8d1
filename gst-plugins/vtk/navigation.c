/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The mapping from GstNavigation structures to VcEvent.
 */

#include "navigation.h"

#include <math.h>
#include <string.h>

/* What gtksink sends for one notch; Wayland's compositors send 10. */
#define SINK_UNITS_PER_NOTCH 20.0
#define SINK_UNITS_MIN 10.0

#define BUTTON_LAST 3
#define BUTTON_WHEEL_UP 4
#define BUTTON_WHEEL_RIGHT 7

typedef enum {
  HAS_NOTHING = 0,
  HAS_POSITION = 1 << 0,
  HAS_BUTTON = 1 << 1,
  HAS_DELTAS = 1 << 2,
  HAS_KEY = 1 << 3,
  HAS_FINGER = 1 << 4,
} Fields;

typedef struct {
  const char *name;
  VcEventType type;
  Fields fields;
} Kind;

static const Kind kinds[] = {
  {"mouse-move", VC_EVENT_POINTER_MOVE, HAS_POSITION},
  {"mouse-button-press", VC_EVENT_BUTTON_PRESS, HAS_POSITION | HAS_BUTTON},
  {"mouse-double-click", VC_EVENT_BUTTON_PRESS, HAS_POSITION | HAS_BUTTON},
  {"mouse-button-release", VC_EVENT_BUTTON_RELEASE, HAS_POSITION | HAS_BUTTON},
  {"mouse-scroll", VC_EVENT_WHEEL, HAS_POSITION | HAS_DELTAS},
  {"key-press", VC_EVENT_KEY_PRESS, HAS_KEY},
  {"key-release", VC_EVENT_KEY_RELEASE, HAS_KEY},
  {"touch-down", VC_EVENT_TOUCH_DOWN, HAS_POSITION | HAS_FINGER},
  {"touch-motion", VC_EVENT_TOUCH_MOVE, HAS_POSITION | HAS_FINGER},
  {"touch-up", VC_EVENT_TOUCH_UP, HAS_POSITION | HAS_FINGER},
  {"touch-cancel", VC_EVENT_CANCEL, HAS_NOTHING},
  {VC_NAVIGATION_CANCEL, VC_EVENT_CANCEL, HAS_NOTHING},
};

static const Kind *
find_kind (const GstStructure *structure)
{
  const char *name = gst_structure_get_string (structure, "event");

  if (!name || !gst_structure_has_name (structure, VC_NAVIGATION_NAME))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

static gboolean
get_finite (const GstStructure *structure, const char *field, double *value)
{
  return gst_structure_get_double (structure, field, value) &&
         isfinite (*value);
}

static gboolean
parse_position (const GstStructure *structure, int width, int height,
                VcEvent *event)
{
  guint picture_width = width, picture_height = height;
  double x, y;

  gst_structure_get_uint (structure, "picture-width", &picture_width);
  gst_structure_get_uint (structure, "picture-height", &picture_height);
  if (picture_width == 0 || picture_height == 0 ||
      !get_finite (structure, "pointer_x", &x) ||
      !get_finite (structure, "pointer_y", &y))
    return FALSE;
  event->x = x / picture_width;
  event->y = y / picture_height;
  return TRUE;
}

static VcModifiers
parse_modifiers (GstNavigationModifierType state)
{
  VcModifiers modifiers = 0;

  if (state & GST_NAVIGATION_MODIFIER_SHIFT_MASK)
    modifiers |= VC_MODIFIER_SHIFT;
  if (state & GST_NAVIGATION_MODIFIER_CONTROL_MASK)
    modifiers |= VC_MODIFIER_CONTROL;
  if (state & GST_NAVIGATION_MODIFIER_MOD1_MASK)
    modifiers |= VC_MODIFIER_ALT;
  if (state &
      (GST_NAVIGATION_MODIFIER_META_MASK | GST_NAVIGATION_MODIFIER_SUPER_MASK))
    modifiers |= VC_MODIFIER_META;
  return modifiers;
}

static void
parse_state (const GstStructure *structure, VcEvent *event)
{
  GstNavigationModifierType state = GST_NAVIGATION_MODIFIER_NONE;

  gst_structure_get_flags (structure, "state",
                           GST_TYPE_NAVIGATION_MODIFIER_TYPE, &state);
  event->modifiers = parse_modifiers (state);
  if (state & GST_NAVIGATION_MODIFIER_BUTTON1_MASK)
    event->buttons |= VC_BUTTON_LEFT;
  if (state & GST_NAVIGATION_MODIFIER_BUTTON2_MASK)
    event->buttons |= VC_BUTTON_MIDDLE;
  if (state & GST_NAVIGATION_MODIFIER_BUTTON3_MASK)
    event->buttons |= VC_BUTTON_RIGHT;
}

static gboolean
become_wheel (guint button, VcEvent *event)
{
  static const double deltas[][2] = {{0, 1}, {0, -1}, {-1, 0}, {1, 0}};

  if (event->type != VC_EVENT_BUTTON_PRESS || button > BUTTON_WHEEL_RIGHT)
    return FALSE;
  event->type = VC_EVENT_WHEEL;
  event->delta_x = deltas[button - BUTTON_WHEEL_UP][0];
  event->delta_y = deltas[button - BUTTON_WHEEL_UP][1];
  return TRUE;
}

static gboolean
parse_button (const GstStructure *structure, VcEvent *event)
{
  int button;

  if (!gst_structure_get_int (structure, "button", &button) || button < 1)
    return FALSE;
  if (button > BUTTON_LAST)
    return become_wheel (button, event);

  event->button = button;
  if (event->type == VC_EVENT_BUTTON_PRESS)
    event->buttons |= 1u << (button - 1);
  else
    event->buttons &= ~(1u << (button - 1));
  return TRUE;
}

static double
convert_sink_units (double delta)
{
  return fabs (delta) < SINK_UNITS_MIN ? delta : delta / SINK_UNITS_PER_NOTCH;
}

static gboolean
parse_deltas (const GstStructure *structure, VcEvent *event)
{
  if (!get_finite (structure, "delta_pointer_x", &event->delta_x) ||
      !get_finite (structure, "delta_pointer_y", &event->delta_y))
    return FALSE;
  if (gst_structure_has_field (structure, "viewer"))
    return TRUE;
  event->delta_x = convert_sink_units (event->delta_x);
  event->delta_y = convert_sink_units (event->delta_y);
  return TRUE;
}

static gboolean
parse_key (const GstStructure *structure, VcEvent *event)
{
  const char *key = gst_structure_get_string (structure, "key");

  return key && key[0] != '\0' &&
         g_strlcpy (event->key, key, sizeof event->key) < sizeof event->key;
}

static void
parse_extra (const GstStructure *structure, const Kind *kind, VcEvent *event)
{
  gst_structure_get_uint (structure, "viewer", &event->viewer);
  gst_structure_get_uint (structure, "seq", &event->seq);
  gst_structure_get_int64 (structure, "time-us", &event->time_us);
  if (event->type != VC_EVENT_BUTTON_PRESS)
    return;
  if (strcmp (kind->name, "mouse-double-click") == 0)
    event->click_count = 2;
  gst_structure_get_uint (structure, "click-count", &event->click_count);
}

gboolean
vc_navigation_parse (const GstStructure *structure, int width, int height,
                     gint64 now_us, VcEvent *event)
{
  const Kind *kind;

  g_return_val_if_fail (structure && event, FALSE);

  kind = find_kind (structure);
  if (!kind)
    return FALSE;
  *event = (VcEvent){.type = kind->type, .time_us = now_us, .click_count = 1};
  parse_state (structure, event);
  if (!parse_position (structure, width, height, event) &&
      kind->fields & HAS_POSITION)
    return FALSE;
  if (kind->fields & HAS_BUTTON && !parse_button (structure, event))
    return FALSE;
  if (kind->fields & HAS_DELTAS && !parse_deltas (structure, event))
    return FALSE;
  if (kind->fields & HAS_KEY && !parse_key (structure, event))
    return FALSE;
  if (kind->fields & HAS_FINGER &&
      !gst_structure_get_uint (structure, "identifier", &event->touch_id))
    return FALSE;
  parse_extra (structure, kind, event);
  return TRUE;
}
