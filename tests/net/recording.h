/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recording: a recorder over a producer whose pictures and times a test
 * chooses.
 */

#pragma once

#include "recorder.h"

#define RECORDING_WIDTH 320
#define RECORDING_HEIGHT 240

typedef struct {
  GstElement *source;
  VcProducer *producer;
  VcRecorder *recorder;
  char *folder;
  GArray *sent; /* of GstClockTime: what the producer's reports say */
  GPtrArray *ended;
  GArray *began;   /* of GstClockTime: of the files */
  guint64 dropped; /* as the ended files say */
  GError *failed;
  gboolean is_stopped;
  gboolean is_dropping;
} Recording;

void recording_set_up (Recording *self, gconstpointer data);
void recording_tear_down (Recording *self, gconstpointer data);

/* One that other numbers differ from; any size. */
GstBuffer *recording_create_picture (guint number, int width, int height);

/* Sends a picture with that time stamp, milliseconds. */
void recording_send (Recording *self, guint number, guint ms);
void recording_send_sized (Recording *self, guint number, guint ms, int width,
                           int height);

/* The same, and waits until all that was sent is encoded. */
void recording_add (Recording *self, guint number, guint ms);

/* "test" in the folder; @options may be %NULL. */
void recording_begin (Recording *self, const VcRecorderOptions *options);
void recording_end (Recording *self);

/* Path of a file in the folder. */
char *recording_build_path (Recording *self, const char *name);

/* What ffprobe says of the packets of a file: their times in seconds.
 * (transfer full) (element-type double) */
GArray *recording_probe_times (const char *path);

/* Frames that are in a file as a whole, which may still be written. */
guint recording_count_written (const char *path);

/* The value of an entry of ffprobe's, e.g. "format=duration"; NULL if it has
 * none. */
char *recording_probe (const char *path, const char *entry);

/* Frames that GStreamer decodes; all of them must be without fault.
 * (transfer full) (element-type GstSample) */
GPtrArray *recording_decode (const char *path);

/* Does a decoded frame show that picture? */
gboolean recording_shows (GstSample *sample, guint number);

/* ffprobe and GStreamer read @n frames in it, each of them. */
void recording_check_file (const char *path, guint n);

/* A picture that does not compress. */
void recording_send_noise (Recording *self, guint ms);
