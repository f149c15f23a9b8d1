/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Writes a VcEvent as a GstNavigation structure.
 */

#include "navigation-writer.h"

#include <gst/video/video.h>

#define STRUCTURE_NAME "application/x-gst-navigation"

static const char *
get_name (const VcEvent *event)
{
  switch (event->type) {
  case VC_EVENT_POINTER_MOVE:
    return "mouse-move";
  case VC_EVENT_BUTTON_PRESS:
    return "mouse-button-press";
  case VC_EVENT_BUTTON_RELEASE:
    return "mouse-button-release";
  case VC_EVENT_WHEEL:
    return "mouse-scroll";
  case VC_EVENT_KEY_PRESS:
    return "key-press";
  case VC_EVENT_KEY_RELEASE:
    return "key-release";
  case VC_EVENT_TOUCH_DOWN:
    return "touch-down";
  case VC_EVENT_TOUCH_MOVE:
    return "touch-motion";
  case VC_EVENT_TOUCH_UP:
    return "touch-up";
  case VC_EVENT_CANCEL:
    return "vtkcast-cancel";
  case VC_EVENT_GESTURE_BEGIN:
  case VC_EVENT_GESTURE:
  case VC_EVENT_GESTURE_END:
    break;
  }

  return NULL;
}

static GstNavigationModifierType
get_state (const VcEvent *event)
{
  GstNavigationModifierType state = GST_NAVIGATION_MODIFIER_NONE;

  if (event->modifiers & VC_MODIFIER_SHIFT)
    state |= GST_NAVIGATION_MODIFIER_SHIFT_MASK;
  if (event->modifiers & VC_MODIFIER_CONTROL)
    state |= GST_NAVIGATION_MODIFIER_CONTROL_MASK;
  if (event->modifiers & VC_MODIFIER_ALT)
    state |= GST_NAVIGATION_MODIFIER_MOD1_MASK;
  if (event->modifiers & VC_MODIFIER_META)
    state |= GST_NAVIGATION_MODIFIER_META_MASK;
  if (event->buttons & VC_BUTTON_LEFT)
    state |= GST_NAVIGATION_MODIFIER_BUTTON1_MASK;
  if (event->buttons & VC_BUTTON_MIDDLE)
    state |= GST_NAVIGATION_MODIFIER_BUTTON2_MASK;
  if (event->buttons & VC_BUTTON_RIGHT)
    state |= GST_NAVIGATION_MODIFIER_BUTTON3_MASK;

  return state;
}

static void
write_details (const VcEvent *event, GstStructure *structure)
{
  switch (event->type) {
  case VC_EVENT_BUTTON_PRESS:
  case VC_EVENT_BUTTON_RELEASE:
    gst_structure_set (structure, "button", G_TYPE_INT, (int)event->button,
                       NULL);
    break;
  case VC_EVENT_WHEEL:
    gst_structure_set (structure, "delta_pointer_x", G_TYPE_DOUBLE,
                       event->delta_x, "delta_pointer_y", G_TYPE_DOUBLE,
                       event->delta_y, NULL);
    break;
  case VC_EVENT_KEY_PRESS:
  case VC_EVENT_KEY_RELEASE:
    gst_structure_set (structure, "key", G_TYPE_STRING, event->key, NULL);
    break;
  case VC_EVENT_TOUCH_DOWN:
  case VC_EVENT_TOUCH_MOVE:
  case VC_EVENT_TOUCH_UP:
    gst_structure_set (structure, "identifier", G_TYPE_UINT, event->touch_id,
                       NULL);
    break;
  default:
    break;
  }
}

/* The size matters only as that which the positions refer to, so that any will
 * do before the first frame. */
static void
get_size (GstPad *pad, int *width, int *height)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstVideoInfo info;

  *width = *height = 1000;
  if (caps != NULL && gst_video_info_from_caps (&info, caps)) {
    *width = GST_VIDEO_INFO_WIDTH (&info);
    *height = GST_VIDEO_INFO_HEIGHT (&info);
  }
}

GstStructure *
vc_navigation_write (const VcEvent *event, int width, int height)
{
  const char *name = get_name (event);
  GstStructure *structure;

  if (name == NULL)
    return NULL;

  structure = gst_structure_new (
    STRUCTURE_NAME, "event", G_TYPE_STRING, name, "pointer_x", G_TYPE_DOUBLE,
    event->x * width, "pointer_y", G_TYPE_DOUBLE, event->y * height,
    "picture-width", G_TYPE_UINT, (guint)width, "picture-height", G_TYPE_UINT,
    (guint)height, "state", GST_TYPE_NAVIGATION_MODIFIER_TYPE,
    get_state (event), "viewer", G_TYPE_UINT, event->viewer, "seq", G_TYPE_UINT,
    event->seq, "click-count", G_TYPE_UINT, event->click_count, "time-us",
    G_TYPE_INT64, event->time_us, NULL);
  write_details (event, structure);

  return structure;
}

void
vc_navigation_push (GstPad *pad, const VcEvent *event)
{
  GstStructure *structure;
  int width;
  int height;

  get_size (pad, &width, &height);
  structure = vc_navigation_write (event, width, height);
  if (structure != NULL)
    gst_pad_push_event (pad, gst_event_new_navigation (structure));
}
