/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSourceSettings: the properties of vtksrc.
 */

#pragma once

#include <gst/gst.h>

#include "view.h"

G_BEGIN_DECLS

typedef enum {
  VC_SOURCE_LOCATION = 1,
  VC_SOURCE_VIEW,
  VC_SOURCE_WIDTH,
  VC_SOURCE_HEIGHT,
  VC_SOURCE_MAX_FRAMERATE,
  VC_SOURCE_GPU,
  VC_SOURCE_N_PROPERTIES
} VcSourceProperty;

/**
 * VcSourceSettings:
 * @location: (nullable): what to render
 * @view: (nullable): the application's view, instead
 * @width: of the view, 0 = as it is
 * @height: of the view, 0 = as it is
 * @framerate_n: frames per @framerate_d seconds at the most
 * @framerate_d: see @framerate_n
 * @gpu: as for vc_data_scene_new()
 */
typedef struct {
  char *location;
  VcView *view;
  int width;
  int height;
  int framerate_n;
  int framerate_d;
  int gpu;
} VcSourceSettings;

void vc_source_settings_init (VcSourceSettings *self);
void vc_source_settings_copy (const VcSourceSettings *self,
                              VcSourceSettings *copy);
void vc_source_settings_clear (VcSourceSettings *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VcSourceSettings, vc_source_settings_clear)

/* Adds the properties, with the ids of VcSourceProperty, to a class. */
void vc_source_settings_install (GObjectClass *object_class);

void vc_source_settings_set (VcSourceSettings *self, VcSourceProperty id,
                             const GValue *value);
void vc_source_settings_get (const VcSourceSettings *self, VcSourceProperty id,
                             GValue *value);

/* @caps: (transfer full). Fixates what the settings have a preference for; the
 * size of the view is preferred, too. */
GstCaps *vc_source_settings_prefer (const VcSourceSettings *self, int width,
                                    int height, GstCaps *caps);

/* Frames per second. */
double vc_source_settings_get_max_rate (const VcSourceSettings *self);

G_END_DECLS
