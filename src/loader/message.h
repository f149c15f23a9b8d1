/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMessage: what a loader process tells its parent.
 *
 * One message is one packet on a SOCK_SEQPACKET socket with the arrays as
 * sealed memfds. Both ends are built together, so it is a plain struct.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_MESSAGE_MAGIC 0x76634d31
#define VC_MESSAGE_MAX_FDS 8

typedef enum {
  VC_MESSAGE_PROGRESS = 1,
  VC_MESSAGE_VOLUME,
  VC_MESSAGE_SURFACE,
  VC_MESSAGE_TWIN,
  VC_MESSAGE_ERROR,
  VC_MESSAGE_DONE,
} VcMessageType;

/* The descriptors come in this order; VcMessage.arrays says which are there. */
typedef enum {
  VC_ARRAY_VOXELS = 1 << 0,
  VC_ARRAY_POINTS = 1 << 1,
  VC_ARRAY_NORMALS = 1 << 2,
  VC_ARRAY_COLORS = 1 << 3,
  VC_ARRAY_SCALARS = 1 << 4,
  VC_ARRAY_TRIANGLES = 1 << 5,
  VC_ARRAY_LINES = 1 << 6,
  VC_ARRAY_VERTICES = 1 << 7,
} VcArrays;

/**
 * VcMessage:
 * @magic: VC_MESSAGE_MAGIC
 * @type: a #VcMessageType
 * @fraction: of PROGRESS
 * @code: of ERROR: a #VcLoaderError
 * @text: name of the data, or a clause that says what is wrong
 *
 * The others are those of #VcVolume, #VcImageHeader and #VcSurface.
 */
typedef struct {
  guint32 magic;
  guint32 type;
  double fraction;
  guint32 code;
  guint32 arrays;
  char text[512];
  guint32 dims[3];
  guint32 components;
  guint32 scalar_type;
  guint32 modality;
  guint32 guess;
  guint32 n_points;
  guint32 n_triangles;
  guint32 n_lines;
  guint32 n_vertices;
  guint32 reserved;
  double ijk_to_lps[16];
} VcMessage;

void vc_message_init (VcMessage *self, VcMessageType type);

/* Cuts @text at a character's end if it is too long. */
void vc_message_set_text (VcMessage *self, const char *text);

/* Blocks. Returns FALSE if the other end is gone. */
gboolean vc_message_send (const VcMessage *self, int socket, const int *fds,
                          guint n_fds);

/* Blocks. @fds: the caller closes them, also those of a bad message.
 *
 * Returns: 1, 0 at the end of the connection, or −1 for anything that is no
 * message. */
int vc_message_receive (VcMessage *self, int socket,
                        int fds[VC_MESSAGE_MAX_FDS], guint *n_fds);

G_END_DECLS
