/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A view of what a program in another process draws, and somebody who plays
 * that program.
 */

#include "bridge-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define WATCHDOG_SECONDS 60

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  fixture->folder = g_dir_make_tmp ("vtkcast-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "bridge", NULL);
  fixture->scene = vc_bridge_scene_new (fixture->path);
  fixture->view =
    vc_view_new (VC_SCENE (fixture->scene), WIDTH, HEIGHT, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vc_view_stop (fixture->view);
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->scene);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
  alarm (0);
}

void
fixture_add_test (const char *path, gconstpointer data,
                  void (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

VcFrame *
fixture_take (Fixture *fixture, guint8 red)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcFrame) frame =
      vc_view_take_frame (fixture->view, NULL, &error);

    g_assert_no_error (error);
    if (frame->pixels[0] == red)
      return g_steal_pointer (&frame);
  }
}

void
fixture_push (Fixture *fixture, VcEventType type, guint seq, double x)
{
  VcEvent event = {
    .type = type,
    .viewer = 3,
    .seq = seq,
    .x = x,
    .y = 0.5,
    .button = type == VC_EVENT_POINTER_MOVE ? 0 : 1,
    .buttons = type == VC_EVENT_BUTTON_RELEASE ? 0 : VC_BUTTON_LEFT,
    .click_count = 1,
  };

  vc_view_push_event (fixture->view, &event);
}

void
fixture_wait_for_status (Fixture *fixture, VcStatusKind kind, const char *text)
{
  for (;;) {
    g_autoptr (VcStatus) status = vc_view_dup_status (fixture->view);

    if (status != NULL && status->kind == kind &&
        g_strcmp0 (status->text, text) == 0)
      return;
    g_main_context_iteration (NULL, TRUE);
  }
}

void
fixture_wait_for_phase (Fixture *fixture, VcPhase phase)
{
  while (vc_view_get_phase (fixture->view) != phase)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_wait_for_events (Fixture *fixture, guint n)
{
  VcViewStats stats;

  do {
    vc_view_get_stats (fixture->view, &stats);
    g_thread_yield ();
  } while (stats.events + stats.coalesced < n);
}

BridgeClient *
fixture_join (Fixture *fixture)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);
  g_autoptr (VcFrame) frame = NULL;
  g_autoptr (JsonNode) work = NULL;

  bridge_client_join (client, "test", SIZE);
  work = bridge_client_wait (client, "work");
  bridge_client_fill (client, 0, 50);
  bridge_client_show (client, 0, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  frame = fixture_take (fixture, 50);
  return g_steal_pointer (&client);
}
