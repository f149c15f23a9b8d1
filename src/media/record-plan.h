/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordPlan: what a recording is to become, and what its files are called.
 */

#pragma once

#include "record-file.h"
#include "record-split.h"
#include "recorder.h"

G_BEGIN_DECLS

/**
 * VcRecordPlan:
 * A copy of #VcRecorderOptions, with a date in any case.
 */
typedef struct {
  char *folder;
  char *name;
  VcRecordFormat format;
  char *title;
  char *data_set;
  GDateTime *date;
  VcSplitRule rule;
} VcRecordPlan;

void vc_record_plan_init (VcRecordPlan *self, const VcRecorderOptions *options);
void vc_record_plan_clear (VcRecordPlan *self);

/* (transfer full): the base name of file @number, from 1. */
char *vc_record_plan_name (const VcRecordPlan *self, guint number);

/* Fills in what is the same for all files. @options borrows from @self. */
void vc_record_plan_fill (const VcRecordPlan *self,
                          VcRecordFileOptions *options);

G_END_DECLS
