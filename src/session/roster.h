/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRoster: the viewers of a session, in the order in which they came.
 */

#pragma once

#include "viewer.h"

G_BEGIN_DECLS

/**
 * VcRoster:
 * @viewers: (element-type VcViewer)
 * @controller: (nullable): one of them
 * @n_numbers: given so far
 */
typedef struct {
  GPtrArray *viewers;
  VcViewer *controller;
  guint n_numbers;
} VcRoster;

void vc_roster_init (VcRoster *self);
void vc_roster_clear (VcRoster *self);

/* @peer: (transfer full). Returns: (transfer none) */
VcViewer *vc_roster_add (VcRoster *self, VcPeer *peer, const char *offer);
/* Frees @viewer. */
void vc_roster_remove (VcRoster *self, VcViewer *viewer);

/* (transfer none) (nullable). A viewer that has no answer yet cannot be found
 * by its id, for nobody can know it. */
VcViewer *vc_roster_find_peer (const VcRoster *self, VcPeer *peer);
VcViewer *vc_roster_find_id (const VcRoster *self, const char *id);

/* Who should control when nobody does: (transfer none) (nullable) */
VcViewer *vc_roster_find_heir (const VcRoster *self);

G_END_DECLS
