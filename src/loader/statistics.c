/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the values of a volume tell about it.
 */

#include "statistics.h"

#include <math.h>

#define SAMPLES 200000

/* Air on the Hounsfield scale, and how much of a CT it fills at least. */
#define AIR_MIN -1100
#define AIR_MAX -900
#define MIN_AIR 0.005
/* Scanners write −2000, −3024 or −4096 outside of the field of view. */
#define CT_MIN -4096
#define MIN_EQUAL 0.6

#define RANGE(ctype)                                                           \
  {                                                                            \
    const ctype *v = values;                                                   \
    ctype least = v[0], most = v[0];                                           \
    for (gsize i = 0; i < n_values; i += components) {                         \
      least = MIN (least, v[i]);                                               \
      most = MAX (most, v[i]);                                                 \
    }                                                                          \
    range[0] = least;                                                          \
    range[1] = most;                                                           \
    return TRUE;                                                               \
  }

#define FINITE_RANGE(ctype)                                                    \
  {                                                                            \
    const ctype *v = values;                                                   \
    ctype least = INFINITY, most = -INFINITY;                                  \
    for (gsize i = 0; i < n_values; i += components) {                         \
      if (!isfinite (v[i]))                                                    \
        continue;                                                              \
      least = MIN (least, v[i]);                                               \
      most = MAX (most, v[i]);                                                 \
    }                                                                          \
    range[0] = least;                                                          \
    range[1] = most;                                                           \
    return least <= most;                                                      \
  }

gboolean
vc_statistics_range (const void *values, VcScalarType type, gsize n_voxels,
                     guint components, double range[2])
{
  gsize n_values = n_voxels * components;

  switch (type) {
  case VC_SCALAR_INT8:
    RANGE (gint8)
  case VC_SCALAR_UINT8:
    RANGE (guint8)
  case VC_SCALAR_INT16:
    RANGE (gint16)
  case VC_SCALAR_UINT16:
    RANGE (guint16)
  case VC_SCALAR_INT32:
    RANGE (gint32)
  case VC_SCALAR_UINT32:
    RANGE (guint32)
  case VC_SCALAR_FLOAT32:
    FINITE_RANGE (float)
  case VC_SCALAR_FLOAT64:
    FINITE_RANGE (double)
  }
  return FALSE;
}

typedef struct {
  gsize n;       /* pairs of neighbours along i */
  gsize n_whole; /* of whole numbers */
  gsize n_air;
  gsize n_set;   /* not both zero */
  gsize n_equal; /* of those */
} Sample;

static Sample
take_sample (const void *values, VcScalarType type, gsize n_voxels)
{
  gsize step = MAX (1, n_voxels / SAMPLES) | 1;
  Sample s = {0};

  for (gsize i = 0; i + 1 < n_voxels; i += step) {
    double a = vc_scalar_type_get (type, values, i);
    double b = vc_scalar_type_get (type, values, i + 1);

    s.n++;
    s.n_whole += a == floor (a) && b == floor (b);
    s.n_air += a >= AIR_MIN && a <= AIR_MAX;
    if (a != 0 || b != 0) {
      s.n_set++;
      s.n_equal += a == b;
    }
  }
  return s;
}

VcModality
vc_statistics_modality (const void *values, VcScalarType type, gsize n_voxels,
                        guint components, const double range[2],
                        VcModality guess)
{
  Sample s;

  if (components > 1)
    return type == VC_SCALAR_UINT8 && components >= 3 ? VC_MODALITY_COLOR
                                                      : VC_MODALITY_OTHER;
  s = take_sample (values, type, n_voxels);
  if (s.n_whole < s.n)
    return range[0] >= 0 ? guess : VC_MODALITY_OTHER;
  if (range[0] >= CT_MIN && range[0] <= AIR_MAX && s.n_air >= MIN_AIR * s.n)
    return VC_MODALITY_CT;
  if (range[0] >= 0 && range[1] > range[0] && range[1] <= G_MAXUINT16 &&
      s.n_set > 0 && s.n_equal >= MIN_EQUAL * s.n_set)
    return VC_MODALITY_LABEL;
  return range[0] >= 0 ? guess : VC_MODALITY_OTHER;
}
