/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcObservation: who is told what happens in a render thread.
 *
 * While nobody is, each call costs the look at one flag.
 */

#pragma once

#include "view.h"

G_BEGIN_DECLS

typedef struct _VcObservation VcObservation;

VcObservation *vc_observation_new (void);
void vc_observation_free (VcObservation *self);

/* Any thread, but not from within the observer. The one before is not running
 * after return, and its data was destroyed. The new one is told nothing before
 * the next vc_observation_begin(). */
void vc_observation_set (VcObservation *self, const VcViewObserver *observer,
                         gpointer user_data, GDestroyNotify destroy);

/* Render thread. */

/* Is there one that has not begun yet? */
gboolean vc_observation_is_due (VcObservation *self);
/* @held: (element-type VcEvent): as in #VcViewBeginning */
void vc_observation_begin (VcObservation *self, VcScene *scene, int width,
                           int height, const GArray *held);

void vc_observation_tell_event (VcObservation *self, const VcEvent *event);
void vc_observation_tell_parameters (VcObservation *self, GVariant *values);
void vc_observation_tell_size (VcObservation *self, int width, int height);
void vc_observation_tell_frame (VcObservation *self, const VcFrame *frame,
                                VcScene *scene);
void vc_observation_tell_identity (VcObservation *self, VcScene *scene);

G_END_DECLS
