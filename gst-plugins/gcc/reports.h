/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccReports: what was already reported about which packet.
 */

#pragma once

#include "wrap-counter.h"

G_BEGIN_DECLS

#define GCC_REPORTS_LENGTH 2048

typedef enum {
  GCC_REPORT_STALE,     /* told before, or too old to matter */
  GCC_REPORT_RECEIVED,  /* told for the first time */
  GCC_REPORT_LOST,      /* told for the first time */
  GCC_REPORT_RECOVERED, /* was told lost and arrived after all: reordered */
} GccReport;

/* Feedback comes late, twice or out of order, and what was reordered by the
 * network is first reported as lost. */
typedef struct {
  GccWrapCounter sequence;
  struct {
    gint64 number;
    gboolean lost;
  } told[GCC_REPORTS_LENGTH];
} GccReports;

void gcc_reports_init (GccReports *self);
GccReport gcc_reports_add (GccReports *self, guint16 seqnum, gboolean lost);

G_END_DECLS
