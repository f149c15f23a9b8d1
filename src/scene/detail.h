/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDetail: chooses how coarse a frame is while a person interacts.
 *
 * Pure: it is told how long frames took and never looks at a clock.
 *
 * Each level has a weight, the time that a typical frame of it takes relative
 * to the others (measured on two cores without a GPU). What the scene at hand
 * costs is the median of recent measured time ÷ weight, so one full frame at
 * rest is enough to choose well for the first drag. The choice then stays
 * where it is as long as it does: a picture that keeps changing its sharpness
 * disturbs more than one that is a little too coarse.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_DETAIL_MAX_LEVELS 12
#define VC_DETAIL_MEMORY 7

/**
 * VcDetailContent:
 * @VC_DETAIL_VOLUME: a ray cast volume, whose image sample distance can vary
 * @VC_DETAIL_TWIN: meshes that have a decimated twin
 */
typedef enum {
  VC_DETAIL_VOLUME = 1 << 0,
  VC_DETAIL_TWIN = 1 << 1,
} VcDetailContent;

/**
 * VcDetailLevel:
 * @divisor: of the picture's width and height: 1, 2 or 4
 * @distance: of rays, in pixels
 * @twin: draw the decimated twins of meshes
 * @weight: relative time of a frame
 */
typedef struct {
  guint divisor;
  double distance;
  gboolean twin;
  double weight;
} VcDetailLevel;

typedef struct {
  VcDetailLevel levels[VC_DETAIL_MAX_LEVELS];
  guint n_levels;
  guint current;
  guint shown;
  double ratios[VC_DETAIL_MEMORY];
  guint n_ratios;
  guint next_ratio;
  guint settling;
  guint slow;
  guint fast;
  guint patience;
  gboolean refined;
  gboolean settled;
} VcDetail;

/* @twin_share: triangles of the twins ÷ triangles of the meshes, 0…1. Forgets
 * what was measured. */
void vc_detail_init (VcDetail *self, VcDetailContent content,
                     double twin_share);

/* Of a frame, its width and height ÷ @divisor is all that is shown for the
 * time being: a level with more pixels is not chosen if one with fewer draws as
 * fine. Default 1. */
void vc_detail_set_shown (VcDetail *self, guint divisor);

/* Someone begins to interact: the level may be chosen anew at once. */
void vc_detail_begin (VcDetail *self, gint64 budget_us);

/* The level for the next interactive frame. Level 0 is full quality. */
const VcDetailLevel *vc_detail_get_level (const VcDetail *self);

/* A frame of @level took that long. An @interactive one may change the level
 * for the next. */
void vc_detail_report (VcDetail *self, const VcDetailLevel *level,
                       gint64 time_us, gint64 budget_us, gboolean interactive);

G_END_DECLS
