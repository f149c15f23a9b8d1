/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Presets: ways to show volumes.
 */

#include "preset.h"

#include <string.h>

#define POINTS_MAX 6
/* Of the greatest opacity: from there on a tissue counts as shown. */
#define NEARLY_ALL 0.8

/**
 * Preset:
 * @is_ct: values are Hounsfield units; else 0 is the threshold between
 *   background and body, and 1 what is bright
 * @points: as many as have a value other than 0 or come first
 */
typedef struct {
  const char *name;
  gboolean is_ct;
  VcBlend blend;
  gboolean shade;
  guint n_points;
  VcTransferPoint points[POINTS_MAX];
} Preset;

#define WARM                                                                   \
  {                                                                            \
    0.72, 0.36, 0.26                                                           \
  }
#define ORANGE                                                                 \
  {                                                                            \
    0.88, 0.58, 0.30                                                           \
  }
#define IVORY                                                                  \
  {                                                                            \
    0.97, 0.90, 0.76                                                           \
  }
#define WHITE                                                                  \
  {                                                                            \
    1, 1, 1                                                                    \
  }
#define GREY(x)                                                                \
  {                                                                            \
    x, x, x                                                                    \
  }

/* Muscle is 40 to 70 HU, blood with contrast 150 to 500, spongy bone from 150,
 * compact bone from 500, lung −900 to −500, fat −120 to −60. */
static const Preset presets[] = {
  {"CT-AAA",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{140, WARM, 0}, {170, ORANGE, 0.6}, {230, IVORY, 0.7}, {420, WHITE, 0.85}}},
  {"CT-Bone",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{110, WARM, 0},
    {220, {0.9, 0.7, 0.5}, 0.35},
    {500, IVORY, 0.8},
    {1500, WHITE, 0.95}}},
  {"CT-Bones",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   3,
   {{150, WARM, 0}, {300, {0.9, 0.72, 0.55}, 0.12}, {1000, IVORY, 0.2}}},
  {"CT-Cardiac",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   5,
   {{-50, WARM, 0},
    {90, ORANGE, 0.25},
    {180, IVORY, 0.5},
    {270, {0.72, 0.1, 0.1}, 0.8},
    {600, WHITE, 0.85}}},
  {"CT-Chest-Contrast-Enhanced",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{70, WARM, 0},
    {240, ORANGE, 0.45},
    {440, IVORY, 0.62},
    {1500, WHITE, 0.62}}},
  {"CT-Chest-Vessels",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{-300, WARM, 0},
    {20, ORANGE, 0.4},
    {440, IVORY, 0.62},
    {1500, WHITE, 0.62}}},
  {"CT-Coronary-Arteries",
   TRUE,
   VC_BLEND_COMPOSITE,
   FALSE,
   4,
   {{135, GREY (0), 0},
    {160, GREY (0.2), 0.25},
    {320, GREY (0.75), 0.55},
    {480, WHITE, 0.8}}},
  {"CT-Lung",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   6,
   {{-620, {0.1, 0.2, 0.9}, 0},
    {-600, {0.2, 0.35, 1}, 0.15},
    {-520, {0.2, 0.8, 0.3}, 0.15},
    {-450, {0.95, 0.9, 0.3}, 0.15},
    {-400, {0.9, 0.35, 0.1}, 0.15},
    {-390, {0.9, 0.3, 0.1}, 0}}},
  {"CT-MIP",
   TRUE,
   VC_BLEND_MIP,
   FALSE,
   2,
   {{0, GREY (0), 0}, {1600, WHITE, 1}}},
  {"CT-Muscle",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{-150, WARM, 0},
    {60, {0.78, 0.4, 0.3}, 0.35},
    {220, ORANGE, 0.65},
    {420, IVORY, 0.85}}},
  {"CT-Soft-Tissue",
   TRUE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{-200, GREY (0.3), 0},
    {-100, GREY (0.5), 0.5},
    {40, GREY (0.75), 0.8},
    {240, WHITE, 1}}},
  {"CT-X-ray",
   TRUE,
   VC_BLEND_COMPOSITE,
   FALSE,
   4,
   {{-500, WHITE, 0},
    {50, WHITE, 0.008},
    {500, WHITE, 0.03},
    {1500, WHITE, 0.08}}},
  {"MR-Angio",
   FALSE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{0.6, WARM, 0},
    {0.68, {0.8, 0.4, 0.1}, 0.45},
    {0.9, IVORY, 0.6},
    {1.1, WHITE, 0.75}}},
  {"MR-MIP", FALSE, VC_BLEND_MIP, FALSE, 2, {{0, GREY (0), 0}, {1, WHITE, 1}}},
  {"MR-T2-Brain",
   FALSE,
   VC_BLEND_COMPOSITE,
   TRUE,
   4,
   {{0, WARM, 0},
    {0.45, {0.95, 0.82, 0.25}, 0.17},
    {1, {0.1, 0.6, 0.82}, 0.95},
    {1.5, WHITE, 1}}},
};

static gboolean
has_values (VcModality modality)
{
  return modality != VC_MODALITY_LABEL && modality != VC_MODALITY_COLOR;
}

const char *const *
vc_preset_list (VcModality modality)
{
  static const char *names[2][G_N_ELEMENTS (presets) + 2];
  static const char *const only[] = {VC_PRESET_DEFAULT, NULL};
  static gsize is_filled;

  if (g_once_init_enter (&is_filled)) {
    for (guint is_ct = 0; is_ct < 2; is_ct++) {
      guint n = 0;

      names[is_ct][n++] = VC_PRESET_DEFAULT;
      for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
        if (presets[i].is_ct == is_ct)
          names[is_ct][n++] = presets[i].name;
    }
    g_once_init_leave (&is_filled, 1);
  }
  return has_values (modality) ? names[modality == VC_MODALITY_CT] : only;
}

static VcTransfer *
make (const Preset *preset, const VcHistogram *histogram)
{
  VcTransfer *self = g_new0 (VcTransfer, 1);
  double threshold = 0, width = 1;

  if (!preset->is_ct) {
    threshold = vc_histogram_get_threshold (histogram);
    width = vc_histogram_get_quantile (histogram, 0.995) - threshold;
    if (!(width > 0))
      width = 1;
  }
  self->n_points = preset->n_points;
  self->points =
    g_memdup2 (preset->points, preset->n_points * sizeof (preset->points[0]));
  for (guint i = 0; i < self->n_points; i++)
    self->points[i].value = threshold + self->points[i].value * width;
  self->shade = preset->shade;
  return self;
}

VcTransfer *
vc_preset_new (const char *name, VcModality modality, const double range[2],
               const VcHistogram *histogram, VcBlend *blend)
{
  *blend = VC_BLEND_COMPOSITE;
  if (strcmp (name, VC_PRESET_DEFAULT) == 0)
    return vc_transfer_new (modality, range, histogram);
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++) {
    const Preset *preset = &presets[i];

    if (strcmp (preset->name, name) != 0 || !has_values (modality) ||
        preset->is_ct != (modality == VC_MODALITY_CT))
      continue;
    *blend = preset->blend;
    return make (preset, histogram);
  }
  return NULL;
}

void
vc_preset_get_window (const VcTransfer *transfer, double *window, double *level)
{
  const VcTransferPoint *points = transfer->points;
  double greatest = 0, low, high;
  guint i;

  for (i = 0; i < transfer->n_points; i++)
    greatest = MAX (greatest, points[i].opacity);
  for (i = 0; i + 2 < transfer->n_points && points[i + 1].opacity <= 0; i++)
    ;
  low = points[i].value;
  while (i + 1 < transfer->n_points &&
         points[i].opacity < NEARLY_ALL * greatest)
    i++;
  high = points[i].value;
  *window = high > low ? high - low : 1;
  *level = (low + high) / 2;
}
