/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Checks what a loader process handed over, and wraps it.
 */

#include "unpack.h"

#include <math.h>

#include "affine.h"
#include "loader.h"
#include "memfd.h"
#include "statistics.h"

static gboolean
set_nonsense (GError **error)
{
  g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
                       "its reader went out of order");
  return FALSE;
}

static char *
copy_name (const VcMessage *message)
{
  char *name = g_utf8_make_valid (message->text, -1);

  for (char *p = name; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return name;
}

static gboolean
get_voxel_bytes (const VcMessage *m, guint64 *bytes)
{
  *bytes = vc_scalar_type_size (m->scalar_type);
  return g_uint64_checked_mul (bytes, *bytes, m->components) &&
         g_uint64_checked_mul (bytes, *bytes, m->dims[0]) &&
         g_uint64_checked_mul (bytes, *bytes, m->dims[1]) &&
         g_uint64_checked_mul (bytes, *bytes, m->dims[2]) && *bytes > 0;
}

static gboolean
is_sane_volume (const VcMessage *m, guint n_fds)
{
  return n_fds == 1 && m->arrays == VC_ARRAY_VOXELS && m->components >= 1 &&
         m->components <= 4 && m->scalar_type <= VC_SCALAR_FLOAT64 &&
         m->modality <= VC_MODALITY_COLOR && m->guess <= VC_MODALITY_COLOR;
}

static gboolean
describe_values (VcVolume *self, const VcMessage *m, gsize n_voxels,
                 GError **error)
{
  const void *values = g_bytes_get_data (self->voxels, NULL);

  if (!vc_statistics_range (values, self->type, n_voxels, self->components,
                            self->range)) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "none of its voxels is a finite number");
    return FALSE;
  }
  self->modality = m->modality;
  if (self->modality == VC_MODALITY_OTHER)
    self->modality = vc_statistics_modality (
      values, self->type, n_voxels, self->components, self->range, m->guess);
  return TRUE;
}

VcVolume *
vc_unpack_volume (const VcMessage *message, const int *fds, guint n_fds,
                  GError **error)
{
  g_autoptr (VcVolume) self = vc_volume_new ();
  guint64 bytes;

  if (!is_sane_volume (message, n_fds) || !get_voxel_bytes (message, &bytes)) {
    set_nonsense (error);
    return NULL;
  }
  self->name = copy_name (message);
  self->components = message->components;
  self->type = message->scalar_type;
  for (guint i = 0; i < 3; i++)
    self->dims[i] = message->dims[i];
  for (guint i = 0; i < 12; i++)
    self->ijk_to_lps[i] = message->ijk_to_lps[i];
  self->ijk_to_lps[15] = 1;
  if (!vc_affine_check (self->ijk_to_lps, error))
    return NULL;
  vc_affine_spacing (self->ijk_to_lps, self->spacing);
  self->voxels = vc_memfd_map (fds[0], bytes, error);
  if (self->voxels == NULL ||
      !describe_values (
        self, message,
        bytes / vc_scalar_type_size (self->type) / self->components, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
are_finite (GBytes *bytes, float limit)
{
  gsize size;
  const float *v = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size / sizeof (float); i++)
    if (!(fabsf (v[i]) <= limit)) /* false for NaN */
      return FALSE;
  return TRUE;
}

static gboolean
are_indices (GBytes *bytes, guint n_points)
{
  gsize size;
  const guint32 *v = g_bytes_get_data (bytes, &size);
  guint32 most = 0;

  for (gsize i = 0; i < size / sizeof (guint32); i++)
    most = MAX (most, v[i]);
  return most < n_points;
}

typedef struct {
  VcArrays array;
  GBytes **bytes;
  guint64 size;
} Slot;

static gboolean
map_slots (const Slot *slots, guint n_slots, VcArrays arrays, const int *fds,
           guint n_fds, GError **error)
{
  guint used = 0;

  for (guint i = 0; i < n_slots; i++) {
    if (!(arrays & slots[i].array))
      continue;
    if (used == n_fds)
      return set_nonsense (error);
    *slots[i].bytes = vc_memfd_map (fds[used++], slots[i].size, error);
    if (*slots[i].bytes == NULL)
      return FALSE;
    arrays &= ~slots[i].array;
  }
  return (arrays == 0 && used == n_fds) || set_nonsense (error);
}

static gboolean
check_surface (VcSurface *self, GError **error)
{
  GBytes *indices[] = {self->triangles, self->lines, self->vertices};

  for (guint i = 0; i < G_N_ELEMENTS (indices); i++)
    if (indices[i] && !are_indices (indices[i], self->n_points))
      return set_nonsense (error);
  if (self->colors && self->scalars)
    return set_nonsense (error);
  if (!are_finite (self->points, 1e30f) ||
      (self->normals && !are_finite (self->normals, 1.01f))) {
    g_set_error_literal (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN,
                         "it has points that are no finite numbers");
    return FALSE;
  }
  if (self->scalars &&
      !vc_statistics_range (g_bytes_get_data (self->scalars, NULL),
                            VC_SCALAR_FLOAT32, self->n_points, 1,
                            self->scalar_range))
    g_clear_pointer (&self->scalars, g_bytes_unref);
  return TRUE;
}

VcSurface *
vc_unpack_surface (const VcMessage *message, const int *fds, guint n_fds,
                   GError **error)
{
  g_autoptr (VcSurface) self = vc_surface_new ();
  const guint64 n = message->n_points;
  const Slot slots[] = {
    {VC_ARRAY_POINTS, &self->points, n * 12},
    {VC_ARRAY_NORMALS, &self->normals, n * 12},
    {VC_ARRAY_COLORS, &self->colors, n * 4},
    {VC_ARRAY_SCALARS, &self->scalars, n * 4},
    {VC_ARRAY_TRIANGLES, &self->triangles, message->n_triangles * 12ull},
    {VC_ARRAY_LINES, &self->lines, message->n_lines * 8ull},
    {VC_ARRAY_VERTICES, &self->vertices, message->n_vertices * 4ull},
  };

  if (n < 1 || n > G_MAXINT || !(message->arrays & VC_ARRAY_POINTS)) {
    set_nonsense (error);
    return NULL;
  }
  self->name = copy_name (message);
  self->n_points = n;
  if (!map_slots (slots, G_N_ELEMENTS (slots), message->arrays, fds, n_fds,
                  error) ||
      !check_surface (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
