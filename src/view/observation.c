/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcObservation: who is told what happens in a render thread.
 */

#include "observation.h"

typedef enum { STAGE_NONE, STAGE_DUE, STAGE_ON } Stage;

/* @stage is written under the lock, which is held while the observer runs, and
 * read without it: who is told a moment too late loses nothing. */
struct _VcObservation {
  GMutex lock;
  gint stage;
  VcViewObserver observer;
  gpointer user_data;
  GDestroyNotify destroy;
};

VcObservation *
vc_observation_new (void)
{
  VcObservation *self = g_new0 (VcObservation, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
vc_observation_free (VcObservation *self)
{
  vc_observation_set (self, NULL, NULL, NULL);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
vc_observation_set (VcObservation *self, const VcViewObserver *observer,
                    gpointer user_data, GDestroyNotify destroy)
{
  GDestroyNotify old_destroy;
  gpointer old_data;

  g_mutex_lock (&self->lock);
  old_destroy = self->destroy;
  old_data = self->user_data;
  self->observer = observer ? *observer : (VcViewObserver){NULL};
  self->user_data = user_data;
  self->destroy = destroy;
  g_atomic_int_set (&self->stage, observer ? STAGE_DUE : STAGE_NONE);
  g_mutex_unlock (&self->lock);

  if (old_destroy)
    old_destroy (old_data);
}

gboolean
vc_observation_is_due (VcObservation *self)
{
  return g_atomic_int_get (&self->stage) == STAGE_DUE;
}

void
vc_observation_begin (VcObservation *self, VcScene *scene, int width,
                      int height, const GArray *held)
{
  g_autoptr (GVariant) state = vc_scene_save_state (scene);
  g_autofree char *identity = vc_scene_dup_identity (scene);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  VcViewBeginning beginning = {
    .width = width,
    .height = height,
    .state = state,
    .held = held,
    .identity = identity,
  };

  if (self->stage != STAGE_DUE)
    return;
  if (self->observer.begin)
    self->observer.begin (&beginning, self->user_data);
  g_atomic_int_set (&self->stage, STAGE_ON);
}

/* Has one begun? */
static gboolean
is_on (VcObservation *self)
{
  return g_atomic_int_get (&self->stage) == STAGE_ON;
}

void
vc_observation_tell_event (VcObservation *self, const VcEvent *event)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (!is_on (self))
    return;
  locker = g_mutex_locker_new (&self->lock);
  if (self->stage == STAGE_ON && self->observer.event)
    self->observer.event (event, self->user_data);
}

void
vc_observation_tell_parameters (VcObservation *self, GVariant *values)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (!is_on (self))
    return;
  locker = g_mutex_locker_new (&self->lock);
  if (self->stage == STAGE_ON && self->observer.parameters)
    self->observer.parameters (values, self->user_data);
}

void
vc_observation_tell_size (VcObservation *self, int width, int height)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (!is_on (self))
    return;
  locker = g_mutex_locker_new (&self->lock);
  if (self->stage == STAGE_ON && self->observer.resized)
    self->observer.resized (width, height, self->user_data);
}

void
vc_observation_tell_frame (VcObservation *self, const VcFrame *frame,
                           VcScene *scene)
{
  g_autoptr (GVariant) state = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (!is_on (self))
    return;
  state = vc_scene_save_state (scene);
  locker = g_mutex_locker_new (&self->lock);
  if (self->stage == STAGE_ON && self->observer.frame)
    self->observer.frame (frame, state, self->user_data);
}

void
vc_observation_tell_identity (VcObservation *self, VcScene *scene)
{
  g_autofree char *identity = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (!is_on (self))
    return;
  identity = vc_scene_dup_identity (scene);
  locker = g_mutex_locker_new (&self->lock);
  if (identity && self->stage == STAGE_ON && self->observer.identified)
    self->observer.identified (identity, self->user_data);
}
