/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcJournalFile: writes entries into a file, in a thread of its own.
 */

#include "journal-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "journal-line.h"

/* A minute of the liveliest drag. */
#define ENTRIES_MAX 8192

struct _VcJournalFile {
  char *path;
  int fd;
  VcJournalFileFunc func;
  gpointer user_data;
  GThread *thread;

  GMutex lock;
  GCond cond;
  GQueue queue;
  gboolean is_closing;
  guint64 size;
};

/* Waits. NULL: nothing will come any more. */
static VcJournalEntry *
take (VcJournalFile *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (g_queue_is_empty (&self->queue) && !self->is_closing)
    g_cond_wait (&self->cond, &self->lock);
  return g_queue_pop_head (&self->queue);
}

static gboolean
write_text (VcJournalFile *self, const char *text, gsize length)
{
  while (length > 0) {
    gssize n = write (self->fd, text, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    text += n;
    length -= n;
  }
  return TRUE;
}

/* A line that does not fit any more leaves no trace. */
static gboolean
write_entry (VcJournalFile *self, const VcJournalEntry *entry, GError **error)
{
  g_autofree char *text = vc_journal_line_build (entry);
  gsize length = strlen (text);
  int code;

  if (write_text (self, text, length)) {
    g_mutex_lock (&self->lock);
    self->size += length;
    g_mutex_unlock (&self->lock);
    return TRUE;
  }
  code = errno;
  /* Of a pipe nothing can be taken back. */
  if (ftruncate (self->fd, self->size) != 0)
    g_debug ("The journal cannot be cut: %s", g_strerror (errno));
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "Failed to write the journal “%s”: %s",
               self->path != NULL ? self->path : "-", g_strerror (code));
  return FALSE;
}

static gpointer
run (gpointer data)
{
  VcJournalFile *self = data;
  g_autoptr (GError) error = NULL;
  VcJournalEntry *entry;

  while ((entry = take (self)) != NULL) {
    gboolean was_good = error == NULL;

    if (was_good && !write_entry (self, entry, &error))
      self->func (error, FALSE, self->user_data);
    vc_journal_entry_free (entry);
  }
  if (self->size == 0 && self->path != NULL)
    unlink (self->path);
  else
    fdatasync (self->fd);
  self->func (NULL, TRUE, self->user_data);
  return NULL;
}

static VcJournalFile *
new_file (int fd, VcJournalFileFunc func, gpointer user_data)
{
  VcJournalFile *self = g_new0 (VcJournalFile, 1);

  self->fd = fd;
  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->queue);
  return self;
}

static void
start (VcJournalFile *self)
{
  self->thread = g_thread_new ("vtkcast-journal", run, self);
}

VcJournalFile *
vc_journal_file_new (const char *path, VcJournalFileFunc func,
                     gpointer user_data, GError **error)
{
  int fd =
    open (path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  VcJournalFile *self;

  if (fd < 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                 "Failed to create the journal “%s”: %s", path,
                 g_strerror (code));
    return NULL;
  }
  self = new_file (fd, func, user_data);
  self->path = g_strdup (path);
  start (self);
  return self;
}

VcJournalFile *
vc_journal_file_new_for_fd (int fd, VcJournalFileFunc func, gpointer user_data)
{
  VcJournalFile *self = new_file (fd, func, user_data);

  start (self);
  return self;
}

void
vc_journal_file_free (VcJournalFile *self)
{
  vc_journal_file_close (self, NULL);
  g_thread_join (self->thread);
  close (self->fd);
  g_assert (g_queue_is_empty (&self->queue));
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

gboolean
vc_journal_file_add (VcJournalFile *self, VcJournalEntry *entry)
{
  gboolean has_room;

  g_mutex_lock (&self->lock);
  has_room = !self->is_closing && self->queue.length < ENTRIES_MAX;
  if (has_room)
    g_queue_push_tail (&self->queue, g_steal_pointer (&entry));
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&entry, vc_journal_entry_free);
  return has_room;
}

gboolean
vc_journal_file_has_room (VcJournalFile *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->queue.length < ENTRIES_MAX / 2;
}

void
vc_journal_file_close (VcJournalFile *self, VcJournalEntry *entry)
{
  g_mutex_lock (&self->lock);
  if (entry != NULL && !self->is_closing)
    g_queue_push_tail (&self->queue, g_steal_pointer (&entry));
  self->is_closing = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&entry, vc_journal_entry_free);
}

guint64
vc_journal_file_get_size (VcJournalFile *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->size;
}
