/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLayout: the media sections of an SDP offer, as far as a session cares.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcLayout:
 * @mids: names of the sections in their order (RFC 5888, section 9.1); "" for
 *   one that has none
 * @has_channels: one of them is for data channels
 */
typedef struct {
  GStrv mids;
  gboolean has_channels;
} VcLayout;

/* Never fails: VcPeer judges whether it is an offer at all. */
VcLayout *vc_layout_new (const char *offer);
void vc_layout_free (VcLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcLayout, vc_layout_free)

/* Index of the section of that name, or -1. */
int vc_layout_find (const VcLayout *self, const char *mid);

G_END_DECLS
