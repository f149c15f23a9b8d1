/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcDataScene: the built-in scene, files and test objects drawn by VTK.
 */

#pragma once

#include <gio/gio.h>

#include "scene.h"

G_BEGIN_DECLS

/* Values of the gpu argument other than an EGL device's index. */
#define VC_GPU_AUTO (-1)
#define VC_GPU_NONE (-2)

#define VC_TYPE_DATA_SCENE (vc_data_scene_get_type ())
G_DECLARE_FINAL_TYPE (VcDataScene, vc_data_scene, VC, DATA_SCENE, GObject)

/* Can @location be opened: does the file exist, is its format known, is the
 * name behind "vtkcast:" one of the built-in scenes (cone, mesh, patches)?
 * Reads a few bytes at the most. */
gboolean vc_data_scene_check_location (const char *location, GError **error);

/* @locations: (array zero-terminated=1): files, DICOM folders, or one built-in
 * scene. Nothing is opened before the view sets the scene up. */
VcDataScene *vc_data_scene_new (const char *const *locations, int gpu);

/* Before setup: nothing changes by itself, no flight and no joystick: what time
 * does comes by vc_scene_restore_state(), as in a replay. */
void vc_data_scene_disable_animation (VcDataScene *self);

/* The GL renderer's name, as GL_RENDERER has it; valid after setup. */
const char *vc_data_scene_get_renderer_name (VcDataScene *self);

G_END_DECLS
