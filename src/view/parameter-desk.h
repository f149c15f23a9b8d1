/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcParameterDesk: sets the parameters of a scene, and finds out what became of
 * them.
 *
 * Render thread only.
 */

#pragma once

#include "observation.h"
#include "patch.h"
#include "scene.h"

G_BEGIN_DECLS

/**
 * VcParameterNews:
 * @changed: these are the scene's parameters now, as in parameters.h; also
 *   once when there is a desk
 * @refused: why the scene took none of a patch's values
 */
typedef struct {
  void (*changed) (GVariant *parameters, gpointer user_data);
  void (*refused) (const char *sentence, gpointer user_data);
} VcParameterNews;

typedef struct _VcParameterDesk VcParameterDesk;

/* For a scene that has been set up. @waker: is made ready when it is time for
 * vc_parameter_desk_look(). What it is given outlives it. */
VcParameterDesk *vc_parameter_desk_new (VcScene *scene,
                                        VcObservation *observation,
                                        GSource *waker,
                                        const VcParameterNews *news,
                                        gpointer user_data);
void vc_parameter_desk_free (VcParameterDesk *self);

/* @patch: (transfer full) */
void vc_parameter_desk_apply (VcParameterDesk *self, VcPatch *patch);

/* Tells if the scene's parameters are not as they were. */
void vc_parameter_desk_look (VcParameterDesk *self);

G_END_DECLS
