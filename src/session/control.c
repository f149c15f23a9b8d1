/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcControl: what a viewer can ask for on the data channel "control".
 */

#include "control.h"

#include <string.h>

#include "json.h"
#include "rpc.h"

#define SIZE_MIN 16
#define WIDTH_MAX 7680
#define HEIGHT_MAX 4320

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

/* Each returns NULL if the parameters are wrong. */
static const struct {
  const char *name;
  JsonObject *(*call) (const VcControl *self, JsonObject *params);
} methods[] = {
  {"ping", ping},
  {"resize", resize},
};

static char *
call_method (const VcControl *self, const VcRpcCall *call)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    JsonObject *result;

    if (strcmp (methods[i].name, call->method) != 0)
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
