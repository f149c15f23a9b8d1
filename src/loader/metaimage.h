/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of a MetaImage file (.mha, .mhd).
 *
 * After the MetaIO documentation (itk.org/Wiki/MetaIO/Documentation) and what
 * ITK writes.
 */

#pragma once

#include "image-header.h"

G_BEGIN_DECLS

/* @text: the beginning of the file, at least the header; it may hold any
 * bytes. */
VcImageHeader *vc_metaimage_parse (const char *text, gsize length,
                                   GError **error);

G_END_DECLS
