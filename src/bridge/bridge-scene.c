/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcBridgeScene: what another program renders, as a scene.
 */

#include "bridge-scene.h"

#include <unistd.h>

#include "alarm.h"
#include "letterbox.h"
#include "listener.h"
#include "program.h"

/* Who has not greeted yet, and the one that streams. */
#define PROGRAMS_MAX 4

/**
 * _VcBridgeScene:
 * @is_url_new: the program was not told of it yet
 * @waker: from setup to teardown: sends what waits
 * @programs: all that are connected
 * @program: (nullable): the one that streams
 * @shown: what was rendered last
 * @is_owed: the view asked for a picture and was told to wait
 * @is_fresh: @program has sent no picture yet
 */
struct _VcBridgeScene {
  GObject parent_instance;

  char *name;
  GMutex lock;
  char *url;
  gboolean is_url_new;
  GSource *waker;

  struct {
    VcListener *listener;
    GPtrArray *programs;
    VcProgram *program;
    VcPicture shown;
    int width;
    int height;
    gboolean is_owed;
    gboolean is_fresh;
  } in_render;
};

static void
emit_waiting (VcBridgeScene *self, const char *sentence)
{
  g_autoptr (VcStatus) status =
    vc_status_new (VC_STATUS_LOADING, VC_STATUS_UNKNOWN_PROGRESS, sentence);

  vc_scene_emit_status (VC_SCENE (self), status);
}

static void
emit_ready (VcBridgeScene *self)
{
  g_autoptr (VcStatus) status = vc_status_new (
    VC_STATUS_READY, 1, vc_program_get_title (self->in_render.program));

  vc_scene_emit_status (VC_SCENE (self), status);
}

static void
work (VcBridgeScene *self, VcTier tier)
{
  if (self->in_render.program != NULL && self->in_render.width > 0)
    vc_program_work (self->in_render.program, self->in_render.width,
                     self->in_render.height, tier);
}

/* (transfer full) (nullable) */
static char *
take_url (VcBridgeScene *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_url_new = FALSE;
  return g_strdup (self->url);
}

static gboolean
has_new_url (VcBridgeScene *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->is_url_new;
}

static const char *
on_greeted (VcProgram *program, gpointer user_data)
{
  VcBridgeScene *self = user_data;
  g_autofree char *url = NULL;

  if (self->in_render.program != NULL)
    return "Another program is streaming here already.";
  url = take_url (self);
  self->in_render.program = program;
  self->in_render.is_fresh = TRUE;
  vc_program_welcome (program, self->in_render.width, self->in_render.height,
                      url);
  work (self, VC_TIER_FULL);
  return NULL;
}

static void
on_pictured (VcProgram *program, gpointer user_data)
{
  VcBridgeScene *self = user_data;

  if (self->in_render.is_fresh) {
    self->in_render.is_fresh = FALSE;
    emit_ready (self);
  }
  vc_scene_emit_changed (VC_SCENE (self), VC_TIER_FULL);
}

static void
on_answered (VcProgram *program, gpointer user_data)
{
  VcBridgeScene *self = user_data;

  work (self, VC_TIER_INTERACTIVE);
  if (!self->in_render.is_owed || vc_program_is_busy (program))
    return;
  /* It has nothing better, and nothing else to show. */
  self->in_render.is_owed = FALSE;
  self->in_render.shown.tier = VC_TIER_FULL;
  vc_scene_emit_changed (VC_SCENE (self), VC_TIER_FULL);
}

static void
on_described (VcProgram *program, gpointer user_data)
{
  vc_scene_emit_parameters_changed (user_data);
}

static void
on_moved (GVariant *camera, gpointer user_data)
{
  vc_scene_emit_camera_changed (user_data, camera);
}

static void
on_picked (GVariant *pick, gpointer user_data)
{
  vc_scene_emit_picked (user_data, pick);
}

static void
on_left (VcProgram *program, const char *reason, gpointer user_data)
{
  VcBridgeScene *self = user_data;

  if (reason != NULL)
    g_info ("A program was sent away: %s", reason);
  if (program == self->in_render.program) {
    self->in_render.program = NULL;
    self->in_render.is_owed = FALSE;
    self->in_render.shown.tier = VC_TIER_FULL;
    emit_waiting (self, "The program has gone. Waiting for it.");
    vc_scene_emit_parameters_changed (VC_SCENE (self));
    vc_scene_emit_changed (VC_SCENE (self), VC_TIER_FULL);
  }
  g_ptr_array_remove_fast (self->in_render.programs, program);
}

static const VcProgramHandlers program_handlers = {
  .greeted = on_greeted,
  .pictured = on_pictured,
  .answered = on_answered,
  .described = on_described,
  .moved = on_moved,
  .picked = on_picked,
  .left = on_left,
};

static void
on_connected (int fd, gpointer user_data)
{
  VcBridgeScene *self = user_data;

  if (self->in_render.programs->len == PROGRAMS_MAX)
    close (fd);
  else
    g_ptr_array_add (self->in_render.programs,
                     vc_program_new (fd, g_main_context_get_thread_default (),
                                     &program_handlers, self));
}

static void
on_woken (gpointer user_data)
{
  VcBridgeScene *self = user_data;

  if (self->in_render.program != NULL && has_new_url (self)) {
    g_autofree char *url = take_url (self);

    vc_program_send_address (self->in_render.program, url);
  }
  work (self, VC_TIER_INTERACTIVE);
}

static void
make_waker (VcBridgeScene *self, GMainContext *context)
{
  GSource *waker = vc_alarm_new (context, "[vtkcast] bridge", on_woken, self);

  g_mutex_lock (&self->lock);
  self->waker = waker;
  g_mutex_unlock (&self->lock);
}

static void
drop_waker (VcBridgeScene *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->waker, vc_alarm_free);
}

static gboolean
vc_bridge_scene_setup (VcScene *scene, GError **error)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);
  GMainContext *context = g_main_context_get_thread_default ();

  self->in_render.listener =
    vc_listener_new (self->name, context, on_connected, self, error);
  if (self->in_render.listener == NULL)
    return FALSE;
  self->in_render.programs =
    g_ptr_array_new_with_free_func ((GDestroyNotify)vc_program_free);
  make_waker (self, context);
  emit_waiting (self, "Waiting for a program.");
  return TRUE;
}

static void
vc_bridge_scene_teardown (VcScene *scene)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);

  g_clear_pointer (&self->in_render.listener, vc_listener_free);
  self->in_render.program = NULL;
  g_clear_pointer (&self->in_render.programs, g_ptr_array_unref);
  vc_picture_clear (&self->in_render.shown);
  drop_waker (self);
}

static void
vc_bridge_scene_resize (VcScene *scene, int width, int height)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);

  self->in_render.width = width;
  self->in_render.height = height;
  g_source_set_ready_time (self->waker, 0);
}

/* Of what was rendered last, in the view. */
static void
get_letterbox (VcBridgeScene *self, VcLetterbox *box)
{
  const VcRingPicture *place = &self->in_render.shown.place;

  vc_letterbox_init (box, place->width, place->height, self->in_render.width,
                     self->in_render.height);
}

static void
vc_bridge_scene_handle_event (VcScene *scene, const VcEvent *event)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);
  VcEvent mapped = *event;
  VcLetterbox box;

  if (self->in_render.program == NULL || self->in_render.shown.ring == NULL ||
      event->type == VC_EVENT_CANCEL)
    return;
  get_letterbox (self, &box);
  vc_letterbox_map_event (&box, self->in_render.width, self->in_render.height,
                          &mapped);
  vc_program_push_event (self->in_render.program, &mapped);
  g_source_set_ready_time (self->waker, 0);
  /* The picture is no answer to everything any more. A mouse that passes over
   * it seldom changes it. */
  if (event->type != VC_EVENT_POINTER_MOVE || event->buttons != 0)
    vc_scene_emit_changed (scene, VC_TIER_FULL);
}

static VcRenderResult
draw (VcBridgeScene *self, VcFrame *frame)
{
  const VcPicture *shown = &self->in_render.shown;
  const guint8 *pixels;
  VcLetterbox box;
  gssize step;

  frame->tier = shown->tier;
  if (shown->ring == NULL) {
    vc_letterbox_draw_nothing (frame);
    frame->tier = VC_TIER_FULL;
    return VC_RENDER_DONE;
  }
  get_letterbox (self, &box);
  pixels = vc_ring_get_pixels (shown->ring, &shown->place, &step);
  vc_letterbox_draw (&box, pixels, step, shown->place.width,
                     shown->place.height, frame);
  frame->viewer = shown->stamp.viewer;
  frame->seq = shown->stamp.seq;
  frame->input_time_us = shown->stamp.time_us;
  frame->render_start_us = shown->start_us;
  return VC_RENDER_DONE;
}

/* The next picture comes when the program has made it. */
static VcRenderResult
defer (VcBridgeScene *self)
{
  self->in_render.is_owed = TRUE;
  return VC_RENDER_PENDING;
}

static VcRenderResult
vc_bridge_scene_render (VcScene *scene, const VcRenderRequest *request,
                        VcFrame *frame)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);
  VcProgram *program = self->in_render.program;
  gboolean is_coarse = self->in_render.shown.ring != NULL &&
                       self->in_render.shown.tier != VC_TIER_FULL;

  if (program == NULL || self->in_render.is_fresh)
    return draw (self, frame);
  if (vc_program_take_picture (program, &self->in_render.shown)) {
    self->in_render.is_owed = FALSE;
    work (self, VC_TIER_INTERACTIVE);
    /* Who wanted more gets this now, and asks again. */
    if (request->tier == VC_TIER_FULL &&
        self->in_render.shown.tier != VC_TIER_FULL)
      vc_scene_emit_changed (scene, VC_TIER_FULL);
    return draw (self, frame);
  }
  /* Asks for the new size, if there is one. */
  work (self, request->tier == VC_TIER_FULL && is_coarse ? VC_TIER_FULL
                                                         : VC_TIER_INTERACTIVE);
  return vc_program_is_busy (program) ? defer (self) : draw (self, frame);
}

static GVariant *
vc_bridge_scene_dup_parameters (VcScene *scene)
{
  VcProgram *program = VC_BRIDGE_SCENE (scene)->in_render.program;

  return program != NULL ? g_variant_ref (vc_program_get_parameters (program))
                         : vc_parameters_new_empty ();
}

static gboolean
vc_bridge_scene_set_parameters (VcScene *scene, GVariant *values,
                                GError **error)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (scene);

  /* Who has parameters has a program. */
  vc_program_push_values (self->in_render.program, values);
  g_source_set_ready_time (self->waker, 0);
  vc_scene_emit_changed (scene, VC_TIER_FULL);
  return TRUE;
}

static void
vc_bridge_scene_scene_init (VcSceneInterface *iface)
{
  iface->setup = vc_bridge_scene_setup;
  iface->teardown = vc_bridge_scene_teardown;
  iface->resize = vc_bridge_scene_resize;
  iface->handle_event = vc_bridge_scene_handle_event;
  iface->render = vc_bridge_scene_render;
  iface->dup_parameters = vc_bridge_scene_dup_parameters;
  iface->set_parameters = vc_bridge_scene_set_parameters;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
  VcBridgeScene, vc_bridge_scene, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (VC_TYPE_SCENE, vc_bridge_scene_scene_init))

static void
vc_bridge_scene_finalize (GObject *object)
{
  VcBridgeScene *self = VC_BRIDGE_SCENE (object);

  g_assert (self->waker == NULL);
  g_free (self->name);
  g_free (self->url);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vc_bridge_scene_parent_class)->finalize (object);
}

static void
vc_bridge_scene_init (VcBridgeScene *self)
{
  g_mutex_init (&self->lock);
}

static void
vc_bridge_scene_class_init (VcBridgeSceneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_bridge_scene_finalize;
}

VcBridgeScene *
vc_bridge_scene_new (const char *name)
{
  VcBridgeScene *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (VC_TYPE_BRIDGE_SCENE, NULL);
  self->name = g_strdup (name);
  return self;
}

void
vc_bridge_scene_set_url (VcBridgeScene *self, const char *url)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (VC_IS_BRIDGE_SCENE (self));

  locker = g_mutex_locker_new (&self->lock);
  g_free (self->url);
  self->url = g_strdup (url);
  self->is_url_new = TRUE;
  if (self->waker != NULL)
    g_source_set_ready_time (self->waker, 0);
}
