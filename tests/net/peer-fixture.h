/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A peer whose source a test feeds, and a browser: a second webrtcbin over
 * loopback.
 */

#pragma once

#include "browser.h"
#include "peer.h"
#include "until.h"

G_BEGIN_DECLS

/* Of the pictures. */
#define WIDTH 320
#define HEIGHT 240

/**
 * Fixture:
 * @n_frames: pushed so far
 * @timestamps: (element-type guint32): of the producer's reports, as RTP
 * @answer, @error, @is_answered: of the last offer
 * @closed: (nullable): why the peer did
 * @messages: (element-type utf8): that came to the peer, "CHANNEL:TEXT"
 * @n_open: data channels
 */
typedef struct {
  GstElement *source;
  VcProducer *producer;
  VcPeer *peer;
  Browser *browser;
  guint timer;
  guint n_frames;
  GArray *timestamps;
  char *answer;
  GError *error;
  gboolean is_answered;
  GError *closed;
  GQueue messages;
  guint n_open;
} Fixture;

/* Of the program: GStreamer, GLib's tests, and what a peer needs. */
void fixture_init (int *argc, char ***argv);

/* A test with a fixture of its own. */
void fixture_add_test (const char *path, gpointer data,
                       void (*func) (Fixture *fixture, gconstpointer data));

/* Runs the main context for as long as is needed to see that something does
 * not happen. */
void fixture_run_for (guint interval_ms);

/* One that fixture_has_picture() tells from the last. */
void fixture_push_other_picture (Fixture *fixture);
/* 60 pictures a second. */
void fixture_begin_motion (Fixture *fixture);
void fixture_end_motion (Fixture *fixture);

void fixture_create_peer (Fixture *fixture);
/* Asks @peer for an answer, and returns; forgets the last one. */
void fixture_begin_answer (Fixture *fixture, VcPeer *peer, const char *offer);
/* Asks the fixture's peer, and waits. */
void fixture_answer (Fixture *fixture, const char *offer);
/* A new browser and a new peer find each other. */
void fixture_connect_browser (Fixture *fixture, VcCodec codec);

void fixture_wait_for_picture (Fixture *fixture);
/* Does the browser show the picture that was pushed as the @number-th? */
gboolean fixture_has_picture (Fixture *fixture, guint number);

G_END_DECLS
