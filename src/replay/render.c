/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Renders a journal's session again, off-line.
 */

#include "render.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "canvas.h"
#include "host.h"
#include "output.h"
#include "progress.h"
#include "still.h"

/* Where nobody watches a bar, a line is enough for each tenth. */
#define LINES 10
#define BAR_INTERVAL_US 100000

/**
 * Teller:
 * @is_tty: whether a line can be written over
 * @told_us: when it was, last
 * @n_lines: written so far
 */
typedef struct {
  gboolean is_tty;
  gint64 begin_us;
  gint64 told_us;
  guint n_lines;
} Teller;

static void
tell (Teller *self, VcProgress *progress)
{
  gint64 now = g_get_monotonic_time ();
  double share = vc_progress_get_share (progress);
  g_autofree char *text = NULL;

  if (self->is_tty ? share < 1 && now - self->told_us < BAR_INTERVAL_US
                   : floor (share * LINES) <= self->n_lines)
    return;
  progress->elapsed_us = now - self->begin_us;
  text = vc_progress_describe (progress);
  fprintf (stderr, self->is_tty ? "\r%s\033[K%s" : "%s%s", text,
           self->is_tty && share < 1 ? "" : "\n");
  self->told_us = now;
  self->n_lines = floor (share * LINES);
}

/* Another renderer draws the same a little differently. */
static void
compare_renderers (const VcReplaySource *source, VcHost *host)
{
  const VcJournalEntry *header =
    vc_journal_record_get_header (vc_timeline_get_record (source->timeline));
  const char *renderer = vc_host_get_renderer (host);

  if (header->renderer && g_strcmp0 (header->renderer, renderer) != 0)
    fprintf (stderr,
             "vtkcast: The session was rendered by “%s”, and now it is by "
             "“%s”: pixels may differ\n",
             header->renderer, renderer);
}

static void
on_loading (double progress, gpointer user_data)
{
  fprintf (stderr, "\rloading %.0f %%\033[K", floor (100 * progress));
}

static VcHost *
open_host (const VcReplaySource *source, int gpu, GError **error)
{
  gboolean is_tty = isatty (STDERR_FILENO);
  g_autoptr (VcHost) host =
    vc_host_new ((const char *const *)source->locations, gpu,
                 is_tty ? on_loading : NULL, NULL, error);
  g_autofree char *identity = NULL;

  if (is_tty)
    fputs ("\r\033[K", stderr);
  if (!host)
    return NULL;
  identity = vc_host_dup_identity (host);
  if (!vc_replay_source_check_identity (source, identity, error))
    return NULL;
  compare_renderers (source, host);
  return g_steal_pointer (&host);
}

/**
 * Plan:
 * @n: pictures
 */
typedef struct {
  int width;
  int height;
  gint64 from_us;
  gint64 to_us;
  double fps;
  guint n;
} Plan;

static gint64
get_time (const Plan *plan, guint index)
{
  return MIN (plan->from_us + llround (index * 1e6 / plan->fps), plan->to_us);
}

static gboolean
make_plan (const VcReplaySource *source, const VcRenderOptions *options,
           Plan *plan, GError **error)
{
  const VcJournalRecord *record = vc_timeline_get_record (source->timeline);
  const VcJournalEntry *header = vc_journal_record_get_header (record);
  gint64 end_us = vc_journal_record_get_duration (record);

  /* Chroma is subsampled by two. */
  plan->width = options->width ? options->width : MAX (header->width & ~1, 2);
  plan->height =
    options->height ? options->height : MAX (header->height & ~1, 2);
  plan->fps = options->fps;
  plan->from_us = options->from_us;
  plan->to_us = options->to_us < 0 ? end_us : MIN (options->to_us, end_us);
  if (plan->from_us > plan->to_us) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "There is nothing to render: the journal ends after %.3f s",
                 end_us / 1e6);
    return FALSE;
  }
  plan->n = floor ((plan->to_us - plan->from_us) * plan->fps / 1e6) + 1;
  /* The last one shows how it ended. */
  if (get_time (plan, plan->n - 1) < plan->to_us)
    plan->n++;
  return TRUE;
}

/* Nothing is rendered again that looks the same. */
static gboolean
add_picture (const Plan *plan, VcCursor *cursor, VcCanvas *canvas,
             VcOutput *output, guint index, GError **error)
{
  const VcFrame *frame;

  if (!vc_cursor_take_change (cursor) && index > 0)
    return vc_output_add (output, NULL, error);
  frame = vc_canvas_render (canvas, cursor, plan->width, plan->height, error);
  return frame && vc_output_add (output, frame, error);
}

static gboolean
add_pictures (const VcReplaySource *source, const Plan *plan, VcCursor *cursor,
              VcOutput *output, GError **error)
{
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  VcProgress progress = {.total = plan->n};
  Teller teller = {.is_tty = isatty (STDERR_FILENO),
                   .begin_us = g_get_monotonic_time ()};

  for (guint i = 0; i < plan->n; i++) {
    gint64 t_us = get_time (plan, i);

    if (!vc_cursor_seek (
          cursor, vc_timeline_find_index (source->timeline, t_us), error) ||
        !add_picture (plan, cursor, canvas, output, i, error))
      return FALSE;
    progress.done = i + 1;
    progress.media_us = t_us - plan->from_us;
    tell (&teller, &progress);
  }
  return vc_output_finish (output, error);
}

gboolean
vc_render_film (const VcReplaySource *source, const VcRenderOptions *options,
                GError **error)
{
  g_autoptr (VcHost) host = NULL;
  g_autoptr (VcOutput) output = NULL;
  g_autoptr (VcCursor) cursor = NULL;
  Plan plan;

  if (!make_plan (source, options, &plan, error))
    return FALSE;
  host = open_host (source, options->gpu, error);
  if (!host)
    return FALSE;
  output =
    vc_output_new (options->output, plan.width, plan.height, plan.fps, error);
  if (!output)
    return FALSE;
  cursor =
    vc_cursor_new (source->timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  return add_pictures (source, &plan, cursor, output, error);
}

/* Returns the index behind the frame, or 0 if it is not in the journal. */
static guint
find_frame (const VcJournalRecord *record, guint64 id)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i);

    if (entry->type == VC_JOURNAL_FRAME && entry->frame == id)
      return i + 1;
  }
  return 0;
}

/* (transfer full) (nullable): of the picture at @index. */
static char *
hash_picture (VcCursor *cursor, VcCanvas *canvas, guint index, GError **error)
{
  const VcFrame *frame;
  int width, height;

  if (!vc_cursor_seek (cursor, index, error))
    return NULL;
  vc_cursor_get_size (cursor, &width, &height);
  frame = vc_canvas_render (canvas, cursor, width, height, error);
  return frame ? vc_still_hash_frame (frame) : NULL;
}

typedef enum { EQUAL, DIFFERENT, NOT_COMPARED, N_VERDICTS } Verdict;

/* @counts: of each verdict so far */
static gboolean
verify_entry (const VcJournalRecord *record, const VcJournalEntry *entry,
              VcCursor *cursor, VcCanvas *canvas, guint *counts, GError **error)
{
  guint index = find_frame (record, entry->frame);
  g_autofree char *sha256 = NULL;
  gboolean is_equal;

  printf ("%.6f s, frame %" G_GUINT64_FORMAT ": ", entry->t_us / 1e6,
          entry->frame);
  if (index == 0 || !vc_journal_record_get (record, index - 1)->is_ready) {
    puts (index == 0 ? "not compared: rendered before the journal began"
                     : "not compared: data were still being loaded");
    counts[NOT_COMPARED]++;
    return TRUE;
  }
  sha256 = hash_picture (cursor, canvas, index, error);
  if (!sha256)
    return FALSE;
  is_equal = g_str_equal (sha256, entry->sha256);
  counts[is_equal ? EQUAL : DIFFERENT]++;
  printf (is_equal ? "equal\n" : "NOT EQUAL: %s was shown, and now it is %s\n",
          entry->sha256, sha256);
  return TRUE;
}

gboolean
vc_render_verify (const VcReplaySource *source, const VcRenderOptions *options,
                  guint *n_different, GError **error)
{
  const VcJournalRecord *record = vc_timeline_get_record (source->timeline);
  g_autoptr (VcHost) host = open_host (source, options->gpu, error);
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  g_autoptr (VcCursor) cursor = NULL;
  guint counts[N_VERDICTS] = {0};

  if (!host)
    return FALSE;
  cursor =
    vc_cursor_new (source->timeline, vc_host_get_scene (host), VC_CURSOR_EXACT);
  for (guint i = 0; i < record->entries->len; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i);

    /* What a browser shows while it moves is not exact. */
    if (entry->sha256 == NULL ||
        (entry->type != VC_JOURNAL_STILL && entry->type != VC_JOURNAL_SHOWN))
      continue;
    if (!verify_entry (record, entry, cursor, canvas, counts, error))
      return FALSE;
  }
  printf ("%u exact pictures: %u equal, %u not equal, %u not compared\n",
          counts[EQUAL] + counts[DIFFERENT] + counts[NOT_COMPARED],
          counts[EQUAL], counts[DIFFERENT], counts[NOT_COMPARED]);
  *n_different = counts[DIFFERENT];
  return TRUE;
}
