/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What is said about exact stills, on the data channel "still".
 */

#pragma once

#include <glib.h>

#include "phase.h"

G_BEGIN_DECLS

/**
 * VcStillHead: what a browser has to know of a picture
 * @id: of the frame
 * @rtp: its RTP timestamp
 * @seq: the last event of this viewer that was applied
 * @type: of each file: "image/webp"
 * @size: of all files, bytes
 * @parts, @n_parts: of each file, bytes
 * @n_chunks: in which it comes; 0: it is to be fetched over HTTP
 * @sha256: of the pixels
 */
typedef struct {
  guint64 id;
  guint32 rtp;
  guint seq;
  int width;
  int height;
  const char *type;
  gsize size;
  const gsize *parts;
  guint n_parts;
  guint n_chunks;
  const char *sha256;
} VcStillHead;

/* (transfer full): {"still":{…}} */
char *vc_still_head_to_text (const VcStillHead *self);

/* (transfer full): {"again":ID,"seq":SEQ} */
char *vc_still_build_again (guint64 id, guint seq);

/* {"phase":"moving"} and the like */
const char *vc_still_get_phase_text (VcPhase phase);

/**
 * VcStillWordKind:
 * @VC_STILL_WORD_ACK: so many chunks of the picture have come
 * @VC_STILL_WORD_CHANNEL: HTTP did not bring the picture: send it here
 * @VC_STILL_WORD_FETCH: it fetches pictures over HTTP
 */
typedef enum {
  VC_STILL_WORD_ACK,
  VC_STILL_WORD_CHANNEL,
  VC_STILL_WORD_FETCH,
} VcStillWordKind;

/**
 * VcStillWord: what a browser says on the channel
 * @id: of the picture; any number
 * @n_chunks: any number
 */
typedef struct {
  VcStillWordKind kind;
  gint64 id;
  gint64 n_chunks;
} VcStillWord;

/* Fails if it is none. @length: bytes of @text. */
gboolean vc_still_word_parse (VcStillWord *self, const char *text, gsize length,
                              GError **error);

G_END_DECLS
