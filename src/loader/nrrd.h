/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of an NRRD file, attached or detached.
 *
 * After "Definition of NRRD File Format"
 * (teem.sourceforge.net/nrrd/format.html).
 */

#pragma once

#include "image-header.h"

G_BEGIN_DECLS

/* @text: the beginning of the file, at least the header; it may hold any
 * bytes. Without a "data file" the result's offset is where the data begin. */
VcImageHeader *vc_nrrd_parse (const char *text, gsize length, GError **error);

G_END_DECLS
