/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReport: the loader process's line to its parent.
 */

#pragma once

#include "image-header.h"
#include "memfd.h"
#include "message.h"

G_BEGIN_DECLS

/**
 * VcReport:
 * @socket: to the parent
 * @memory: bytes that one array may have at most
 * @name: for people
 */
typedef struct {
  int socket;
  guint64 memory;
  char *name;
  double fraction;
  gint64 time;
} VcReport;

/* @memory: a number in decimal */
void vc_report_init (VcReport *self, int socket, const char *memory,
                     const char *path);

/* Ends the process if the parent is gone. A few times per second is passed on.
 * @fraction: 0…1 */
void vc_report_progress (VcReport *self, double fraction);

/* The work is done as far as progress goes: a twin comes by the way.
 * @message: type, arrays and what describes them
 * @arrays: in the order of #VcArrays; they are sealed */
gboolean vc_report_arrays (VcReport *self, VcMessage *message,
                           VcMemfd *const *arrays, guint n_arrays,
                           GError **error);

void vc_report_end (VcReport *self, const GError *error);

/* Is an array of @n × @size bytes allowed? */
gboolean vc_report_check_size (VcReport *self, guint64 n, gsize size,
                               GError **error);

VcMemfd *vc_report_allocate (VcReport *self, guint64 n, gsize size,
                             GError **error);

G_END_DECLS
