/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcControl: what a viewer can ask for on the data channel "control".
 */

#include "control.h"

#include <math.h>
#include <string.h>

#include "json.h"
#include "rpc.h"

#define SIZE_MIN 16
#define WIDTH_MAX 7680
#define HEIGHT_MAX 4320
/* Pages tell their latencies every five seconds. */
#define SAMPLES_MAX 1000
#define SHA256_DIGITS 64

/* Chroma is subsampled by two. */
static int
clamp_size (gint64 size, int max)
{
  return CLAMP (size, SIZE_MIN, max) & ~1;
}

static JsonObject *
ping (const VcControl *self, JsonObject *params)
{
  return json_object_new ();
}

static JsonObject *
resize (const VcControl *self, JsonObject *params)
{
  JsonObject *result;
  gint64 width, height;
  int now_width, now_height;

  if (!vc_json_get_integer (params, "width", &width) ||
      !vc_json_get_integer (params, "height", &height))
    return NULL;
  /* Remembered for the day when the viewer comes into control. */
  self->viewer->width = clamp_size (width, WIDTH_MAX);
  self->viewer->height = clamp_size (height, HEIGHT_MAX);
  if (self->controls)
    vc_control_apply_size (self->view, self->viewer);
  vc_view_get_size (self->view, &now_width, &now_height);
  result = json_object_new ();
  json_object_set_int_member (result, "width", now_width);
  json_object_set_int_member (result, "height", now_height);
  return result;
}

static double
read_sample (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  /* JSON's writers make 12.0 to 12. */
  return type == G_TYPE_DOUBLE || type == G_TYPE_INT64
           ? json_node_get_double (node)
           : NAN;
}

static JsonObject *
latency (const VcControl *self, JsonObject *params)
{
  JsonNode *node = json_object_get_member (params, "motionToPhoton");
  JsonArray *samples;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  samples = json_node_get_array (node);
  if (json_array_get_length (samples) > SAMPLES_MAX)
    return NULL;
  for (guint i = 0; i < json_array_get_length (samples); i++)
    vc_metrics_add (self->metrics, VC_METRIC_MOTION_TO_PHOTON,
                    read_sample (json_array_get_element (samples, i)) / 1000);
  return json_object_new ();
}

static gboolean
is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == SHA256_DIGITS &&
         strspn (text, "0123456789abcdef") == SHA256_DIGITS;
}

/* For the journal. */
static JsonObject *
shown (const VcControl *self, JsonObject *params)
{
  static const char *const qualities[] = {"lossy", "sharpening", "lossless",
                                          NULL};
  const char *quality = vc_json_get_string (params, "quality");
  const char *sha256 = vc_json_get_string (params, "sha256");
  gint64 id = 0;

  if (quality == NULL || !g_strv_contains (qualities, quality))
    return NULL;
  if (strcmp (quality, "lossless") != 0)
    sha256 = NULL;
  else if (!vc_json_get_integer (params, "id", &id) || id <= 0 ||
           !is_sha256 (sha256))
    return NULL;
  vc_recordings_note_shown (self->recordings, self->viewer->number, id, sha256,
                            quality);
  return json_object_new ();
}

static JsonObject *
replay (const VcControl *self, JsonObject *params)
{
  return vc_transport_desk_request (self->desk, params, self->controls);
}

static gboolean
has_replay (const VcControl *self)
{
  return vc_transport_desk_is_open (self->desk);
}

/* Each returns NULL if the parameters are wrong. */
static const struct {
  const char *name;
  JsonObject *(*call) (const VcControl *self, JsonObject *params);
  /* NULL: always. */
  gboolean (*is_there) (const VcControl *self);
} methods[] = {
  {"ping", ping},
  {"resize", resize},
  {"latency", latency},
  {"shown", shown},
  {"replay", replay, has_replay},
};

static char *
call_method (const VcControl *self, const VcRpcCall *call)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    JsonObject *result;

    if (strcmp (methods[i].name, call->method) != 0 ||
        (methods[i].is_there != NULL && !methods[i].is_there (self)))
      continue;
    result = methods[i].call (self, call->params);
    return result != NULL
             ? vc_rpc_build_result (call->id, result)
             : vc_rpc_build_error (call->id, VC_RPC_INVALID_PARAMS,
                                   "The parameters are missing or of a wrong "
                                   "type");
  }
  return vc_rpc_build_error (call->id, VC_RPC_METHOD_NOT_FOUND,
                             "There is no such method");
}

gboolean
vc_control_receive (const VcControl *self, const char *text, gsize length,
                    GError **error)
{
  g_autoptr (VcRpcCall) call = vc_rpc_parse (text, length, error);
  g_autofree char *reply = NULL;

  if (call == NULL)
    return FALSE;
  /* Nothing is asked of a browser: its answers are of no interest. */
  if (call->method == NULL)
    return TRUE;
  if (vc_scene_desk_take (self->scene, self->viewer, call))
    return TRUE;
  reply = call_method (self, call);
  if (call->id != NULL)
    vc_peer_send (self->viewer->peer, VC_CHANNEL_CONTROL, reply);
  return TRUE;
}

void
vc_control_apply_size (VcView *view, const VcViewer *viewer)
{
  if (viewer->width > 0)
    vc_view_set_size (view, viewer->width, viewer->height);
}
