/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How far something is, as a line of text.
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcProgress:
 * @done, @total: pictures
 * @elapsed_us: since the first one was begun
 * @media_us: how long those that are done are shown
 */
typedef struct {
  guint64 done;
  guint64 total;
  gint64 elapsed_us;
  gint64 media_us;
} VcProgress;

/* (transfer full): a bar, the share, the time that is left and how much faster
 * than real time it goes; some 70 columns. */
char *vc_progress_describe (const VcProgress *self);

/* 0…1 */
double vc_progress_get_share (const VcProgress *self);

G_END_DECLS
