/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the journal of a recording says about it.
 */

#include "recorded-journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "journal-line.h"

/* Only these lines are parsed: a journal has thousands of others. */
#define VIDEO_PREFIX "{\"type\":\"video\""
#define END_PREFIX "{\"type\":\"end\""
/* Nobody records for longer; seconds. */
#define TIME_MAX 1e9
#define CUT_OFF "It was cut off: the program did not come to its end"

/**
 * Summary:
 * @has_video: a video file began, at @begin_us
 * @has_end: the journal was closed
 */
typedef struct {
  VcRecorded *recorded;
  gboolean has_video;
  gboolean has_end;
  gint64 begin_us;
  gint64 end_us;
} Summary;

static FILE *
open_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  FILE *file = fd >= 0 ? fdopen (fd, "r") : NULL;

  if (fd >= 0 && file == NULL)
    close (fd);
  return file;
}

static void
take_header (Summary *self, VcJournalEntry *entry)
{
  self->recorded->title = g_steal_pointer (&entry->title);
  self->recorded->started = g_steal_pointer (&entry->date);
}

static void
take_video (Summary *self, const VcJournalEntry *entry)
{
  if (g_strcmp0 (entry->what, "began") == 0 && !self->has_video) {
    self->has_video = TRUE;
    self->begin_us = entry->t_us;
  }
  if (g_strcmp0 (entry->what, "dropped") == 0)
    self->recorded->dropped += entry->n;
}

static void
take_line (Summary *self, const char *line, gsize length, gboolean is_first)
{
  g_autoptr (VcJournalEntry) entry = vc_journal_line_parse (line, length, NULL);

  if (entry == NULL)
    return;
  self->end_us = MAX (self->end_us, entry->t_us);
  if (entry->type == VC_JOURNAL_HEADER && is_first)
    take_header (self, entry);
  else if (entry->type == VC_JOURNAL_VIDEO)
    take_video (self, entry);
  else if (entry->type == VC_JOURNAL_END) {
    self->has_end = TRUE;
    g_free (self->recorded->problem);
    self->recorded->problem = g_strdup (entry->what);
  }
}

/* Of a line that is not parsed otherwise. */
static gint64
read_time (const char *line)
{
  const char *t = strstr (line, "\"t\":");
  double seconds = t != NULL ? g_ascii_strtod (t + 4, NULL) : 0;

  return seconds > 0 && seconds < TIME_MAX ? (gint64)(seconds * G_USEC_PER_SEC)
                                           : 0;
}

/* Whatever the file is: no more than one line of it is in memory. */
static void
read_lines (Summary *self, FILE *file)
{
  g_autofree char *buffer = g_malloc (VC_JOURNAL_LINE_MAX + 1);
  gboolean is_first = TRUE;

  while (fgets (buffer, VC_JOURNAL_LINE_MAX + 1, file) != NULL) {
    gsize length = strlen (buffer);

    if (length == 0 || buffer[length - 1] != '\n')
      return;
    if (is_first || g_str_has_prefix (buffer, VIDEO_PREFIX) ||
        g_str_has_prefix (buffer, END_PREFIX))
      take_line (self, buffer, length - 1, is_first);
    else
      self->end_us = MAX (self->end_us, read_time (buffer));
    is_first = FALSE;
  }
}

void
vc_recorded_journal_read (VcRecorded *recorded, const char *path)
{
  Summary self = {.recorded = recorded};
  FILE *file = open_file (path);

  if (file == NULL)
    return;
  read_lines (&self, file);
  fclose (file);
  if (self.has_video)
    recorded->seconds = (double)(self.end_us - self.begin_us) / G_USEC_PER_SEC;
  recorded->is_cut_off = !self.has_end;
  if (!self.has_end && recorded->problem == NULL)
    recorded->problem = g_strdup (CUT_OFF);
}
