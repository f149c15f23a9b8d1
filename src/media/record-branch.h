/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordBranch: encodes frames behind a queue, in a thread that gives way to
 * everybody else.
 *
 *     ┌───────┐   ┌────────┐   ┌─────────┐   ┌─────────┐
 *     │ queue │──▶│ appsrc │──▶│ encoder │──▶│ appsink │──▶ encoded()
 *     └───────┘   └────────┘   └─────────┘   └─────────┘
 */

#pragma once

#include <gst/gst.h>

#include "record-format.h"

G_BEGIN_DECLS

/**
 * VcRecordBranchFuncs:
 * @encoded: in the encoder's thread, which may be kept waiting: then frames are
 *   dropped. @time is that of the frame
 * @ended: no more comes; @error is %NULL after vc_record_branch_end(). In the
 *   main context, once
 */
typedef struct {
  void (*encoded) (GstSample *sample, GstClockTime time, gpointer user_data);
  void (*ended) (const GError *error, gpointer user_data);
} VcRecordBranchFuncs;

typedef struct _VcRecordBranch VcRecordBranch;

/* Main context. @funcs: must outlive it */
VcRecordBranch *vc_record_branch_new (VcRecordFormat format,
                                      const VcRecordBranchFuncs *funcs,
                                      gpointer user_data, GError **error);

/* I420; @time is from the recording's beginning. Never blocks; any thread.
 * Returns how many frames had to be dropped. */
guint vc_record_branch_push (VcRecordBranch *self, GstSample *sample,
                             GstClockTime time);

/* The next frame is a key frame. For @encoded. */
void vc_record_branch_force_key (VcRecordBranch *self);

/* Nothing is pushed any more; @ended follows what waits. */
void vc_record_branch_end (VcRecordBranch *self);

/* What waits is of no use any more; @ended follows. */
void vc_record_branch_abort (VcRecordBranch *self);

/* Main context, after @ended. */
void vc_record_branch_free (VcRecordBranch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcRecordBranch, vc_record_branch_free)

G_END_DECLS
