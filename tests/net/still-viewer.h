/* SPDX-License-Identifier: BSD-3-Clause
 *
 * StillViewer: a browser that takes exact stills.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "browser.h"
#include "house.h"

/**
 * StillViewer:
 * @path: of its resource
 * @head: (nullable): of the newest still
 * @n_heads: how many came
 * @first: chunks that had come before this head
 * @log: other messages on "still" and the answers to pings
 */
typedef struct {
  House *house;
  Browser *browser;
  char *path;
  JsonObject *head;
  guint n_heads;
  guint first;
  guint n_acked;
  guint n_pings;
  guint n_pongs;
  gboolean is_live;
  GString *log;
} StillViewer;

/* A house whose pictures nothing compresses: 57 chunks. */
House *still_viewer_open_house (void);

/* Waits for hello. */
StillViewer *still_viewer_come (House *house, gboolean wants_stills);
void still_viewer_free (StillViewer *self);

/* Of the head, a number. */
gint64 still_viewer_get (StillViewer *self, const char *member);

guint still_viewer_count_heads (StillViewer *self);
gboolean still_viewer_has_heard (StillViewer *self, const char *text);

/* Of the newest head. */
guint still_viewer_count_chunks (StillViewer *self);

/* A round trip: what the server sent before has come, and what it was told
 * before, it knows. */
void still_viewer_ping (StillViewer *self);

void still_viewer_ack (StillViewer *self, gint64 id, gint64 n_chunks);

/* Acknowledges what has come, as a browser does it: each chunk by itself.
 * Returns whether @n, or all, have come. */
gboolean still_viewer_take_chunks (StillViewer *self, guint n);
gboolean still_viewer_has_all (StillViewer *self);

/* Are these, three bytes each, the pixels that the view rests on? */
void still_assert_equal (House *house, const void *pixels, gsize size,
                         const char *sha256);

/* Are @files what the head tells of, and what the view rests on? */
void still_viewer_assert_webp (StillViewer *self, GBytes *files);
