/* SPDX-License-Identifier: BSD-3-Clause
 *
 * BridgeClient: a program in C at the other end of a bridge, which blocks, and
 * says whatever a test wants.
 */

#pragma once

#include "json.h"

G_BEGIN_DECLS

typedef struct {
  int fd;
  int memory;
  guint8 *pixels;
  gsize size;
  guint n_buffers;
} BridgeClient;

/* Connects; greets nobody yet. */
BridgeClient *bridge_client_new (const char *path);
void bridge_client_free (BridgeClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeClient, bridge_client_free)

/* Greets, waits to be welcome, and hands over three buffers of @size bytes. */
void bridge_client_join (BridgeClient *self, const char *title, gsize size);

void bridge_client_send (BridgeClient *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);
/* With @fds, of which there may be none. */
void bridge_client_send_fds (BridgeClient *self, const char *text,
                             const int *fds, guint n);
/* Bytes as they are. */
void bridge_client_send_raw (BridgeClient *self, const void *data, gsize size);

/* The next message; NULL: the other side has closed. */
JsonNode *bridge_client_receive (BridgeClient *self);
/* The next one of this type; others before it are passed over. */
JsonNode *bridge_client_wait (BridgeClient *self, const char *type);

/* A number of a message. */
gint64 bridge_client_get (JsonNode *message, const char *name);

/* @size bytes of memory, with these F_SEAL_ flags. */
int bridge_client_make_memory (gsize size, int seals);

/* All bytes of @buffer are @value. */
void bridge_client_fill (BridgeClient *self, guint buffer, guint8 value);

/* Sends what @buffer holds as a picture that answers @batch. */
void bridge_client_show (BridgeClient *self, guint buffer, int width,
                         int height, gint64 batch, const char *tier);

G_END_DECLS
