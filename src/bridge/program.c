/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProgram: the program at the other end of a bridge, from its greeting to its
 * end.
 */

#include "program.h"

#include <string.h>
#include <unistd.h>

#include "bridge-error.h"
#include "description.h"
#include "json-text.h"
#include "parameters.h"
#include "sight.h"
#include "wire.h"

/* Who connects says at once what it is. */
#define GREETING_MS 5000
#define TITLE_MAX 256

/**
 * _VcProgram:
 * @deadline: (nullable): until it has greeted
 * @held: the bit of a buffer is set while it is ours
 * @width, @height: that it was told last
 * @is_asked: it was sent something that wants a picture of full quality
 * @picture: that was not taken yet
 */
struct _VcProgram {
  VcWire *wire;
  const VcProgramHandlers *handlers;
  gpointer user_data;
  GSource *deadline;
  char *title;
  gboolean is_welcome;
  VcRing *ring;
  guint held;
  VcOutbox *outbox;
  GVariant *parameters;
  int width;
  int height;
  VcPicture picture;
};

static gboolean
get_integer (JsonObject *message, const char *name, gint64 max, gint64 *value,
             GError **error)
{
  if (vc_json_get_integer (message, name, value) && *value >= 0 &&
      *value <= max)
    return TRUE;
  return vc_bridge_fail (
    error, "“%s” must be a number from 0 to %" G_GINT64_FORMAT ".", name, max);
}

static gboolean
get_flag (JsonObject *message, const char *name)
{
  gboolean flag = FALSE;

  return vc_json_get_boolean (message, name, &flag) && flag;
}

static void
drop_deadline (VcProgram *self)
{
  if (self->deadline == NULL)
    return;
  g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
}

static gboolean
on_deadline (gpointer user_data)
{
  VcProgram *self = user_data;

  vc_wire_refuse (self->wire, "No greeting came.");
  return G_SOURCE_REMOVE;
}

static void
release (VcProgram *self, VcRing *ring, guint buffer)
{
  g_autofree char *text = NULL;

  if (ring != self->ring)
    return;
  self->held &= ~(1u << buffer);
  text = g_strdup_printf ("{\"type\":\"release\",\"buffer\":%u}", buffer);
  vc_wire_send (self->wire, text);
}

static void
give_back (VcProgram *self, VcPicture *picture)
{
  if (picture->ring != NULL)
    release (self, picture->ring, picture->place.buffer);
  vc_picture_clear (picture);
}

/* (transfer full): no more than @max bytes, and only whole characters. */
static char *
shorten (const char *text, gsize max)
{
  const char *end = text + strnlen (text, max);

  while (end > text && (*end & 0xc0) == 0x80)
    end--;
  return g_strndup (text, end - text);
}

static gboolean
on_hello (VcProgram *self, JsonObject *message, GError **error)
{
  const char *title = vc_json_get_string (message, "title");
  const char *objection;
  gint64 version;

  if (self->is_welcome)
    return vc_bridge_fail (error, "One greeting is enough.");
  if (!get_integer (message, "version", G_MAXINT32, &version, error))
    return FALSE;
  if (version != VC_PROGRAM_PROTOCOL)
    return vc_bridge_fail (
      error,
      "This vtkcast speaks version %d of the bridge protocol, not "
      "%" G_GINT64_FORMAT ".",
      VC_PROGRAM_PROTOCOL, version);
  drop_deadline (self);
  g_clear_pointer (&self->title, g_free);
  self->title = shorten (title != NULL ? title : "", TITLE_MAX);
  objection = self->handlers->greeted (self, self->user_data);
  return objection == NULL || vc_bridge_fail (error, "%s", objection);
}

static gboolean
on_buffers (VcProgram *self, JsonObject *message, GError **error)
{
  int fd = vc_wire_take_fd (self->wire);
  VcRing *ring;
  gint64 n, size;

  if (fd < 0)
    return vc_bridge_fail (error,
                           "The buffers came without their file descriptor.");
  ring = get_integer (message, "count", G_MAXINT32, &n, error) &&
             get_integer (message, "size", VC_RING_LENGTH_MAX, &size, error)
           ? vc_ring_new (fd, n, size, error)
           : NULL;
  close (fd);
  if (ring == NULL)
    return FALSE;
  /* What is shown stays: it holds the ring that it lies in. */
  g_clear_pointer (&self->ring, vc_ring_unref);
  self->ring = ring;
  self->held = 0;
  return TRUE;
}

static gboolean
read_place (VcProgram *self, JsonObject *message, VcRingPicture *place,
            GError **error)
{
  gint64 buffer, width, height, stride;

  if (self->ring == NULL)
    return vc_bridge_fail (error, "A frame came before the buffers.");
  if (!get_integer (message, "buffer", VC_RING_BUFFERS_MAX, &buffer, error) ||
      !get_integer (message, "width", VC_RING_SIDE_MAX, &width, error) ||
      !get_integer (message, "height", VC_RING_SIDE_MAX, &height, error) ||
      !get_integer (message, "stride", G_MAXINT32, &stride, error))
    return FALSE;
  *place = (VcRingPicture){
    .buffer = buffer,
    .width = width,
    .height = height,
    .stride = stride,
    .bottom_up = get_flag (message, "bottom-up"),
  };
  if (!vc_ring_check (self->ring, place, error))
    return FALSE;
  if (self->held & 1u << place->buffer)
    return vc_bridge_fail (error, "Buffer %u was not released yet.",
                           place->buffer);
  return TRUE;
}

static gboolean
read_answer (VcProgram *self, JsonObject *message, GError **error)
{
  gint64 batch;

  if (!get_integer (message, "batch", G_MAXINT64, &batch, error))
    return FALSE;
  return vc_outbox_answer (self->outbox, batch) ||
         vc_bridge_fail (error, "Batch %" G_GINT64_FORMAT " was not sent.",
                         batch);
}

static gboolean
on_frame (VcProgram *self, JsonObject *message, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  const char *tier = vc_json_get_string (message, "tier");
  VcRingPicture place;
  gint64 start, end;

  if (!read_place (self, message, &place, error) ||
      !get_integer (message, "start", G_MAXINT64, &start, error) ||
      !get_integer (message, "end", G_MAXINT64, &end, error) ||
      !read_answer (self, message, error))
    return FALSE;
  give_back (self, &self->picture);
  self->held |= 1u << place.buffer;
  self->picture = (VcPicture){
    .ring = vc_ring_ref (self->ring),
    .place = place,
    .tier =
      g_strcmp0 (tier, "interactive") == 0 ? VC_TIER_INTERACTIVE : VC_TIER_FULL,
    .end_us = MIN (end, now),
    .start_us = MIN (start, MIN (end, now)),
  };
  vc_outbox_get_stamp (self->outbox, &self->picture.stamp);
  self->handlers->pictured (self, self->user_data);
  return TRUE;
}

static gboolean
on_done (VcProgram *self, JsonObject *message, GError **error)
{
  if (!read_answer (self, message, error))
    return FALSE;
  self->handlers->answered (self, self->user_data);
  return TRUE;
}

static void
set_parameters (VcProgram *self, GVariant *parameters)
{
  g_variant_unref (self->parameters);
  self->parameters = parameters;
}

static gboolean
on_parameters (VcProgram *self, JsonObject *message, GError **error)
{
  JsonNode *node = json_object_get_member (message, "parameters");
  GVariant *parameters = vc_description_read (
    node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                 : NULL,
    error);

  if (parameters == NULL)
    return FALSE;
  set_parameters (self, parameters);
  self->handlers->described (self, self->user_data);
  return TRUE;
}

static gboolean
on_values (VcProgram *self, JsonObject *message, GError **error)
{
  JsonNode *node = json_object_get_member (message, "values");
  g_autoptr (GVariant) raw = vc_description_read_values (
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                  : NULL);
  g_autoptr (GVariant) values =
    vc_parameters_check (self->parameters, raw, error);

  if (values == NULL)
    return FALSE;
  set_parameters (self, vc_description_update (self->parameters, values));
  self->handlers->described (self, self->user_data);
  return TRUE;
}

static gboolean
on_camera (VcProgram *self, JsonObject *message, GError **error)
{
  GVariant *camera = vc_sight_read_camera (message, error);

  if (camera != NULL)
    self->handlers->moved (camera, self->user_data);
  return camera != NULL;
}

static gboolean
on_pick (VcProgram *self, JsonObject *message, GError **error)
{
  GVariant *pick = vc_sight_read_pick (message, error);

  if (pick != NULL)
    self->handlers->picked (pick, self->user_data);
  return pick != NULL;
}

static const struct {
  const char *type;
  gboolean (*func) (VcProgram *self, JsonObject *message, GError **error);
} messages[] = {
  {"buffers", on_buffers}, {"frame", on_frame},
  {"done", on_done},       {"parameters", on_parameters},
  {"values", on_values},   {"camera", on_camera},
  {"pick", on_pick},
};

static gboolean
on_message (JsonObject *message, gpointer user_data, GError **error)
{
  VcProgram *self = user_data;
  const char *type = vc_json_get_string (message, "type");

  if (g_strcmp0 (type, "hello") == 0)
    return on_hello (self, message, error);
  if (!self->is_welcome)
    return vc_bridge_fail (error, "A greeting comes first.");
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if (g_strcmp0 (type, messages[i].type) == 0)
      return messages[i].func (self, message, error);
  /* A later minor version may have more to say. */
  return TRUE;
}

static void
on_closed (const char *reason, gpointer user_data)
{
  VcProgram *self = user_data;

  self->handlers->left (self, reason, self->user_data);
}

static const VcWireHandlers wire_handlers = {
  .message = on_message,
  .closed = on_closed,
};

void
vc_picture_clear (VcPicture *self)
{
  g_clear_pointer (&self->ring, vc_ring_unref);
  *self = (VcPicture){0};
}

VcProgram *
vc_program_new (int fd, GMainContext *context,
                const VcProgramHandlers *handlers, gpointer user_data)
{
  VcProgram *self = g_new0 (VcProgram, 1);

  self->handlers = handlers;
  self->user_data = user_data;
  self->outbox = vc_outbox_new ();
  self->parameters = g_variant_ref_sink (vc_parameters_new_empty ());
  self->wire = vc_wire_new (fd, context, &wire_handlers, self);
  self->deadline = g_timeout_source_new (GREETING_MS);
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, context);
  return self;
}

void
vc_program_free (VcProgram *self)
{
  drop_deadline (self);
  vc_picture_clear (&self->picture);
  vc_wire_free (self->wire);
  g_clear_pointer (&self->ring, vc_ring_unref);
  vc_outbox_free (self->outbox);
  g_variant_unref (self->parameters);
  g_free (self->title);
  g_free (self);
}

const char *
vc_program_get_title (const VcProgram *self)
{
  return self->title;
}

void
vc_program_welcome (VcProgram *self, int width, int height, const char *url)
{
  g_autofree char *text =
    g_strdup_printf ("{\"type\":\"welcome\",\"version\":%d,\"width\":%d,"
                     "\"height\":%d}",
                     VC_PROGRAM_PROTOCOL, width, height);

  self->is_welcome = TRUE;
  self->width = width;
  self->height = height;
  vc_wire_send (self->wire, text);
  if (url != NULL)
    vc_program_send_address (self, url);
}

void
vc_program_send_address (VcProgram *self, const char *url)
{
  g_autoptr (GString) text = g_string_new ("{");

  vc_json_add_name (text, "type");
  vc_json_add_string (text, "address");
  vc_json_add_name (text, "url");
  vc_json_add_string (text, url);
  g_string_append_c (text, '}');
  vc_wire_send (self->wire, text->str);
}

void
vc_program_push_event (VcProgram *self, const VcEvent *event)
{
  if (!vc_outbox_push_event (self->outbox, event))
    vc_wire_refuse (self->wire, "The program does not answer.");
}

void
vc_program_push_values (VcProgram *self, GVariant *values)
{
  set_parameters (self, vc_description_update (self->parameters, values));
  if (!vc_outbox_push_values (self->outbox, values))
    vc_wire_refuse (self->wire, "The program does not answer.");
}

GVariant *
vc_program_get_parameters (const VcProgram *self)
{
  return self->parameters;
}

void
vc_program_work (VcProgram *self, int width, int height, VcTier tier)
{
  g_autofree char *text = NULL;

  if (vc_outbox_is_out (self->outbox) || self->picture.ring != NULL)
    return;
  if (vc_outbox_is_empty (self->outbox) && tier != VC_TIER_FULL &&
      width == self->width && height == self->height)
    return;
  self->width = width;
  self->height = height;
  text = vc_outbox_take (self->outbox, width, height, tier);
  vc_wire_send (self->wire, text);
}

gboolean
vc_program_is_busy (const VcProgram *self)
{
  return vc_outbox_is_out (self->outbox) || !vc_outbox_is_empty (self->outbox);
}

gboolean
vc_program_take_picture (VcProgram *self, VcPicture *picture)
{
  if (self->picture.ring == NULL)
    return FALSE;
  give_back (self, picture);
  *picture = self->picture;
  self->picture = (VcPicture){0};
  return TRUE;
}
