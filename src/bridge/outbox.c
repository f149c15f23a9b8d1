/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOutbox: what a program is to do next, as the text of one message.
 */

#include "outbox.h"

#include "json-text.h"

typedef enum {
  LAST_FIRM,
  LAST_MOVE,
  LAST_VALUES,
} LastKind;

/**
 * _VcOutbox:
 * @items: JSON, without the brackets
 * @last_at: where the last item begins in @items
 * @last: what it is
 * @move: the last item, if it is a move
 * @values: (nullable): the same
 * @pushed: of the events in @items
 * @sent: of the batch that is out
 * @answered: of the one before
 */
struct _VcOutbox {
  GString *items;
  guint n_items;
  gsize last_at;
  LastKind last;
  VcEvent move;
  GVariant *values;
  gint64 batch;
  gboolean is_out;
  VcOutboxStamp pushed;
  VcOutboxStamp sent;
  VcOutboxStamp answered;
};

static const char *const type_names[] = {
  [VC_EVENT_POINTER_MOVE] = "move",
  [VC_EVENT_BUTTON_PRESS] = "press",
  [VC_EVENT_BUTTON_RELEASE] = "release",
  [VC_EVENT_WHEEL] = "wheel",
  [VC_EVENT_KEY_PRESS] = "key-press",
  [VC_EVENT_KEY_RELEASE] = "key-release",
  [VC_EVENT_TOUCH_DOWN] = "touch-down",
  [VC_EVENT_TOUCH_MOVE] = "touch-move",
  [VC_EVENT_TOUCH_UP] = "touch-up",
  [VC_EVENT_CANCEL] = "cancel",
  [VC_EVENT_GESTURE_BEGIN] = "gesture-begin",
  [VC_EVENT_GESTURE] = "gesture",
  [VC_EVENT_GESTURE_END] = "gesture-end",
};

static void
add_number (GString *text, const char *name, double value)
{
  vc_json_add_name (text, name);
  vc_json_add_number (text, value);
}

static void
add_event (GString *text, const VcEvent *event)
{
  const struct {
    const char *name;
    double value;
  } extras[] = {
    {"button", event->button},   {"clicks", event->click_count},
    {"dx", event->delta_x},      {"dy", event->delta_y},
    {"scale", event->scale},     {"rotation", event->rotation},
    {"finger", event->touch_id},
  };

  g_string_append_c (text, '{');
  vc_json_add_name (text, "type");
  vc_json_add_string (text, type_names[event->type]);
  add_number (text, "viewer", event->viewer);
  add_number (text, "x", event->x);
  add_number (text, "y", event->y);
  add_number (text, "buttons", event->buttons);
  add_number (text, "modifiers", event->modifiers);
  for (gsize i = 0; i < G_N_ELEMENTS (extras); i++)
    if (extras[i].value != 0)
      add_number (text, extras[i].name, extras[i].value);
  if (event->key[0] != '\0') {
    vc_json_add_name (text, "key");
    vc_json_add_string (text, event->key);
  }
  g_string_append_c (text, '}');
}

static void
add_values (GString *text, GVariant *values)
{
  g_string_append (text, "{\"type\":\"set\",\"values\":");
  vc_json_add_variant (text, values);
  g_string_append_c (text, '}');
}

/* The text of the new item follows. */
static gboolean
begin_item (VcOutbox *self, gboolean replaces, LastKind kind)
{
  if (!replaces && (self->n_items >= VC_OUTBOX_MAX ||
                    self->items->len >= VC_OUTBOX_BYTES_MAX))
    return FALSE;
  if (replaces)
    g_string_truncate (self->items, self->last_at);
  else
    self->n_items++;
  if (self->items->len > 0 && !replaces)
    g_string_append_c (self->items, ',');
  self->last_at = self->items->len;
  self->last = kind;
  g_clear_pointer (&self->values, g_variant_unref);
  return TRUE;
}

static gboolean
replaces_move (const VcOutbox *self, const VcEvent *event)
{
  return event->type == VC_EVENT_POINTER_MOVE && self->n_items > 0 &&
         self->last == LAST_MOVE && self->move.viewer == event->viewer &&
         self->move.buttons == event->buttons &&
         self->move.modifiers == event->modifiers;
}

/* Does @values say all that waits at the end anew? What is true may be an
 * action, which counts each time. */
static gboolean
replaces_values (const VcOutbox *self, GVariant *values)
{
  GVariantIter iter;
  const char *name;
  GVariant *older;
  gboolean are_all = TRUE;

  if (self->n_items == 0 || self->last != LAST_VALUES)
    return FALSE;
  g_variant_iter_init (&iter, self->values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &older)) {
    g_autoptr (GVariant) newer = g_variant_lookup_value (values, name, NULL);

    are_all &=
      newer != NULL && !(g_variant_is_of_type (older, G_VARIANT_TYPE_BOOLEAN) &&
                         g_variant_get_boolean (older));
  }
  return are_all;
}

VcOutbox *
vc_outbox_new (void)
{
  VcOutbox *self = g_new0 (VcOutbox, 1);

  self->items = g_string_new (NULL);
  return self;
}

void
vc_outbox_free (VcOutbox *self)
{
  g_string_free (self->items, TRUE);
  g_clear_pointer (&self->values, g_variant_unref);
  g_free (self);
}

gboolean
vc_outbox_push_event (VcOutbox *self, const VcEvent *event)
{
  gboolean is_move = event->type == VC_EVENT_POINTER_MOVE;

  if (!begin_item (self, replaces_move (self, event),
                   is_move ? LAST_MOVE : LAST_FIRM))
    return FALSE;
  add_event (self->items, event);
  self->move = *event;
  /* As the view does it: who does not count does not hide who does. */
  if (event->seq != 0 || self->pushed.seq == 0)
    self->pushed = (VcOutboxStamp){event->viewer, event->seq, event->time_us};
  return TRUE;
}

gboolean
vc_outbox_push_values (VcOutbox *self, GVariant *values)
{
  g_autoptr (GVariant) kept = g_variant_ref_sink (values);

  if (!begin_item (self, replaces_values (self, kept), LAST_VALUES))
    return FALSE;
  add_values (self->items, kept);
  self->values = g_steal_pointer (&kept);
  return TRUE;
}

gboolean
vc_outbox_is_empty (const VcOutbox *self)
{
  return self->n_items == 0;
}

char *
vc_outbox_take (VcOutbox *self, int width, int height, VcTier tier)
{
  char *text = g_strdup_printf (
    "{\"type\":\"work\",\"batch\":%" G_GINT64_FORMAT
    ",\"width\":%d,\"height\":%d,\"tier\":\"%s\",\"events\":[%s]}",
    ++self->batch, width, height, tier == VC_TIER_FULL ? "full" : "interactive",
    self->items->str);

  g_string_truncate (self->items, 0);
  self->n_items = 0;
  g_clear_pointer (&self->values, g_variant_unref);
  self->is_out = TRUE;
  self->sent = self->pushed;
  return text;
}

gboolean
vc_outbox_is_out (const VcOutbox *self)
{
  return self->is_out;
}

gboolean
vc_outbox_answer (VcOutbox *self, gint64 batch)
{
  if (batch != self->batch)
    return self->is_out && batch == self->batch - 1;
  self->is_out = FALSE;
  self->answered = self->sent;
  return TRUE;
}

void
vc_outbox_get_stamp (const VcOutbox *self, VcOutboxStamp *stamp)
{
  *stamp = self->answered;
}
