/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHoldings: what a scene has loaded, within the reach of every thread.
 */

#pragma once

#include "catalog.h"
#include "volume.h"

G_BEGIN_DECLS

typedef struct _VcHoldings VcHoldings;

VcHoldings *vc_holdings_new (void);
void vc_holdings_free (VcHoldings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcHoldings, vc_holdings_free)

/* Any thread. */

/* The first one is the one that is sliced. */
void vc_holdings_add_volume (VcHoldings *self, VcVolume *volume);
void vc_holdings_add_model (VcHoldings *self, const char *name);
void vc_holdings_clear (VcHoldings *self);

/* As in catalog.h. */
GPtrArray *vc_holdings_dup_nodes (VcHoldings *self);
VcSlice *vc_holdings_slice (VcHoldings *self, const VcSliceRequest *request,
                            GError **error);

G_END_DECLS
