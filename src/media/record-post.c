/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Something that a recorder's other threads have to tell the main context.
 */

#include "record-post.h"

static void
free_post (gpointer data)
{
  VcRecordPost *self = data;

  g_clear_error (&self->error);
  g_clear_object (&self->file);
  g_object_unref (self->owner);
  g_free (self);
}

void
vc_record_post (GObject *owner, GMainContext *context, GSourceFunc func,
                VcRecordFile *file, GError *error)
{
  VcRecordPost *self = g_new0 (VcRecordPost, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  self->owner = g_object_ref (owner);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->error = error;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, free_post);
  g_source_attach (source, context);
}
