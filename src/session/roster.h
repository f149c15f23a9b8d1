/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRoster: the viewers of a session, in the order in which they came.
 */

#pragma once

#include "metrics.h"
#include "places.h"
#include "viewer.h"

G_BEGIN_DECLS

/* recordings.h, which includes this. */
typedef struct _VcRecordings VcRecordings;

/**
 * VcRoster:
 * @viewers: (element-type VcViewer)
 * @controller: (nullable): one of them
 * @places: who comes before whom
 * @metrics: what was measured of all of them
 * @recordings: (nullable): who comes and goes is written down there
 * @n_numbers: given so far
 */
typedef struct {
  GPtrArray *viewers;
  VcViewer *controller;
  VcPlaces places;
  VcMetrics metrics;
  VcRecordings *recordings;
  guint n_numbers;
} VcRoster;

void vc_roster_init (VcRoster *self);
void vc_roster_clear (VcRoster *self);

/* @peer: (transfer full). @predecessor: (nullable): id of the viewer whose
 * place it takes, if there is or was such a one. Returns: (transfer none) */
VcViewer *vc_roster_add (VcRoster *self, VcPeer *peer, const char *offer,
                         const char *predecessor);
/* @viewer can be told things now; it has a place from here on. */
void vc_roster_open (VcRoster *self, VcViewer *viewer);
/* @viewer vanished, and its place is kept. */
void vc_roster_expect (VcRoster *self, VcViewer *viewer);
/* Frees @viewer. */
void vc_roster_remove (VcRoster *self, VcViewer *viewer);

/* How many there are, without those that are being replaced, as @replaced is.
 * @replaced: (nullable): an id */
guint vc_roster_count (const VcRoster *self, const char *replaced);

/* (transfer none) (nullable). A viewer that has no answer yet cannot be found
 * by its id, for nobody can know it. */
VcViewer *vc_roster_find_peer (const VcRoster *self, VcPeer *peer);
VcViewer *vc_roster_find_id (const VcRoster *self, const char *id);
/* One that can be told things. */
VcViewer *vc_roster_find_number (const VcRoster *self, guint number);
/* Who has come for the viewer @id already, or for whom that one had come. */
VcViewer *vc_roster_find_rival (const VcRoster *self, const char *id);

/* @viewer: (nullable): from now on nobody does. */
void vc_roster_set_controller (VcRoster *self, VcViewer *viewer);
/* Who should control: (transfer none) (nullable) */
VcViewer *vc_roster_find_heir (const VcRoster *self);

/* To all that can be told things; frames are counted, too. */
void vc_roster_send_frame (VcRoster *self, const VcFrameReport *report);
void vc_roster_send_status (const VcRoster *self, const VcStatus *status);
/* On the channel "control". */
void vc_roster_send_control (const VcRoster *self, const char *text);

G_END_DECLS
