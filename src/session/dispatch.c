/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDispatch: gives each message of a viewer to who understands it.
 */

#include "dispatch.h"

#include <string.h>

#include "control.h"
#include "hands.h"

gboolean
vc_dispatch_receive (const VcDispatch *self, VcViewer *viewer,
                     const char *channel, const char *text, gint64 now_us,
                     GError **error)
{
  gboolean controls = viewer == self->roster->controller;
  VcControl control = {self->view,
                       viewer,
                       controls,
                       &self->roster->metrics,
                       self->transport,
                       self->scene,
                       self->roster->recordings};
  gsize length = strlen (text);

  if (strcmp (channel, VC_CHANNEL_INPUT) == 0)
    return vc_hands_receive (controls ? self->producer : NULL, viewer, text,
                             length, now_us, error);
  if (strcmp (channel, VC_CHANNEL_CONTROL) == 0)
    return vc_control_receive (&control, text, length, error);
  if (strcmp (channel, VC_CHANNEL_STILL) == 0)
    return vc_stills_receive (self->stills, viewer, text, length, now_us,
                              error);
  return TRUE;
}
