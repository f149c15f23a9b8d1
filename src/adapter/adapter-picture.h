/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Picture: what a window showed, and how that came about.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <vtkcast/letterbox.h>
#include <vtkcast/scene.h>

#include <vtkCamera.h>
#include <vtkNew.h>
#include <vtkUnsignedCharArray.h>

#include "adapter-hand.h"

namespace
{

/* Of the first renderer. */
struct View {
  double position[3];
  double focal_point[3];
  double view_up[3];
  double view_angle;
  double parallel_scale;

  void
  Read (vtkCamera *camera)
  {
    camera->GetPosition (position);
    camera->GetFocalPoint (focal_point);
    camera->GetViewUp (view_up);
    view_angle = camera->GetViewAngle ();
    parallel_scale =
      camera->GetParallelProjection () ? camera->GetParallelScale () : 0;
  }

  static GVariant *
  Triple (const double *values)
  {
    return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, values, 3,
                                      sizeof *values);
  }

  /* Floating: as scene.h has cameras. */
  GVariant *
  Describe () const
  {
    GVariantDict dict;

    g_variant_dict_init (&dict, nullptr);
    g_variant_dict_insert_value (&dict, "position", Triple (position));
    g_variant_dict_insert_value (&dict, "focalPoint", Triple (focal_point));
    g_variant_dict_insert_value (&dict, "viewUp", Triple (view_up));
    g_variant_dict_insert (&dict, "viewAngle", "d", view_angle);
    g_variant_dict_insert (&dict, "parallelScale", "d", parallel_scale);
    return g_variant_dict_end (&dict);
  }
};

struct Picture {
  /* Rows from the bottom up, as GL has them. */
  vtkNew<vtkUnsignedCharArray> pixels;
  int width = 0;
  int height = 0;
  int tier = VC_TIER_INTERACTIVE;
  gint64 start_us = 0;
  Stamp stamp;
  View view = {};

  /* In a view of that size. */
  VcLetterbox
  GetBox (int view_width, int view_height) const
  {
    VcLetterbox box;

    vc_letterbox_init (&box, width, height, view_width, view_height);
    return box;
  }

  void
  Draw (VcFrame *frame) const
  {
    VcLetterbox box = GetBox (frame->width, frame->height);
    gssize row = (gssize)4 * width;

    vc_letterbox_draw (&box, pixels->GetPointer (0) + row * (height - 1), -row,
                       width, height, frame);
    frame->tier = (VcTier)tier;
  }

  /* For one that was made elsewhere. */
  void
  Sign (VcFrame *frame) const
  {
    frame->viewer = stamp.viewer;
    frame->seq = stamp.seq;
    frame->input_time_us = stamp.time_us;
    frame->render_start_us = start_us;
  }
};

} // namespace
