/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordTags: what a video file says about itself.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Each may be %NULL. */
typedef struct {
  const char *title;
  const char *data_set;
  GDateTime *date;
} VcRecordTags;

/* TITLE, DATE and ENCODER, in a muxer that will write them at the end. */
void vc_record_tags_apply (const VcRecordTags *self, GstElement *mux);

/* COMMENTS: the data set and whatever is to be said of the file. */
void vc_record_tags_comment (GstElement *mux, const char *data_set,
                             const char *remark);

G_END_DECLS
