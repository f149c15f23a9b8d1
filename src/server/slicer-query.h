/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a query of 3D Slicer's WebServer asks of a view.
 *
 * Pure: text in, values out. Errors are G_IO_ERROR_INVALID_ARGUMENT with a
 * sentence for the client. What Slicer accepts without any effect, so do these.
 */

#pragma once

#include "catalog.h"

G_BEGIN_DECLS

/**
 * VcSlicerSlice:
 * What a slice view shows, from one request to the next.
 * @offset, @fraction: as in VcSliceRequest
 */
typedef struct {
  VcPlane plane;
  double offset;
  double fraction;
} VcSlicerSlice;

/**
 * VcSlicerViews:
 * The slice views red, yellow and green.
 */
typedef struct {
  VcSlicerSlice views[3];
} VcSlicerViews;

/* Each through the middle of the volume: axial, sagittal and coronal. */
void vc_slicer_views_init (VcSlicerViews *self);

/* Applies a query (nullable) (element-type utf8 utf8) to the view that it
 * names, and says what is to be drawn; on failure nothing has changed. */
gboolean vc_slicer_views_apply (VcSlicerViews *self, GHashTable *query,
                                VcSliceRequest *request, GError **error);

/* @axis: (out): one of "RLSIAP", or '\0': from where one looks already */
gboolean vc_slicer_query_parse_axis (GHashTable *query, char *axis,
                                     GError **error);

G_END_DECLS
