/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWire: messages and file descriptors over one local socket.
 *
 * A message is its length, 32 bits, least significant byte first, and so many
 * bytes of JSON: an object (docs/bridge.md). Nothing blocks: what cannot be
 * sent waits here, up to a limit.
 *
 * One thread: the one of its context.
 */

#pragma once

#include "json.h"

G_BEGIN_DECLS

/* All that a program may have to say of its parameters, with VC_PARAMETERS_MAX
 * long texts of which JSON writes each byte with six. */
#define VC_WIRE_MESSAGE_MAX (8 * 1024 * 1024)

typedef struct _VcWire VcWire;

/**
 * VcWireHandlers:
 * @message: one came. Returns FALSE with an error to end the connection; the
 *   other side is told why
 * @closed: the connection has ended, and nothing comes any more. The wire may
 *   be freed in here. @reason: a sentence; NULL if the other side closed
 */
typedef struct {
  gboolean (*message) (JsonObject *message, gpointer user_data, GError **error);
  void (*closed) (const char *reason, gpointer user_data);
} VcWireHandlers;

/* @fd: (transfer full): a connected stream socket that does not block. */
VcWire *vc_wire_new (int fd, GMainContext *context,
                     const VcWireHandlers *handlers, gpointer user_data);
/* Closes; no handler is called. Not to be called in `message`. */
void vc_wire_free (VcWire *self);

/* @text: one JSON object. What the other side does not read in time ends the
 * connection, later. */
void vc_wire_send (VcWire *self, const char *text);

/* The descriptor that came with the message that is being handled, or with one
 * before; -1: none. The caller closes it. */
int vc_wire_take_fd (VcWire *self);

/* Sends {"type": "refused", "reason": …}, and ends the connection, later. */
void vc_wire_refuse (VcWire *self, const char *reason);

G_END_DECLS
