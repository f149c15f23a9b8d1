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

/* @tags: (nullable) */
typedef struct {
  const char *from;
  const char *to;
  const VcRecordTags *tags;
} Job;

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
  gboolean is_done = vc_remux_pipeline_run (job->from, ending, fd, scratch,
                                            job->tags, cancellable, error);

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

gboolean
vc_remux (const char *from, const char *to, GCancellable *cancellable,
          GError **error)
{
  Job job = {.from = from, .to = to};

  return remux (&job, cancellable, error);
}

char *
vc_repair (const char *part, const VcRecordTags *tags,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *to = NULL;
  gboolean is_done;
  Job job;
  int fd;

  g_return_val_if_fail (g_str_has_suffix (part, VC_RECORD_PART_ENDING), NULL);

  fd = open (part, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) {
    set_error (error, "repair", part);
    return NULL;
  }
  to = g_strndup (part, strlen (part) - strlen (VC_RECORD_PART_ENDING));
  job = (Job){part, to, tags};
  is_done = repair (&job, fd, cancellable, error);
  close (fd);
  return is_done ? g_steal_pointer (&to) : NULL;
}
