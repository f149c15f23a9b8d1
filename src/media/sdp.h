/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSdp: the lines of a session description, divided into sections.
 *
 * Knows the form of SDP (RFC 8866), not what it means. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcSdpAttribute:
 * @key: before the colon
 * @value: behind it; "" if there is none
 */
typedef struct {
  const char *key;
  const char *value;
} VcSdpAttribute;

/**
 * VcSdpSection:
 * @media: (array zero-terminated=1) (nullable): the words of the m-line; at
 *   least 4. NULL for the session's own section
 * @attributes: (element-type VcSdpAttribute)
 */
typedef struct {
  char **media;
  GArray *attributes;
} VcSdpSection;

/**
 * VcSdp:
 * @sections: (element-type VcSdpSection): the session's own section, then one
 *   for each m-line
 */
typedef struct {
  char *text;
  GPtrArray *sections;
} VcSdp;

/* Returns: (nullable): NULL if this is no SDP; @problem (static) then says
 * why, as an end for "…: ". */
VcSdp *vc_sdp_parse (const char *text, gsize length, const char **problem);
void vc_sdp_free (VcSdp *self);

/* Returns: (nullable): the value of the first attribute of that name. */
const char *vc_sdp_section_get (const VcSdpSection *self, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSdp, vc_sdp_free)

G_END_DECLS
