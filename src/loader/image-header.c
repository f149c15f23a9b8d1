/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcImageHeader: what the header of a voxel file says, whatever its format.
 */

#include "image-header.h"

#include <math.h>
#include <string.h>

#include "affine.h"
#include "loader.h"

/* 2⁴⁴ values are more than any machine of today holds, and leave room for
 * products of sizes. */
#define MAX_VALUES ((guint64)1 << 44)

static const double type_min[] = {
  [VC_SCALAR_INT8] = G_MININT8,   [VC_SCALAR_UINT8] = 0,
  [VC_SCALAR_INT16] = G_MININT16, [VC_SCALAR_UINT16] = 0,
  [VC_SCALAR_INT32] = G_MININT32, [VC_SCALAR_UINT32] = 0,
};
static const double type_max[] = {
  [VC_SCALAR_INT8] = G_MAXINT8,   [VC_SCALAR_UINT8] = G_MAXUINT8,
  [VC_SCALAR_INT16] = G_MAXINT16, [VC_SCALAR_UINT16] = G_MAXUINT16,
  [VC_SCALAR_INT32] = G_MAXINT32, [VC_SCALAR_UINT32] = G_MAXUINT32,
};

static gboolean
check_sizes (const VcImageHeader *self, GError **error)
{
  guint64 n = self->components;

  if (self->components < 1 || self->components > 4) {
    g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                 "it has %u values per voxel, and at most 4 can be shown",
                 self->components);
    return FALSE;
  }
  for (guint i = 0; i < 3; i++) {
    if (self->dims[i] < 1) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                   "its size along axis %u is zero", i + 1);
      return FALSE;
    }
    if (!g_uint64_checked_mul (&n, n, self->dims[i]) || n > MAX_VALUES) {
      g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_TOO_LARGE,
                   "its header asks for %u × %u × %u voxels", self->dims[0],
                   self->dims[1], self->dims[2]);
      return FALSE;
    }
  }
  return TRUE;
}

/* A header must not make us read a file elsewhere, such as /etc/passwd. Links
 * in the folder are followed: they were made by whoever owns it. */
static gboolean
check_data_file (const char *name, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (name, "/\\", -1);

  if (!g_path_is_absolute (name) && *name != '\\' && *name != '\0' &&
      !g_strv_contains ((const char *const *)parts, ".."))
    return TRUE;
  g_set_error_literal (
    error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
    "its data file is not in the folder of the header, and only files there "
    "are opened");
  return FALSE;
}

VcImageHeader *
vc_image_header_new (void)
{
  VcImageHeader *self = g_new0 (VcImageHeader, 1);

  self->components = 1;
  self->frames = 1;
  self->byte_order = G_LITTLE_ENDIAN;
  self->slope = 1;
  vc_affine_identity (self->ijk_to_lps);
  return self;
}

void
vc_image_header_free (VcImageHeader *self)
{
  g_free (self->data_file);
  g_free (self);
}

gboolean
vc_image_header_set_data_file (VcImageHeader *self, const char *name)
{
  if (g_str_has_prefix (name, "LIST") || strchr (name, '%'))
    return FALSE;
  if (g_str_has_prefix (name, "./"))
    name += strlen ("./");
  g_free (self->data_file);
  self->data_file = g_strdup (name);
  return TRUE;
}

gsize
vc_image_header_value_size (const VcImageHeader *self)
{
  if (self->stored >= VC_STORED_INT64)
    return 8;
  return vc_scalar_type_size (self->stored);
}

VcScalarType
vc_image_header_type (const VcImageHeader *self)
{
  guint stored = self->stored;
  double range[2] = {self->stored_range[0], self->stored_range[1]};
  double a, b;

  if (stored == VC_STORED_INT64 || stored == VC_STORED_UINT64)
    return VC_SCALAR_INT32;
  if (self->slope == 1 && self->intercept == 0)
    return stored;
  if (stored == VC_SCALAR_FLOAT64 || stored == VC_SCALAR_FLOAT32)
    return stored;
  if (self->slope != floor (self->slope) ||
      self->intercept != floor (self->intercept))
    return VC_SCALAR_FLOAT32;
  if (range[0] == range[1]) {
    range[0] = type_min[stored];
    range[1] = type_max[stored];
  }
  a = range[0] * self->slope + self->intercept;
  b = range[1] * self->slope + self->intercept;
  for (guint type = VC_SCALAR_INT16; type <= VC_SCALAR_INT32; type++)
    if (MIN (a, b) >= type_min[type] && MAX (a, b) <= type_max[type])
      return type;
  return VC_SCALAR_FLOAT32;
}

guint64
vc_image_header_n_values (const VcImageHeader *self)
{
  return (guint64)self->dims[0] * self->dims[1] * self->dims[2] *
         self->components;
}

gboolean
vc_image_header_check (const VcImageHeader *self, GError **error)
{
  if (!check_sizes (self, error) || !vc_affine_check (self->ijk_to_lps, error))
    return FALSE;
  if (!isfinite (self->slope) || !isfinite (self->intercept) ||
      self->slope == 0) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "its rescale slope or intercept is no number");
    return FALSE;
  }
  return self->data_file == NULL || check_data_file (self->data_file, error);
}
