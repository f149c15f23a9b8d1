/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recordings as JSON.
 */

#include "record-text.h"

#include <json-glib/json-glib.h>

#include "ticket.h"

typedef struct {
  const char *prefix;
  const char *secret;
  gint64 now_s;
} Place;

/* Relative to the address of the page, of WHEP and of everything else. */
static char *
build_path (const Place *place, const VcRecorded *recorded,
            const VcRecordedFile *file)
{
  g_autofree char *path =
    g_strconcat (place->prefix, recorded->id, "/", file->name, NULL);
  g_autofree char *ticket = vc_ticket_new (place->secret, path, place->now_s);

  return g_strconcat (path + 1, "?ticket=", ticket, NULL);
}

static JsonObject *
describe_file (const Place *place, const VcRecorded *recorded,
               const VcRecordedFile *file)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", file->name);
  json_object_set_string_member (object, "kind",
                                 vc_recorded_kind_to_name (file->kind));
  json_object_set_string_member (object, "type",
                                 vc_recorded_file_get_type (file));
  json_object_set_int_member (object, "bytes", (gint64)file->bytes);
  if (recorded->state == VC_RECORDED_FINISHED) {
    g_autofree char *path = build_path (place, recorded, file);

    json_object_set_string_member (object, "path", path);
  }
  return object;
}

static JsonObject *
describe (const Place *place, const VcRecorded *recorded)
{
  JsonObject *object = json_object_new ();
  JsonArray *files = json_array_new ();

  json_object_set_string_member (object, "id", recorded->id);
  json_object_set_string_member (object, "state",
                                 vc_recorded_state_to_name (recorded->state));
  if (recorded->title != NULL)
    json_object_set_string_member (object, "title", recorded->title);
  if (recorded->started != NULL)
    json_object_set_string_member (object, "started", recorded->started);
  json_object_set_double_member (object, "duration", recorded->seconds);
  json_object_set_int_member (object, "bytes", (gint64)recorded->bytes);
  json_object_set_int_member (object, "dropped", (gint64)recorded->dropped);
  if (recorded->problem != NULL)
    json_object_set_string_member (object, "problem", recorded->problem);
  for (guint i = 0; i < recorded->files->len; i++)
    json_array_add_object_element (
      files, describe_file (place, recorded, recorded->files->pdata[i]));
  json_object_set_array_member (object, "files", files);
  return object;
}

/* @object: (transfer full) */
static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

static Place
new_place (const char *prefix, const char *secret)
{
  return (Place){prefix, secret, g_get_real_time () / G_USEC_PER_SEC};
}

char *
vc_record_text_build (const VcRecorded *recorded, const char *prefix,
                      const char *secret)
{
  Place place = new_place (prefix, secret);

  return to_text (describe (&place, recorded));
}

char *
vc_record_text_build_list (const GPtrArray *list, const char *prefix,
                           const char *secret)
{
  Place place = new_place (prefix, secret);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = list->len; i > 0; i--)
    json_array_add_object_element (array,
                                   describe (&place, list->pdata[i - 1]));
  json_object_set_array_member (object, "recordings", array);
  return to_text (object);
}
