/* SPDX-License-Identifier: BSD-3-Clause
 *
 * StillViewer: a browser that takes exact stills.
 */

#include "still-viewer.h"

#include <string.h>
#include <webp/decode.h>

#define AUTH HOUSE_AUTHORIZATION

/* So much noise that nothing compresses it: 57 chunks of 320 × 240. */
static void
paint_noise (VcFrame *frame, guint state)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (state + 1);

  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->width; x++) {
      guint32 color = g_rand_int (random) | 0xff000000;

      memcpy (frame->pixels + y * frame->stride + 4 * x, &color, 4);
    }
}

static void
take_head (StillViewer *self, const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_clear_pointer (&self->head, json_object_unref);
  self->head = json_object_ref (
    json_object_get_object_member (json_node_get_object (node), "still"));
  self->n_heads++;
  self->n_acked = 0;
}

static void
listen_to (StillViewer *self)
{
  char *message;

  while ((message = browser_take_message (self->browser)) != NULL) {
    if (g_str_has_prefix (message, "still:{\"still\":"))
      take_head (self, message + strlen ("still:"));
    else if (g_str_has_prefix (message, "still:"))
      g_string_append (self->log, message);
    else if (strstr (message, "\"result\":{}") != NULL)
      self->n_pongs++;
    else if (strstr (message, "\"method\":\"hello\"") != NULL)
      self->is_live = TRUE;
    g_free (message);
  }
}

gint64
still_viewer_get (StillViewer *self, const char *member)
{
  return json_object_get_int_member (self->head, member);
}

guint
still_viewer_count_heads (StillViewer *self)
{
  listen_to (self);
  return self->n_heads;
}

gboolean
still_viewer_has_heard (StillViewer *self, const char *text)
{
  listen_to (self);
  return strstr (self->log->str, text) != NULL;
}

guint
still_viewer_count_chunks (StillViewer *self)
{
  return browser_count_data (self->browser) - self->first;
}

void
still_viewer_ping (StillViewer *self)
{
  browser_send (self->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  self->n_pings++;
  WAIT_UNTIL ((listen_to (self), self->n_pongs == self->n_pings));
}

void
still_viewer_ack (StillViewer *self, gint64 id, gint64 n_chunks)
{
  g_autofree char *text = g_strdup_printf ("{\"ack\":%" G_GINT64_FORMAT
                                           ",\"chunks\":%" G_GINT64_FORMAT "}",
                                           id, n_chunks);

  browser_send (self->browser, "still", text);
}

gboolean
still_viewer_take_chunks (StillViewer *self, guint n)
{
  listen_to (self);
  while (self->n_acked < MIN (still_viewer_count_chunks (self), n))
    still_viewer_ack (self, still_viewer_get (self, "id"), ++self->n_acked);
  return self->n_acked >= n;
}

StillViewer *
still_viewer_come (House *house, gboolean wants_stills)
{
  StillViewer *self = g_new0 (StillViewer, 1);
  g_autofree char *reply = NULL;

  self->house = house;
  self->log = g_string_new (NULL);
  self->browser = browser_new (VC_CODEC_VP8);
  if (wants_stills)
    browser_open_channel (self->browser, "still");
  reply =
    house_ask (house, "POST", "/whep", AUTH "Content-Type: application/sdp\r\n",
               browser_get_offer (self->browser));
  g_assert_cmpuint (reply_get_status (reply), ==, 201);
  self->path = reply_get_header (reply, "Location");
  browser_set_answer (self->browser, reply_get_body (reply));
  WAIT_UNTIL ((listen_to (self), self->is_live));
  return self;
}

void
still_viewer_free (StillViewer *self)
{
  g_autofree char *reply =
    house_ask (self->house, "DELETE", self->path, AUTH, "");

  browser_free (self->browser);
  g_clear_pointer (&self->head, json_object_unref);
  g_string_free (self->log, TRUE);
  g_free (self->path);
  g_free (self);
}

House *
still_viewer_open_house (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);

  fake_scene_set_paint (house->scene, paint_noise);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  return house;
}

/* What the view rests on, three bytes for each pixel. */
static GBytes *
pack_still (House *house)
{
  g_autoptr (VcFrame) frame = vc_view_dup_still (house->view);
  GByteArray *array = g_byte_array_new ();

  g_assert_nonnull (frame);
  for (int y = 0; y < frame->height; y++)
    for (int x = 0; x < frame->width; x++)
      g_byte_array_append (array, frame->pixels + y * frame->stride + 4 * x, 3);
  return g_byte_array_free_to_bytes (array);
}

void
still_assert_equal (House *house, const void *pixels, gsize size,
                    const char *sha256)
{
  g_autoptr (GBytes) wanted = pack_still (house);
  g_autofree char *digest =
    g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, wanted);

  g_assert_cmpmem (pixels, size, g_bytes_get_data (wanted, NULL),
                   g_bytes_get_size (wanted));
  g_assert_cmpstr (digest, ==, sha256);
}

/* Undoes the strips, as `parts` tells of them. */
static GBytes *
decode_strips (StillViewer *self, GBytes *files)
{
  JsonArray *parts = json_object_get_array_member (self->head, "parts");
  GByteArray *pixels = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (files, &size);
  gsize begin = 0;

  for (guint i = 0; i < json_array_get_length (parts); i++) {
    gsize length = json_array_get_int_element (parts, i);
    int width, height;
    guint8 *strip;

    g_assert_cmpuint (begin + length, <=, size);
    strip = WebPDecodeRGB (data + begin, length, &width, &height);
    g_assert_nonnull (strip);
    g_assert_cmpint (width, ==, still_viewer_get (self, "width"));
    g_byte_array_append (pixels, strip, 3 * width * height);
    WebPFree (strip);
    begin += length;
  }
  g_assert_cmpuint (begin, ==, size);
  return g_byte_array_free_to_bytes (pixels);
}

void
still_viewer_assert_webp (StillViewer *self, GBytes *files)
{
  g_autoptr (GBytes) pixels = decode_strips (self, files);

  g_assert_cmpint (g_bytes_get_size (files), ==,
                   still_viewer_get (self, "size"));
  g_assert_cmpuint (g_bytes_get_size (pixels), ==,
                    3 * still_viewer_get (self, "width") *
                      still_viewer_get (self, "height"));
  still_assert_equal (self->house, g_bytes_get_data (pixels, NULL),
                      g_bytes_get_size (pixels),
                      json_object_get_string_member (self->head, "sha256"));
}

gboolean
still_viewer_has_all (StillViewer *self)
{
  return still_viewer_take_chunks (self, still_viewer_get (self, "chunks"));
}
