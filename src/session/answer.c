/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAnswer: what a browser gets for its offer.
 */

#include "answer.h"

VcAnswer *
vc_answer_new (const char *viewer_id, const char *sdp, const char *etag)
{
  VcAnswer *self = g_new (VcAnswer, 1);

  self->viewer_id = g_strdup (viewer_id);
  self->sdp = g_strdup (sdp);
  self->etag = g_strdup (etag);
  return self;
}

void
vc_answer_free (VcAnswer *self)
{
  g_free (self->viewer_id);
  g_free (self->sdp);
  g_free (self->etag);
  g_free (self);
}
