/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProcess: one running vtkcast-loader.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VcProcess:
 * @pid: the caller reaps it
 * @socket: messages (message.h)
 * @log: its standard error, readable, non-blocking
 */
typedef struct {
  GPid pid;
  int socket;
  int log;
} VcProcess;

/* The child dies with the calling *thread*, as the kernel has it. */
gboolean vc_process_start (VcProcess *self, const char *path,
                           guint64 memory_limit, GError **error);

/* Closes the descriptors. */
void vc_process_close (VcProcess *self);

/* Blocks until the child has ended.
 *
 * Returns: waitpid()'s status, or −1 if somebody else has reaped it */
int vc_process_reap (VcProcess *self);

G_END_DECLS
