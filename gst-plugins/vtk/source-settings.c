/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSourceSettings: the properties of vtksrc.
 */

#include "source-settings.h"

#include "data-scene.h"

#define DEFAULT_MAX_FRAMERATE_N 60
#define DEFAULT_MAX_FRAMERATE_D 1
#define GPU_MAX 63

void
vc_source_settings_init (VcSourceSettings *self)
{
  *self = (VcSourceSettings){
    .framerate_n = DEFAULT_MAX_FRAMERATE_N,
    .framerate_d = DEFAULT_MAX_FRAMERATE_D,
    .gpu = VC_GPU_AUTO,
  };
}

void
vc_source_settings_copy (const VcSourceSettings *self, VcSourceSettings *copy)
{
  *copy = *self;
  copy->location = g_strdup (self->location);
  copy->view = self->view ? g_object_ref (self->view) : NULL;
}

void
vc_source_settings_clear (VcSourceSettings *self)
{
  g_clear_pointer (&self->location, g_free);
  g_clear_object (&self->view);
}

void
vc_source_settings_install (GObjectClass *object_class)
{
  static GParamSpec *properties[VC_SOURCE_N_PROPERTIES];
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  /**
   * vtksrc:location:
   *
   * What to render: a file (NRRD, NIfTI, MetaImage, VTI, VTP, STL, PLY, OBJ,
   * VTK), a folder with a DICOM series, or one of the built-in scenes
   * "vtkcast:cone", "vtkcast:mesh" and "vtkcast:patches".
   */
  properties[VC_SOURCE_LOCATION] = g_param_spec_string (
    "location", "Location",
    "File, DICOM folder or built-in scene (vtkcast:cone) to render", NULL,
    flags | GST_PARAM_MUTABLE_READY);
  /**
   * vtksrc:view:
   *
   * A #VcView of the application, to render instead of #vtksrc:location. When
   * none was set, the element's own while it is not in the NULL or READY
   * state.
   */
  properties[VC_SOURCE_VIEW] = g_param_spec_object (
    "view", "View", "View of the application, instead of a location",
    VC_TYPE_VIEW, flags | GST_PARAM_MUTABLE_READY);
  /**
   * vtksrc:width:
   *
   * Width of the view, which is what is sent if downstream does not ask for
   * another one.
   */
  properties[VC_SOURCE_WIDTH] = g_param_spec_int (
    "width", "Width",
    "Width of the view, in pixels (0 = the view's own, or 1280)", 0,
    VC_VIEW_SIZE_MAX, 0, flags | GST_PARAM_MUTABLE_PLAYING);
  /**
   * vtksrc:height:
   *
   * Height of the view, which is what is sent if downstream does not ask for
   * another one.
   */
  properties[VC_SOURCE_HEIGHT] = g_param_spec_int (
    "height", "Height",
    "Height of the view, in pixels (0 = the view's own, or 720)", 0,
    VC_VIEW_SIZE_MAX, 0, flags | GST_PARAM_MUTABLE_PLAYING);
  /**
   * vtksrc:max-framerate:
   *
   * The stream has a variable frame rate, down to nothing while nothing
   * changes; this is the highest one, and the one that caps tell.
   */
  properties[VC_SOURCE_MAX_FRAMERATE] = gst_param_spec_fraction (
    "max-framerate", "Maximum frame rate",
    "Frames per second at the most, while something changes", 1, 1, 1000, 1,
    DEFAULT_MAX_FRAMERATE_N, DEFAULT_MAX_FRAMERATE_D,
    flags | GST_PARAM_MUTABLE_PLAYING);
  /**
   * vtksrc:gpu:
   *
   * Which GPU renders a #vtksrc:location.
   */
  properties[VC_SOURCE_GPU] = g_param_spec_int (
    "gpu", "GPU",
    "Index of the EGL device that renders (-1 = automatic, -2 = software)",
    VC_GPU_NONE, GPU_MAX, VC_GPU_AUTO, flags | GST_PARAM_MUTABLE_READY);

  g_object_class_install_properties (object_class, VC_SOURCE_N_PROPERTIES,
                                     properties);
}

void
vc_source_settings_set (VcSourceSettings *self, VcSourceProperty id,
                        const GValue *value)
{
  switch (id) {
  case VC_SOURCE_LOCATION:
    g_free (self->location);
    self->location = g_value_dup_string (value);
    return;
  case VC_SOURCE_VIEW:
    g_set_object (&self->view, g_value_get_object (value));
    return;
  case VC_SOURCE_WIDTH:
    self->width = g_value_get_int (value);
    return;
  case VC_SOURCE_HEIGHT:
    self->height = g_value_get_int (value);
    return;
  case VC_SOURCE_MAX_FRAMERATE:
    self->framerate_n = gst_value_get_fraction_numerator (value);
    self->framerate_d = gst_value_get_fraction_denominator (value);
    return;
  case VC_SOURCE_GPU:
    self->gpu = g_value_get_int (value);
    return;
  case VC_SOURCE_N_PROPERTIES:
    break;
  }
  g_assert_not_reached ();
}

void
vc_source_settings_get (const VcSourceSettings *self, VcSourceProperty id,
                        GValue *value)
{
  switch (id) {
  case VC_SOURCE_LOCATION:
    g_value_set_string (value, self->location);
    return;
  case VC_SOURCE_VIEW:
    g_value_set_object (value, self->view);
    return;
  case VC_SOURCE_WIDTH:
    g_value_set_int (value, self->width);
    return;
  case VC_SOURCE_HEIGHT:
    g_value_set_int (value, self->height);
    return;
  case VC_SOURCE_MAX_FRAMERATE:
    gst_value_set_fraction (value, self->framerate_n, self->framerate_d);
    return;
  case VC_SOURCE_GPU:
    g_value_set_int (value, self->gpu);
    return;
  case VC_SOURCE_N_PROPERTIES:
    break;
  }
  g_assert_not_reached ();
}

GstCaps *
vc_source_settings_prefer (const VcSourceSettings *self, int width, int height,
                           GstCaps *caps)
{
  GstCaps *preferred = gst_caps_make_writable (caps);
  GstStructure *structure = gst_caps_get_structure (preferred, 0);

  gst_structure_fixate_field_nearest_int (structure, "width", width);
  gst_structure_fixate_field_nearest_int (structure, "height", height);
  gst_structure_fixate_field_nearest_fraction (
    structure, "framerate", self->framerate_n, self->framerate_d);
  if (gst_structure_has_field (structure, "pixel-aspect-ratio"))
    gst_structure_fixate_field_nearest_fraction (structure,
                                                 "pixel-aspect-ratio", 1, 1);
  return preferred;
}

double
vc_source_settings_get_max_rate (const VcSourceSettings *self)
{
  return (double)self->framerate_n / self->framerate_d;
}
