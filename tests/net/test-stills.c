/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Exact stills on their way to a browser: byte by byte, at its pace, and not a
 * chunk more once somebody moves.
 */

#include <json-glib/json-glib.h>
#include <png.h>
#include <string.h>
#include <webp/decode.h>

#include "browser.h"
#include "house.h"

#define AUTH HOUSE_AUTHORIZATION
#define WHEEL                                                                  \
  "[{\"type\":\"wheel\",\"seq\":%u,\"x\":0.5,\"y\":0.5,\"dx\":0,\"dy\":1}]"

/**
 * Person: a browser that takes stills
 * @head: (nullable): of the newest one
 * @n_heads: how many came
 * @first: chunks that had come before this head
 * @log: other messages on "still" and the answers to pings
 */
typedef struct {
  House *house;
  Browser *browser;
  char *path;
  JsonObject *head;
  guint n_heads;
  guint first;
  guint n_acked;
  guint n_pings;
  guint n_pongs;
  gboolean is_live;
  GString *log;
} Person;

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
take_head (Person *self, const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_clear_pointer (&self->head, json_object_unref);
  self->head = json_object_ref (
    json_object_get_object_member (json_node_get_object (node), "still"));
  self->n_heads++;
  self->n_acked = 0;
}

static void
listen_to (Person *self)
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

static gint64
get (Person *self, const char *member)
{
  return json_object_get_int_member (self->head, member);
}

static guint
count_heads (Person *self)
{
  listen_to (self);
  return self->n_heads;
}

static gboolean
has_heard (Person *self, const char *text)
{
  listen_to (self);
  return strstr (self->log->str, text) != NULL;
}

static guint
count_chunks (Person *self)
{
  return browser_count_data (self->browser) - self->first;
}

/* A round trip: what the server sent before has come, and what it was told
 * before, it knows. */
static void
ping (Person *self)
{
  browser_send (self->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
  self->n_pings++;
  WAIT_UNTIL ((listen_to (self), self->n_pongs == self->n_pings));
}

static void
ack (Person *self, gint64 id, gint64 n_chunks)
{
  g_autofree char *text = g_strdup_printf ("{\"ack\":%" G_GINT64_FORMAT
                                           ",\"chunks\":%" G_GINT64_FORMAT "}",
                                           id, n_chunks);

  browser_send (self->browser, "still", text);
}

/* As a browser does it: each chunk by itself. */
static gboolean
take_chunks (Person *self, guint n)
{
  listen_to (self);
  while (self->n_acked < MIN (count_chunks (self), n))
    ack (self, get (self, "id"), ++self->n_acked);
  return self->n_acked >= n;
}

static Person *
come (House *house, gboolean wants_stills)
{
  Person *self = g_new0 (Person, 1);
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

static void
person_free (Person *self)
{
  g_autofree char *reply =
    house_ask (self->house, "DELETE", self->path, AUTH, "");

  browser_free (self->browser);
  g_clear_pointer (&self->head, json_object_unref);
  g_string_free (self->log, TRUE);
  g_free (self->path);
  g_free (self);
}

static House *
open_house (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);

  fake_scene_set_paint (house->scene, paint_noise);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  return house;
}

/* What the view shows, three bytes for each pixel. */
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

static void
assert_equal (House *house, const void *pixels, gsize size, const char *sha256)
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
decode_strips (Person *self, GBytes *files)
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
    g_assert_cmpint (width, ==, get (self, "width"));
    g_byte_array_append (pixels, strip, 3 * width * height);
    WebPFree (strip);
    begin += length;
  }
  g_assert_cmpuint (begin, ==, size);
  return g_byte_array_free_to_bytes (pixels);
}

static void
assert_webp (Person *self, GBytes *files)
{
  g_autoptr (GBytes) pixels = decode_strips (self, files);

  g_assert_cmpint (g_bytes_get_size (files), ==, get (self, "size"));
  g_assert_cmpuint (g_bytes_get_size (pixels), ==,
                    3 * get (self, "width") * get (self, "height"));
  assert_equal (self->house, g_bytes_get_data (pixels, NULL),
                g_bytes_get_size (pixels),
                json_object_get_string_member (self->head, "sha256"));
}

static gboolean
has_all (Person *self)
{
  return take_chunks (self, get (self, "chunks"));
}

static void
test_exact (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autoptr (GBytes) file = NULL;

  WAIT_UNTIL (count_heads (person) == 1);
  g_assert_cmpint (get (person, "chunks"), >, 40);
  g_assert_cmpstr (json_object_get_string_member (person->head, "type"), ==,
                   "image/webp");
  WAIT_UNTIL (has_all (person));
  file = browser_take_data (person->browser);
  assert_webp (person, file);
  ping (person);
  g_assert_cmpuint (count_chunks (person), ==, get (person, "chunks"));
  g_assert_true (has_heard (person, "{\"phase\":\"still\"}"));
  person_free (person);
  house_free (house);
}

static gboolean
get_newest (Person *person, Packet *packet)
{
  guint n = browser_count_packets (person->browser);

  return n > 0 && browser_get_packet (person->browser, n - 1, packet);
}

/* The frame has the timestamp that the head tells, and its repeats, which are
 * for who gets no stills, end with the same six bits. */
static void
test_timestamps (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  Person *watcher = come (house, FALSE);
  Packet packet;
  guint before;

  WAIT_UNTIL (count_heads (person) == 1);
  before = browser_count_packets (watcher->browser);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (count_heads (person) == 2);
  WAIT_UNTIL (get_newest (watcher, &packet) &&
              browser_count_packets (watcher->browser) > before &&
              packet.timestamp != (guint32)get (person, "rtp") &&
              packet.timestamp % 64 == (guint32)get (person, "rtp") % 64);
  g_assert_true (browser_get_packet (watcher->browser, before, &packet));
  g_assert_cmpuint (packet.timestamp % 64, !=, 0);
  person_free (watcher);
  person_free (person);
  house_free (house);
}

static void
test_window (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (count_chunks (person) == 2);
  for (guint i = 0; i < 5; i++)
    ping (person);
  g_assert_cmpuint (count_chunks (person), ==, 2);
  ack (person, get (person, "id"), 1);
  WAIT_UNTIL (count_chunks (person) >= 3);
  /* What is said twice, of another picture, or of chunks that never were. */
  ack (person, get (person, "id"), 1);
  ack (person, get (person, "id"), 0);
  ack (person, get (person, "id"), -7);
  ack (person, get (person, "id"), G_MAXINT64);
  ack (person, get (person, "id"), 4097);
  ack (person, get (person, "id") + 1, 2);
  ack (person, -get (person, "id"), 2);
  ack (person, G_MAXINT64, G_MAXINT64);
  browser_send (person->browser, "still", "{\"channel\":3}");
  ping (person);
  ping (person);
  /* Two for the one that has come. */
  g_assert_cmpuint (count_chunks (person), <=, 4);
  WAIT_UNTIL (has_all (person));
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 1);
  person_free (person);
  house_free (house);
}

static void
test_interrupted (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autofree char *wheel = g_strdup_printf (WHEEL, 1);
  g_autoptr (GBytes) file = NULL;
  guint on_the_way;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (take_chunks (person, 10));
  /* It does not come to rest again. */
  fake_scene_set_full (house->scene, FAKE_RENDER_UNTIL_ABORTED);
  fake_scene_set_interactive (house->scene, 2, VC_TIER_INTERACTIVE);
  browser_send (person->browser, "input", wheel);
  WAIT_UNTIL (has_heard (person, "{\"phase\":\"moving\"}"));
  ping (person);
  on_the_way = count_chunks (person);
  g_assert_cmpuint (on_the_way, <, get (person, "chunks"));
  take_chunks (person, on_the_way);
  for (guint i = 0; i < 5; i++)
    ping (person);
  g_assert_cmpuint (count_chunks (person), ==, on_the_way);

  fake_scene_set_full (house->scene, FAKE_RENDER_AT_ONCE);
  g_bytes_unref (browser_take_data (person->browser));
  person->first = browser_count_data (person->browser);
  vc_view_push_event (
    house->view, &(VcEvent){.type = VC_EVENT_WHEEL, .viewer = 1, .delta_y = 1});
  WAIT_UNTIL (count_heads (person) == 2);
  g_assert_cmpint (get (person, "seq"), ==, 1);
  WAIT_UNTIL (has_all (person));
  file = browser_take_data (person->browser);
  assert_webp (person, file);
  person_free (person);
  house_free (house);
}

/* A key that changes nothing: the picture goes on where it was. */
static void
test_again (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autoptr (GBytes) file = NULL;
  g_autofree char *again = NULL;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (take_chunks (person, 10));
  again = g_strdup_printf ("{\"again\":%" G_GINT64_FORMAT ",\"seq\":1}",
                           get (person, "id"));
  browser_send (person->browser, "input",
                "[{\"type\":\"keydown\",\"seq\":1,\"key\":\"x\"}]");
  WAIT_UNTIL (has_heard (person, again));
  WAIT_UNTIL (has_all (person));
  g_assert_cmpuint (person->n_heads, ==, 1);
  file = browser_take_data (person->browser);
  assert_webp (person, file);
  person_free (person);
  house_free (house);
}

/* One does not answer, one comes late, one has no channel for stills. */
static void
test_three (void)
{
  House *house = open_house ();
  Person *silent = come (house, TRUE);
  Person *plain = come (house, FALSE);
  Person *late;
  g_autoptr (GBytes) file = NULL;

  WAIT_UNTIL (count_heads (silent) == 1);
  WAIT_UNTIL (count_chunks (silent) == 2);
  late = come (house, TRUE);
  WAIT_UNTIL (count_heads (late) == 1);
  WAIT_UNTIL (has_all (late));
  file = browser_take_data (late->browser);
  assert_webp (late, file);
  g_assert_cmpuint (count_chunks (silent), ==, 2);
  ping (plain);
  g_assert_cmpuint (count_heads (plain) + browser_count_data (plain->browser),
                    ==, 0);
  g_assert_cmpuint (plain->log->len, ==, 0);
  person_free (silent);
  person_free (plain);
  person_free (late);
  house_free (house);
}

static void
assert_end (const char *message, guint n)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);

  WAIT_UNTIL (count_heads (person) == 1);
  for (guint i = 0; i < n; i++)
    browser_send (person->browser, "still", message);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  browser_free (person->browser);
  person->browser = browser_new (VC_CODEC_VP8);
  person_free (person);
  house_free (house);
}

static void
test_hostile (void)
{
  assert_end ("chunks!", 1);
  assert_end ("{\"ack\":\"x\"}", 1);
  assert_end ("{\"ack\":1,\"chunks\":999}", 5000);
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
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autoptr (GBytes) file = NULL;
  Talk *talk;
  g_autofree char *request = NULL;
  g_autofree char *type = NULL;
  g_autofree char *next = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *other = NULL;
  g_autofree char *past = NULL;
  const char *body;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (has_all (person));
  file = browser_take_data (person->browser);
  request = g_strdup_printf ("GET /api/v1/stills/%" G_GINT64_FORMAT
                             " HTTP/1.1\r\nHost: x\r\n" AUTH "\r\n",
                             get (person, "id"));
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
  stranger = ask_still (house, get (person, "id"), "");
  g_assert_cmpuint (reply_get_status (stranger), ==, 401);
  other = ask_still (house, get (person, "id") + 1, AUTH);
  g_assert_cmpuint (reply_get_status (other), ==, 404);
  vc_view_push_event (house->view,
                      &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
  past = ask_still (house, get (person, "id"), AUTH);
  g_assert_cmpuint (reply_get_status (past), ==, 404);
  person_free (person);
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
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) files = NULL;
  gint64 first;
  Talk *talk;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (has_all (person));
  first = get (person, "id");
  vc_view_push_event (house->view,
                      &(VcEvent){.type = VC_EVENT_WHEEL, .delta_y = 1});
  talk = ask_next (house);
  WAIT_UNTIL (talk_is_done (talk));
  g_assert_cmpuint (reply_get_status (talk->reply->str), ==, 200);
  etag = reply_get_header (talk->reply->str, "ETag");
  WAIT_UNTIL (count_heads (person) == 2);
  g_assert_cmpint (get (person, "id"), >, first);
  g_assert_nonnull (
    strstr (etag, json_object_get_string_member (person->head, "sha256")));
  files = join_chunks (talk->reply);
  g_assert_nonnull (files);
  assert_webp (person, files);
  talk_free (talk);
  person_free (person);
  house_free (house);
}

/* The first strips of a picture that is never finished: the answer has no end.
 */
static void
test_next_given_up (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autoptr (GBytes) files = NULL;
  Talk *talk;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (has_all (person));
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
  person_free (person);
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
  House *house = open_house ();
  Person *person = come (house, TRUE);
  g_autofree char *word = NULL;
  guint n_heads;

  WAIT_UNTIL (count_heads (person) == 1);
  WAIT_UNTIL (has_all (person));
  browser_set_loss (person->browser, 4);
  move (house, 60);
  while (!json_object_has_member (person->head, "path")) {
    n_heads = count_heads (person);
    fake_scene_emit_changed (house->scene, VC_TIER_FULL);
    WAIT_UNTIL (count_heads (person) > n_heads);
  }
  g_assert_false (json_object_has_member (person->head, "chunks"));
  browser_set_loss (person->browser, 0);
  g_bytes_unref (browser_take_data (person->browser));
  person->first = browser_count_data (person->browser);
  /* Chunks that were not announced are not acknowledged either. */
  ack (person, get (person, "id"), 1);
  ping (person);
  g_assert_cmpuint (count_chunks (person), ==, 0);
  word =
    g_strdup_printf ("{\"channel\":%" G_GINT64_FORMAT "}", get (person, "id"));
  n_heads = count_heads (person);
  browser_send (person->browser, "still", word);
  WAIT_UNTIL (count_heads (person) > n_heads);
  g_assert_true (json_object_has_member (person->head, "chunks"));
  WAIT_UNTIL (has_all (person));
  person_free (person);
  house_free (house);
}

/* Who says so fetches from then on, the picture under way too. */
static void
test_fetch (void)
{
  House *house = open_house ();
  Person *person = come (house, TRUE);
  guint n_heads;

  WAIT_UNTIL (count_heads (person) == 1);
  browser_send (person->browser, "still", "{\"fetch\":true}");
  WAIT_UNTIL (count_heads (person) == 2);
  g_assert_true (json_object_has_member (person->head, "path"));
  n_heads = count_heads (person);
  fake_scene_emit_changed (house->scene, VC_TIER_FULL);
  WAIT_UNTIL (count_heads (person) > n_heads);
  g_assert_true (json_object_has_member (person->head, "path"));
  person_free (person);
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
  assert_equal (house, pixels, PNG_IMAGE_SIZE (image), etag + 1);
}

#define ASK_SNAPSHOT                                                           \
  "GET /api/v1/snapshot.png HTTP/1.1\r\nHost: x\r\n" AUTH "\r\n"

/* Nobody watches; asked at once, in the middle of a movement, and at rest. */
static void
test_snapshot (void)
{
  House *house = open_house ();
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
  House *house = open_house ();
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
  g_test_add_func ("/stills/exact", test_exact);
  g_test_add_func ("/stills/timestamps", test_timestamps);
  g_test_add_func ("/stills/window", test_window);
  g_test_add_func ("/stills/interrupted", test_interrupted);
  g_test_add_func ("/stills/again", test_again);
  g_test_add_func ("/stills/three", test_three);
  g_test_add_func ("/stills/hostile", test_hostile);
  g_test_add_func ("/stills/http", test_http);
  g_test_add_func ("/stills/next", test_next);
  g_test_add_func ("/stills/next-given-up", test_next_given_up);
  g_test_add_func ("/stills/fetch", test_fetch);
  g_test_add_func ("/stills/loss", test_loss);
  g_test_add_func ("/stills/snapshot", test_snapshot);
  g_test_add_func ("/stills/no-snapshot", test_no_snapshot);
  return g_test_run ();
}
