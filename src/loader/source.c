/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSource: the bytes of a regular file, decompressed on the way.
 */

#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loader.h"

#define BUFFER_SIZE (256 * 1024)

/* read() rather than mmap(): a file that shrinks meanwhile is an error then,
 * not a SIGBUS. */
struct _VcSource {
  int fd;
  guint64 size;
  guint64 position;
  GConverter *inflater; /* NULL: not compressed */
  GZlibCompressorFormat format;
  gboolean begun; /* something of the stream was decompressed */
  gboolean ended; /* the compressed stream is complete */
  char *buffer;
  gsize begin, end; /* of what is in @buffer */
};

static gboolean
set_errno (GError **error, int code)
{
  g_set_error (error, VC_LOADER_ERROR,
               code == ENOENT || code == ENOTDIR ? VC_LOADER_ERROR_NOT_FOUND
                                                 : VC_LOADER_ERROR_BROKEN,
               "%s",
               code == ENOENT   ? "there is no such file"
               : code == EACCES ? "you may not read it"
                                : g_strerror (code));
  return FALSE;
}

static gssize
read_file (VcSource *self, void *buffer, gsize length, GError **error)
{
  gsize done = 0;

  while (done < length) {
    gssize n = pread (self->fd, (char *)buffer + done,
                      MIN (length - done, 1 << 30), self->position);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      set_errno (error, errno);
      return -1;
    }
    if (n == 0)
      break;
    done += n;
    self->position += n;
  }
  return done;
}

static gboolean
fill (VcSource *self, GError **error)
{
  gssize n;

  memmove (self->buffer, self->buffer + self->begin, self->end - self->begin);
  self->end -= self->begin;
  self->begin = 0;
  n =
    read_file (self, self->buffer + self->end, BUFFER_SIZE - self->end, error);
  if (n < 0)
    return FALSE;
  self->end += n;
  return TRUE;
}

/* gzip files may consist of several members, one after the other. */
static gboolean
begin_next_member (VcSource *self, GError **error)
{
  if (self->end - self->begin < 2 && !fill (self, error))
    return FALSE;
  if (self->format == G_ZLIB_COMPRESSOR_FORMAT_GZIP &&
      self->end - self->begin >= 2 &&
      memcmp (self->buffer + self->begin, "\x1f\x8b", 2) == 0)
    g_converter_reset (self->inflater);
  else
    self->ended = TRUE;
  return TRUE;
}

static const char *
explain (const VcSource *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return "its compressed data are cut off";
  return self->begun ? "its compressed data are damaged"
                     : "its data are not compressed as its name or header says";
}

static gboolean
inflate_some (VcSource *self, char *buffer, gsize length, gsize *written,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize consumed = 0;
  GConverterFlags flags = 0;
  GConverterResult result;

  *written = 0;
  if (self->end - self->begin < BUFFER_SIZE / 2 &&
      self->position < self->size && !fill (self, error))
    return FALSE;
  if (self->position >= self->size)
    flags = G_CONVERTER_INPUT_AT_END;
  result = g_converter_convert (self->inflater, self->buffer + self->begin,
                                self->end - self->begin, buffer, length, flags,
                                &consumed, written, &local);
  if (result == G_CONVERTER_ERROR) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         explain (self, local));
    return FALSE;
  }
  self->begun = TRUE;
  self->begin += consumed;
  if (result == G_CONVERTER_FINISHED)
    return begin_next_member (self, error);
  return TRUE;
}

VcSource *
vc_source_new (const char *path, GError **error)
{
  g_autoptr (VcSource) self = g_new0 (VcSource, 1);
  struct stat st;

  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self->fd < 0 || fstat (self->fd, &st) < 0) {
    set_errno (error, errno);
    return NULL;
  }
  if (!S_ISREG (st.st_mode)) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                         "it is no regular file");
    return NULL;
  }
  self->size = st.st_size;
  return g_steal_pointer (&self);
}

void
vc_source_free (VcSource *self)
{
  g_clear_object (&self->inflater);
  g_free (self->buffer);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

guint64
vc_source_get_size (VcSource *self)
{
  return self->size;
}

guint64
vc_source_get_position (VcSource *self)
{
  return self->position;
}

double
vc_source_get_fraction (VcSource *self)
{
  return self->size ? MIN (1.0, (double)self->position / self->size) : 1;
}

gboolean
vc_source_seek (VcSource *self, guint64 offset, VcEncoding encoding,
                GError **error)
{
  g_clear_object (&self->inflater);
  self->position = offset;
  self->begin = self->end = 0;
  self->begun = self->ended = FALSE;
  if (offset > self->size) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it ends before its data begin");
    return FALSE;
  }
  if (encoding == VC_ENCODING_RAW || encoding == VC_ENCODING_TEXT)
    return TRUE;
  self->format = encoding == VC_ENCODING_GZIP ? G_ZLIB_COMPRESSOR_FORMAT_GZIP
                                              : G_ZLIB_COMPRESSOR_FORMAT_ZLIB;
  self->inflater = G_CONVERTER (g_zlib_decompressor_new (self->format));
  if (self->buffer == NULL)
    self->buffer = g_malloc (BUFFER_SIZE);
  return TRUE;
}

gssize
vc_source_read (VcSource *self, void *buffer, gsize length, GError **error)
{
  gsize done = 0;

  if (self->inflater == NULL)
    return read_file (self, buffer, length, error);
  while (done < length && !self->ended) {
    gsize written;

    if (!inflate_some (self, (char *)buffer + done, length - done, &written,
                       error))
      return -1;
    done += written;
  }
  return done;
}

gboolean
vc_source_skip (VcSource *self, guint64 length, GError **error)
{
  g_autofree char *scratch = NULL;

  if (self->inflater == NULL)
    return vc_source_seek (self, self->position + length, VC_ENCODING_RAW,
                           error);
  scratch = g_malloc (BUFFER_SIZE);
  while (length > 0) {
    gssize n = vc_source_read (self, scratch, MIN (length, BUFFER_SIZE), error);

    if (n < 0)
      return FALSE;
    if (n == 0) {
      g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                           "it ends before its data begin");
      return FALSE;
    }
    length -= n;
  }
  return TRUE;
}

gboolean
vc_source_skip_lines (VcSource *self, guint lines, GError **error)
{
  while (lines > 0) {
    char block[4096];
    gssize n = read_file (self, block, sizeof block, error);
    gssize used = 0;

    if (n < 0)
      return FALSE;
    if (n == 0) {
      g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                           "it has fewer lines than its header skips");
      return FALSE;
    }
    while (used < n && lines > 0)
      lines -= block[used++] == '\n';
    self->position -= n - used;
  }
  return TRUE;
}
