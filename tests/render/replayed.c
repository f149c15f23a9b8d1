/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Is a session that is replayed the one that its journal tells of?
 */

#include "replayed.h"

#include <math.h>

#include "canvas.h"
#include "data-scene.h"
#include "still.h"

VcHost *
replayed_open (const char *location)
{
  const char *locations[] = {location, NULL};
  g_autoptr (GError) error = NULL;
  VcHost *host = vc_host_new (locations, VC_GPU_NONE, NULL, NULL, &error);

  g_assert_no_error (error);
  return host;
}

double
replayed_compare_cameras (GVariant *a, GVariant *b)
{
  static const char *const names[] = {"position", "focal-point", "view-up"};
  g_autoptr (GVariant) camera_a = g_variant_lookup_value (a, "camera", NULL);
  g_autoptr (GVariant) camera_b = g_variant_lookup_value (b, "camera", NULL);
  double largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GVariant) v = g_variant_lookup_value (camera_a, names[i], NULL);
    g_autoptr (GVariant) w = g_variant_lookup_value (camera_b, names[i], NULL);

    for (int axis = 0; axis < 3; axis++) {
      double x, y;

      g_variant_get_child (v, axis, "d", &x);
      g_variant_get_child (w, axis, "d", &y);
      largest = MAX (largest, fabs (x - y));
    }
  }
  return largest;
}

GVariant *
replayed_get_state (const VcTimeline *timeline, guint index)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);

  for (guint i = 0; i <= index; i++) {
    const VcJournalEntry *entry =
      vc_journal_record_get (vc_timeline_get_record (timeline), i);
    GVariantIter iter;
    const char *name;
    GVariant *value;

    if (entry->state == NULL)
      continue;
    g_variant_iter_init (&iter, entry->state);
    while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
      g_variant_dict_insert_value (dict, name, value);
  }
  return g_variant_ref_sink (g_variant_dict_end (dict));
}

guint
replayed_assert_same_path (const VcTimeline *timeline, VcHost *host,
                           VcCursorMode mode)
{
  VcScene *scene = vc_host_get_scene (host);
  g_autoptr (VcCursor) cursor = vc_cursor_new (timeline, scene, mode);
  const VcJournalRecord *record = vc_timeline_get_record (timeline);
  g_autoptr (GVariant) last = NULL;
  double largest = 0;
  guint n = 0;

  for (guint i = 0; i < record->entries->len; i++) {
    g_autoptr (GVariant) live = NULL, now = NULL;
    g_autoptr (GError) error = NULL;

    if (vc_journal_record_get (record, i)->type != VC_JOURNAL_FRAME)
      continue;
    vc_cursor_seek (cursor, i + 1, &error);
    g_assert_no_error (error);
    live = replayed_get_state (timeline, i);
    now = vc_scene_save_state (scene);
    largest = MAX (largest, replayed_compare_cameras (live, now));
    n += last == NULL || replayed_compare_cameras (live, last) > 0;
    g_clear_pointer (&last, g_variant_unref);
    last = g_steal_pointer (&live);
  }
  g_test_message ("%u cameras, off by %g at the most", n, largest);
  g_assert_cmpfloat (largest, <=, 1e-9);
  return n;
}

static guint
find_frame (const VcJournalRecord *record, guint64 id)
{
  for (guint i = 0; i < record->entries->len; i++) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i);

    if (entry->type == VC_JOURNAL_FRAME && entry->frame == id)
      return i;
  }
  g_assert_not_reached ();
}

/* VTK's red and blue pictures depend on the one before them. */
static gboolean
is_stereo (const VcTimeline *timeline, guint index)
{
  g_autoptr (GVariant) state = replayed_get_state (timeline, index);
  gboolean stereo = FALSE;

  g_variant_lookup (state, "stereo", "b", &stereo);
  return stereo;
}

guint
replayed_assert_same_stills (const VcTimeline *timeline, VcHost *host,
                             VcCursorMode mode)
{
  g_autoptr (VcCursor) cursor =
    vc_cursor_new (timeline, vc_host_get_scene (host), mode);
  g_autoptr (VcCanvas) canvas = vc_canvas_new ();
  const VcJournalRecord *record = vc_timeline_get_record (timeline);
  guint n = 0;

  for (guint i = record->entries->len; i > 0; i--) {
    const VcJournalEntry *entry = vc_journal_record_get (record, i - 1);
    g_autoptr (GError) error = NULL;
    g_autofree char *sha256 = NULL;
    const VcFrame *frame;
    int width, height;

    if (entry->type != VC_JOURNAL_STILL)
      continue;
    vc_cursor_seek (cursor, find_frame (record, entry->frame) + 1, &error);
    g_assert_no_error (error);
    vc_cursor_get_size (cursor, &width, &height);
    frame = vc_canvas_render (canvas, cursor, width, height, &error);
    g_assert_no_error (error);
    sha256 = vc_still_hash_frame (frame);
    if (!is_stereo (timeline, find_frame (record, entry->frame)))
      g_assert_cmpstr (sha256, ==, entry->sha256);
    n++;
  }
  return n;
}

void
replayed_assert_same (const VcTimeline *timeline, const char *location,
                      guint n_cameras, guint n_stills)
{
  g_autoptr (VcHost) host = replayed_open (location);
  g_autofree char *identity = vc_host_dup_identity (host);

  g_assert_cmpstr (identity, ==, vc_timeline_get_record (timeline)->identity);
  g_assert_cmpuint (
    replayed_assert_same_path (timeline, host, VC_CURSOR_EVENTS_ONLY), >=,
    n_cameras);
  g_assert_cmpuint (
    replayed_assert_same_stills (timeline, host, VC_CURSOR_EVENTS_ONLY), ==,
    n_stills);
  replayed_assert_same_path (timeline, host, VC_CURSOR_EXACT);
  replayed_assert_same_stills (timeline, host, VC_CURSOR_EXACT);
}
