/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcVolume: voxels with patient geometry.
 *
 * The one place that keeps orientation: the voxels are a plain array, i
 * fastest, and @ijk_to_lps says where they lie in the patient.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  VC_SCALAR_INT8,
  VC_SCALAR_UINT8,
  VC_SCALAR_INT16,
  VC_SCALAR_UINT16,
  VC_SCALAR_INT32,
  VC_SCALAR_UINT32,
  VC_SCALAR_FLOAT32,
  VC_SCALAR_FLOAT64,
} VcScalarType;

/**
 * VcModality:
 * @VC_MODALITY_OTHER: unknown
 * @VC_MODALITY_CT: voxels are Hounsfield units, said by the file or told by
 *   the values (integers, minimum near −1024…−900)
 * @VC_MODALITY_MR: magnetic resonance
 * @VC_MODALITY_LABEL: small integers that name structures
 * @VC_MODALITY_COLOR: 3 or 4 components that are colours
 */
typedef enum {
  VC_MODALITY_OTHER,
  VC_MODALITY_CT,
  VC_MODALITY_MR,
  VC_MODALITY_LABEL,
  VC_MODALITY_COLOR,
} VcModality;

/**
 * VcVolume:
 * @name: for people: file or series name
 * @dims: voxels along i, j, k; each ≥ 1
 * @components: values per voxel, 1…4
 * @type: of each value. Rescale slope and intercept are already applied
 * @ijk_to_lps: row-major 4×4; voxel index (centre of voxel) → millimetres in
 *   DICOM patient coordinates (+x left, +y posterior, +z superior). Its 3×3
 *   part is not singular
 * @spacing: millimetres between voxel centres along i, j, k: the lengths of
 *   the first three columns of @ijk_to_lps
 * @range: least and greatest value of component 0 (finite values only)
 * @modality: what the values mean
 * @voxels: dims[0]·dims[1]·dims[2]·components values, no padding, native
 *   byte order; page aligned, read-only
 *
 * Immutable, reference counted, any thread.
 */
typedef struct {
  char *name;
  guint dims[3];
  guint components;
  VcScalarType type;
  double ijk_to_lps[16];
  double spacing[3];
  double range[2];
  VcModality modality;
  GBytes *voxels;
} VcVolume;

#define VC_TYPE_VOLUME (vc_volume_get_type ())
GType vc_volume_get_type (void);

/* Returns: (transfer full): all zero; the loader fills it in. */
VcVolume *vc_volume_new (void);
VcVolume *vc_volume_ref (VcVolume *self);
void vc_volume_unref (VcVolume *self);

/* Bytes of one value. */
gsize vc_scalar_type_size (VcScalarType type);

/* The @i-th of @values. Inline: it is called for each voxel. */
static inline double
vc_scalar_type_get (VcScalarType type, gconstpointer values, gsize i)
{
  switch (type) {
  case VC_SCALAR_INT8:
    return ((const gint8 *)values)[i];
  case VC_SCALAR_UINT8:
    return ((const guint8 *)values)[i];
  case VC_SCALAR_INT16:
    return ((const gint16 *)values)[i];
  case VC_SCALAR_UINT16:
    return ((const guint16 *)values)[i];
  case VC_SCALAR_INT32:
    return ((const gint32 *)values)[i];
  case VC_SCALAR_UINT32:
    return ((const guint32 *)values)[i];
  case VC_SCALAR_FLOAT32:
    return ((const float *)values)[i];
  case VC_SCALAR_FLOAT64:
    return ((const double *)values)[i];
  }
  g_return_val_if_reached (0);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcVolume, vc_volume_unref)

G_END_DECLS
