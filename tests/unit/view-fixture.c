/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A view of a fake scene.
 */

#include "view-fixture.h"

#include <unistd.h>

#define WATCHDOG_SECONDS 60

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  alarm (WATCHDOG_SECONDS);
  fixture->scene = fake_scene_new ();
  fixture->view = vc_view_new (VC_SCENE (fixture->scene), 64, 48, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->scene);
  alarm (0);
}

void
fixture_add_test (const char *path,
                  void (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down);
}

VcFrame *
fixture_take (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  VcFrame *frame = vc_view_take_frame (fixture->view, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (frame);
  return frame;
}

void
fixture_take_first (Fixture *fixture)
{
  g_autoptr (VcFrame) frame = fixture_take (fixture);

  g_assert_cmpuint (frame->id, ==, 1);
}

void
fixture_begin_full (Fixture *fixture)
{
  fixture_take_first (fixture);
  fake_scene_set_full (fixture->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (fixture->scene, VC_TIER_FULL);
  fake_scene_wait (fixture->scene, fake_has_begun_full, 2);
}

void
fixture_push (Fixture *fixture, VcEventType type, guint seq, VcButtons buttons)
{
  VcEvent event = {
    .type = type,
    .viewer = 4,
    .seq = seq,
    .time_us = 1000 + seq,
    .x = 0.5,
    .y = 0.5,
    .buttons = buttons,
    .button = type == VC_EVENT_POINTER_MOVE ? 0 : 1,
    .delta_y = 1,
  };

  vc_view_push_event (fixture->view, &event);
}

void
fixture_push_key (Fixture *fixture, const char *key)
{
  VcEvent event = {.type = VC_EVENT_KEY_PRESS};

  g_strlcpy (event.key, key, sizeof event.key);
  vc_view_push_event (fixture->view, &event);
}

guint64
fixture_count_renders (Fixture *fixture)
{
  VcViewStats stats;

  fake_scene_sync (fixture->scene);
  vc_view_get_stats (fixture->view, &stats);
  return stats.renders;
}
