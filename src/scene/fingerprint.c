/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFingerprint: a SHA-256 that tells data apart.
 */

#include "fingerprint.h"

/* Between two looks at whether it is still wanted. */
#define CHUNK (4 << 20)

struct _VcFingerprint {
  GPtrArray *volumes;
  GPtrArray *surfaces;
  GPtrArray *names;
};

/**
 * Run:
 * @is_cancelled: it said so
 */
typedef struct {
  gboolean (*ask) (gpointer data);
  gpointer data;
  gboolean is_cancelled;
} Run;

static void
hash_bytes (GChecksum *sum, gconstpointer data, gsize size, Run *run)
{
  for (gsize at = 0; at < size && !run->is_cancelled; at += CHUNK) {
    g_checksum_update (sum, (const guchar *)data + at, MIN (CHUNK, size - at));
    run->is_cancelled = run->ask && run->ask (run->data);
  }
}

static void
hash_number (GChecksum *sum, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  g_checksum_update (sum, (const guchar *)&little, sizeof little);
}

/* With the length, so that no array can pass for a part of another. */
static void
hash_array (GChecksum *sum, GBytes *bytes, Run *run)
{
  gsize size = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &size) : NULL;

  hash_number (sum, bytes ? size + 1 : 0);
  hash_bytes (sum, data, size, run);
}

static char *
hash_volume (const VcVolume *volume, Run *run)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_number (sum, 'v');
  for (int axis = 0; axis < 3; axis++)
    hash_number (sum, volume->dims[axis]);
  hash_number (sum, volume->components);
  hash_number (sum, volume->type);
  hash_number (sum, volume->modality);
  hash_bytes (sum, volume->ijk_to_lps, sizeof volume->ijk_to_lps, run);
  hash_array (sum, volume->voxels, run);
  return g_strdup (g_checksum_get_string (sum));
}

static char *
hash_surface (const VcSurface *surface, Run *run)
{
  GBytes *const arrays[] = {
    surface->points,    surface->normals, surface->colors,  surface->scalars,
    surface->triangles, surface->lines,   surface->vertices};
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_number (sum, 's');
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    hash_array (sum, arrays[i], run);
  return g_strdup (g_checksum_get_string (sum));
}

static char *
hash_name (const char *name)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

VcFingerprint *
vc_fingerprint_new (void)
{
  VcFingerprint *self = g_new0 (VcFingerprint, 1);

  self->volumes =
    g_ptr_array_new_with_free_func ((GDestroyNotify)vc_volume_unref);
  self->surfaces =
    g_ptr_array_new_with_free_func ((GDestroyNotify)vc_surface_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
vc_fingerprint_free (VcFingerprint *self)
{
  g_ptr_array_unref (self->volumes);
  g_ptr_array_unref (self->surfaces);
  g_ptr_array_unref (self->names);
  g_free (self);
}

void
vc_fingerprint_add_volume (VcFingerprint *self, VcVolume *volume)
{
  g_ptr_array_add (self->volumes, vc_volume_ref (volume));
}

void
vc_fingerprint_add_surface (VcFingerprint *self, VcSurface *surface)
{
  g_ptr_array_add (self->surfaces, vc_surface_ref (surface));
}

void
vc_fingerprint_add_name (VcFingerprint *self, const char *name)
{
  g_ptr_array_add (self->names, g_strdup (name));
}

gboolean
vc_fingerprint_is_empty (const VcFingerprint *self)
{
  return self->volumes->len + self->surfaces->len + self->names->len == 0;
}

char *
vc_fingerprint_compute (const VcFingerprint *self,
                        gboolean (*is_cancelled) (gpointer data), gpointer data)
{
  g_autoptr (GPtrArray) sums = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) whole = g_checksum_new (G_CHECKSUM_SHA256);
  Run run = {is_cancelled, data, FALSE};

  for (guint i = 0; i < self->volumes->len; i++)
    g_ptr_array_add (sums, hash_volume (self->volumes->pdata[i], &run));
  for (guint i = 0; i < self->surfaces->len; i++)
    g_ptr_array_add (sums, hash_surface (self->surfaces->pdata[i], &run));
  for (guint i = 0; i < self->names->len; i++)
    g_ptr_array_add (sums, hash_name (self->names->pdata[i]));
  if (run.is_cancelled)
    return NULL;
  g_ptr_array_sort (sums, compare);
  for (guint i = 0; i < sums->len; i++)
    g_checksum_update (whole, sums->pdata[i], -1);
  return g_strdup (g_checksum_get_string (whole));
}
