/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Do the slices of a DICOM series make one evenly filled box?
 *
 * Stacking whatever is there would show a stretched patient, so a series that
 * is incomplete is refused with a sentence that names the slices.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcSlice:
 * @position: Image Position (Patient), millimetres
 * @row, @column: Image Orientation (Patient): directions along a row and along
 *   a column
 * @instance: Instance Number, for people
 * @file: index of the caller
 */
typedef struct {
  double position[3];
  double row[3];
  double column[3];
  int instance;
  guint file;
} VcSlice;

/* Sorts @slices along their normal and checks them: parallel, no two at one
 * position, evenly spaced, none missing, not displaced sideways. A gantry tilt
 * (every slice displaced by the same amount) is no fault. */
gboolean vc_slices_sort (VcSlice *slices, guint n, GError **error);

/* From one slice to the next, of sorted slices; @thickness along the normal if
 * there is but one. */
void vc_slices_get_step (const VcSlice *slices, guint n, double thickness,
                         double step[3]);

G_END_DECLS
