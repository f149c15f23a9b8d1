/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordPlan: what a recording is to become, and what its files are called.
 */

#include "record-plan.h"

#include "record-name.h"

void
vc_record_plan_init (VcRecordPlan *self, const VcRecorderOptions *options)
{
  *self = (VcRecordPlan){
    .folder = g_strdup (options->folder),
    .name = g_strdup (options->name),
    .format = options->format,
    .title = g_strdup (options->title),
    .data_set = g_strdup (options->data_set),
    .date = options->date != NULL ? g_date_time_ref (options->date)
                                  : g_date_time_new_now_local (),
    .rule = {options->split_bytes, options->split_us},
  };
}

void
vc_record_plan_clear (VcRecordPlan *self)
{
  g_clear_pointer (&self->date, g_date_time_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->data_set, g_free);
}

char *
vc_record_plan_name (const VcRecordPlan *self, guint number)
{
  gboolean is_split = self->rule.bytes != 0 || self->rule.us != 0;

  return vc_record_name_new (self->name,
                             vc_record_format_get_ending (self->format),
                             number == 1 && !is_split ? 0 : number);
}

void
vc_record_plan_fill (const VcRecordPlan *self, VcRecordFileOptions *options)
{
  options->folder = self->folder;
  options->format = self->format;
  options->tags.title = self->title;
  options->tags.data_set = self->data_set;
  options->tags.date = self->date;
}
