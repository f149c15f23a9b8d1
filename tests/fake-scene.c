/* SPDX-License-Identifier: BSD-3-Clause
 *
 * FakeScene: a VcScene whose pictures say what state it is in.
 */

#include "fake-scene.h"

#include <string.h>

#define WATCHDOG_US (10 * G_USEC_PER_SEC)

struct _FakeScene {
  GObject parent;

  GMutex lock;
  GCond cond;
  GMainContext *context;
  FakeCounts counts;
  GArray *events;
  char *setup_failure;
  int divisor;
  VcTier interactive_tier;
  FakeRender full;
  VcRenderResult result;
  void (*paint) (VcFrame *frame, guint state);
  int width;
  int height;
  guint state;
  double level;
  double level_maximum;
  gboolean is_inverted;
  char *refusal;
  GPtrArray *values;
  gboolean is_busy;
};

static void
enter (FakeScene *self)
{
  g_mutex_lock (&self->lock);
  if (self->is_busy || !g_main_context_is_owner (self->context))
    self->counts.overlaps++;
  self->is_busy = TRUE;
}

static void
leave (FakeScene *self)
{
  self->is_busy = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gboolean
fake_scene_setup (VcScene *scene, GError **error)
{
  FakeScene *self = FAKE_SCENE (scene);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->setup_failure) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         self->setup_failure);
    return FALSE;
  }
  self->context = g_main_context_ref_thread_default ();
  self->counts.setups++;
  return TRUE;
}

static void
fake_scene_teardown (VcScene *scene)
{
  FakeScene *self = FAKE_SCENE (scene);

  enter (self);
  self->counts.teardowns++;
  leave (self);
  g_clear_pointer (&self->context, g_main_context_unref);
}

static void
fake_scene_resize (VcScene *scene, int width, int height)
{
  FakeScene *self = FAKE_SCENE (scene);

  enter (self);
  self->width = width;
  self->height = height;
  self->counts.resizes++;
  leave (self);
}

static gboolean
apply (FakeScene *self, const VcEvent *event)
{
  switch (event->type) {
  case VC_EVENT_POINTER_MOVE:
    if (event->buttons == 0)
      return FALSE;
    break;
  case VC_EVENT_WHEEL:
  case VC_EVENT_GESTURE:
    break;
  case VC_EVENT_KEY_PRESS:
    if (strcmp (event->key, "r") == 0) {
      self->state = 0;
      return TRUE;
    }
    if (strcmp (event->key, "i") == 0)
      self->is_inverted = !self->is_inverted;
    else if (strcmp (event->key, "c") != 0)
      return FALSE;
    break;
  default:
    return FALSE;
  }
  self->state++;
  return TRUE;
}

static void
emit_camera (FakeScene *self)
{
  vc_scene_emit_camera_changed (
    VC_SCENE (self),
    g_variant_new_parsed ("{'position': <[%d, 0.0, 1.0]>, "
                          "'focalPoint': <[0.0, 0.0, 0.0]>, "
                          "'viewUp': <[0.0, 1.0, 0.0]>, "
                          "'viewAngle': <30.0>, 'parallelScale': <0.0>}",
                          (double)self->state));
}

static void
emit_pick (FakeScene *self, const VcEvent *event)
{
  if (event->type == VC_EVENT_BUTTON_PRESS)
    vc_scene_emit_picked (
      VC_SCENE (self),
      g_variant_new_parsed ("{'position': <[%d, %d, 0.0]>, 'viewer': <%u>, "
                            "'button': <%u>}",
                            event->x, event->y, event->viewer, event->button));
}

static void
fake_scene_handle_event (VcScene *scene, const VcEvent *event)
{
  FakeScene *self = FAKE_SCENE (scene);
  gboolean has_changed, was_inverted;

  enter (self);
  was_inverted = self->is_inverted;
  g_array_append_vals (self->events, event, 1);
  has_changed = apply (self, event);
  leave (self);
  if (self->is_inverted != was_inverted)
    vc_scene_emit_parameters_changed (scene);
  emit_pick (self, event);
  if (!has_changed)
    return;
  emit_camera (self);
  vc_scene_emit_changed (scene, VC_TIER_FULL);
}

static void
fill (VcFrame *frame, guint state)
{
  for (int y = 0; y < frame->height; y++) {
    guint8 *row = frame->pixels + y * frame->stride;

    for (int x = 0; x < frame->width; x++) {
      row[4 * x] = state;
      row[4 * x + 1] = frame->tier;
      row[4 * x + 2] = frame->width;
      row[4 * x + 3] = 255;
    }
  }
}

static void
draw (FakeScene *self, const VcRenderRequest *request, VcFrame *frame)
{
  frame->width = self->width;
  frame->height = self->height;
  frame->tier = VC_TIER_FULL;
  if (request->tier == VC_TIER_INTERACTIVE) {
    self->counts.interactive++;
    frame->width = MAX (self->width / self->divisor, 1);
    frame->height = MAX (self->height / self->divisor, 1);
    frame->tier = self->interactive_tier;
  } else {
    self->counts.full++;
  }
  frame->stride = 4 * frame->width;
  if (self->paint)
    self->paint (frame, self->state);
  else
    fill (frame, self->state);
}

/* As a long render would: looks at the flag now and then. */
static gboolean
wait_for_abort (FakeScene *self, const VcRenderRequest *request)
{
  if (self->full == FAKE_RENDER_AT_ONCE)
    return FALSE;
  while (!g_atomic_int_get (request->abort)) {
    if (self->full == FAKE_RENDER_AT_ONCE)
      return FALSE;
    g_cond_wait_until (&self->cond, &self->lock, g_get_monotonic_time () + 500);
  }
  self->counts.aborted++;
  return TRUE;
}

static VcRenderResult
fake_scene_render (VcScene *scene, const VcRenderRequest *request,
                   VcFrame *frame)
{
  FakeScene *self = FAKE_SCENE (scene);
  VcRenderResult result;

  enter (self);
  result = self->result;
  if (request->tier == VC_TIER_FULL) {
    self->counts.begun_full++;
    g_cond_broadcast (&self->cond);
    if (wait_for_abort (self, request))
      result = VC_RENDER_ABORTED;
  }
  if (result == VC_RENDER_DONE)
    draw (self, request, frame);
  leave (self);
  return result;
}

static GVariant *
describe (const char *name, const char *title, const char *kind,
          GVariant *value)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "name", "s", name);
  g_variant_dict_insert (&dict, "title", "s", title);
  g_variant_dict_insert (&dict, "kind", "s", kind);
  if (value)
    g_variant_dict_insert_value (&dict, "value", value);
  if (strcmp (kind, "number") == 0) {
    g_variant_dict_insert (&dict, "minimum", "d", -100.0);
    g_variant_dict_insert (&dict, "step", "d", 1.0);
    g_variant_dict_insert (&dict, "unit", "s", "HU");
  }
  return g_variant_dict_end (&dict);
}

static GVariant *
fake_scene_dup_parameters (VcScene *scene)
{
  FakeScene *self = FAKE_SCENE (scene);
  g_auto (GVariantDict) level = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) number = NULL;
  GVariant *all[3];

  enter (self);
  number = g_variant_ref_sink (
    describe ("level", "Level", "number", g_variant_new_double (self->level)));
  g_variant_dict_clear (&level);
  g_variant_dict_init (&level, number);
  g_variant_dict_insert (&level, "maximum", "d", self->level_maximum);
  all[0] = g_variant_dict_end (&level);
  all[1] = describe ("inverted", "Inverted", "boolean",
                     g_variant_new_boolean (self->is_inverted));
  all[2] = describe ("reset", "Reset", "action", NULL);
  leave (self);
  return g_variant_new_array (G_VARIANT_TYPE_VARDICT, all, G_N_ELEMENTS (all));
}

static gboolean
fake_scene_set_parameters (VcScene *scene, GVariant *values, GError **error)
{
  FakeScene *self = FAKE_SCENE (scene);
  g_autofree char *refusal = NULL;

  enter (self);
  refusal = g_strdup (self->refusal);
  if (!refusal) {
    g_ptr_array_add (self->values, g_variant_ref (values));
    g_variant_lookup (values, "level", "d", &self->level);
    g_variant_lookup (values, "inverted", "b", &self->is_inverted);
    self->state =
      g_variant_lookup (values, "reset", "b", NULL) ? 0 : self->state + 1;
  }
  leave (self);
  if (refusal)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, refusal);
  else
    vc_scene_emit_changed (scene, VC_TIER_FULL);
  return !refusal;
}

static void
fake_scene_iface_init (VcSceneInterface *iface)
{
  iface->setup = fake_scene_setup;
  iface->teardown = fake_scene_teardown;
  iface->resize = fake_scene_resize;
  iface->handle_event = fake_scene_handle_event;
  iface->render = fake_scene_render;
  iface->dup_parameters = fake_scene_dup_parameters;
  iface->set_parameters = fake_scene_set_parameters;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeScene, fake_scene, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VC_TYPE_SCENE,
                                                      fake_scene_iface_init))

static void
fake_scene_finalize (GObject *object)
{
  FakeScene *self = FAKE_SCENE (object);

  g_assert_cmpuint (self->counts.setups, ==, self->counts.teardowns);
  g_assert_cmpuint (self->counts.overlaps, ==, 0);
  g_array_unref (self->events);
  g_ptr_array_unref (self->values);
  g_free (self->refusal);
  g_free (self->setup_failure);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (fake_scene_parent_class)->finalize (object);
}

static void
fake_scene_init (FakeScene *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->events = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  self->values =
    g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  self->level_maximum = 1000;
  self->divisor = 1;
}

static void
fake_scene_class_init (FakeSceneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_scene_finalize;
}

FakeScene *
fake_scene_new (void)
{
  return g_object_new (FAKE_TYPE_SCENE, NULL);
}

void
fake_scene_fail_setup (FakeScene *self, const char *sentence)
{
  self->setup_failure = g_strdup (sentence);
}

void
fake_scene_set_interactive (FakeScene *self, int divisor, VcTier tier)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->divisor = divisor;
  self->interactive_tier = tier;
}

void
fake_scene_set_full (FakeScene *self, FakeRender how)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->full = how;
  g_cond_broadcast (&self->cond);
}

void
fake_scene_set_result (FakeScene *self, VcRenderResult result)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->result = result;
}

void
fake_scene_set_paint (FakeScene *self,
                      void (*paint) (VcFrame *frame, guint state))
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->paint = paint;
}

void
fake_scene_get_counts (FakeScene *self, FakeCounts *counts)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  *counts = self->counts;
}

GArray *
fake_scene_take_events (FakeScene *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GArray *events = self->events;

  self->events = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  return events;
}

GPtrArray *
fake_scene_take_values (FakeScene *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *values = self->values;

  self->values =
    g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  return values;
}

void
fake_scene_refuse_values (FakeScene *self, const char *sentence)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->refusal);
  self->refusal = g_strdup (sentence);
}

typedef struct {
  FakeScene *scene;
  VcTier tier;
  VcStatus *status;
  gboolean is_done;
} Call;

static gboolean
on_changed_call (gpointer data)
{
  Call *call = data;

  vc_scene_emit_changed (VC_SCENE (call->scene), call->tier);
  return G_SOURCE_REMOVE;
}

static gboolean
on_status_call (gpointer data)
{
  Call *call = data;

  vc_scene_emit_status (VC_SCENE (call->scene), call->status);
  return G_SOURCE_REMOVE;
}

static gboolean
on_sync_call (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void
finish_call (gpointer data)
{
  Call *call = data;

  g_mutex_lock (&call->scene->lock);
  call->is_done = TRUE;
  g_cond_broadcast (&call->scene->cond);
  g_mutex_unlock (&call->scene->lock);
}

/* Runs @func in the render thread when it has nothing better to do, and waits
 * for it. */
static void
call_in_render (FakeScene *self, GSourceFunc func, Call *call, int priority)
{
  gint64 end_us = g_get_monotonic_time () + WATCHDOG_US;

  call->scene = self;
  g_mutex_lock (&self->lock);
  g_mutex_unlock (&self->lock);
  g_main_context_invoke_full (self->context, priority, func, call, finish_call);
  g_mutex_lock (&self->lock);
  while (!call->is_done)
    if (!g_cond_wait_until (&self->cond, &self->lock, end_us))
      g_error ("The render thread hangs");
  g_mutex_unlock (&self->lock);
}

static gboolean
on_parameters_call (gpointer data)
{
  Call *call = data;

  vc_scene_emit_parameters_changed (VC_SCENE (call->scene));
  return G_SOURCE_REMOVE;
}

void
fake_scene_set_level_maximum (FakeScene *self, double maximum)
{
  Call call = {0};

  g_mutex_lock (&self->lock);
  self->level_maximum = maximum;
  g_mutex_unlock (&self->lock);
  call_in_render (self, on_parameters_call, &call, G_PRIORITY_DEFAULT);
}

void
fake_scene_emit_changed (FakeScene *self, VcTier tier)
{
  Call call = {.tier = tier};

  call_in_render (self, on_changed_call, &call, G_PRIORITY_DEFAULT);
}

void
fake_scene_emit_status (FakeScene *self, const VcStatus *status)
{
  g_autoptr (VcStatus) copy = vc_status_copy (status);
  Call call = {.status = copy};

  call_in_render (self, on_status_call, &call, G_PRIORITY_DEFAULT);
}

void
fake_scene_sync (FakeScene *self)
{
  Call call = {0};

  call_in_render (self, on_sync_call, &call, G_PRIORITY_LOW);
}

void
fake_scene_wait (FakeScene *self, FakePredicate is_true, guint wanted)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 end_us = g_get_monotonic_time () + WATCHDOG_US;

  while (!is_true (&self->counts, wanted))
    if (!g_cond_wait_until (&self->cond, &self->lock, end_us))
      g_error ("Waited in vain for %u: %u interactive, %u full, %u begun, "
               "%u aborted",
               wanted, self->counts.interactive, self->counts.full,
               self->counts.begun_full, self->counts.aborted);
}

void
fake_scene_wait_for_events (FakeScene *self, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 end_us = g_get_monotonic_time () + WATCHDOG_US;

  while (self->events->len < n)
    if (!g_cond_wait_until (&self->cond, &self->lock, end_us))
      g_error ("Waited in vain for %u events: %u came", n, self->events->len);
}

gboolean
fake_has_interactive (const FakeCounts *counts, guint wanted)
{
  return counts->interactive >= wanted;
}

gboolean
fake_has_full (const FakeCounts *counts, guint wanted)
{
  return counts->full >= wanted;
}

gboolean
fake_has_begun_full (const FakeCounts *counts, guint wanted)
{
  return counts->begun_full >= wanted;
}

gboolean
fake_has_aborted (const FakeCounts *counts, guint wanted)
{
  return counts->aborted >= wanted;
}
