/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecorded: what is known of one recording in a folder.
 */

#include "recorded.h"

#include <string.h>

#define ID_MAX 64

static const char *const state_names[] = {
  [VC_RECORDED_RUNNING] = "recording",
  [VC_RECORDED_FINISHING] = "finishing",
  [VC_RECORDED_REPAIRING] = "repairing",
  [VC_RECORDED_FINISHED] = "finished",
};

static const char *const kind_names[] = {
  [VC_RECORDED_VIDEO] = "video",
  [VC_RECORDED_JOURNAL] = "journal",
  [VC_RECORDED_THUMBNAIL] = "thumbnail",
  [VC_RECORDED_OTHER] = "other",
};

static const struct {
  const char *ending;
  const char *type;
} types[] = {
  {".mkv", "video/x-matroska"}, {".webm", "video/webm"},
  {".mp4", "video/mp4"},        {".jsonl", "application/jsonl"},
  {".jpg", "image/jpeg"},
};

static void
free_file (gpointer data)
{
  VcRecordedFile *file = data;

  g_free (file->name);
  g_free (file);
}

gboolean
vc_recorded_check_id (const char *id)
{
  gsize length = strlen (id);

  if (length == 0 || length > ID_MAX || *id == '-')
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      return FALSE;
  return TRUE;
}

VcRecorded *
vc_recorded_new (const char *id)
{
  VcRecorded *self = g_new0 (VcRecorded, 1);

  self->id = g_strdup (id);
  self->files = g_ptr_array_new_with_free_func (free_file);
  return self;
}

void
vc_recorded_free (VcRecorded *self)
{
  g_ptr_array_unref (self->files);
  g_free (self->id);
  g_free (self->title);
  g_free (self->started);
  g_free (self->problem);
  g_free (self);
}

void
vc_recorded_add_file (VcRecorded *self, const char *name, VcRecordedKind kind,
                      guint64 bytes)
{
  VcRecordedFile *file = g_new0 (VcRecordedFile, 1);

  file->name = g_strdup (name);
  file->kind = kind;
  file->bytes = bytes;
  self->bytes += bytes;
  g_ptr_array_add (self->files, file);
}

const VcRecordedFile *
vc_recorded_find_file (const VcRecorded *self, const char *name)
{
  for (guint i = 0; i < self->files->len; i++) {
    const VcRecordedFile *file = self->files->pdata[i];

    if (strcmp (file->name, name) == 0)
      return file;
  }
  return NULL;
}

const VcRecordedFile *
vc_recorded_find_kind (const VcRecorded *self, VcRecordedKind kind)
{
  for (guint i = 0; i < self->files->len; i++) {
    const VcRecordedFile *file = self->files->pdata[i];

    if (file->kind == kind)
      return file;
  }
  return NULL;
}

const char *
vc_recorded_state_to_name (VcRecordedState state)
{
  return state_names[state];
}

const char *
vc_recorded_kind_to_name (VcRecordedKind kind)
{
  return kind_names[kind];
}

const char *
vc_recorded_file_get_type (const VcRecordedFile *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (file->name, types[i].ending))
      return types[i].type;
  return "application/octet-stream";
}
