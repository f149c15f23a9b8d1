/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHealth: what a supervisor may know of a session without a token.
 */

#pragma once

#include "view.h"

G_BEGIN_DECLS

/**
 * VcHealth:
 * @failed: nothing can be shown any more
 * @n_viewers: who watch
 * @view: what was rendered
 */
typedef struct {
  gboolean failed;
  guint n_viewers;
  VcViewStats view;
} VcHealth;

/* (transfer full): a JSON object, one line. */
char *vc_health_describe (const VcHealth *self);

G_END_DECLS
