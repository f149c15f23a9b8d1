/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the files of a recording are called.
 *
 * Pure: no I/O.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a file is called until it is finished: what was there before, and
 * this. */
#define VC_RECORD_PART_ENDING ".part"

/* @number: 0 gives NAME.ENDING, others NAME-001.ENDING … */
char *vc_record_name_new (const char *name, const char *ending, guint number);

/**
 * VcRecordName:
 * @name: of the recording
 * @ending: "mkv", "webm" or "mp4"
 * @number: of the file; 0 if it has none
 * @is_part: was it cut off, or is it still written?
 */
typedef struct {
  char *name;
  const char *ending;
  guint number;
  gboolean is_part;
} VcRecordName;

/* Fails if @file, a base name, is none of a recording. A recording whose own
 * name ends in a hyphen and three digits or more reads as a numbered file. */
gboolean vc_record_name_parse (const char *file, VcRecordName *name);
void vc_record_name_clear (VcRecordName *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VcRecordName, vc_record_name_clear)

G_END_DECLS
