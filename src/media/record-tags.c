/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordTags: what a video file says about itself.
 */

#include "record-tags.h"

#define SOFTWARE "vtkcast " VC_VERSION

static void
apply_date (GstElement *mux, GDateTime *date)
{
  g_autoptr (GDate) day = g_date_new_dmy (
    (GDateDay)g_date_time_get_day_of_month (date), g_date_time_get_month (date),
    (GDateYear)g_date_time_get_year (date));

  gst_tag_setter_add_tags (GST_TAG_SETTER (mux), GST_TAG_MERGE_REPLACE,
                           GST_TAG_DATE, day, NULL);
  g_object_set (mux, "creation-time", date, NULL);
}

void
vc_record_tags_apply (const VcRecordTags *self, GstElement *mux)
{
  GstTagSetter *setter = GST_TAG_SETTER (mux);

  gst_tag_setter_add_tags (setter, GST_TAG_MERGE_REPLACE, GST_TAG_ENCODER,
                           SOFTWARE, NULL);
  if (self->title != NULL && *self->title != '\0')
    gst_tag_setter_add_tags (setter, GST_TAG_MERGE_REPLACE, GST_TAG_TITLE,
                             self->title, NULL);
  if (self->date != NULL)
    apply_date (mux, self->date);
  g_object_set (mux, "writing-app", SOFTWARE, NULL);
}

void
vc_record_tags_comment (GstElement *mux, const char *data_set,
                        const char *remark)
{
  g_autofree char *comment =
    data_set != NULL && *data_set != '\0'
      ? g_strdup_printf ("data set: %s; %s", data_set, remark)
      : g_strdup (remark);

  gst_tag_setter_add_tags (GST_TAG_SETTER (mux), GST_TAG_MERGE_REPLACE,
                           GST_TAG_COMMENT, comment, NULL);
}
