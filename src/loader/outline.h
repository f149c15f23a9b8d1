/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Cheap tests whether a file is complete that VTK's readers leave out: they
 * show what there is of a truncated file.
 */

#pragma once

#include "format.h"
#include "source.h"

G_BEGIN_DECLS

/* The one that fits @format; TRUE if there is none. */
gboolean vc_outline_check (const char *path, VcFormat format, GError **error);

G_END_DECLS
