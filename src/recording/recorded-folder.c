/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What recordings lie in a folder, and what is to be done with their files.
 */

#include "recorded-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "recorded-journal.h"
#include "record-name.h"
#include "remux.h"
#include "thumbnail.h"

#define JOURNAL_ENDING ".jsonl"
#define THUMBNAIL_ENDING ".jpg"

/* Cuts @ending off @name: (transfer full) (nullable) */
static char *
strip (const char *name, const char *ending)
{
  return g_str_has_suffix (name, ending)
           ? g_strndup (name, strlen (name) - strlen (ending))
           : NULL;
}

/* The id of the recording that a file belongs to: (transfer full) (nullable) */
static char *
classify (const char *name, VcRecordedKind *kind)
{
  g_auto (VcRecordName) video = {0};
  char *id;

  *kind = VC_RECORDED_JOURNAL;
  id = strip (name, JOURNAL_ENDING);
  if (id != NULL)
    return id;
  *kind = VC_RECORDED_THUMBNAIL;
  id = strip (name, THUMBNAIL_ENDING);
  if (id != NULL || !vc_record_name_parse (name, &video))
    return id;
  *kind = video.is_part ? VC_RECORDED_OTHER : VC_RECORDED_VIDEO;
  return g_steal_pointer (&video.name);
}

static guint
get_number (const VcRecordedFile *file)
{
  g_auto (VcRecordName) name = {0};

  return vc_record_name_parse (file->name, &name) ? name.number : 0;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const VcRecordedFile *first = *(VcRecordedFile *const *)a;
  const VcRecordedFile *second = *(VcRecordedFile *const *)b;

  if (first->kind != second->kind)
    return (int)first->kind - (int)second->kind;
  return (int)get_number (first) - (int)get_number (second);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const VcRecorded *first = *(VcRecorded *const *)a;
  const VcRecorded *second = *(VcRecorded *const *)b;

  return strcmp (first->id, second->id);
}

static void
add_file (GHashTable *table, const char *folder, const char *name,
          const char *only)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  VcRecordedKind kind;
  g_autofree char *id = classify (name, &kind);
  VcRecorded *recorded;
  GStatBuf status;

  if (id == NULL || !vc_recorded_check_id (id) ||
      (only != NULL && strcmp (id, only) != 0) ||
      g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return;
  recorded = g_hash_table_lookup (table, id);
  if (recorded == NULL) {
    recorded = vc_recorded_new (id);
    recorded->state = VC_RECORDED_FINISHED;
    g_hash_table_insert (table, recorded->id, recorded);
  }
  vc_recorded_add_file (recorded, name, kind, (guint64)status.st_size);
  if (kind == VC_RECORDED_OTHER)
    recorded->state = VC_RECORDED_REPAIRING;
}

static char *
build_path (const char *folder, const VcRecorded *recorded, const char *ending)
{
  g_autofree char *name = g_strconcat (recorded->id, ending, NULL);

  return g_build_filename (folder, name, NULL);
}

/* A picture without anything that it could be of is somebody else's. */
static gboolean
is_recording (const VcRecorded *recorded)
{
  return vc_recorded_find_kind (recorded, VC_RECORDED_JOURNAL) != NULL ||
         vc_recorded_find_kind (recorded, VC_RECORDED_VIDEO) != NULL ||
         vc_recorded_find_kind (recorded, VC_RECORDED_OTHER) != NULL;
}

/* @only: (nullable): no other id */
static GPtrArray *
scan (const char *folder, const char *only)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)vc_recorded_free);
  GHashTableIter iter;
  VcRecorded *recorded;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    add_file (table, folder, name, only);
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&recorded)) {
    g_autofree char *journal = build_path (folder, recorded, JOURNAL_ENDING);

    if (!is_recording (recorded)) {
      vc_recorded_free (recorded);
      continue;
    }
    g_ptr_array_sort (recorded->files, compare_files);
    vc_recorded_journal_read (recorded, journal);
    g_ptr_array_add (list, recorded);
  }
  g_ptr_array_sort (list, compare_ids);
  return list;
}

/* (transfer full): of that id, even if there is nothing of it any more. */
static VcRecorded *
scan_one (const char *folder, const char *id)
{
  g_autoptr (GPtrArray) list = scan (folder, id);

  return list->len > 0 ? g_ptr_array_steal_index (list, 0)
                       : vc_recorded_new (id);
}

static void
add_thumbnail (const char *folder, const VcRecorded *recorded)
{
  const VcRecordedFile *video =
    vc_recorded_find_kind (recorded, VC_RECORDED_VIDEO);
  g_autofree char *to = build_path (folder, recorded, THUMBNAIL_ENDING);
  g_autofree char *from = NULL;
  g_autoptr (GError) error = NULL;

  if (video == NULL ||
      vc_recorded_find_kind (recorded, VC_RECORDED_THUMBNAIL) != NULL)
    return;
  from = g_build_filename (folder, video->name, NULL);
  if (!vc_thumbnail_write (from, to, &error))
    g_debug ("no thumbnail of %s: %s", video->name, error->message);
}

/* As (transfer full) (nullable): what went wrong. The Matroska file goes when
 * there is another one. */
static char *
convert_to_mp4 (const char *folder, const VcRecorded *recorded)
{
  for (guint i = 0; i < recorded->files->len; i++) {
    const VcRecordedFile *file = recorded->files->pdata[i];
    g_autofree char *stem = strip (file->name, ".mkv");
    g_autofree char *from = g_build_filename (folder, file->name, NULL);
    g_autofree char *name = g_strconcat (stem, ".mp4", NULL);
    g_autofree char *to = NULL;
    g_autoptr (GError) error = NULL;

    if (file->kind != VC_RECORDED_VIDEO || stem == NULL)
      continue;
    to = g_build_filename (folder, name, NULL);
    if (!vc_remux (from, to, NULL, &error))
      return g_strdup_printf ("“%s” could not become MP4: %s", file->name,
                              error->message);
    g_unlink (from);
  }
  return NULL;
}

static void
take_problem (VcRecorded *recorded, char *problem)
{
  if (problem == NULL)
    return;
  g_free (recorded->problem);
  recorded->problem = problem;
}

/* Other programs may keep files in the folder, too: ours are those of something
 * that has a journal. */
static gboolean
is_ours_unfinished (const char *folder, const char *name)
{
  g_autofree char *stem = strip (name, ".tmp");
  g_autofree char *scratch = stem != NULL ? strip (stem, ".scratch") : NULL;
  VcRecordedKind kind;
  g_autofree char *id =
    stem != NULL ? classify (scratch != NULL ? scratch : stem, &kind) : NULL;
  g_autofree char *journal =
    g_strconcat (id != NULL ? id : "", JOURNAL_ENDING, NULL);
  g_autofree char *path = g_build_filename (folder, journal, NULL);

  return id != NULL && vc_recorded_check_id (id) &&
         g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

void
vc_recorded_folder_tidy (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (is_ours_unfinished (folder, name))
      g_unlink (path);
  }
}

GPtrArray *
vc_recorded_folder_scan (const char *folder)
{
  return scan (folder, NULL);
}

/* What the folder has of @id when its files are as they shall be. @problem:
 * (transfer full) (nullable) */
static VcRecorded *
finish (const char *folder, const char *id, char *problem)
{
  g_autoptr (VcRecorded) found = scan_one (folder, id);
  VcRecorded *now;

  add_thumbnail (folder, found);
  now = scan_one (folder, id);
  now->state = VC_RECORDED_FINISHED;
  take_problem (now, problem);
  return now;
}

VcRecorded *
vc_recorded_folder_complete (const char *folder, const char *id,
                             gboolean to_mp4)
{
  g_autoptr (VcRecorded) before = scan_one (folder, id);

  return finish (folder, id, to_mp4 ? convert_to_mp4 (folder, before) : NULL);
}

/* Returns FALSE if somebody is writing it. @problem: (out): as above */
static gboolean
repair (const char *folder, const VcRecorded *recorded,
        GCancellable *cancellable, char **problem)
{
  g_autoptr (GDateTime) date =
    recorded->started != NULL
      ? g_date_time_new_from_iso8601 (recorded->started, NULL)
      : NULL;
  VcRecordTags tags = {.title = recorded->title, .date = date};

  for (guint i = 0; i < recorded->files->len; i++) {
    const VcRecordedFile *file = recorded->files->pdata[i];
    g_autofree char *part = g_build_filename (folder, file->name, NULL);
    g_autofree char *to = strip (part, VC_RECORD_PART_ENDING);
    g_autofree char *path = NULL;
    g_autoptr (GError) error = NULL;

    if (to == NULL || g_file_test (to, G_FILE_TEST_EXISTS))
      continue;
    path = vc_repair (part, &tags, cancellable, &error);
    if (path != NULL)
      continue;
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
      return FALSE;
    g_free (*problem);
    *problem = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)
                 ? g_strdup_printf ("There is no picture in “%s”", file->name)
                 : g_strdup (error->message);
  }
  return TRUE;
}

VcRecorded *
vc_recorded_folder_recover (const char *folder, const char *id,
                            GCancellable *cancellable)
{
  g_autoptr (VcRecorded) before = scan_one (folder, id);
  char *problem = NULL;

  if (!repair (folder, before, cancellable, &problem)) {
    g_free (problem);
    return NULL;
  }
  return finish (folder, id, problem);
}

static void
run_release (GTask *task, gpointer source, gpointer data,
             GCancellable *cancellable)
{
  const GArray *held = data;

  for (guint i = 0; i < held->len; i++)
    close (g_array_index (held, int, i));
  g_task_return_boolean (task, TRUE);
}

/* To free the blocks of a long video can take a disk a minute. That is done by
 * whoever lets go of the file last: a thread. @held: (transfer full) */
static void
release (GArray *held)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, held, (GDestroyNotify)g_array_unref);
  g_task_run_in_thread (task, run_release);
}

static gboolean
delete_file (const char *folder, const char *name, GArray *held, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_PATH | O_NOFOLLOW | O_CLOEXEC);

  if (fd >= 0)
    g_array_append_val (held, fd);
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Failed to delete “%s”: %s", name, g_strerror (errno));
  return FALSE;
}

gboolean
vc_recorded_folder_delete (const char *folder, const VcRecorded *recorded,
                           GError **error)
{
  GArray *held = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean is_deleted = TRUE;

  for (guint i = 0; i < recorded->files->len && is_deleted; i++) {
    const VcRecordedFile *file = recorded->files->pdata[i];

    is_deleted = delete_file (folder, file->name, held, error);
  }
  release (held);
  return is_deleted;
}
