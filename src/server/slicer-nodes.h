/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a scene holds, as 3D Slicer's WebServer tells it in JSON.
 */

#pragma once

#include "catalog.h"

G_BEGIN_DECLS

/**
 * VcSlicerFilter:
 * Each (nullable): NULL: any.
 * @id: "vtkMRMLScalarVolumeNode1"
 * @class_name: of the node, or one that it is derived from
 * @name: of the node
 */
typedef struct {
  const char *id;
  const char *class_name;
  const char *name;
} VcSlicerFilter;

/* (transfer full): `[{"name": …, "id": …}, …]`. @catalog: (nullable) */
char *vc_slicer_nodes_describe_volumes (VcCatalog *catalog);

/* (transfer full): an array of names, or of ids. @catalog: (nullable) */
char *vc_slicer_nodes_list (VcCatalog *catalog, const VcSlicerFilter *filter,
                            gboolean ids);

/* (transfer full): this program and machine. */
char *vc_slicer_nodes_describe_version (void);

G_END_DECLS
