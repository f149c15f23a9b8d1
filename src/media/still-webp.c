/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A frame as lossless WebP files, one below another.
 */

#include "still-webp.h"

#include <webp/encode.h>

/* The cores take one strip after the other, and are done at the same time. Each
 * strip has codes of its own, so that some pictures become smaller, a CT head
 * compressed in a hurry by up to 9 %; lower strips gain nothing more. */
#define ROWS 90

typedef struct {
  const VcFrame *frame;
  VcStillEffort effort;
  int top;
  int height;
  GCancellable *cancellable;
  GBytes *file; /* (nullable) */
  GError *error;
} Strip;

typedef struct {
  Strip strips[VC_STILL_MAX_PARTS];
  guint n;
  gint next;             /* atomic */
  VcStillStream *stream; /* (nullable) */
} Strips;

static int
on_progress (int percent, const WebPPicture *picture)
{
  return !g_cancellable_is_cancelled (picture->user_data);
}

static void
report_failure (Strip *self, const WebPPicture *picture)
{
  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to compress a picture of %d × %d pixels as WebP (%d)",
                 picture->width, picture->height, picture->error_code);
}

static void
free_memory (gpointer data)
{
  WebPFree (data);
}

static void
encode (Strip *self, const WebPConfig *config, WebPPicture *picture)
{
  const VcFrame *frame = self->frame;
  WebPMemoryWriter writer;

  WebPMemoryWriterInit (&writer);
  picture->use_argb = 1;
  picture->width = frame->width;
  picture->height = self->height;
  picture->writer = WebPMemoryWrite;
  picture->custom_ptr = &writer;
  picture->progress_hook = on_progress;
  picture->user_data = self->cancellable;
  if (WebPPictureImportRGBX (picture,
                             frame->pixels + (gsize)self->top * frame->stride,
                             frame->stride) &&
      WebPEncode (config, picture)) {
    self->file = g_bytes_new_with_free_func (writer.mem, writer.size,
                                             free_memory, writer.mem);
  } else {
    report_failure (self, picture);
    WebPMemoryWriterClear (&writer);
  }
}

static void
run_strip (Strip *self)
{
  WebPConfig config;
  WebPPicture picture;

  if (!WebPConfigInit (&config) || !WebPPictureInit (&picture) ||
      !WebPConfigLosslessPreset (&config,
                                 self->effort == VC_STILL_FAST ? 0 : 1)) {
    g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         "Failed to compress a picture: another libwebp");
    return;
  }
  encode (self, &config, &picture);
  WebPPictureFree (&picture);
}

static void
cut (Strips *self, const VcFrame *frame, VcStillEffort effort,
     GCancellable *cancellable)
{
  self->n = CLAMP ((guint)frame->height / ROWS, 1, VC_STILL_MAX_PARTS);
  for (guint i = 0; i < self->n; i++) {
    int top = frame->height * i / self->n;

    self->strips[i] = (Strip){.frame = frame,
                              .effort = effort,
                              .top = top,
                              .height = frame->height * (i + 1) / self->n - top,
                              .cancellable = cancellable};
  }
}

/* One of several threads, each of which takes the next strip. */
static gpointer
run_strips (gpointer data)
{
  Strips *self = data;
  guint i;

  while ((i = (guint)g_atomic_int_add (&self->next, 1)) < self->n) {
    Strip *strip = &self->strips[i];

    run_strip (strip);
    if (strip->file != NULL && self->stream != NULL)
      vc_still_stream_set_part (self->stream, i, self->n, strip->file);
  }
  return NULL;
}

static void
run_all (Strips *self)
{
  guint n_threads = MIN (g_get_num_processors (), self->n);
  GThread *threads[VC_STILL_MAX_PARTS];

  /* Without a thread it takes longer. */
  for (guint i = 1; i < n_threads; i++)
    threads[i] = g_thread_try_new ("vtkcast-webp", run_strips, self, NULL);
  run_strips (self);
  for (guint i = 1; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}

GPtrArray *
vc_still_webp_encode (const VcFrame *frame, VcStillEffort effort,
                      VcStillStream *stream, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) files =
    g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GError) failure = NULL;
  Strips strips = {.stream = stream};

  cut (&strips, frame, effort, cancellable);
  run_all (&strips);
  for (guint i = 0; i < strips.n; i++) {
    Strip *strip = &strips.strips[i];

    if (strip->file != NULL)
      g_ptr_array_add (files, strip->file);
    if (failure == NULL)
      failure = g_steal_pointer (&strip->error);
    g_clear_error (&strip->error);
  }
  if (failure == NULL)
    return g_steal_pointer (&files);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
