/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcControl: what a viewer can ask for on the data channel "control".
 */

#pragma once

#include "metrics.h"
#include "recordings.h"
#include "scene-desk.h"
#include "transport-desk.h"
#include "viewer.h"

G_BEGIN_DECLS

/**
 * VcControl:
 * @view: what is watched
 * @viewer: who asks
 * @controls: whether it is in control
 * @metrics: where its figures are counted
 * @desk: for a replay
 * @scene: for parameters, and who wants to know of camera and picks
 * @recordings: (nullable): for what is shown
 */
typedef struct {
  VcView *view;
  VcViewer *viewer;
  gboolean controls;
  VcMetrics *metrics;
  VcTransportDesk *desk;
  VcSceneDesk *scene;
  VcRecordings *recordings;
} VcControl;

/* Does what @text asks for, and answers. Fails if that breaks the protocol. */
gboolean vc_control_receive (const VcControl *self, const char *text,
                             gsize length, GError **error);

/* Makes the view as large as @viewer wants it, if it has said so. */
void vc_control_apply_size (VcView *view, const VcViewer *viewer);

G_END_DECLS
