/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFarewell: peers that were told good-bye and get a moment to hear it.
 */

#pragma once

#include "peer.h"

G_BEGIN_DECLS

typedef void (*VcFarewellFunc) (gpointer user_data);

/**
 * VcFarewell:
 * @peers: (element-type VcPeer)
 * @source: stops them all; nobody waits longer than a fifth of a second
 * @done: called after that
 */
typedef struct {
  GPtrArray *peers;
  GSource *source;
  VcFarewellFunc done;
  gpointer user_data;
} VcFarewell;

void vc_farewell_init (VcFarewell *self, VcFarewellFunc done,
                       gpointer user_data);
/* Stops who is left; @done is not called any more. */
void vc_farewell_clear (VcFarewell *self);

void vc_farewell_add (VcFarewell *self, VcPeer *peer);

/* @done is to be called, soon, even if nobody is here. */
void vc_farewell_wake (VcFarewell *self);

G_END_DECLS
