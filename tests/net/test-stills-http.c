/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Exact stills over HTTP: for browsers where packets are lost, and for
 * everybody as PNG.
 */

#include <png.h>
#include <string.h>

#include "still-viewer.h"

#define AUTH HOUSE_AUTHORIZATION

/* Comes, and has the picture. */
static StillViewer *
come_and_take (House *house)
{
  StillViewer *viewer = still_viewer_come (house, TRUE);

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  WAIT_UNTIL (still_viewer_has_all (viewer));
  return viewer;
}

static char *
ask_still (House *house, gint64 id, const char *headers)
{
  g_autofree char *path =
    g_strdup_printf ("/api/v1/stills/%" G_GINT64_FORMAT, id);

  return house_ask (house, "GET", path, headers, "");
}

static void
test_http (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = come_and_take (house);
  g_autoptr (GBytes) file = NULL;
  Talk *talk;
  g_autofree char *request = NULL;
  g_autofree char *type = NULL;
  g_autofree char *next = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *other = NULL;
  g_autofree char *past = NULL;
  const char *body;

  file = browser_take_data (viewer->browser);
  request = g_strdup_printf ("GET /api/v1/stills/%" G_GINT64_FORMAT
                             " HTTP/1.1\r\nHost: x\r\n" AUTH "\r\n",
                             still_viewer_get (viewer, "id"));
  talk = talk_start (house, request, -1, TALK_WAIT);
  WAIT_UNTIL (talk_is_done (talk));
  type = reply_get_header (talk->reply->str, "Content-Type");
  /* Several files, one behind another. */
  g_assert_cmpstr (type, ==, "application/octet-stream");
  body = reply_get_body (talk->reply->str);
  g_assert_cmpmem (body, talk->reply->len - (body - talk->reply->str),
                   g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  talk_free (talk);

  next = house_ask (house, "GET", "/api/v1/stills/next", AUTH, "");
  g_assert_cmpuint (reply_get_status (next), ==, 200);
  stranger = ask_still (house, still_viewer_get (viewer, "id"), "");
  g_assert_cmpuint (reply_get_status (stranger), ==, 401);
  other = ask_still (house, still_viewer_get (viewer, "id") + 1, AUTH);
  g_assert_cmpuint (reply_get_status (other), ==, 404);
  vc_view_push_event (house->view,
                      &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
  past = ask_still (house, still_viewer_get (viewer, "id"), AUTH);
  g_assert_cmpuint (reply_get_status (past), ==, 404);
  still_viewer_free (viewer);
  house_free (house);
}

/* Undoes Transfer-Encoding: chunked (RFC 9112, 7.1). Returns: (nullable): NULL
 * if the end is missing */
static GBytes *
join_chunks (const GString *reply)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  const char *at = reply_get_body (reply->str);
  const char *end = reply->str + reply->len;

  while (at < end) {
    char *data;
    guint64 length = g_ascii_strtoull (at, &data, 16);

    if (length == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&all));
    data += strlen ("\r\n");
    if (data >= end || length > (guint64)(end - data))
      return NULL;
    g_byte_array_append (all, (guint8 *)data, (guint)length);
    at = data + length + strlen ("\r\n");
  }
  return NULL;
}

static Talk *
ask_next (House *house)
{
  return talk_start (
    house, "GET /api/v1/stills/next HTTP/1.1\r\nHost: x\r\n" AUTH "\r\n", -1,
    TALK_WAIT);
}

/* Who asks while the picture is being made gets it when it is there. */
static void
test_next (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = come_and_take (house);
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) files = NULL;
  gint64 first;
  Talk *talk;

  first = still_viewer_get (viewer, "id");
  vc_view_push_event (house->view,
                      &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
  talk = ask_next (house);
  WAIT_UNTIL (talk_is_done (talk));
  g_assert_cmpuint (reply_get_status (talk->reply->str), ==, 200);
  etag = reply_get_header (talk->reply->str, "ETag");
  WAIT_UNTIL (still_viewer_count_heads (viewer) == 2);
  g_assert_cmpint (still_viewer_get (viewer, "id"), >, first);
  g_assert_nonnull (
    strstr (etag, json_object_get_string_member (viewer->head, "sha256")));
  files = join_chunks (talk->reply);
  g_assert_nonnull (files);
  still_viewer_assert_webp (viewer, files);
  talk_free (talk);
  still_viewer_free (viewer);
  house_free (house);
}

/* The first strips of a picture that is never finished: the answer has no end.
 */
static void
test_next_given_up (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = come_and_take (house);
  g_autoptr (GBytes) files = NULL;
  Talk *talk;

  vc_view_set_size (house->view, 4096, 2304);
  talk = ask_next (house);
  WAIT_UNTIL (strstr (talk->reply->str, "\r\n\r\n") != NULL);
  g_assert_cmpuint (reply_get_status (talk->reply->str), ==, 200);
  vc_view_push_event (house->view,
                      &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
  WAIT_UNTIL (talk_is_done (talk));
  files = join_chunks (talk->reply);
  g_assert_null (files);
  talk_free (talk);
  still_viewer_free (viewer);
  house_free (house);
}

/* So many frames, as of a movement. */
static void
move (House *house, guint n_frames)
{
  for (guint i = 0; i < n_frames; i++) {
    VcViewStats before, now;

    vc_view_get_stats (house->view, &before);
    fake_scene_emit_changed (house->scene, VC_TIER_INTERACTIVE);
    WAIT_UNTIL (
      (vc_view_get_stats (house->view, &now), now.renders > before.renders));
  }
}

/* Where packets are lost it is HTTP; who cannot fetch gets chunks. */
static void
test_loss (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = come_and_take (house);
  g_autofree char *word = NULL;
  guint n_heads;

  browser_set_loss (viewer->browser, 4);
  move (house, 60);
  while (!json_object_has_member (viewer->head, "path")) {
    n_heads = still_viewer_count_heads (viewer);
    fake_scene_emit_changed (house->scene, VC_TIER_FULL);
    WAIT_UNTIL (still_viewer_count_heads (viewer) > n_heads);
  }
  g_assert_false (json_object_has_member (viewer->head, "chunks"));
  browser_set_loss (viewer->browser, 0);
  g_bytes_unref (browser_take_data (viewer->browser));
  viewer->first = browser_count_data (viewer->browser);
  /* Chunks that were not announced are not acknowledged either. */
  still_viewer_ack (viewer, still_viewer_get (viewer, "id"), 1);
  still_viewer_ping (viewer);
  g_assert_cmpuint (still_viewer_count_chunks (viewer), ==, 0);
  word = g_strdup_printf ("{\"channel\":%" G_GINT64_FORMAT "}",
                          still_viewer_get (viewer, "id"));
  n_heads = still_viewer_count_heads (viewer);
  browser_send (viewer->browser, "still", word);
  WAIT_UNTIL (still_viewer_count_heads (viewer) > n_heads);
  g_assert_true (json_object_has_member (viewer->head, "chunks"));
  WAIT_UNTIL (still_viewer_has_all (viewer));
  still_viewer_free (viewer);
  house_free (house);
}

/* Who says so fetches from then on, the picture under way too. */
static void
test_fetch (void)
{
  House *house = still_viewer_open_house ();
  StillViewer *viewer = still_viewer_come (house, TRUE);
  guint n_heads;

  WAIT_UNTIL (still_viewer_count_heads (viewer) == 1);
  browser_send (viewer->browser, "still", "{\"fetch\":true}");
  WAIT_UNTIL (still_viewer_count_heads (viewer) == 2);
  g_assert_true (json_object_has_member (viewer->head, "path"));
  n_heads = still_viewer_count_heads (viewer);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (still_viewer_count_heads (viewer) > n_heads);
  g_assert_true (json_object_has_member (viewer->head, "path"));
  still_viewer_free (viewer);
  house_free (house);
}

static void
assert_png (House *house, const char *reply, gsize length)
{
  png_image image = {.version = PNG_IMAGE_VERSION};
  const char *body = reply_get_body (reply);
  g_autofree guint8 *pixels = NULL;
  g_autofree char *etag = reply_get_header (reply, "ETag");

  g_assert_cmpuint (reply_get_status (reply), ==, 200);
  g_assert_true (
    png_image_begin_read_from_memory (&image, body, length - (body - reply)));
  pixels = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, pixels, 0, NULL));
  etag[strlen (etag) - 1] = '\0';
  still_assert_equal (house, pixels, PNG_IMAGE_SIZE (image), etag + 1);
}

#define ASK_SNAPSHOT                                                           \
  "GET /api/v1/snapshot.png HTTP/1.1\r\nHost: x\r\n" AUTH "\r\n"

/* Nobody watches; asked at once, in the middle of a movement, and at rest. */
static void
test_snapshot (void)
{
  House *house = still_viewer_open_house ();
  Talk *talks[3];

  for (guint i = 0; i < G_N_ELEMENTS (talks); i++) {
    if (i == 1)
      vc_view_push_event (house->view,
                          &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
    talks[i] = talk_start (house, ASK_SNAPSHOT, -1, TALK_WAIT);
    WAIT_UNTIL (talk_is_done (talks[i]));
    assert_png (house, talks[i]->reply->str, talks[i]->reply->len);
  }
  for (guint i = 0; i < G_N_ELEMENTS (talks); i++)
    talk_free (talks[i]);
  house_free (house);
}

/* A view that loads, and then never rests. */
static void
test_no_snapshot (void)
{
  House *house = still_viewer_open_house ();
  g_autoptr (VcStatus) loading = vc_status_new (VC_STATUS_LOADING, 0.5, "");
  g_autoptr (VcStatus) ready = vc_status_new (VC_STATUS_READY, 1, "there");
  g_autofree char *retry = NULL;
  Talk *waiting;
  Talk *refused;

  fake_scene_emit_status (house->scene, loading);
  waiting = talk_start (house, ASK_SNAPSHOT, -1, TALK_WAIT);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (vc_view_get_still_id (house->view) > 0);
  /* Others get their answers meanwhile. */
  for (guint i = 0; i < 20; i++)
    g_free (house_ask (house, "GET", "/healthz", "", ""));
  g_assert_false (talk_is_done (waiting));
  fake_scene_emit_status (house->scene, ready);
  WAIT_UNTIL (talk_is_done (waiting));
  assert_png (house, waiting->reply->str, waiting->reply->len);
  talk_free (waiting);

  fake_scene_set_full (house->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (vc_view_get_still_id (house->view) == 0);
  refused = talk_start (house, ASK_SNAPSHOT, -1, TALK_WAIT);
  WAIT_UNTIL (talk_is_done (refused));
  g_assert_cmpuint (reply_get_status (refused->reply->str), ==, 503);
  retry = reply_get_header (refused->reply->str, "Retry-After");
  g_assert_nonnull (retry);
  g_assert_nonnull (strstr (refused->reply->str, "does not come to rest"));
  talk_free (refused);
  /* Who still waits at the end is no problem. */
  refused = talk_start (house, ASK_SNAPSHOT, -1, TALK_WAIT);
  for (guint i = 0; i < 20; i++)
    until_iterate ();
  house_free (house);
  talk_free (refused);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/stills-http/http", test_http);
  g_test_add_func ("/stills-http/next", test_next);
  g_test_add_func ("/stills-http/next-given-up", test_next_given_up);
  g_test_add_func ("/stills-http/fetch", test_fetch);
  g_test_add_func ("/stills-http/loss", test_loss);
  g_test_add_func ("/stills-http/snapshot", test_snapshot);
  g_test_add_func ("/stills-http/no-snapshot", test_no_snapshot);
  return g_test_run ();
}
