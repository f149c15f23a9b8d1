/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Mends Matroska files in place.
 */

#include "matroska.h"

#include <errno.h>
#include <gst/gst.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID_VOID 0xec
#define ID_EBML 0x1a45dfa3
#define ID_SEGMENT 0x18538067
#define ID_INFO 0x1549a966
#define ID_TIMESTAMP_SCALE 0x2ad7b1
#define ID_DURATION 0x4489
#define ID_CLUSTER 0x1f43b675
#define ID_TIMESTAMP 0xe7
#define ID_SIMPLE_BLOCK 0xa3
#define ID_BLOCK_GROUP 0xa0
#define ID_BLOCK 0xa1
#define ID_TAGS 0x1254c367
#define ID_TAG 0x7373
#define ID_SIMPLE_TAG 0x67c8
#define ID_TAG_STRING 0x4487

#define DEFAULT_TIME_SCALE 1000000
/* An identifier, a length, and a number or the head of a block. */
#define HEAD_SIZE (4 + 8 + 8)
/* A floating-point number, behind an identifier and a length. */
#define DURATION_HEAD 3
#define DURATION_SIZE 8
#define UNKNOWN_SIZE G_MAXUINT64
/* A text that is longer is none of ours. */
#define MOST_TEXT 65536

/* One element; what is in it may be cut off. */
typedef struct {
  guint32 id;
  guint64 payload;
  guint64 size;
  guint64 value; /* of the first eight bytes, or as many as there are */
} Element;

typedef struct {
  int fd;
  guint64 pos;
  guint64 length;
  guint64 cluster;
} Reader;

static guint64
read_number (const guint8 *bytes, gsize n)
{
  guint64 number = 0;

  for (gsize i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* Bytes of a variable-size integer that begins with @first; 9 = none. */
static guint
measure_vint (guint8 first)
{
  guint n = 1;

  while (n <= 8 && !(first & (0x80 >> (n - 1))))
    n++;
  return n;
}

static gboolean
read_element (Reader *reader, Element *element)
{
  guint8 head[HEAD_SIZE + 8] = {0};
  gssize n = pread (reader->fd, head, HEAD_SIZE, reader->pos);
  guint id_length = measure_vint (head[0]);
  guint size_length;
  guint n_value;

  if (n < 2 || id_length > 4 || id_length >= (guint)n)
    return FALSE;
  element->id = (guint32)read_number (head, id_length);
  size_length = measure_vint (head[id_length]);
  if (size_length > 8 || id_length + size_length > (guint)n)
    return FALSE;

  element->size = read_number (head + id_length, size_length) &
                  ((G_GUINT64_CONSTANT (1) << (7 * size_length)) - 1);
  if (element->size == (G_GUINT64_CONSTANT (1) << (7 * size_length)) - 1)
    element->size = UNKNOWN_SIZE;
  element->payload = reader->pos + id_length + size_length;
  n_value = (guint)MIN (element->size, 8);
  element->value = read_number (head + id_length + size_length, n_value);
  return TRUE;
}

static gboolean
is_whole (const Reader *reader, const Element *element)
{
  return element->size <= reader->length - element->payload;
}

static void
note_block (VcMatroskaMap *map, const Reader *reader, const Element *element)
{
  /* The track, one byte; the time, two, from the cluster's. */
  guint n = (guint)MIN (element->size, 8);
  gint16 offset = n < 4 ? 0 : (gint16)(element->value >> (8 * (n - 3)));

  map->n_frames++;
  map->last_time = (reader->cluster + offset) * map->time_scale;
  map->end = element->payload + element->size;
}

/* What matroskamux 1.22 makes of the duration of a file with one frame is an
 * element that is too short by a byte: nothing can be read behind it. */
static void
note_info (VcMatroskaMap *map, const Reader *reader, const Element *info)
{
  Reader inside = {.fd = reader->fd,
                   .pos = info->payload,
                   .length = info->payload + info->size};
  Element element;

  while (inside.pos < inside.length && read_element (&inside, &element)) {
    if (element.id == ID_TIMESTAMP_SCALE)
      map->time_scale = element.value;
    if (element.size == DURATION_SIZE &&
        (element.id == ID_DURATION || element.id == ID_VOID)) {
      map->duration_pos = inside.pos;
      inside.pos += DURATION_HEAD;
    } else {
      inside.pos = element.payload;
    }
    inside.pos += element.size;
  }
}

static void
note (VcMatroskaMap *map, Reader *reader, const Element *element)
{
  switch (element->id) {
  case ID_INFO:
    note_info (map, reader, element);
    break;
  case ID_TIMESTAMP:
    reader->cluster = element->value;
    break;
  case ID_SIMPLE_BLOCK:
  case ID_BLOCK:
    note_block (map, reader, element);
    break;
  case ID_TAGS:
    map->tags_pos = element->payload;
    map->tags_end = element->payload + element->size;
    break;
  default:
    break;
  }
}

static gboolean
is_entered (guint32 id)
{
  return id == ID_SEGMENT || id == ID_CLUSTER || id == ID_BLOCK_GROUP;
}

static void
set_error (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "Failed to %s: %s", what, g_strerror (code));
}

static gboolean
write_all (int fd, const void *bytes, gsize n, guint64 pos, GError **error)
{
  const guint8 *rest = bytes;

  while (n > 0) {
    gssize written = pwrite (fd, rest, n, pos);

    if (written < 0) {
      if (errno == EINTR)
        continue;
      set_error (error, "write the end of a recording");
      return FALSE;
    }
    rest += written;
    pos += written;
    n -= written;
  }

  return TRUE;
}

/* Replaces a text that is at @element by what it stands for. */
static gboolean
unescape (int fd, const Element *element, GError **error)
{
  g_autofree char *text = NULL;
  const char *plain;
  GValue value = G_VALUE_INIT;
  gboolean is_written = TRUE;

  if (element->size == 0 || element->size > MOST_TEXT)
    return TRUE;

  text = g_malloc0 (element->size + 1);
  if (pread (fd, text, element->size, element->payload) !=
      (gssize)element->size)
    return TRUE;

  g_value_init (&value, G_TYPE_STRING);
  if (text[0] == '"' && gst_value_deserialize (&value, text)) {
    plain = g_value_get_string (&value);
    if (strlen (plain) <= element->size) {
      memset (text, 0, element->size);
      memcpy (text, plain, strlen (plain));
      is_written = write_all (fd, text, element->size, element->payload, error);
    }
  }
  g_value_unset (&value);

  return is_written;
}

gboolean
vc_matroska_map_read (VcMatroskaMap *map, int fd, GError **error)
{
  Reader reader = {.fd = fd};
  Element element;
  struct stat status;

  memset (map, 0, sizeof *map);
  map->time_scale = DEFAULT_TIME_SCALE;
  if (fstat (fd, &status) != 0) {
    set_error (error, "read a recording");
    return FALSE;
  }
  reader.length = status.st_size;
  if (!read_element (&reader, &element) || element.id != ID_EBML) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "It is no Matroska file");
    return FALSE;
  }

  reader.pos = element.payload + element.size;
  while (reader.pos < reader.length && read_element (&reader, &element)) {
    if (is_entered (element.id)) {
      reader.pos = element.payload;
      continue;
    }
    if (!is_whole (&reader, &element))
      break;
    note (map, &reader, &element);
    reader.pos = element.payload + element.size;
  }

  return TRUE;
}

gboolean
vc_matroska_set_duration (const VcMatroskaMap *map, int fd, guint64 duration,
                          GError **error)
{
  double ticks = (double)duration / map->time_scale;
  guint64 bits;
  guint8 bytes[DURATION_HEAD + DURATION_SIZE] = {
    ID_DURATION >> 8, ID_DURATION & 0xff, 0x80 | DURATION_SIZE};

  if (map->duration_pos == 0)
    return TRUE;

  memcpy (&bits, &ticks, sizeof bits);
  bits = GUINT64_TO_BE (bits);
  memcpy (bytes + DURATION_HEAD, &bits, sizeof bits);
  return write_all (fd, bytes, sizeof bytes, map->duration_pos, error);
}

gboolean
vc_matroska_unescape_tags (const VcMatroskaMap *map, int fd, GError **error)
{
  Reader reader = {.fd = fd, .pos = map->tags_pos, .length = map->tags_end};
  Element element;

  while (reader.pos < reader.length && read_element (&reader, &element)) {
    if (element.id == ID_TAG || element.id == ID_SIMPLE_TAG) {
      reader.pos = element.payload;
      continue;
    }
    if (!is_whole (&reader, &element))
      break;
    if (element.id == ID_TAG_STRING && !unescape (fd, &element, error))
      return FALSE;
    reader.pos = element.payload + element.size;
  }

  return TRUE;
}
