/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The header of a NIfTI-1 or NIfTI-2 file.
 */

#include "nifti.h"

#include <math.h>
#include <string.h>

#include "affine.h"
#include "loader.h"

#define INTENT_LABEL 1002

/* Where fields lie in the two versions, and how wide they are. */
typedef struct {
  guint size;
  guint magic;
  guint dim, dim_size;
  guint datatype;
  guint pixdim, real_size; /* of pixdim, slope, quaternion and matrix */
  guint vox_offset;
  guint slope, intercept;
  guint xyzt_units;
  guint qform_code, sform_code, code_size;
  guint quatern, srow;
  guint intent_code;
} Layout;

static const Layout layouts[] = {
  {348, 344, 40, 2, 70, 76, 4, 108, 112, 116, 123, 252, 254, 2, 256, 280, 68},
  {540, 4, 16, 8, 12, 104, 8, 168, 176, 184, 500, 344, 348, 4, 352, 400, 504},
};

typedef struct {
  const guint8 *bytes;
  const Layout *layout;
  gboolean is_big;
} Nifti;

static guint64
get_bits (const Nifti *self, guint offset, guint size)
{
  guint64 value = 0;

  for (guint i = 0; i < size; i++)
    value |= (guint64)self->bytes[offset + i]
             << (8 * (self->is_big ? size - 1 - i : i));
  return value;
}

static gint64
get_int (const Nifti *self, guint offset, guint size)
{
  guint shift = 64 - 8 * size;

  return (gint64)(get_bits (self, offset, size) << shift) >> shift;
}

static double
get_real (const Nifti *self, guint offset)
{
  guint64 bits = get_bits (self, offset, self->layout->real_size);
  guint32 low = bits;
  float narrow;
  double wide;

  memcpy (&narrow, &low, sizeof narrow);
  memcpy (&wide, &bits, sizeof wide);
  return self->layout->real_size == 4 ? narrow : wide;
}

static double
get_real_at (const Nifti *self, guint offset, guint i)
{
  return get_real (self, offset + i * self->layout->real_size);
}

static gboolean
find_layout (Nifti *self, gsize length, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    for (self->is_big = 0; self->is_big <= 1; self->is_big++) {
      self->layout = &layouts[i];
      if (length >= self->layout->size &&
          get_bits (self, 0, 4) == self->layout->size)
        return TRUE;
    }
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "it does not begin like a NIfTI file");
  return FALSE;
}

static gboolean
check_magic (const Nifti *self, GError **error)
{
  const guint8 *magic = self->bytes + self->layout->magic;

  if (memcmp (magic, "n+1", 4) == 0 || memcmp (magic, "n+2", 4) == 0)
    return TRUE;
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
                       "it has no voxels in it; only NIfTI files that have "
                       "header and voxels in one file are read");
  return FALSE;
}

static gboolean
read_sizes (const Nifti *self, VcImageHeader *header, GError **error)
{
  const Layout *layout = self->layout;
  gint64 n = get_int (self, layout->dim, layout->dim_size);
  guint64 frames = 1;

  for (gint64 i = 1; i <= 7 && n >= 1 && n <= 7; i++) {
    gint64 size = i > n ? 1
                        : get_int (self, layout->dim + i * layout->dim_size,
                                   layout->dim_size);

    if (i > 3 && size == 0) /* written by some programs for "none" */
      size = 1;
    if (size < 1 || size > G_MAXINT)
      break;
    if (i <= 3)
      header->dims[i - 1] = size;
    else if (!g_uint64_checked_mul (&frames, frames, size) || frames > G_MAXINT)
      break;
    if (i == 7) {
      header->frames = frames;
      return TRUE;
    }
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "the sizes in its header are impossible");
  return FALSE;
}

static gboolean
read_type (const Nifti *self, VcImageHeader *header, GError **error)
{
  static const struct {
    guint code, type, components;
  } types[] = {
    {2, VC_SCALAR_UINT8, 1},     {4, VC_SCALAR_INT16, 1},
    {8, VC_SCALAR_INT32, 1},     {16, VC_SCALAR_FLOAT32, 1},
    {64, VC_SCALAR_FLOAT64, 1},  {128, VC_SCALAR_UINT8, 3},
    {256, VC_SCALAR_INT8, 1},    {512, VC_SCALAR_UINT16, 1},
    {768, VC_SCALAR_UINT32, 1},  {1024, VC_STORED_INT64, 1},
    {1280, VC_STORED_UINT64, 1}, {2304, VC_SCALAR_UINT8, 4},
  };
  guint code = get_bits (self, self->layout->datatype, 2);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (types[i].code != code)
      continue;
    header->stored = types[i].type;
    header->components = types[i].components;
    return TRUE;
  }
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_UNSUPPORTED,
               "its voxels have the NIfTI data type %u, which is not supported",
               code);
  return FALSE;
}

static void
read_scaling (const Nifti *self, VcImageHeader *header)
{
  double slope = get_real (self, self->layout->slope);
  double intercept = get_real (self, self->layout->intercept);

  /* A slope of 0 means "none"; NaN is what some programs write for it. */
  if (slope == 0 || !isfinite (slope) || !isfinite (intercept) ||
      header->components > 1)
    return;
  header->slope = slope;
  header->intercept = intercept;
}

static gboolean
read_offset (const Nifti *self, VcImageHeader *header, GError **error)
{
  const Layout *layout = self->layout;
  double offset = layout->size == 540
                    ? (double)get_int (self, layout->vox_offset, 8)
                    : get_real (self, layout->vox_offset);

  /* 0 is what some programs write for "after the header". */
  if (offset == 0)
    offset = layout->size + 4;
  if (offset >= layout->size && offset < G_MAXINT) {
    header->skip_bytes = offset;
    return TRUE;
  }
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                       "its voxels begin at an impossible place");
  return FALSE;
}

static double
get_pixdim (const Nifti *self, guint i)
{
  double size = get_real_at (self, self->layout->pixdim, i);

  return isfinite (size) && size != 0 ? fabs (size) : 1;
}

static void
use_sform (const Nifti *self, double m[16])
{
  for (guint i = 0; i < 12; i++)
    m[i] = get_real_at (self, self->layout->srow, i);
}

/* nifti_quatern_to_mat44() of the reference implementation, from its
 * documentation in nifti1.h ("QUATERNION REPRESENTATION"). */
static void
use_qform (const Nifti *self, double m[16])
{
  double b = get_real_at (self, self->layout->quatern, 0);
  double c = get_real_at (self, self->layout->quatern, 1);
  double d = get_real_at (self, self->layout->quatern, 2);
  double norm = b * b + c * c + d * d;
  double a = sqrt (MAX (0, 1 - norm));
  double q = get_real_at (self, self->layout->pixdim, 0) < 0 ? -1 : 1;
  double x[3], y[3], z[3], origin[3];

  if (norm > 1) { /* rounding; a is 0 then */
    b /= sqrt (norm);
    c /= sqrt (norm);
    d /= sqrt (norm);
  }
  x[0] = a * a + b * b - c * c - d * d;
  x[1] = 2 * (b * c + a * d);
  x[2] = 2 * (b * d - a * c);
  y[0] = 2 * (b * c - a * d);
  y[1] = a * a + c * c - b * b - d * d;
  y[2] = 2 * (c * d + a * b);
  z[0] = 2 * (b * d + a * c) * q;
  z[1] = 2 * (c * d - a * b) * q;
  z[2] = (a * a + d * d - c * c - b * b) * q;
  for (guint i = 0; i < 3; i++) {
    x[i] *= get_pixdim (self, 1);
    y[i] *= get_pixdim (self, 2);
    z[i] *= get_pixdim (self, 3);
    origin[i] = get_real_at (self, self->layout->quatern, 3 + i);
  }
  vc_affine_set_column (m, 0, x);
  vc_affine_set_column (m, 1, y);
  vc_affine_set_column (m, 2, z);
  vc_affine_set_column (m, 3, origin);
}

static void
read_matrix (const Nifti *self, VcImageHeader *header)
{
  static const double millimetres[] = {1, 1000, 1, 0.001};
  const Layout *layout = self->layout;
  guint units =
    get_bits (self, layout->xyzt_units, layout->code_size == 4 ? 4 : 1);
  double unit = millimetres[units & 3];
  double *m = header->ijk_to_lps;

  if (get_int (self, layout->sform_code, layout->code_size) > 0) {
    use_sform (self, m);
  } else if (get_int (self, layout->qform_code, layout->code_size) > 0) {
    use_qform (self, m);
  } else {
    for (guint i = 0; i < 3; i++)
      m[5 * i] = get_pixdim (self, i + 1);
  }
  for (guint row = 0; row < 3; row++)
    vc_affine_scale_row (m, row, row < 2 ? -unit : unit);
}

VcImageHeader *
vc_nifti_parse (const guint8 *bytes, gsize length, GError **error)
{
  g_autoptr (VcImageHeader) header = vc_image_header_new ();
  Nifti self = {.bytes = bytes};

  if (!find_layout (&self, length, error) || !check_magic (&self, error) ||
      !read_sizes (&self, header, error) || !read_type (&self, header, error) ||
      !read_offset (&self, header, error))
    return NULL;
  header->byte_order = self.is_big ? G_BIG_ENDIAN : G_LITTLE_ENDIAN;
  header->guess = VC_MODALITY_MR;
  if (get_int (&self, self.layout->intent_code, self.layout->code_size) ==
      INTENT_LABEL)
    header->modality = VC_MODALITY_LABEL;
  read_scaling (&self, header);
  read_matrix (&self, header);
  if (!vc_image_header_check (header, error))
    return NULL;
  return g_steal_pointer (&header);
}
