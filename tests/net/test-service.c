/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The server as a library: over a view of somebody else, in a thread of its
 * own, without VTK.
 */

#include <string.h>

#include "person.h"
#include "service.h"

/**
 * Stand:
 * @house: where it listens, for talking
 */
typedef struct {
  FakeScene *scene;
  VcService *service;
  House house;
} Stand;

static void
open_stand (Stand *self)
{
  static const char *const more[] = {"--size=320x240", NULL};
  VcServiceOptions options = {
    .token = HOUSE_TOKEN, .max_viewers = 2, .more = more};
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;
  int width, height;

  self->scene = fake_scene_new ();
  self->service = vc_service_new (VC_SCENE (self->scene), &options, &error);
  g_assert_no_error (error);
  uri =
    g_uri_parse (vc_service_get_url (self->service), G_URI_FLAGS_NONE, NULL);
  g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
  g_assert_cmpstr (g_uri_get_query (uri), ==, "token=" HOUSE_TOKEN);
  self->house = (House){.port = g_uri_get_port (uri)};
  vc_view_get_size (vc_service_get_view (self->service), &width, &height);
  g_assert_cmpint (width, ==, 320);
  g_assert_cmpint (height, ==, 240);
}

static void
close_stand (Stand *self)
{
  g_assert_finalize_object (self->service);
  g_assert_finalize_object (self->scene);
}

static void
assert_no_vtk (void)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_assert_nonnull (strstr (maps, "/libvtkcast-server.so"));
  g_assert_nonnull (strstr (maps, "/libgstvtkcast.so"));
  g_assert_null (strstr (maps, "/libvtkcast-scene"));
  g_assert_null (strstr (maps, "/libvtkCommon"));
  g_assert_null (strstr (maps, "/libvtkRendering"));
}

static void
test_watch (void)
{
  Stand stand;
  Person *person;
  gint64 begin;

  open_stand (&stand);
  person = person_come_in (&stand.house);
  WAIT_UNTIL (browser_count_frames (person->browser) > 0);
  browser_send (
    person->browser, "control",
    "{\"jsonrpc\":\"2.0\",\"method\":\"keydown\",\"params\":{"
    "\"seq\":1,\"t\":1,\"key\":\"c\",\"code\":\"KeyC\",\"mods\":[]}}");
  browser_send (person->browser, "control",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\","
                "\"params\":{}}");
  WAIT_UNTIL (person_heard (person, "\"id\":7,\"result\":{}") == 1);
  assert_no_vtk ();

  /* Nobody runs a main loop here while it says good-bye. */
  begin = g_get_monotonic_time ();
  vc_service_stop (stand.service);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * G_USEC_PER_SEC);
  vc_service_stop (stand.service);
  WAIT_UNTIL (person_heard (person, "bye") > 0);
  person_free (person);
  close_stand (&stand);
}

/* (transfer full): the reply, while no main context runs in this thread. */
static char *
ask (guint16 port)
{
  static const char request[] =
    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_autoptr (GError) error = NULL;
  char reply[4096] = "";
  gsize n;

  if (connection == NULL)
    return NULL;
  g_output_stream_write_all (
    g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
    strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_all (
    g_io_stream_get_input_stream (G_IO_STREAM (connection)), reply,
    sizeof reply - 1, &n, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (reply, n);
}

static void
test_without_loop (void)
{
  g_autofree char *reply = NULL;
  Stand first, second;

  open_stand (&first);
  open_stand (&second);
  g_assert_cmpint (first.house.port, !=, second.house.port);
  for (int i = 0; i < 2; i++) {
    g_autofree char *one = ask (first.house.port);
    g_autofree char *two = ask (second.house.port);

    g_assert_true (g_str_has_prefix (one, "HTTP/1.1 200 "));
    g_assert_true (g_str_has_prefix (two, "HTTP/1.1 200 "));
  }
  close_stand (&first);
  reply = ask (first.house.port);
  g_assert_null (reply);
  close_stand (&second);
}

static void
assert_refused (const VcServiceOptions *options, const char *word)
{
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (GError) error = NULL;
  VcService *service = vc_service_new (VC_SCENE (scene), options, &error);

  g_assert_null (service);
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” says nothing of %s", error->message, word);
}

static void
test_refused (void)
{
  const char *const unknown[] = {"--nonsense", NULL};
  const char *const data[] = {"head.nrrd", NULL};
  const char *const help[] = {"--help", NULL};
  Stand stand;

  open_stand (&stand);
  assert_refused (&(VcServiceOptions){.token = "short"}, "--auth-key");
  assert_refused (&(VcServiceOptions){.host = "0.0.0.0"}, "--insecure");
  assert_refused (&(VcServiceOptions){.private_key = "key.pem"}, "--tls-cert");
  assert_refused (&(VcServiceOptions){.certificate = "no.pem"}, "no.pem");
  assert_refused (&(VcServiceOptions){.max_viewers = 101}, "--max-viewers");
  assert_refused (&(VcServiceOptions){.allow_origin = "x"}, "--allow-origin");
  assert_refused (&(VcServiceOptions){.more = unknown}, "--nonsense");
  assert_refused (&(VcServiceOptions){.more = data}, "head.nrrd");
  assert_refused (&(VcServiceOptions){.more = help}, "--help");
  assert_refused (&(VcServiceOptions){.port = stand.house.port}, "port");
  close_stand (&stand);
}

static void
test_setup_fails (void)
{
  g_autoptr (FakeScene) scene = fake_scene_new ();
  g_autoptr (GError) error = NULL;

  fake_scene_fail_setup (scene, "no picture today");
  g_assert_null (vc_service_new (VC_SCENE (scene), NULL, &error));
  g_assert_cmpstr (error->message, ==, "no picture today");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/watch", test_watch);
  g_test_add_func ("/service/without-loop", test_without_loop);
  g_test_add_func ("/service/refused", test_refused);
  g_test_add_func ("/service/setup-fails", test_setup_fails);
  return g_test_run ();
}
