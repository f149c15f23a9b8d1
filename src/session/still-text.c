/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is said about exact stills, on the data channel "still".
 */

#include "still-text.h"

#include "json.h"

#define DEPTH_MAX 2

static JsonArray *
build_parts (const VcStillHead *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->n_parts; i++)
    json_array_add_int_element (array, self->parts[i]);
  return array;
}

static JsonObject *
build_params (const VcStillHead *self)
{
  JsonObject *object = json_object_new ();
  /* From where the page's own address for WHEP leads. */
  g_autofree char *path =
    g_strdup_printf ("api/v1/stills/%" G_GUINT64_FORMAT, self->id);

  json_object_set_int_member (object, "id", self->id);
  json_object_set_int_member (object, "rtp", self->rtp);
  json_object_set_int_member (object, "seq", self->seq);
  json_object_set_int_member (object, "width", self->width);
  json_object_set_int_member (object, "height", self->height);
  json_object_set_string_member (object, "type", self->type);
  json_object_set_int_member (object, "size", self->size);
  json_object_set_string_member (object, "sha256", self->sha256);
  json_object_set_array_member (object, "parts", build_parts (self));
  if (self->n_chunks > 0)
    json_object_set_int_member (object, "chunks", self->n_chunks);
  else
    json_object_set_string_member (object, "path", path);
  return object;
}

char *
vc_still_head_to_text (const VcStillHead *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, "still", build_params (self));
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

char *
vc_still_build_again (guint64 id, guint seq)
{
  return g_strdup_printf ("{\"again\":%" G_GUINT64_FORMAT ",\"seq\":%u}", id,
                          seq);
}

const char *
vc_still_get_phase_text (VcPhase phase)
{
  switch (phase) {
  case VC_PHASE_MOVING:
    return "{\"phase\":\"moving\"}";
  case VC_PHASE_REFINING:
    return "{\"phase\":\"refining\"}";
  case VC_PHASE_STILL:
    return "{\"phase\":\"still\"}";
  }
  g_assert_not_reached ();
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, VC_JSON_ERROR, VC_JSON_ERROR_SYNTAX,
                       "On “still” there are only acknowledgements");
  return FALSE;
}

gboolean
vc_still_word_parse (VcStillWord *self, const char *text, gsize length,
                     GError **error)
{
  g_autoptr (JsonNode) node = vc_json_parse (text, length, DEPTH_MAX, error);
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error);
  object = json_node_get_object (node);
  *self = (VcStillWord){.kind = VC_STILL_WORD_ACK};
  if (vc_json_get_integer (object, "ack", &self->id) &&
      vc_json_get_integer (object, "chunks", &self->n_chunks))
    return TRUE;
  if (vc_json_get_integer (object, "channel", &self->id)) {
    self->kind = VC_STILL_WORD_CHANNEL;
    return TRUE;
  }
  self->kind = VC_STILL_WORD_FETCH;
  return json_object_has_member (object, "fetch") || fail (error);
}
