/* SPDX-License-Identifier: BSD-3-Clause
 *
 * HTTP as it should not be: what strangers and broken clients send.
 */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "house.h"

#define SDP "Content-Type: application/sdp\r\n"
#define FRAG "Content-Type: application/trickle-ice-sdpfrag\r\n"
#define AUTH HOUSE_AUTHORIZATION
#define VIDEO                                                                  \
  "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"                          \
  "a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:"  \
  "11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"                           \
  "m=video 9 UDP/TLS/RTP/SAVPF %s\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"          \
  "a=setup:actpass\r\na=ice-ufrag:abcd\r\na=ice-pwd:"                          \
  "0123456789012345678901\r\n"                                                 \
  "a=rtcp-mux\r\na=recvonly\r\n%s"

static void
assert_problem (const char *reply, guint status)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *type = reply_get_header (reply, "Content-Type");
  JsonObject *object;

  g_assert_cmpstr (type, ==, "application/problem+json");
  json_parser_load_from_data (parser, reply_get_body (reply), -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_object_get_int_member (object, "status"), ==, status);
  g_assert_nonnull (json_object_get_string_member (object, "title"));
}

static void
test_table (void)
{
  static const struct {
    const char *method;
    const char *path;
    const char *headers;
    const char *body;
    guint status;
  } table[] = {
    {"POST", "/whep", SDP, "v=0", 401},
    {"POST", "/whep", SDP "Authorization: Bearer\r\n", "v=0", 401},
    {"POST", "/whep", SDP "Authorization: Bearer wrong\r\n", "v=0", 401},
    {"POST", "/whep", SDP "Authorization: Basic " HOUSE_TOKEN "\r\n", "v=0",
     401},
    {"POST", "/whep", SDP "Authorization: Bearer a-token-for-test\r\n", "v=0",
     401},
    {"POST", "/whep", SDP "Authorization: Bearer a-token-for-testsx\r\n", "v=0",
     401},
    {"POST", "/whep?token=" HOUSE_TOKEN, SDP, "v=0", 401},
    {"PATCH", "/whep/x", FRAG, "x", 401},
    {"DELETE", "/whep/x", "", "", 401},
    {"POST", "/whep", AUTH, "v=0", 415},
    {"POST", "/whep", AUTH "Content-Type: text/plain\r\n", "v=0", 415},
    {"POST", "/whep", AUTH "Content-Type: application/sdpx\r\n", "v=0", 415},
    {"POST", "/whep", AUTH SDP, "", 400},
    {"POST", "/whep", AUTH SDP, "\xff\xfe", 400},
    {"POST", "/whep", AUTH SDP, "garbage", 400},
    {"POST", "/whep", AUTH SDP, "v=0\r\n", 422},
    {"POST", "/whep", AUTH SDP, "v=0\r\nm=\r\n", 400},
    {"POST", "/whep", AUTH SDP, "{\"sdp\":\"v=0\"}", 400},
    {"PATCH", "/whep/unknown", AUTH FRAG, "x", 404},
    {"PATCH", "/whep/", AUTH FRAG, "x", 404},
    {"DELETE", "/whep/unknown", AUTH, "", 404},
    {"DELETE", "/whep/../whep/x", AUTH, "", 404},
    {"GET", "/whep", AUTH, "", 405},
    {"PUT", "/whep", AUTH, "", 405},
    {"DELETE", "/whep", AUTH, "", 405},
    {"PATCH", "/whep", AUTH, "", 405},
    {"GET", "/whep/x", AUTH, "", 405},
    {"POST", "/whep/x", AUTH, "", 405},
    {"BREW", "/whep", AUTH, "", 405},
    {"POST", "/", AUTH, "", 405},
    {"DELETE", "/index.html", "", "", 405},
    {"POST", "/healthz", "", "", 405},
    {"GET", "/nothing", "", "", 404},
    {"GET", "/whepx", "", "", 404},
    {"GET", "//etc/passwd", "", "", 404},
    {"GET", "/index.html/", "", "", 404},
  };
  HouseOptions options = {0};
  House *house = house_new (&options);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *reply = house_ask (house, table[i].method, table[i].path,
                                        table[i].headers, table[i].body);

    if (reply_get_status (reply) != table[i].status)
      g_error ("row %" G_GSIZE_FORMAT ": %s %s: %s", i, table[i].method,
               table[i].path, reply);
    assert_problem (reply, table[i].status);
  }
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 0);
  house_free (house);
}

/* An offer that is fine but for its codec. */
static void
test_codec (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *offer =
    g_strdup_printf (VIDEO, "99", "a=rtpmap:99 THEORA/90000\r\n");
  g_autofree char *reply = house_ask (house, "POST", "/whep", AUTH SDP, offer);

  g_assert_cmpuint (reply_get_status (reply), ==, 422);
  assert_problem (reply, 422);
  house_free (house);
}

static void
assert_header (const char *reply, const char *name, const char *value)
{
  g_autofree char *found = reply_get_header (reply, name);

  g_assert_cmpstr (found, ==, value);
}

static void
test_options (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "OPTIONS", "/whep",
                                      "Origin: https://portal.example\r\n"
                                      "Access-Control-Request-Method: POST\r\n",
                                      "");
  g_autofree char *denied = house_ask (house, "POST", "/whep", SDP, "v=0");
  g_autofree char *viewer = house_ask (house, "OPTIONS", "/whep/x", "", "");

  g_assert_cmpuint (reply_get_status (reply), ==, 204);
  assert_header (reply, "Accept-Post", "application/sdp");
  assert_header (reply, "Allow", "POST, OPTIONS");
  assert_header (reply, "Access-Control-Allow-Origin", NULL);
  assert_header (reply, "Access-Control-Allow-Methods", NULL);
  assert_header (reply, "Cross-Origin-Resource-Policy", "same-origin");
  assert_header (denied, "WWW-Authenticate", "Bearer");
  assert_header (viewer, "Allow", "PATCH, DELETE, OPTIONS");
  house_free (house);
}

static void
test_cors (void)
{
  HouseOptions options = {.allow_origin = "https://portal.example"};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "OPTIONS", "/whep",
                                      "Origin: https://portal.example\r\n"
                                      "Access-Control-Request-Method: POST\r\n",
                                      "");
  g_autofree char *denied = house_ask (
    house, "POST", "/whep", SDP "Origin: https://portal.example\r\n", "v=0");
  g_autofree char *other = house_ask (house, "OPTIONS", "/whep",
                                      "Origin: https://portal.example.evil\r\n"
                                      "Access-Control-Request-Method: POST\r\n",
                                      "");
  g_autofree char *page = house_ask (house, "GET", "/", "", "");
  g_autofree char *policy = reply_get_header (page, "Content-Security-Policy");

  assert_header (reply, "Access-Control-Allow-Origin",
                 "https://portal.example");
  assert_header (reply, "Access-Control-Allow-Methods", "POST, OPTIONS");
  assert_header (reply, "Access-Control-Allow-Headers",
                 "Authorization, Content-Type, If-Match, Range");
  assert_header (reply, "Vary", "Origin");
  /* A page elsewhere must be able to read why it was denied. */
  assert_header (denied, "Access-Control-Allow-Origin",
                 "https://portal.example");
  assert_header (denied, "Access-Control-Expose-Headers",
                 "Location, ETag, Link, Retry-After, Content-Range");
  assert_header (other, "Access-Control-Allow-Origin", NULL);
  g_assert_true (
    g_str_has_suffix (policy, "frame-ancestors 'self' https://portal.example"));
  house_free (house);
}

static void
test_page (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *page = house_ask (house, "GET", "/?token=x", "", "");
  g_autofree char *script =
    house_ask (house, "GET", "/vtkcast-view.js", "", "");
  g_autofree char *head = house_ask (house, "HEAD", "/", "", "");
  g_autofree char *etag = reply_get_header (page, "ETag");
  g_autofree char *condition = g_strdup_printf ("If-None-Match: %s\r\n", etag);
  g_autofree char *known = house_ask (house, "GET", "/", condition, "");
  g_autofree char *policy = reply_get_header (page, "Content-Security-Policy");

  g_assert_cmpuint (reply_get_status (page), ==, 200);
  assert_header (page, "Content-Type", "text/html; charset=utf-8");
  assert_header (page, "Cache-Control", "no-cache");
  assert_header (page, "X-Content-Type-Options", "nosniff");
  assert_header (page, "Referrer-Policy", "no-referrer");
  g_assert_true (g_str_has_prefix (policy, "default-src 'none'; "
                                           "script-src 'self';"));
  g_assert_true (g_str_has_suffix (policy, "frame-ancestors 'self'"));
  g_assert_nonnull (strstr (page, "<vtkcast-view"));
  g_assert_cmpuint (reply_get_status (script), ==, 200);
  assert_header (script, "Content-Type", "text/javascript; charset=utf-8");
  g_assert_cmpuint (reply_get_status (head), ==, 200);
  g_assert_cmpstr (reply_get_body (head), ==, "");
  g_assert_cmpuint (reply_get_status (known), ==, 304);
  g_assert_cmpstr (reply_get_body (known), ==, "");
  house_free (house);
}

static void
test_health (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "GET", "/healthz", "", "");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  g_assert_cmpuint (reply_get_status (reply), ==, 200);
  assert_header (reply, "Content-Type", "application/json");
  assert_header (reply, "Cache-Control", "no-store");
  g_assert_true (
    json_parser_load_from_data (parser, reply_get_body (reply), -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "ok");
  g_assert_cmpint (json_object_get_int_member (object, "viewers"), ==, 0);
  g_assert_true (json_object_has_member (object, "renders"));
  house_free (house);
}

/* Folder: index.html, sub/a.txt, .hidden, link → a file outside, pipe. */
static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  g_autofree char *index = g_build_filename (folder, "index.html", NULL);
  g_autofree char *text = g_build_filename (sub, "a.txt", NULL);
  g_autofree char *hidden = g_build_filename (folder, ".hidden", NULL);
  g_autofree char *link_name = g_build_filename (folder, "link", NULL);
  g_autofree char *up = g_build_filename (folder, "up", NULL);
  g_autofree char *fifo = g_build_filename (folder, "pipe", NULL);

  g_mkdir (sub, 0700);
  g_file_set_contents (index, "own page", -1, NULL);
  g_file_set_contents (text, "text", -1, NULL);
  g_file_set_contents (hidden, "secret", -1, NULL);
  g_assert_cmpint (symlink ("/etc/passwd", link_name), ==, 0);
  g_assert_cmpint (symlink ("/etc", up), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  return folder;
}

static void
remove_folder (const char *folder)
{
  const char *arguments[] = {"rm", "-rf", folder, NULL};

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, NULL, NULL, NULL);
}

static void
test_content (void)
{
  static const char *const outside[] = {
    "/../../../etc/passwd",
    "/sub/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/sub/..%2f..%2f..%2f..%2fetc/passwd",
    "/%252e%252e/etc/passwd",
    "/..\\..\\etc\\passwd",
    "//etc/passwd",
    "/sub//a.txt",
    "/./index.html%00",
    "/index.html%00.js",
    "/.hidden",
    "/%2ehidden",
    "/link",
    "/up/passwd",
    "/pipe",
    "/sub",
    "/sub/",
    "/vtkcast-view.js",
  };
  g_autofree char *folder = make_folder ();
  HouseOptions options = {.content = folder};
  House *house = house_new (&options);
  g_autofree char *index = house_ask (house, "GET", "/", "", "");
  g_autofree char *text = house_ask (house, "GET", "/sub/a.txt", "", "");

  g_assert_cmpstr (reply_get_body (index), ==, "own page");
  g_assert_cmpstr (reply_get_body (text), ==, "text");
  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++) {
    g_autofree char *reply = house_ask (house, "GET", outside[i], "", "");
    guint status = reply_get_status (reply);

    if ((status != 404 && status != 400) || strstr (reply, "root:") != NULL ||
        strstr (reply, "secret") != NULL)
      g_error ("%s: %s", outside[i], reply);
  }
  house_free (house);
  remove_folder (folder);
}

static void
test_no_content (void)
{
  g_autoptr (GError) error = NULL;
  HouseOptions options = {0};
  House *house = house_new (&options);
  VcServerOptions server_options = {.host = "127.0.0.1",
                                    .token = HOUSE_TOKEN,
                                    .content = "/nonexistent/folder"};
  VcServer *server = vc_server_new (house->session, &server_options, &error);

  g_assert_null (server);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nonexistent/folder"));
  house_free (house);
}

static void
test_busy_port (void)
{
  g_autoptr (GError) error = NULL;
  HouseOptions options = {0};
  House *house = house_new (&options);
  VcServerOptions server_options = {
    .host = "127.0.0.1", .port = house->port, .token = HOUSE_TOKEN};
  VcServer *server = vc_server_new (house->session, &server_options, &error);

  g_assert_null (server);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  house_free (house);
}

/* The refusal comes before the body has been sent: 100 MB are announced. */
static void
test_large_body (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *early = house_talk (house,
                                       "POST /whep HTTP/1.1\r\nHost: a\r\n" SDP
                                       "Content-Length: 104857600\r\n\r\nv=0",
                                       -1);
  g_autofree char *body = g_strnfill (1 << 20, 'v');
  g_autofree char *whole = house_ask (house, "POST", "/whep", AUTH SDP, body);
  g_autofree char *just = g_strnfill (65536, 'v');
  g_autofree char *fits = house_ask (house, "POST", "/whep", AUTH SDP, just);
  g_autofree char *page = house_ask (house, "GET", "/", AUTH SDP, body);

  g_assert_cmpuint (reply_get_status (early), ==, 413);
  assert_problem (early, 413);
  g_assert_cmpuint (reply_get_status (whole), ==, 413);
  g_assert_cmpuint (reply_get_status (fits), ==, 400);
  g_assert_cmpuint (reply_get_status (page), ==, 413);
  house_free (house);
}

static void
test_large_chunks (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  GString *request = g_string_new ("POST /whep HTTP/1.1\r\nHost: a\r\n" AUTH SDP
                                   "Transfer-Encoding: chunked\r\n\r\n");
  g_autofree char *chunk = g_strnfill (0x1000, 'v');
  g_autofree char *reply = NULL;

  for (int i = 0; i < 256; i++)
    g_string_append_printf (request, "1000\r\n%s\r\n", chunk);
  /* No last chunk: the answer does not wait for it. */
  reply = house_talk (house, request->str, request->len);
  g_string_free (request, TRUE);
  g_assert_cmpuint (reply_get_status (reply), ==, 413);
  house_free (house);
}

static void
test_not_http (void)
{
  static const char *const requests[] = {
    "\r\n\r\n",
    "hello\r\n\r\n",
    "GET\r\n\r\n",
    "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
    "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /whep HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "POST /whep HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "POST /whep HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
    "\x16\x03\x01\x02\x01\x01\r\n\r\n",
  };
  HouseOptions options = {0};
  House *house = house_new (&options);

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    Talk *talk = talk_start (house, requests[i], -1, TALK_SHUT);

    WAIT_UNTIL (talk_is_done (talk));
    if (reply_get_status (talk->reply->str) == 200)
      g_error ("accepted: %s", requests[i]);
    talk_free (talk);
  }
  house_free (house);
}

/* A connection is for one request: the first one is answered. */
static void
test_pipelining (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *reply =
    house_talk (house,
                "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                -1);

  g_assert_cmpuint (reply_get_status (reply), ==, 200);
  assert_header (reply, "Connection", "close");
  g_assert_null (strstr (reply_get_body (reply), "HTTP/1.1"));
  house_free (house);
}

static void
test_parallel (void)
{
  enum { N = 200 };
  HouseOptions options = {0};
  House *house = house_new (&options);
  Talk *talks[N];

  for (int i = 0; i < N; i++)
    talks[i] = talk_start (
      house,
      i % 2 == 0
        ? "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        : "POST /whep HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" AUTH SDP
          "Content-Length: 3\r\n\r\nv=0",
      -1, TALK_WAIT);
  for (int i = 0; i < N; i++) {
    WAIT_UNTIL (talk_is_done (talks[i]));
    g_assert_cmpuint (reply_get_status (talks[i]->reply->str), ==,
                      i % 2 == 0 ? 200 : 400);
    talk_free (talks[i]);
  }
  house_free (house);
}

static void
test_tls (void)
{
  g_autofree char *certificate =
    g_test_build_filename (G_TEST_DIST, "localhost.pem", NULL);
  HouseOptions options = {.certificate = certificate};
  House *house = house_new (&options);
  g_autofree char *url = vc_server_get_url (house->server);
  g_autofree char *page = house_ask (house, "GET", "/", "", "");
  g_autofree char *body = g_strnfill (1 << 20, 'v');
  g_autofree char *large = house_ask (house, "POST", "/whep", AUTH SDP, body);
  g_autofree char *plain = NULL;

  g_assert_true (g_str_has_prefix (url, "https://127.0.0.1:"));
  g_assert_cmpuint (reply_get_status (page), ==, 200);
  g_assert_nonnull (strstr (page, "<vtkcast-view"));
  g_assert_cmpuint (reply_get_status (large), ==, 413);
  /* The token is not for those who do not encrypt. */
  house->tls = FALSE;
  plain = house_ask (house, "GET", "/", "", "");
  g_assert_cmpuint (reply_get_status (plain), ==, 0);
  house_free (house);
}

static void
test_bad_certificate (void)
{
  g_autoptr (GError) error = NULL;
  HouseOptions options = {0};
  House *house = house_new (&options);
  VcServerOptions server_options = {
    .host = "127.0.0.1", .token = HOUSE_TOKEN, .certificate = "/dev/null"};
  VcServer *server = vc_server_new (house->session, &server_options, &error);

  g_assert_null (server);
  g_assert_nonnull (strstr (error->message, "/dev/null"));
  house_free (house);
}

/* A server that ends while clients wait, or send, does not wait for them. */
static void
test_stop (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  Talk *half = talk_start (house, "GET / HTTP/1.1\r\nHo", -1, TALK_WAIT);
  Talk *body = talk_start (
    house, "POST /whep HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nv", -1,
    TALK_WAIT);
  g_autofree char *reply = house_ask (house, "GET", "/healthz", "", "");

  g_assert_cmpuint (reply_get_status (reply), ==, 200);
  vc_server_stop (house->server);
  vc_server_stop (house->server);
  WAIT_UNTIL (talk_is_done (half) && talk_is_done (body));
  talk_free (half);
  talk_free (body);
  house_free (house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/server/table", test_table);
  g_test_add_func ("/server/codec", test_codec);
  g_test_add_func ("/server/options", test_options);
  g_test_add_func ("/server/cors", test_cors);
  g_test_add_func ("/server/page", test_page);
  g_test_add_func ("/server/health", test_health);
  g_test_add_func ("/server/content", test_content);
  g_test_add_func ("/server/no-content", test_no_content);
  g_test_add_func ("/server/busy-port", test_busy_port);
  g_test_add_func ("/server/large-body", test_large_body);
  g_test_add_func ("/server/large-chunks", test_large_chunks);
  g_test_add_func ("/server/not-http", test_not_http);
  g_test_add_func ("/server/pipelining", test_pipelining);
  g_test_add_func ("/server/parallel", test_parallel);
  g_test_add_func ("/server/tls", test_tls);
  g_test_add_func ("/server/bad-certificate", test_bad_certificate);
  g_test_add_func ("/server/stop", test_stop);
  return g_test_run ();
}
