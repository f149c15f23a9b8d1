/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Messages of the data channel "input", as docs/protocol.md has them.
 */

#include "input.h"

#include <string.h>

#include "json.h"
#include "keysym.h"

#define DEPTH_MAX 8 /* array of objects with arrays; and unknown members */
#define POSITION_MAX 10.0
#define NOTCHES_MAX 20.0
#define TOUCHES_MAX 16
#define BUTTONS_DOM 0x1f /* those that the DOM has; we use the first three */

G_DEFINE_QUARK (vc_input_error, vc_input_error)

/**
 * Draft:
 * An event on its way from JSON to VcEvent.
 */
typedef struct {
  JsonObject *object;
  VcEvent event;
  gboolean touch;
  gboolean dropped;
} Draft;

typedef gboolean (*ReadFunc) (Draft *draft, GError **error);

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, VC_INPUT_ERROR, VC_INPUT_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
read_integer (JsonObject *object, const char *name, gint64 min, gint64 max,
              gint64 *value, GError **error)
{
  if (vc_json_get_integer (object, name, value) && *value >= min &&
      *value <= max)
    return TRUE;
  g_set_error (error, VC_INPUT_ERROR, VC_INPUT_ERROR_INVALID,
               "“%s” must be an integer from %" G_GINT64_FORMAT
               " to %" G_GINT64_FORMAT,
               name, min, max);
  return FALSE;
}

static gboolean
read_number (JsonObject *object, const char *name, double min, double max,
             double *value, GError **error)
{
  if (vc_json_get_number (object, name, value) && *value >= min &&
      *value <= max)
    return TRUE;
  g_set_error (error, VC_INPUT_ERROR, VC_INPUT_ERROR_INVALID,
               "“%s” must be a number from %g to %g", name, min, max);
  return FALSE;
}

static gboolean
read_position (Draft *draft, gboolean held, GError **error)
{
  double min = held ? -POSITION_MAX : 0;
  double max = held ? POSITION_MAX : 1;

  return read_number (draft->object, "x", min, max, &draft->event.x, error) &&
         read_number (draft->object, "y", min, max, &draft->event.y, error);
}

/* The DOM's bits are left, right, middle. */
static VcButtons
convert_buttons (gint64 dom)
{
  return (dom & 1 ? VC_BUTTON_LEFT : 0) | (dom & 2 ? VC_BUTTON_RIGHT : 0) |
         (dom & 4 ? VC_BUTTON_MIDDLE : 0);
}

static gboolean
read_buttons (Draft *draft, gint64 *dom, GError **error)
{
  if (!read_integer (draft->object, "buttons", 0, BUTTONS_DOM, dom, error))
    return FALSE;
  draft->event.buttons = convert_buttons (*dom);
  return TRUE;
}

static gboolean
read_button (Draft *draft, GError **error)
{
  gint64 button;

  if (!read_integer (draft->object, "button", 0, 4, &button, error))
    return FALSE;
  draft->event.button = button + 1;
  draft->dropped = button > 2;
  return TRUE;
}

static gboolean
read_touch (Draft *draft, VcEventType type, GError **error)
{
  gint64 id;

  draft->event.type = type;
  if (!read_integer (draft->object, "id", 0, TOUCHES_MAX - 1, &id, error))
    return FALSE;
  draft->event.touch_id = id;
  return read_position (draft, TRUE, error);
}

static gboolean
read_move (Draft *draft, GError **error)
{
  gint64 buttons;

  if (draft->touch)
    return read_touch (draft, VC_EVENT_TOUCH_MOVE, error);
  draft->event.type = VC_EVENT_POINTER_MOVE;
  return read_buttons (draft, &buttons, error) &&
         read_position (draft, buttons != 0, error);
}

static gboolean
read_down (Draft *draft, GError **error)
{
  gint64 buttons;
  gint64 count = 1;

  if (draft->touch)
    return read_touch (draft, VC_EVENT_TOUCH_DOWN, error);
  draft->event.type = VC_EVENT_BUTTON_PRESS;
  if (json_object_has_member (draft->object, "count") &&
      !read_integer (draft->object, "count", 1, 2, &count, error))
    return FALSE;
  draft->event.click_count = count;
  return read_button (draft, error) && read_buttons (draft, &buttons, error) &&
         read_position (draft, TRUE, error);
}

static gboolean
read_up (Draft *draft, GError **error)
{
  gint64 buttons;

  if (draft->touch)
    return read_touch (draft, VC_EVENT_TOUCH_UP, error);
  draft->event.type = VC_EVENT_BUTTON_RELEASE;
  return read_button (draft, error) && read_buttons (draft, &buttons, error) &&
         read_position (draft, TRUE, error);
}

/* Whoever cancels has often lost the pointer: where it is does not matter. */
static gboolean
read_cancel (Draft *draft, GError **error)
{
  draft->event.type = VC_EVENT_CANCEL;
  return TRUE;
}

static gboolean
read_wheel (Draft *draft, GError **error)
{
  VcEvent *event = &draft->event;
  gint64 buttons = 0;

  event->type = VC_EVENT_WHEEL;
  if (json_object_has_member (draft->object, "buttons") &&
      !read_buttons (draft, &buttons, error))
    return FALSE;
  if (!read_position (draft, buttons != 0, error) ||
      !read_number (draft->object, "dx", -NOTCHES_MAX, NOTCHES_MAX,
                    &event->delta_x, error) ||
      !read_number (draft->object, "dy", -NOTCHES_MAX, NOTCHES_MAX,
                    &event->delta_y, error))
    return FALSE;
  event->delta_y = 0 - event->delta_y;
  return TRUE;
}

static gboolean
read_key (Draft *draft, GError **error)
{
  const char *key = vc_json_get_string (draft->object, "key");
  gsize length = key != NULL ? strlen (key) : 0;

  if (length < 1 || length > 31)
    return fail (error, "“key” must be a text of 1 to 31 bytes");
  draft->dropped =
    !vc_keysym_from_dom (key, draft->event.key, sizeof draft->event.key);
  return TRUE;
}

static gboolean
read_key_down (Draft *draft, GError **error)
{
  draft->event.type = VC_EVENT_KEY_PRESS;
  return read_key (draft, error);
}

static gboolean
read_key_up (Draft *draft, GError **error)
{
  draft->event.type = VC_EVENT_KEY_RELEASE;
  return read_key (draft, error);
}

static const struct {
  const char *name;
  ReadFunc read;
} types[] = {
  {"pointermove", read_move}, {"pointerdown", read_down},
  {"pointerup", read_up},     {"pointercancel", read_cancel},
  {"wheel", read_wheel},      {"keydown", read_key_down},
  {"keyup", read_key_up},
};

static ReadFunc
find_type (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      return types[i].read;
  return NULL;
}

static gboolean
read_modifier (JsonNode *node, VcModifiers *modifiers)
{
  static const struct {
    const char *name;
    VcModifiers bit;
  } names[] = {
    {"Shift", VC_MODIFIER_SHIFT},
    {"Control", VC_MODIFIER_CONTROL},
    {"Alt", VC_MODIFIER_ALT},
    {"Meta", VC_MODIFIER_META},
  };

  if (!JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (names[i].name, json_node_get_string (node)) == 0) {
      *modifiers |= names[i].bit;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_modifiers (Draft *draft, GError **error)
{
  JsonNode *node = json_object_get_member (draft->object, "mods");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, "“mods” must be a list");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_modifier (json_array_get_element (array, i),
                        &draft->event.modifiers))
      return fail (error, "“mods” must hold Shift, Control, Alt or Meta");
  return TRUE;
}

static gboolean
read_pointer (Draft *draft, GError **error)
{
  const char *pointer;

  if (!json_object_has_member (draft->object, "pointer"))
    return TRUE;
  pointer = vc_json_get_string (draft->object, "pointer");
  draft->touch = g_strcmp0 (pointer, "touch") == 0;
  if (!draft->touch && g_strcmp0 (pointer, "mouse") != 0)
    return fail (error, "“pointer” must be mouse or touch");
  return TRUE;
}

static gboolean
read_event (Draft *draft, GError **error)
{
  ReadFunc read = find_type (vc_json_get_string (draft->object, "type"));
  gint64 seq;
  double time;

  if (read == NULL)
    return fail (error, "“type” must be one of the event types");
  if (!read_integer (draft->object, "seq", 1, G_MAXINT32, &seq, error))
    return FALSE;
  draft->event.seq = seq;
  if (json_object_has_member (draft->object, "t") &&
      !vc_json_get_number (draft->object, "t", &time))
    return fail (error, "“t” must be a finite number");
  return read_pointer (draft, error) && read_modifiers (draft, error) &&
         read (draft, error);
}

static gboolean
is_move (const VcEvent *event)
{
  return event->type == VC_EVENT_POINTER_MOVE ||
         event->type == VC_EVENT_TOUCH_MOVE;
}

static gboolean
add_event (VcInput *self, JsonNode *node, gint64 time_us, GError **error)
{
  Draft draft = {.event = {.time_us = time_us, .click_count = 1, .scale = 1}};

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "An event must be a JSON object");
  draft.object = json_node_get_object (node);
  if (!read_event (&draft, error))
    return FALSE;
  if (draft.event.seq <= self->last_seq)
    return fail (error, "Events must be in order of “seq”");
  self->last_seq = draft.event.seq;
  self->wants_ack |= !is_move (&draft.event);
  if (!draft.dropped)
    g_array_append_val (self->events, draft.event);
  return TRUE;
}

void
vc_input_free (VcInput *self)
{
  g_array_unref (self->events);
  g_free (self);
}

VcInput *
vc_input_parse (const char *text, gsize length, gint64 time_us, GError **error)
{
  g_autoptr (VcInput) self = NULL;
  g_autoptr (JsonNode) root = vc_json_parse (text, length, DEPTH_MAX, error);
  JsonArray *array;
  guint n_events;

  if (root == NULL)
    return NULL;
  array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  n_events = array != NULL ? json_array_get_length (array) : 0;
  if (n_events < 1 || n_events > VC_INPUT_EVENTS_MAX) {
    fail (error, "Input must be a JSON array of 1 to 256 events");
    return NULL;
  }
  self = g_new0 (VcInput, 1);
  self->events = g_array_sized_new (FALSE, TRUE, sizeof (VcEvent), n_events);
  for (guint i = 0; i < n_events; i++)
    if (!add_event (self, json_array_get_element (array, i), time_us, error))
      return NULL;
  return g_steal_pointer (&self);
}

char *
vc_input_build_ack (guint seq)
{
  return g_strdup_printf ("{\"ack\":%u}", seq);
}
