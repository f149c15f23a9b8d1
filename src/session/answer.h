/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAnswer: what a browser gets for its offer.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcAnswer:
 * @viewer_id: unguessable, for the resource's URL
 * @sdp: the answer
 * @etag: of this ICE session, without quotes
 */
typedef struct {
  char *viewer_id;
  char *sdp;
  char *etag;
} VcAnswer;

VcAnswer *vc_answer_new (const char *viewer_id, const char *sdp,
                         const char *etag);
void vc_answer_free (VcAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcAnswer, vc_answer_free)

G_END_DECLS
