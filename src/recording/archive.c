/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcArchive: the recordings that lie in a folder.
 */

#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/statvfs.h>

#include "recorded-folder.h"

/* Less is a full disk: others need some of it, too. */
#define ROOM_BYTES (64 * 1024 * 1024)

/**
 * _VcArchive:
 * @lock: of the folder: what a crash left is ours; or -1
 * @list: (element-type VcRecorded): the oldest first
 * @cancellable: ends repairs
 */
struct _VcArchive {
  GObject parent_instance;

  char *folder;
  int lock;
  GPtrArray *list;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (VcArchive, vc_archive, G_TYPE_OBJECT)

static gboolean
find_index (VcArchive *self, const char *id, guint *index)
{
  for (guint i = 0; i < self->list->len; i++) {
    const VcRecorded *recorded = self->list->pdata[i];

    if (g_strcmp0 (recorded->id, id) == 0) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* @recorded: (transfer full): takes the place of what was known of it. */
static void
replace (VcArchive *self, VcRecorded *recorded)
{
  guint index;

  if (find_index (self, recorded->id, &index)) {
    vc_recorded_free (self->list->pdata[index]);
    self->list->pdata[index] = recorded;
  } else {
    vc_recorded_free (recorded);
  }
}

static void
run_recovery (GTask *task, gpointer source, gpointer data,
              GCancellable *cancellable)
{
  VcArchive *self = source;

  g_task_return_pointer (
    task, vc_recorded_folder_recover (self->folder, data, cancellable),
    (GDestroyNotify)vc_recorded_free);
}

static void on_recovered (GObject *source, GAsyncResult *result,
                          gpointer user_data);

/* One after the other: there is time. */
static void
recover_next (VcArchive *self)
{
  for (guint i = 0; i < self->list->len; i++) {
    const VcRecorded *recorded = self->list->pdata[i];
    g_autoptr (GTask) task = NULL;

    if (recorded->state != VC_RECORDED_REPAIRING)
      continue;
    task = g_task_new (self, self->cancellable, on_recovered, NULL);
    g_task_set_task_data (task, g_strdup (recorded->id), g_free);
    g_task_run_in_thread (task, run_recovery);
    return;
  }
}

static void
on_recovered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  VcArchive *self = VC_ARCHIVE (source);
  const char *id = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  VcRecorded *now = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    return;
  if (now != NULL)
    replace (self, now);
  else
    vc_archive_forget (self, id);
  recover_next (self);
}

static void
run_scan (GTask *task, gpointer source, gpointer data,
          GCancellable *cancellable)
{
  VcArchive *self = source;

  if (self->lock >= 0)
    vc_recorded_folder_tidy (self->folder);
  g_task_return_pointer (task, vc_recorded_folder_scan (self->folder),
                         (GDestroyNotify)g_ptr_array_unref);
}

/* Is it known already, or perhaps of another process that runs? */
static gboolean
is_foreign (VcArchive *self, const VcRecorded *recorded)
{
  return vc_archive_find (self, recorded->id) != NULL ||
         (self->lock < 0 &&
          (recorded->state == VC_RECORDED_REPAIRING || recorded->is_cut_off));
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  VcArchive *self = VC_ARCHIVE (source);
  g_autoptr (GPtrArray) list = g_task_propagate_pointer (G_TASK (result), NULL);
  int n = 0;

  if (list == NULL)
    return;
  while (list->len > 0) {
    VcRecorded *recorded = g_ptr_array_steal_index (list, 0);

    if (is_foreign (self, recorded))
      vc_recorded_free (recorded);
    else
      g_ptr_array_insert (self->list, n++, recorded);
  }
  recover_next (self);
}

static void
read_folder (VcArchive *self)
{
  g_autoptr (GTask) task =
    g_task_new (self, self->cancellable, on_scanned, NULL);

  self->lock = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) != 0) {
    g_close (self->lock, NULL);
    self->lock = -1;
  }
  g_task_run_in_thread (task, run_scan);
}

typedef struct {
  char *id;
  gboolean to_mp4;
} Completion;

static void
free_completion (gpointer data)
{
  Completion *completion = data;

  g_free (completion->id);
  g_free (completion);
}

static void
run_completion (GTask *task, gpointer source, gpointer data,
                GCancellable *cancellable)
{
  VcArchive *self = source;
  const Completion *completion = data;

  g_task_return_pointer (task,
                         vc_recorded_folder_complete (
                           self->folder, completion->id, completion->to_mp4),
                         (GDestroyNotify)vc_recorded_free);
}

typedef struct {
  GAsyncReadyCallback callback;
  gpointer user_data;
} Caller;

/* What was measured while it ran says more than the files do: on a full disk,
 * the journal cannot tell what happened. */
static void
keep_figures (VcRecorded *now, const VcRecorded *before)
{
  now->seconds = before->seconds;
  now->dropped = before->dropped;
  if (before->problem == NULL)
    return;
  g_free (now->problem);
  now->problem = g_strdup (before->problem);
}

static void
on_completed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Caller *caller = user_data;
  VcArchive *self = VC_ARCHIVE (source);
  VcRecorded *now = g_task_propagate_pointer (G_TASK (result), NULL);
  const VcRecorded *before = vc_archive_find (self, now->id);

  if (before != NULL)
    keep_figures (now, before);
  replace (self, now);
  caller->callback (source, result, caller->user_data);
}

static void
vc_archive_finalize (GObject *object)
{
  VcArchive *self = VC_ARCHIVE (object);

  if (self->lock >= 0)
    g_close (self->lock, NULL);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->list);
  g_free (self->folder);
  G_OBJECT_CLASS (vc_archive_parent_class)->finalize (object);
}

static void
vc_archive_init (VcArchive *self)
{
  self->lock = -1;
  self->cancellable = g_cancellable_new ();
  self->list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)vc_recorded_free);
}

static void
vc_archive_class_init (VcArchiveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_archive_finalize;
}

static gboolean
check_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0 &&
      g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Failed to record into “%s”: %s.", folder, g_strerror (errno));
  return FALSE;
}

VcArchive *
vc_archive_new (const char *folder, GError **error)
{
  VcArchive *self;

  g_return_val_if_fail (folder != NULL, NULL);

  if (!check_folder (folder, error))
    return NULL;
  self = g_object_new (VC_TYPE_ARCHIVE, NULL);
  self->folder = g_strdup (folder);
  read_folder (self);
  return self;
}

void
vc_archive_stop (VcArchive *self)
{
  g_return_if_fail (VC_IS_ARCHIVE (self));

  g_cancellable_cancel (self->cancellable);
}

const char *
vc_archive_get_folder (VcArchive *self)
{
  return self->folder;
}

const GPtrArray *
vc_archive_get_list (VcArchive *self)
{
  g_return_val_if_fail (VC_IS_ARCHIVE (self), NULL);

  return self->list;
}

VcRecorded *
vc_archive_find (VcArchive *self, const char *id)
{
  guint index;

  return find_index (self, id, &index) ? self->list->pdata[index] : NULL;
}

static guint64
get_bytes (VcArchive *self)
{
  guint64 bytes = 0;

  for (guint i = 0; i < self->list->len; i++)
    bytes += ((const VcRecorded *)self->list->pdata[i])->bytes;
  return bytes;
}

VcArchiveRoom
vc_archive_get_room (VcArchive *self, guint64 limit)
{
  struct statvfs status;

  g_return_val_if_fail (VC_IS_ARCHIVE (self), VC_ARCHIVE_FULL);

  if (limit != 0 && get_bytes (self) >= limit)
    return VC_ARCHIVE_LIMIT;
  return statvfs (self->folder, &status) != 0 ||
             (guint64)status.f_bavail * status.f_frsize >= ROOM_BYTES
           ? VC_ARCHIVE_ROOM
           : VC_ARCHIVE_FULL;
}

static gboolean
is_taken (VcArchive *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".jsonl", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return vc_archive_find (self, id) != NULL ||
         g_file_test (path, G_FILE_TEST_EXISTS);
}

/* In the order of time, without what any file system objects to, and without
 * what record-name.h takes for a number: two digits are none. */
static char *
create_id (VcArchive *self, GDateTime *now)
{
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d_%H-%M-%S");
  char *id = g_strdup (time);

  for (guint i = 2; is_taken (self, id) && i < 100; i++) {
    g_free (id);
    id = g_strdup_printf ("%s-%u", time, i);
  }
  return id;
}

VcRecorded *
vc_archive_add (VcArchive *self, const char *title)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_to_utc (now);
  g_autofree char *id = create_id (self, now);
  VcRecorded *recorded = vc_recorded_new (id);

  recorded->state = VC_RECORDED_RUNNING;
  recorded->title = g_strdup (title);
  recorded->started = g_date_time_format_iso8601 (utc);
  g_ptr_array_add (self->list, recorded);
  return recorded;
}

void
vc_archive_forget (VcArchive *self, const char *id)
{
  guint index;

  if (find_index (self, id, &index))
    g_ptr_array_remove_index (self->list, index);
}

void
vc_archive_complete_async (VcArchive *self, const char *id, gboolean to_mp4,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  Caller *caller = g_new (Caller, 1);
  Completion *completion = g_new (Completion, 1);
  g_autoptr (GTask) task = NULL;

  *caller = (Caller){callback, user_data};
  *completion = (Completion){g_strdup (id), to_mp4};
  vc_archive_find (self, id)->state = VC_RECORDED_FINISHING;
  task = g_task_new (self, NULL, on_completed, caller);
  g_task_set_task_data (task, completion, free_completion);
  g_task_run_in_thread (task, run_completion);
}

gboolean
vc_archive_delete (VcArchive *self, const char *id, GError **error)
{
  const VcRecorded *recorded = vc_archive_find (self, id);

  g_return_val_if_fail (recorded != NULL, FALSE);

  if (!vc_recorded_folder_delete (self->folder, recorded, error))
    return FALSE;
  vc_archive_forget (self, id);
  return TRUE;
}
