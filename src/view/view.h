/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcView: owns the render thread of one scene.
 *
 * It takes events and sizes from any thread, decides when to render, and hands
 * out frames through a mailbox that holds one: the next frame is not begun
 * before the last one was taken. While nothing changes it does nothing.
 *
 * Every function may be called from any thread. Signals are emitted in the
 * thread-default main context of the thread that called vc_view_new().
 */

#pragma once

#include "catalog.h"
#include "phase.h"
#include "scene.h"

G_BEGIN_DECLS

#define VC_VIEW_SIZE_MAX 16384

#define VC_TYPE_VIEW (vc_view_get_type ())
G_DECLARE_FINAL_TYPE (VcView, vc_view, VC, VIEW, GObject)

/**
 * VcViewStats:
 * @renders: completed, since the view was made
 * @aborted: renders given up because input arrived
 * @events: applied to the scene
 * @coalesced: moves that a newer one replaced
 */
typedef struct {
  guint64 renders;
  guint64 aborted;
  guint64 events;
  guint64 coalesced;
} VcViewStats;

/**
 * VcViewBeginning:
 * @width, @height: of the view, pixels
 * @state: of the scene, as in scene.h
 * @held: (element-type VcEvent): presses and beginnings of gestures that would
 *   bring a scene to hold what is held now, with the pointers where they are
 * @identity: (nullable): of the scene's data; NULL: not known yet
 */
typedef struct {
  int width;
  int height;
  GVariant *state;
  const GArray *held;
  const char *identity;
} VcViewBeginning;

/**
 * VcViewObserver:
 * @begin: the first call: where things stand
 * @event: the scene is about to get this one: moves are coalesced, fingers have
 *   become a mouse or gestures, and presses and releases come in turns
 * @parameters: the scene got these values of parameters, an a{sv}
 * @resized: the scene has this size now
 * @frame: one was rendered. Its pixels may be read, but nothing may be kept.
 *   @state: of the scene, after all that was told before
 * @identified: the scene's data have this identity
 *
 * What happens in the render thread, in the order in which it happens. Called
 * there, each (nullable); none may block, or call the view.
 */
typedef struct {
  void (*begin) (const VcViewBeginning *beginning, gpointer user_data);
  void (*event) (const VcEvent *event, gpointer user_data);
  void (*parameters) (GVariant *values, gpointer user_data);
  void (*resized) (int width, int height, gpointer user_data);
  void (*frame) (const VcFrame *frame, GVariant *state, gpointer user_data);
  void (*identified) (const char *identity, gpointer user_data);
} VcViewObserver;

/**
 * VcView::status:
 * @status: a #VcStatus, from the scene
 */

/**
 * VcView::phase:
 * @phase: the #VcPhase that was entered last
 *
 * The view began to move, to refine or to rest. What comes and goes before it
 * can be told is told once.
 */

/**
 * VcView::parameters-changed:
 *
 * vc_view_dup_parameters() gives something else than before.
 */

/**
 * VcView::parameters-failed:
 * @sentence: why
 *
 * The scene took none of the values that it was given together.
 */

/**
 * VcView::camera-changed:
 *
 * vc_view_dup_camera() gives something else than before. What changes again
 * before it can be told is told once.
 */

/**
 * VcView::picked:
 * @pick: as in scene.h
 */

/* Starts the render thread and waits for the scene's setup. Fails if the setup
 * does. Keeps a reference to @scene. @width and @height are clamped to
 * 1…VC_VIEW_SIZE_MAX. */
VcView *vc_view_new (VcScene *scene, int width, int height, GError **error);

/* Ends the render thread; taking a frame fails from now on. Idempotent, and
 * called by dispose. */
void vc_view_stop (VcView *self);

void vc_view_push_event (VcView *self, const VcEvent *event);

/* Returns: (transfer full): what can be set of the scene by name, an aa{sv} as
 * in parameters.h, with its values: a copy, so that this never waits. */
GVariant *vc_view_dup_parameters (VcView *self);

/* Sets all of @values, an a{sv}, in their order among the events, or none. They
 * are checked against vc_view_dup_parameters() at once: then the error is
 * G_IO_ERROR_INVALID_ARGUMENT, a sentence that names the parameter. A scene
 * that refuses them all the same is told by #VcView::parameters-failed. A newer
 * value of a name takes the place of one that still waits. @values: floating
 * ones are consumed */
gboolean vc_view_set_parameters (VcView *self, GVariant *values,
                                 GError **error);

/* The same, and @callback is called, in the thread-default main context, when
 * the scene has them or has refused them; vc_view_dup_parameters() knows it
 * then. What waits when the view is stopped fails with G_IO_ERROR_CLOSED. The
 * result keeps no view alive, so it has no source object. */
void vc_view_set_parameters_async (VcView *self, GVariant *values,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean vc_view_set_parameters_finish (GAsyncResult *result, GError **error);

void vc_view_set_size (VcView *self, int width, int height);
void vc_view_get_size (VcView *self, int *width, int *height);

/* Renders per second at the most, 1…1000; default 60. */
void vc_view_set_max_rate (VcView *self, double hertz);

/* What a frame may take while someone interacts: how long, microseconds; and
 * the divisor of the view's width and height, 1, 2 or 4, at which it has pixels
 * enough for what will be seen of it. */
void vc_view_set_budget (VcView *self, gint64 budget_us, guint divisor);

/* For so long others need the machine more: a render at rest is given up, and
 * made later. A picture that rests stays. */
void vc_view_make_way (VcView *self, gint64 duration_us);

/* Waits for a frame newer than the last one taken. Returns: (transfer full)
 * (nullable): NULL with G_IO_ERROR_CANCELLED, or G_IO_ERROR_CLOSED once the
 * view was stopped. One taker at a time. */
VcFrame *vc_view_take_frame (VcView *self, GCancellable *cancellable,
                             GError **error);

/* Returns: (transfer full) (nullable): the newest frame, taken or not. */
VcFrame *vc_view_dup_frame (VcView *self);

VcPhase vc_view_get_phase (VcView *self);

/* Returns: (transfer full) (nullable): in %VC_PHASE_STILL, the exact picture:
 * the newest frame, of full quality and size, with every event applied. From
 * the moment that input arrives it is NULL. */
VcFrame *vc_view_dup_still (VcView *self);

/* Its id, or 0. */
guint64 vc_view_get_still_id (VcView *self);

/* Returns: (transfer full) (nullable): the last status. */
VcStatus *vc_view_dup_status (VcView *self);

/* Returns: (transfer full) (nullable): where the scene is seen from, as in
 * scene.h; NULL if the scene has not said. */
GVariant *vc_view_dup_camera (VcView *self);

/* Returns: (transfer none) (nullable): what the scene holds; NULL if the scene
 * does not say. Lives as long as @self. */
VcCatalog *vc_view_get_catalog (VcView *self);

void vc_view_get_stats (VcView *self, VcViewStats *stats);

/* There is one at a time; NULL: none. After return the one before is not
 * running and not called again, and @destroy was called for its data. Not to be
 * called by an observer. The new one is begun soon, unless the view was
 * stopped. */
void vc_view_set_observer (VcView *self, const VcViewObserver *observer,
                           gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
