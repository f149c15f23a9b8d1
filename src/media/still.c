/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStill: the exact pixels of one frame, compressed without loss.
 */

#include "still.h"

#include <png.h>
#include <string.h>

#include "still-webp.h"

/* PNG's own filters and zlib's levels above this one gain next to nothing on
 * rendered pictures. */
#define PNG_LEVEL 1

typedef struct {
  const VcFrame *frame;
  VcStillFormat format;
  VcStillEffort effort;
  VcStillStream *stream; /* (nullable) */
} Job;

static void
free_job (Job *self)
{
  vc_frame_unref ((VcFrame *)self->frame);
  g_clear_object (&self->stream);
  g_free (self);
}

static const guint8 *
get_row (const VcFrame *frame, int y)
{
  return frame->pixels + (gsize)y * frame->stride;
}

static void
pack_row (guint8 *rgb, const guint8 *rgba, int width)
{
  for (int x = 0; x < width; x++) {
    rgb[3 * x] = rgba[4 * x];
    rgb[3 * x + 1] = rgba[4 * x + 1];
    rgb[3 * x + 2] = rgba[4 * x + 2];
  }
}

static char *
compute_sha256 (const VcFrame *frame, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = (gsize)3 * frame->width;
  g_autofree guint8 *row = g_malloc (length);

  for (int y = 0; y < frame->height; y++) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    pack_row (row, get_row (frame, y), frame->width);
    g_checksum_update (checksum, row, length);
  }
  return g_strdup (g_checksum_get_string (checksum));
}

/* Beside the compression: each takes as long as the other. */
typedef struct {
  const VcFrame *frame;
  VcStillStream *stream; /* (nullable) */
  GCancellable *cancellable;
  GError *error;
} Hashing;

static gpointer
run_hashing (gpointer data)
{
  Hashing *hashing = data;
  char *sha256 =
    compute_sha256 (hashing->frame, hashing->cancellable, &hashing->error);

  if (sha256 != NULL && hashing->stream != NULL)
    vc_still_stream_set_sha256 (hashing->stream, sha256);
  return sha256;
}

static void
on_png_write (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, length);
}

static void
on_png_flush (png_structp png)
{
}

static void
write_png (png_structp png, png_infop info, const VcFrame *frame,
           GCancellable *cancellable)
{
  png_set_compression_level (png, PNG_LEVEL);
  png_set_IHDR (png, info, frame->width, frame->height, 8, PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  png_set_filler (png, 0, PNG_FILLER_AFTER);
  for (int y = 0; y < frame->height; y++) {
    if (g_cancellable_is_cancelled (cancellable))
      png_error (png, "cancelled");
    png_write_row (png, get_row (frame, y));
  }
  png_write_end (png, info);
}

/* libpng jumps here from wherever it fails. */
static gboolean
try_png (png_structp png, png_infop info, const VcFrame *frame,
         GCancellable *cancellable)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  write_png (png, info, frame, cancellable);
  return TRUE;
}

static void
on_png_error (png_structp png, png_const_charp text)
{
  png_longjmp (png, 1);
}

static void
on_png_warning (png_structp png, png_const_charp text)
{
}

static GBytes *
encode_png (const VcFrame *frame, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL,
                                             on_png_error, on_png_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean is_written = FALSE;

  if (info != NULL) {
    png_set_write_fn (png, array, on_png_write, on_png_flush);
    is_written = try_png (png, info, frame, cancellable);
  }
  png_destroy_write_struct (&png, &info);
  if (is_written)
    return g_byte_array_free_to_bytes (g_steal_pointer (&array));
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "Failed to compress a picture of %d × %d pixels as PNG",
                 frame->width, frame->height);
  return NULL;
}

/* Fills in the files and their lengths. */
static gboolean
encode_webp (VcStill *self, const Job *job, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GByteArray) all = NULL;
  g_autoptr (GPtrArray) files = vc_still_webp_encode (
    job->frame, job->effort, job->stream, cancellable, error);

  if (files == NULL)
    return FALSE;
  all = g_byte_array_new ();
  for (guint i = 0; i < files->len; i++) {
    const guint8 *data = g_bytes_get_data (files->pdata[i], &self->parts[i]);

    g_byte_array_append (all, data, (guint)self->parts[i]);
  }
  self->n_parts = files->len;
  self->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  return TRUE;
}

static gboolean
encode (VcStill *self, const Job *job, GCancellable *cancellable,
        GError **error)
{
  if (job->format == VC_STILL_WEBP)
    return encode_webp (self, job, cancellable, error);
  self->bytes = encode_png (job->frame, cancellable, error);
  if (self->bytes == NULL)
    return FALSE;
  self->parts[0] = g_bytes_get_size (self->bytes);
  self->n_parts = 1;
  return TRUE;
}

static void
clear_still (gpointer data)
{
  VcStill *self = data;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->sha256);
}

static VcStill *
make (const Job *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (VcStill) self = g_atomic_rc_box_new0 (VcStill);
  Hashing hashing = {
    .frame = job->frame, .stream = job->stream, .cancellable = cancellable};
  GThread *hasher = g_thread_new ("vtkcast-sha256", run_hashing, &hashing);
  gboolean is_encoded;

  self->id = job->frame->id;
  self->width = job->frame->width;
  self->height = job->frame->height;
  self->format = job->format;
  is_encoded = encode (self, job, cancellable, error);
  self->sha256 = g_thread_join (hasher);
  if (is_encoded && self->sha256 != NULL)
    return g_steal_pointer (&self);
  if (is_encoded)
    g_propagate_error (error, g_steal_pointer (&hashing.error));
  g_clear_error (&hashing.error);
  return NULL;
}

static void
run_job (GTask *task, gpointer source, gpointer task_data,
         GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GError) error = NULL;
  VcStill *still = make (job, cancellable, &error);

  if (still != NULL)
    g_task_return_pointer (task, still, (GDestroyNotify)vc_still_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

VcStill *
vc_still_ref (VcStill *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
vc_still_unref (VcStill *self)
{
  g_atomic_rc_box_release_full (self, clear_still);
}

const char *
vc_still_get_type_name (const VcStill *self)
{
  return self->format == VC_STILL_PNG ? "image/png" : "image/webp";
}

char *
vc_still_hash_frame (const VcFrame *frame)
{
  return compute_sha256 (frame, NULL, NULL);
}

VcStill *
vc_still_new (const VcFrame *frame, VcStillFormat format, VcStillEffort effort,
              GCancellable *cancellable, GError **error)
{
  const Job job = {.frame = frame, .format = format, .effort = effort};

  return make (&job, cancellable, error);
}

void
vc_still_new_async (VcFrame *frame, VcStillFormat format, VcStillEffort effort,
                    VcStillStream *stream, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->frame = vc_frame_ref (frame);
  job->format = format;
  job->effort = effort;
  job->stream = stream != NULL ? g_object_ref (stream) : NULL;
  g_task_set_source_tag (task, vc_still_new_async);
  g_task_set_task_data (task, job, (GDestroyNotify)free_job);
  g_task_run_in_thread (task, run_job);
}

VcStill *
vc_still_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
