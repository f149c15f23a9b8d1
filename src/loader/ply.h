/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Walks through a PLY file before vtkPLYReader does, which crashes if the file
 * is shorter than its header says.
 */

#pragma once

#include "source.h"

G_BEGIN_DECLS

gboolean vc_ply_check (VcSource *source, GError **error);

G_END_DECLS
