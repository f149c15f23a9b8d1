/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Puts the frames of a recording into another file.
 */

#include "remux.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "matroska.h"
#include "record-name.h"
#include "remux-pipeline.h"

#define TEMPORARY_ENDING ".tmp"
#define SCRATCH_ENDING ".scratch.tmp"

typedef struct {
  char *from;
  char *to;
  gboolean has_tags;
  char *title;
  char *data_set;
  GDateTime *date;
} Job;

static void
free_job (Job *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self->title);
  g_free (self->data_set);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self);
}

static void
set_error (GError **error, const char *verb, const char *path)
{
  int code = errno;
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "Failed to %s “%s”: %s", verb, name, g_strerror (code));
}

/* The text behind the last full stop. */
static const char *
get_ending (const char *path)
{
  const char *ending = strrchr (path, '.');

  return ending != NULL ? ending + 1 : "";
}

/* matroskamux could not say all of it. */
static gboolean
mend_output (int fd, GError **error)
{
  VcMatroskaMap map;

  return vc_matroska_map_read (&map, fd, error) &&
         vc_matroska_set_duration (&map, fd, map.last_time, error) &&
         vc_matroska_unescape_tags (&map, fd, error);
}

static gboolean
write_file (const Job *job, int fd, GCancellable *cancellable, GError **error)
{
  g_autofree char *scratch = g_strconcat (job->to, SCRATCH_ENDING, NULL);
  const char *ending = get_ending (job->to);
  VcRecordTags tags = {job->title, job->data_set, job->date};
  gboolean is_done =
    vc_remux_pipeline_run (job->from, ending, fd, scratch,
                           job->has_tags ? &tags : NULL, cancellable, error);

  unlink (scratch);
  if (is_done && !g_str_equal (ending, "mp4"))
    is_done = mend_output (fd, error);
  if (is_done && fsync (fd) != 0) {
    set_error (error, "write", job->to);
    is_done = FALSE;
  }

  return is_done;
}

static gboolean
remux (const Job *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = g_strconcat (job->to, TEMPORARY_ENDING, NULL);
  int fd =
    open (temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean is_done;

  if (fd < 0) {
    set_error (error, "create", job->to);
    return FALSE;
  }

  is_done = write_file (job, fd, cancellable, error);
  close (fd);
  if (is_done && rename (temporary, job->to) != 0) {
    set_error (error, "name", job->to);
    is_done = FALSE;
  }
  if (!is_done)
    unlink (temporary);

  return is_done;
}

static void
run_remux (GTask *task, gpointer source, gpointer data,
           GCancellable *cancellable)
{
  GError *error = NULL;

  if (remux (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
mend_in_place (const Job *job, int fd, const VcMatroskaMap *map, GError **error)
{
  if (ftruncate (fd, (off_t)map->end) != 0 ||
      !vc_matroska_set_duration (map, fd, map->last_time, error) ||
      fsync (fd) != 0 || rename (job->from, job->to) != 0) {
    if (error != NULL && *error == NULL)
      set_error (error, "repair", job->from);
    return FALSE;
  }

  return TRUE;
}

/* Whoever writes it holds the lock. */
static gboolean
lock (const Job *job, int fd, GError **error)
{
  g_autofree char *name = NULL;

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  name = g_path_get_basename (job->from);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
               "Failed to repair “%s”: it is still written", name);
  return FALSE;
}

static gboolean
repair (const Job *job, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  VcMatroskaMap map;

  if (!lock (job, fd, error))
    return FALSE;
  if (!vc_matroska_map_read (&map, fd, error))
    return FALSE;
  if (map.n_frames == 0) {
    g_autofree char *name = g_path_get_basename (job->from);

    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Failed to repair “%s”: there is no picture in it", name);
    return FALSE;
  }

  if (remux (job, cancellable, &cause))
    return unlink (job->from) == 0 || errno == ENOENT;
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return mend_in_place (job, fd, &map, error);

  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* (transfer full) (nullable): where it is now. */
static char *
open_and_repair (const Job *job, GCancellable *cancellable, GError **error)
{
  int fd = open (job->from, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean is_done;

  if (fd < 0) {
    set_error (error, "repair", job->from);
    return NULL;
  }
  is_done = repair (job, fd, cancellable, error);
  close (fd);
  return is_done ? g_strdup (job->to) : NULL;
}

static void
run_repair (GTask *task, gpointer source, gpointer data,
            GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = open_and_repair (data, cancellable, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static Job *
new_remux (const char *from, const char *to)
{
  Job *job = g_new0 (Job, 1);

  job->from = g_strdup (from);
  job->to = g_strdup (to);
  return job;
}

static Job *
new_repair (const char *part, const VcRecordTags *tags)
{
  Job *job = g_new0 (Job, 1);

  job->from = g_strdup (part);
  job->to = g_strndup (part, strlen (part) - strlen (VC_RECORD_PART_ENDING));
  if (tags != NULL) {
    job->has_tags = TRUE;
    job->title = g_strdup (tags->title);
    job->data_set = g_strdup (tags->data_set);
    job->date = tags->date != NULL ? g_date_time_ref (tags->date) : NULL;
  }
  return job;
}

void
vc_remux_async (const char *from, const char *to, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, vc_remux_async);
  g_task_set_task_data (task, new_remux (from, to), (GDestroyNotify)free_job);
  g_task_run_in_thread (task, run_remux);
}

gboolean
vc_remux_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
vc_remux (const char *from, const char *to, GCancellable *cancellable,
          GError **error)
{
  Job *job = new_remux (from, to);
  gboolean is_done = remux (job, cancellable, error);

  free_job (job);
  return is_done;
}

void
vc_repair_async (const char *part, const VcRecordTags *tags,
                 GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (g_str_has_suffix (part, VC_RECORD_PART_ENDING));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, vc_repair_async);
  g_task_set_task_data (task, new_repair (part, tags),
                        (GDestroyNotify)free_job);
  g_task_run_in_thread (task, run_repair);
}

char *
vc_repair_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
vc_repair (const char *part, const VcRecordTags *tags,
           GCancellable *cancellable, GError **error)
{
  char *path;
  Job *job;

  g_return_val_if_fail (g_str_has_suffix (part, VC_RECORD_PART_ENDING), NULL);

  job = new_repair (part, tags);
  path = open_and_repair (job, cancellable, error);
  free_job (job);
  return path;
}
