/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header Link that tells a client its ICE servers (draft-ietf-wish-whep,
 * "STUN/TURN Server Configuration").
 */

#pragma once

#include <libsoup/soup.h>

#include "ice.h"

G_BEGIN_DECLS

/* One header for each server; only for clients that have the token. @ice:
 * (nullable). @name: for whom credentials are minted; see vc_ice_mint(). */
void vc_ice_links_add (SoupServerMessage *message, const VcIce *ice,
                       const char *name);

G_END_DECLS
