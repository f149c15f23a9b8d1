/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecordSettings: the options of the command line about recordings, checked.
 */

#include "record-settings.h"

#include <gio/gio.h>
#include <string.h>

#include "settings-error.h"

#define SPLIT_BYTES_MIN 1000000
#define SPLIT_SECONDS_MIN 1
#define LIMIT_BYTES_MIN 1000000
#define QUANTITY_MAX 1e15

typedef struct {
  const char *container;
  const char *codec;
  VcRecordFormat format;
  gboolean to_mp4;
} Combination;

/* The first of a container is what it has if nothing else is said; the first of
 * a codec the same. */
static const Combination combinations[] = {
  {"mkv", "h264", VC_RECORD_H264, FALSE}, {"mkv", "av1", VC_RECORD_AV1, FALSE},
  {"mp4", "h264", VC_RECORD_H264, TRUE},  {"webm", "vp9", VC_RECORD_VP9, FALSE},
  {"webm", "vp8", VC_RECORD_VP8, FALSE},
};

static const struct {
  const char *unit;
  double bytes;
  double seconds;
} units[] = {
  {"kB", 1e3, 0}, {"MB", 1e6, 0}, {"GB", 1e9, 0}, {"k", 1e3, 0},  {"M", 1e6, 0},
  {"G", 1e9, 0},  {"s", 0, 1},    {"min", 0, 60}, {"h", 0, 3600},
};

static gboolean
matches (const char *wanted, const char *name)
{
  return wanted == NULL || strcmp (wanted, name) == 0;
}

static gboolean
is_known (const VcRecordRaw *raw, gboolean by_codec)
{
  for (gsize i = 0; i < G_N_ELEMENTS (combinations); i++)
    if (by_codec ? matches (raw->codec, combinations[i].codec)
                 : matches (raw->container, combinations[i].container))
      return TRUE;
  return FALSE;
}

static gboolean
read_format (VcRecordSettings *self, const VcRecordRaw *raw, GError **error)
{
  if (!is_known (raw, FALSE))
    return vc_settings_fail (
      error, "--record-format must be mkv, mp4 or webm, not “%s”.",
      raw->container);
  if (!is_known (raw, TRUE))
    return vc_settings_fail (
      error, "--record-codec must be h264, vp8, vp9 or av1, not “%s”.",
      raw->codec);
  for (gsize i = 0; i < G_N_ELEMENTS (combinations); i++) {
    const Combination *c = &combinations[i];

    if (matches (raw->container, c->container) &&
        matches (raw->codec, c->codec)) {
      self->format = c->format;
      self->to_mp4 = c->to_mp4;
      return TRUE;
    }
  }
  return vc_settings_fail (
    error,
    "--record-format %s does not hold %s: mkv holds h264 and av1, "
    "mp4 h264, webm vp8 and vp9.",
    raw->container, raw->codec);
}

/* One of @bytes and @seconds is 0 then. */
static gboolean
read_quantity (const char *text, double *bytes, double *seconds)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  for (gsize i = 0; g_ascii_isdigit (*text) && i < G_N_ELEMENTS (units); i++) {
    *bytes = number * units[i].bytes;
    *seconds = number * units[i].seconds;
    if (strcmp (end, units[i].unit) == 0)
      return *bytes <= QUANTITY_MAX &&
             *seconds * G_USEC_PER_SEC <= QUANTITY_MAX;
  }
  return FALSE;
}

static gboolean
read_split (VcRecordSettings *self, const char *text, GError **error)
{
  double bytes, seconds;

  if (text == NULL)
    return TRUE;
  if (!read_quantity (text, &bytes, &seconds))
    return vc_settings_fail (
      error,
      "--record-split must be a size or a duration such as 500MB, "
      "2GB, 90s, 10min or 1h, not “%s”.",
      text);
  if (bytes < SPLIT_BYTES_MIN && seconds < SPLIT_SECONDS_MIN)
    return vc_settings_fail (error,
                             "--record-split must be 1 MB or 1 s at least.");
  self->split_bytes = (guint64)bytes;
  self->split_us = (gint64)(seconds * G_USEC_PER_SEC);
  return TRUE;
}

static gboolean
read_limit (VcRecordSettings *self, const char *text, GError **error)
{
  double bytes, seconds;

  if (text == NULL)
    return TRUE;
  if (!read_quantity (text, &bytes, &seconds) || seconds > 0)
    return vc_settings_fail (
      error,
      "--record-limit must be a size such as 500MB or 20GB, not "
      "“%s”.",
      text);
  if (bytes < LIMIT_BYTES_MIN)
    return vc_settings_fail (error, "--record-limit must be 1 MB at least.");
  self->limit_bytes = (guint64)bytes;
  return TRUE;
}

static gboolean
read_folder (VcRecordSettings *self, VcRecordRaw *raw, GError **error)
{
  if (raw->record != NULL && raw->folder != NULL)
    return vc_settings_fail (
      error, "--record says where recordings go: leave --recordings "
             "out.");
  self->whole = raw->record != NULL;
  self->folder = raw->record != NULL ? g_steal_pointer (&raw->record)
                                     : g_steal_pointer (&raw->folder);
  if (self->folder == NULL && (raw->container != NULL || raw->codec != NULL ||
                               raw->split != NULL || raw->limit != NULL))
    return vc_settings_fail (
      error, "--record-format, --record-codec, --record-split and "
             "--record-limit need --recordings or --record.");
  return TRUE;
}

void
vc_record_raw_clear (VcRecordRaw *self)
{
  g_free (self->record);
  g_free (self->folder);
  g_free (self->container);
  g_free (self->codec);
  g_free (self->split);
  g_free (self->limit);
}

void
vc_record_raw_add_entries (VcRecordRaw *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    {"record", 0, 0, G_OPTION_ARG_FILENAME, &self->record,
     "Record the whole session, video and journal, into DIR", "DIR"},
    {"recordings", 0, 0, G_OPTION_ARG_FILENAME, &self->folder,
     "Let browsers record into DIR, and play what is there", "DIR"},
    {"record-format", 0, 0, G_OPTION_ARG_STRING, &self->container,
     "mkv, mp4 or webm (mkv)", "FORMAT"},
    {"record-codec", 0, 0, G_OPTION_ARG_STRING, &self->codec,
     "h264, vp8, vp9 or av1 (h264; in webm vp9)", "CODEC"},
    {"record-split", 0, 0, G_OPTION_ARG_STRING, &self->split,
     "Go on in another file after so much: 500MB, 2GB, 10min, 1h", "LIMIT"},
    {"record-limit", 0, 0, G_OPTION_ARG_STRING, &self->limit,
     "All recordings in DIR at the most, such as 20GB (what the disk has)",
     "SIZE"},
    {NULL},
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

gboolean
vc_record_settings_read (VcRecordSettings *self, VcRecordRaw *raw,
                         GError **error)
{
  return read_folder (self, raw, error) && read_format (self, raw, error) &&
         read_split (self, raw->split, error) &&
         read_limit (self, raw->limit, error);
}

void
vc_record_settings_clear (VcRecordSettings *self)
{
  g_clear_pointer (&self->folder, g_free);
}
