/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCatalog: what a scene holds, for who asks for it by name or in slices.
 *
 * A scene may implement it beside VcScene. Every function may be called from
 * any thread, also in the middle of a render, and none waits for one.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * VcNodeKind:
 * @VC_NODE_VOLUME: voxels with one value each
 * @VC_NODE_LABELS: voxels whose values are names of structures
 * @VC_NODE_COLORS: voxels that are colours
 * @VC_NODE_MODEL: surfaces, lines or points
 */
typedef enum {
  VC_NODE_VOLUME,
  VC_NODE_LABELS,
  VC_NODE_COLORS,
  VC_NODE_MODEL,
} VcNodeKind;

/**
 * VcNode:
 * @name: for people; several may have the same
 */
typedef struct {
  VcNodeKind kind;
  char *name;
} VcNode;

VcNode *vc_node_new (VcNodeKind kind, const char *name);
void vc_node_free (VcNode *self);

/**
 * VcPlane:
 * @VC_PLANE_AXIAL: the patient's right is on the left, anterior on top
 * @VC_PLANE_SAGITTAL: anterior is on the left, superior on top
 * @VC_PLANE_CORONAL: the patient's right is on the left, superior on top
 *
 * How a slice lies in the patient, and in the picture.
 */
typedef enum {
  VC_PLANE_AXIAL,
  VC_PLANE_SAGITTAL,
  VC_PLANE_CORONAL,
} VcPlane;

#define VC_SLICE_SIZE_MIN 16
#define VC_SLICE_SIZE_MAX 2048

/**
 * VcSliceRequest:
 * @plane: through the first volume
 * @offset: millimetres towards superior, right or anterior, from the origin of
 *   the patient's coordinates; NAN: see @fraction
 * @fraction: instead: 0…1 of the way through the volume, in the same direction
 * @size: of the longer side, pixels, VC_SLICE_SIZE_MIN…VC_SLICE_SIZE_MAX
 * @window, @level: values from black to white, and the one in the middle; a
 *   width of 0: as fits the volume
 */
typedef struct {
  VcPlane plane;
  double offset;
  double fraction;
  int size;
  double window;
  double level;
} VcSliceRequest;

/**
 * VcSlice:
 * @pixels: R, G, B and a byte that says nothing, top row first, no padding.
 *   They are square, and what lies outside of the volume is black
 * @width, @height: pixels
 * @offset: millimetres, as in the request
 */
typedef struct {
  guint8 *pixels;
  int width;
  int height;
  double offset;
} VcSlice;

void vc_slice_free (VcSlice *self);

#define VC_TYPE_CATALOG (vc_catalog_get_type ())
G_DECLARE_INTERFACE (VcCatalog, vc_catalog, VC, CATALOG, GObject)

/**
 * VcCatalogInterface:
 * @dup_nodes: in the order in which they came
 * @slice: takes as long as it takes: some milliseconds
 */
struct _VcCatalogInterface {
  GTypeInterface parent_iface;

  GPtrArray *(*dup_nodes) (VcCatalog *self);
  VcSlice *(*slice) (VcCatalog *self, const VcSliceRequest *request,
                     GError **error);
};

/* (transfer full) (element-type VcNode): what is loaded so far. */
GPtrArray *vc_catalog_dup_nodes (VcCatalog *self);

/* (transfer full): fails with G_IO_ERROR_NOT_FOUND if there is no volume (yet),
 * and with G_IO_ERROR_NO_SPACE. */
VcSlice *vc_catalog_slice (VcCatalog *self, const VcSliceRequest *request,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcNode, vc_node_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSlice, vc_slice_free)

G_END_DECLS
