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
  WebPMemoryWriter writer;
  GError *error;
} Strip;

typedef struct {
  Strip *strips;
  guint n;
  gint next; /* atomic */
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
encode (Strip *self, const WebPConfig *config, WebPPicture *picture)
{
  const VcFrame *frame = self->frame;

  picture->use_argb = 1;
  picture->width = frame->width;
  picture->height = self->height;
  picture->writer = WebPMemoryWrite;
  picture->custom_ptr = &self->writer;
  picture->progress_hook = on_progress;
  picture->user_data = self->cancellable;
  if (!WebPPictureImportRGBX (picture,
                              frame->pixels + (gsize)self->top * frame->stride,
                              frame->stride) ||
      !WebPEncode (config, picture))
    report_failure (self, picture);
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

static guint
cut (Strip *strips, const VcFrame *frame, VcStillEffort effort,
     GCancellable *cancellable)
{
  guint n = CLAMP ((guint)frame->height / ROWS, 1, VC_STILL_MAX_PARTS);

  for (guint i = 0; i < n; i++) {
    int top = frame->height * i / n;

    strips[i] = (Strip){.frame = frame,
                        .effort = effort,
                        .top = top,
                        .height = frame->height * (i + 1) / n - top,
                        .cancellable = cancellable};
    WebPMemoryWriterInit (&strips[i].writer);
  }
  return n;
}

/* One of several threads, each of which takes the next strip. */
static gpointer
run_strips (gpointer data)
{
  Strips *self = data;
  guint i;

  while ((i = (guint)g_atomic_int_add (&self->next, 1)) < self->n)
    run_strip (&self->strips[i]);
  return NULL;
}

static void
run_all (Strip *strips, guint n)
{
  Strips work = {.strips = strips, .n = n};
  guint n_threads = MIN (g_get_num_processors (), n);
  GThread *threads[VC_STILL_MAX_PARTS];

  /* Without a thread it takes longer. */
  for (guint i = 1; i < n_threads; i++)
    threads[i] = g_thread_try_new ("vtkcast-webp", run_strips, &work, NULL);
  run_strips (&work);
  for (guint i = 1; i < n_threads; i++)
    if (threads[i] != NULL)
      g_thread_join (threads[i]);
}

GBytes *
vc_still_webp_encode (const VcFrame *frame, VcStillEffort effort, gsize *sizes,
                      guint *n_sizes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) files = g_byte_array_new ();
  g_autoptr (GError) failure = NULL;
  Strip strips[VC_STILL_MAX_PARTS];
  guint n = cut (strips, frame, effort, cancellable);

  run_all (strips, n);
  for (guint i = 0; i < n; i++) {
    Strip *strip = &strips[i];

    sizes[i] = strip->writer.size;
    if (strip->writer.size > 0)
      g_byte_array_append (files, strip->writer.mem, strip->writer.size);
    WebPMemoryWriterClear (&strip->writer);
    if (failure == NULL)
      failure = g_steal_pointer (&strip->error);
    g_clear_error (&strip->error);
  }
  *n_sizes = n;
  if (failure == NULL)
    return g_byte_array_free_to_bytes (g_steal_pointer (&files));
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
