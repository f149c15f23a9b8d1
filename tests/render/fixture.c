/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A scene in a render thread's place: this thread, with a context of its own.
 */

#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "egl.h"

#define WATCHDOG_US (60 * G_USEC_PER_SEC)
#define BUDGET_US 10000

static void
on_changed (VcScene *scene, int tier, Fixture *self)
{
  self->changes++;
  self->last_tier = (VcTier)tier;
}

static void
on_status (VcScene *scene, const VcStatus *status, Fixture *self)
{
  g_clear_pointer (&self->status, vc_status_free);
  self->status = vc_status_copy (status);
}

static gboolean
on_watchdog (gpointer user_data)
{
  g_error ("Nothing happened for too long");
  return G_SOURCE_REMOVE;
}

void
fixture_wait (Fixture *self, FixtureCondition condition, gpointer data)
{
  GSource *watchdog = g_timeout_source_new (WATCHDOG_US / 1000);

  g_source_set_callback (watchdog, on_watchdog, NULL, NULL);
  g_source_attach (watchdog, self->context);
  while (!condition (self, data))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (watchdog);
  g_source_unref (watchdog);
}

static gboolean
has_finished (Fixture *self, gpointer data)
{
  return self->status && self->status->kind != VC_STATUS_LOADING;
}

/* The CPU, unless VTKCAST_TEST_GPU says "auto" or an EGL device's index. */
static int
get_gpu (void)
{
  const char *name = g_getenv ("VTKCAST_TEST_GPU");

  if (!name || g_str_equal (name, "none"))
    return VC_GPU_NONE;
  return g_str_equal (name, "auto") ? VC_GPU_AUTO : atoi (name);
}

Fixture *
fixture_new (const char *location)
{
  const char *locations[] = {location, NULL};

  return fixture_new_many (locations);
}

Fixture *
fixture_new_many (const char *const *locations)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;

  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->scene = vc_data_scene_new (locations, get_gpu ());
  g_signal_connect (self->scene, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->scene, "status", G_CALLBACK (on_status), self);
  vc_scene_setup (VC_SCENE (self->scene), &error);
  g_assert_no_error (error);
  fixture_resize (self, FIXTURE_WIDTH, FIXTURE_HEIGHT);
  fixture_wait (self, has_finished, NULL);
  return self;
}

void
fixture_free (Fixture *self)
{
  vc_scene_teardown (VC_SCENE (self->scene));
  g_assert_finalize_object (self->scene);
  g_clear_pointer (&self->status, vc_status_free);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self);
}

gboolean
fixture_needs_software (Fixture *self)
{
  const char *renderer = vc_data_scene_get_renderer_name (self->scene);

  if (vc_egl_is_software_renderer (renderer))
    return TRUE;
  g_test_skip (renderer);
  return FALSE;
}

char *
fixture_find_data (const char *name)
{
  const char *folder = g_getenv ("VTKCAST_TEST_DATA");
  g_autofree char *path =
    g_build_filename (folder ? folder : SOURCE_FOLDER "/.data", name, NULL);
  g_autofree char *reason = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  reason = g_strdup_printf ("there is no %s", path);
  g_test_skip (reason);
  return NULL;
}

void
fixture_resize (Fixture *self, int width, int height)
{
  self->width = width;
  self->height = height;
  vc_scene_resize (VC_SCENE (self->scene), width, height);
}

static Picture *
render (Fixture *self, const VcRenderRequest *request)
{
  g_autoptr (Picture) picture = g_new0 (Picture, 1);
  VcFrame frame = {NULL};
  VcRenderResult result;

  picture->pixels = g_malloc0 ((gsize)self->width * self->height * 4);
  frame.pixels = picture->pixels;
  frame.stride = 4 * self->width;
  frame.view_width = self->width;
  frame.view_height = self->height;
  self->changes = 0;
  result = vc_scene_render (VC_SCENE (self->scene), request, &frame);
  if (result == VC_RENDER_ABORTED)
    return NULL;
  g_assert_cmpint (result, ==, VC_RENDER_DONE);
  g_assert_cmpint (frame.stride, ==, 4 * frame.width);
  g_assert_cmpint (frame.width, <=, self->width);
  g_assert_cmpint (frame.height, <=, self->height);
  picture->width = frame.width;
  picture->height = frame.height;
  picture->tier = frame.tier;
  return g_steal_pointer (&picture);
}

Picture *
fixture_render (Fixture *self, VcTier tier)
{
  VcRenderRequest request = {tier, BUDGET_US, NULL};

  return render (self, &request);
}

Picture *
fixture_render_within (Fixture *self, gint64 budget_us)
{
  VcRenderRequest request = {VC_TIER_INTERACTIVE, budget_us, NULL};

  return render (self, &request);
}

Picture *
fixture_render_abortable (Fixture *self, const gint *abort)
{
  VcRenderRequest request = {VC_TIER_FULL, BUDGET_US, abort};

  return render (self, &request);
}

void
picture_free (Picture *self)
{
  g_free (self->pixels);
  g_free (self);
}

double
picture_get_coverage (const Picture *self)
{
  gsize n = (gsize)self->width * self->height, covered = 0;

  for (gsize i = 0; i < n; i++)
    covered += memcmp (self->pixels, self->pixels + 4 * i, 4) != 0;
  return (double)covered / n;
}

gboolean
picture_equal (const Picture *a, const Picture *b)
{
  return a->width == b->width && a->height == b->height &&
         memcmp (a->pixels, b->pixels, (gsize)a->width * a->height * 4) == 0;
}

void
fixture_send (Fixture *self, const VcEvent *event)
{
  vc_scene_handle_event (VC_SCENE (self->scene), event);
}

void
fixture_press (Fixture *self, guint button, double x, double y)
{
  VcEvent event = {
    VC_EVENT_BUTTON_PRESS,        .x = x,          .y = y, .button = button,
    .buttons = 1 << (button - 1), .click_count = 1};

  fixture_send (self, &event);
}

void
fixture_move (Fixture *self, double x, double y)
{
  VcEvent event = {VC_EVENT_POINTER_MOVE, .x = x, .y = y, .click_count = 1};

  fixture_send (self, &event);
}

void
fixture_release (Fixture *self, guint button, double x, double y)
{
  VcEvent event = {VC_EVENT_BUTTON_RELEASE, .x = x, .y = y, .button = button,
                   .click_count = 1};

  fixture_send (self, &event);
}

void
fixture_drag (Fixture *self, guint button, double x0, double y0, double x1,
              double y1)
{
  fixture_move (self, x0, y0);
  fixture_press (self, button, x0, y0);
  for (int i = 1; i <= 10; i++)
    fixture_move (self, x0 + (x1 - x0) * i / 10, y0 + (y1 - y0) * i / 10);
  fixture_release (self, button, x1, y1);
}

void
fixture_wheel (Fixture *self, double notches)
{
  VcEvent event = {VC_EVENT_WHEEL, .x = 0.5, .y = 0.5, .delta_y = notches,
                   .click_count = 1};

  fixture_send (self, &event);
}

void
fixture_key (Fixture *self, const char *key)
{
  VcEvent event = {VC_EVENT_KEY_PRESS, .x = 0.5, .y = 0.5};

  g_strlcpy (event.key, key, sizeof (event.key));
  fixture_send (self, &event);
  event.type = VC_EVENT_KEY_RELEASE;
  fixture_send (self, &event);
}

gboolean
fixture_is_idle (Fixture *self)
{
  int max_priority, timeout;
  GPollFD fds[16];
  gboolean ready;

  if (!g_main_context_acquire (self->context))
    return FALSE;
  ready = g_main_context_prepare (self->context, &max_priority);
  g_main_context_query (self->context, max_priority, &timeout, fds,
                        G_N_ELEMENTS (fds));
  g_main_context_release (self->context);
  return !ready && timeout < 0;
}
