/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Something that a recorder's other threads have to tell the main context.
 */

#pragma once

#include "record-file.h"

G_BEGIN_DECLS

/**
 * VcRecordPost:
 * @owner: the recorder
 * @file: (nullable)
 * @error: (nullable)
 */
typedef struct {
  GObject *owner;
  VcRecordFile *file;
  GError *error;
} VcRecordPost;

/* Any thread. @func is called in @context with a #VcRecordPost, in the order in
 * which they were posted. @error: (transfer full) */
void vc_record_post (GObject *owner, GMainContext *context, GSourceFunc func,
                     VcRecordFile *file, GError *error);

G_END_DECLS
