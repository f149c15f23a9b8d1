/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the lines of an NRRD header say, each taken for itself.
 */

#pragma once

#include "image-header.h"

G_BEGIN_DECLS

#define VC_NRRD_MAX_AXES 16

typedef struct {
  int dimension;
  guint n_sizes;
  guint sizes[VC_NRRD_MAX_AXES];
  gboolean has_type, has_encoding;
  double sign[3]; /* of the file's space to LPS */
  double unit[3]; /* millimetres per unit of space */
  guint n_directions;
  gboolean is_spatial[VC_NRRD_MAX_AXES]; /* axis has a space direction */
  double directions[VC_NRRD_MAX_AXES][3];
  gboolean has_origin;
  double origin[3];
  double spacings[VC_NRRD_MAX_AXES];
  double mins[VC_NRRD_MAX_AXES];
  guint n_kinds;
  gboolean is_domain[VC_NRRD_MAX_AXES];
  gint64 line_skip, byte_skip;
  VcImageHeader *header;
} VcNrrdFields;

/* @line: a field, a key or a comment, without the line's end; it is changed.
 * Fields that do not matter are passed over. */
gboolean vc_nrrd_fields_parse (VcNrrdFields *self, char *line, GError **error);

G_END_DECLS
