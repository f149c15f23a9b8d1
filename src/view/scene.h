/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcScene: the interface behind which any renderer stands.
 *
 * A scene is created anywhere, and then given to a VcView, which calls every
 * function below in its render thread, unless said otherwise. That thread has
 * a GMainContext of its own which is its thread-default context, so a scene
 * uses GSources for timers and for results of its worker threads.
 */

#pragma once

#include <gio/gio.h>

#include "event.h"
#include "frame.h"
#include "parameters.h"

G_BEGIN_DECLS

/**
 * VcStatusKind:
 * @VC_STATUS_LOADING: `progress` is valid, 0…1 or %VC_STATUS_UNKNOWN_PROGRESS
 * @VC_STATUS_READY: `text` is a title for what is shown
 * @VC_STATUS_FAILED: `text` is a sentence that says what is wrong. The scene
 *   goes on with what it has
 */
typedef enum {
  VC_STATUS_LOADING,
  VC_STATUS_READY,
  VC_STATUS_FAILED,
} VcStatusKind;

#define VC_STATUS_UNKNOWN_PROGRESS -1.0

/**
 * VcStatus:
 * What a person should know about the state of the scene.
 */
typedef struct {
  VcStatusKind kind;
  double progress;
  char *text;
} VcStatus;

#define VC_TYPE_STATUS (vc_status_get_type ())
GType vc_status_get_type (void);

VcStatus *vc_status_new (VcStatusKind kind, double progress, const char *text);
VcStatus *vc_status_copy (const VcStatus *self);
void vc_status_free (VcStatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcStatus, vc_status_free)

/**
 * VcRenderRequest:
 * @tier: the quality that is wanted
 * @budget_us: for %VC_TIER_INTERACTIVE: how long the frame may take,
 *   microseconds, readback included
 * @abort: becomes non-zero, from any thread, when the frame is no longer
 *   wanted; read it with g_atomic_int_get() while rendering. Only a
 *   %VC_TIER_FULL render is ever aborted
 * @divisor: for %VC_TIER_INTERACTIVE: the view's width and height ÷ this, 1, 2
 *   or 4, are pixels enough for what will be seen of the frame; 0 is
 *   as 1
 */
typedef struct {
  VcTier tier;
  gint64 budget_us;
  const gint *abort;
  guint divisor;
} VcRenderRequest;

/**
 * VcRenderResult:
 * @VC_RENDER_DONE: the frame holds the picture
 * @VC_RENDER_ABORTED: given up because of `abort`; the frame's content is
 *   undefined
 * @VC_RENDER_FAILED: the scene cannot render; it has reported a status
 * @VC_RENDER_PENDING: the picture is made elsewhere; when it is there,
 *   #VcScene::changed is emitted. Until then the view does not rest
 */
typedef enum {
  VC_RENDER_DONE,
  VC_RENDER_ABORTED,
  VC_RENDER_FAILED,
  VC_RENDER_PENDING,
} VcRenderResult;

#define VC_TYPE_SCENE (vc_scene_get_type ())
G_DECLARE_INTERFACE (VcScene, vc_scene, VC, SCENE, GObject)

/**
 * VcSceneInterface:
 * @setup: create the graphics context, begin to load. May not block on files.
 * @teardown: the mirror of @setup; called only after a successful @setup
 * @resize: the view is now @width × @height pixels, 1…16384 each
 * @handle_event: apply one event. Emit #VcScene::changed if the picture is now
 *   out of date
 * @render: render into @frame, whose `pixels` offer room for the whole view at
 *   `stride` = 4 × view width. Sets `width`, `height`, `stride` (≤ what was
 *   offered) and `tier` (%VC_TIER_FULL whenever the picture is as good as the
 *   full tier would make it, so that no second one is needed). Who
 *   draws a picture that was made elsewhere also sets `render_start_us`,
 *   `viewer`, `seq` and `input_time_us`, which are now and the last event that
 *   was handled
 * @save_state: (nullable): all that events, timers and animations can change of
 *   what is shown, but for the size: an a{sv} in which every value is a b, d,
 *   s, ad, a{sv} or aa{sv}. Returns: (transfer full) or floating
 * @restore_state: (nullable): the same back, from another scene with the same
 *   data perhaps. Keys that are missing or unknown change nothing. What is
 *   animated ends. Emits #VcScene::changed if the picture is now out of date
 * @dup_identity: (nullable): a SHA-256, 64 hexadecimal digits, of the data that
 *   are shown: equal for equal data, wherever they come from. NULL while it is
 *   not known; it is computed only once somebody has asked, and then
 *   #VcScene::identified is emitted
 * @dup_parameters: (nullable): what can be set by name, as in parameters.h: in
 *   the order of the panel. Returns: (transfer full) or floating. None of it
 *   may take time: it is called after each change
 * @set_parameters: (nullable): these, an a{sv} in which each name is known and
 *   each value has the type and lies in the range of its description. Emits
 *   #VcScene::changed if the picture is now out of date. When it fails, nothing
 *   was set, and the error is a sentence for a person
 */
struct _VcSceneInterface {
  GTypeInterface parent_iface;

  gboolean (*setup) (VcScene *self, GError **error);
  void (*teardown) (VcScene *self);
  void (*resize) (VcScene *self, int width, int height);
  void (*handle_event) (VcScene *self, const VcEvent *event);
  VcRenderResult (*render) (VcScene *self, const VcRenderRequest *request,
                            VcFrame *frame);

  GVariant *(*save_state) (VcScene *self);
  gboolean (*restore_state) (VcScene *self, GVariant *state, GError **error);
  char *(*dup_identity) (VcScene *self);

  GVariant *(*dup_parameters) (VcScene *self);
  gboolean (*set_parameters) (VcScene *self, GVariant *values, GError **error);
};

/**
 * VcScene::changed:
 * @tier: %VC_TIER_INTERACTIVE if more changes are about to follow (an
 *   animation), else %VC_TIER_FULL
 *
 * The picture is out of date. Emitted in the render thread.
 */
/**
 * VcScene::status:
 * @status: a #VcStatus
 *
 * Emitted in the render thread.
 */

/**
 * VcScene::identified:
 *
 * What dup_identity() returns is known now, or has changed. Emitted in the
 * render thread.
 */

/**
 * VcScene::parameters-changed:
 *
 * Values or descriptions of parameters are not as they were, for another reason
 * than vc_scene_set_parameters(). Emitted in the render thread.
 */

/**
 * VcScene::camera-changed:
 * @camera: an a{sv}: `position`, `focalPoint`, `viewUp` (ad, millimetres, DICOM
 *   patient coordinates where the data have such), `viewAngle` (d, degrees),
 *   `parallelScale` (d, half the view's height, millimetres; 0: in perspective)
 *
 * The scene is seen from somewhere else; also once when it can be seen. Emitted
 * in the render thread, by scenes that have one camera.
 */

/**
 * VcScene::picked:
 * @pick: an a{sv}: `position` (ad, missing if there is nothing), `viewer` (u)
 *   and `button` (u: 1 left, 2 middle, 3 right; 0: a key), of the event
 *
 * Somebody pointed at a place of the scene. Emitted in the render thread.
 */

gboolean vc_scene_setup (VcScene *self, GError **error);
void vc_scene_teardown (VcScene *self);
void vc_scene_resize (VcScene *self, int width, int height);
void vc_scene_handle_event (VcScene *self, const VcEvent *event);
VcRenderResult vc_scene_render (VcScene *self, const VcRenderRequest *request,
                                VcFrame *frame);

/* (transfer full): an empty one from a scene that cannot do that. */
GVariant *vc_scene_save_state (VcScene *self);
/* Fails with G_IO_ERROR_NOT_SUPPORTED in a scene that cannot do that, unless
 * @state is empty. @state: floating ones are consumed */
gboolean vc_scene_restore_state (VcScene *self, GVariant *state,
                                 GError **error);
/* (transfer full) (nullable) */
char *vc_scene_dup_identity (VcScene *self);
/* (transfer full): an aa{sv}, empty if there are none. */
GVariant *vc_scene_dup_parameters (VcScene *self);
/* Sets all of @values, an a{sv}, in their order, or none: what the scene does
 * not have, or what is out of range, is G_IO_ERROR_INVALID_ARGUMENT. @values:
 * floating ones are consumed */
gboolean vc_scene_set_parameters (VcScene *self, GVariant *values,
                                  GError **error);

/* For implementations. */
void vc_scene_emit_changed (VcScene *self, VcTier tier);
void vc_scene_emit_status (VcScene *self, const VcStatus *status);
void vc_scene_emit_identified (VcScene *self);
void vc_scene_emit_parameters_changed (VcScene *self);
/* @camera, @pick: floating ones are consumed. A camera at infinity, which JSON
 * has no words for and who zooms out for long enough comes to, is told nobody.
 */
void vc_scene_emit_camera_changed (VcScene *self, GVariant *camera);
void vc_scene_emit_picked (VcScene *self, GVariant *pick);

G_END_DECLS
