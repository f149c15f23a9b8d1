/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A session in a view, its journal, and the same session once more.
 */

#include "live.h"
#include "replayed.h"

static void
test_drags (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  live_drag_all (live);
  timeline = live_end (live);
  replayed_assert_same (timeline, live->location, 40, 3);
}

/* (transfer full) (nullable): skips the test if there is none. */
static char *
find_head (void)
{
  const char *folder = g_getenv ("VTKCAST_TEST_DATA");
  g_autofree char *path = g_build_filename (
    folder ? folder : SOURCE_FOLDER "/.data", "ct-head.nhdr", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("there is no CT head");
  return NULL;
}

static void
test_head (void)
{
  g_autofree char *path = find_head ();
  g_autoptr (Live) live = NULL;
  g_autoptr (VcTimeline) timeline = NULL;

  if (path == NULL)
    return;
  live = live_new (path);
  live_record (live);
  live_drag_all (live);
  timeline = live_end (live);
  replayed_assert_same (timeline, path, 40, 3);
}

/* The window may be made larger, too. */
static void
test_sizes (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  vc_view_set_size (live->view, 500, 300);
  live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
  live_rest (live);
  vc_view_set_size (live->view, 300, 420);
  live_key (live, "r");
  live_rest (live);
  timeline = live_end (live);
  replayed_assert_same (timeline, live->location, 10, 2);
}

/* Recording begins while somebody drags, who has done much before. */
static void
test_middle (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;
  const VcJournalEntry *header;

  live_key (live, "w");
  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.5, 0.5);
  live_key (live, "p");
  live_drag (live, 1, 0.2, 0.5, 0.4, 0.6);
  live_drag (live, 3, 0.5, 0.5, 0.5, 0.45);
  live_press (live, 1, 0.4, 0.4);
  live_pull (live, 1, 0.4, 0.4, 0.5, 0.5);
  live_record (live);
  live_pull (live, 1, 0.5, 0.5, 0.6, 0.7);
  live_rest (live);
  live_release (live, 1, 0.6, 0.7);
  live_drag (live, 1, 0.6, 0.7, 0.4, 0.3);
  live_rest (live);
  timeline = live_end (live);
  header = vc_journal_record_get_header (vc_timeline_get_record (timeline));
  g_assert_cmpuint (header->held->len, ==, 1);
  g_assert_cmpint (g_array_index (header->held, VcEvent, 0).type, ==,
                   VC_EVENT_BUTTON_PRESS);
  replayed_assert_same (timeline, live->location, 20, 2);
}

/* All that keys change. */
static void
test_keys (void)
{
  static const char *const keys[] = {"w", "s", "p", "3", "3", "w", "r"};
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_push (live, VC_EVENT_POINTER_MOVE, 0, 0, 0.5, 0.5);
  live_record (live);
  live_drag (live, 1, 0.5, 0.5, 0.52, 0.51);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    live_key (live, keys[i]);
    live_rest (live);
  }
  timeline = live_end (live);
  replayed_assert_same (timeline, live->location, 10, G_N_ELEMENTS (keys));
}

/* Actors are moved instead of the camera; the journal begins afterwards. */
static void
test_actor (void)
{
  g_autoptr (Live) live = live_new ("vtkcast:cone");
  g_autoptr (VcTimeline) timeline = NULL;

  live_key (live, "a");
  live_drag (live, 1, 0.5, 0.5, 0.6, 0.6);
  vc_frame_unref (live_wait_for_still (live));
  live_record (live);
  live_drag (live, 2, 0.5, 0.5, 0.55, 0.45);
  live_rest (live);
  live_drag (live, 1, 0.55, 0.45, 0.6, 0.6);
  live_rest (live);
  timeline = live_end (live);
  replayed_assert_same (timeline, live->location, 1, 2);
}

/* Values among drags, a slider that is drawn, a key that changes one, an
 * action. */
static void
set_values (Live *live, const char *const *values)
{
  live_set_values (live, "{'background': <'grey'>}");
  live_drag (live, 1, 0.4, 0.5, 0.7, 0.6);
  live_rest (live);
  for (int i = 0; i <= 20; i++) {
    g_autofree char *opacity =
      g_strdup_printf ("{'opacity': <%.3f>}", 1 - i / 40.0);

    live_set_values (live, opacity);
  }
  live_rest (live);
  live_key (live, "w");
  for (; *values != NULL; values++) {
    live_set_values (live, *values);
    live_drag (live, 1, 0.4, 0.5, 0.5, 0.6);
    live_rest (live);
  }
  live_set_values (live, "{'reset-view': <true>}");
  live_rest (live);
}

static void
replay_values (const char *location, const char *const *values)
{
  g_autoptr (Live) live = live_new (location);
  g_autoptr (VcTimeline) timeline = NULL;

  live_record (live);
  set_values (live, values);
  timeline = live_end (live);
  replayed_assert_same (timeline, location, 20,
                        3 + g_strv_length ((char **)values));
}

static void
test_parameters (void)
{
  const char *const values[] = {
    "{'colour': <'blue'>, 'representation': <'points'>}",
    "{'representation': <'surface'>}", NULL};

  replay_values ("vtkcast:cone", values);
}

static void
test_head_parameters (void)
{
  const char *const values[] = {"{'preset': <'CT-Bone'>, 'level': <500.0>}",
                                "{'blend': <'mip'>, 'window': <1000.0>}",
                                "{'preset': <'CT-Muscle'>, 'shading': <false>}",
                                NULL};
  g_autofree char *path = find_head ();

  if (path != NULL)
    replay_values (path, values);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay/drags", test_drags);
  g_test_add_func ("/replay/head", test_head);
  g_test_add_func ("/replay/parameters", test_parameters);
  g_test_add_func ("/replay/head-parameters", test_head_parameters);
  g_test_add_func ("/replay/sizes", test_sizes);
  g_test_add_func ("/replay/middle", test_middle);
  g_test_add_func ("/replay/keys", test_keys);
  g_test_add_func ("/replay/actor", test_actor);
  return g_test_run ();
}
