/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program in another process does wrong, by mistake or on purpose.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bridge-fixture.h"
#include "folder.h"
#include "outbox.h"

/* One program at a time; the second is told so. */
static void
test_second (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (BridgeClient) other = bridge_client_new (fixture->path);
  g_autoptr (JsonNode) refusal = NULL;

  bridge_client_send (other, "{\"type\":\"hello\",\"version\":1}");
  refusal = bridge_client_wait (other, "refused");
  g_assert_null (bridge_client_receive (other));
  bridge_client_fill (client, 1, 80);
  bridge_client_show (client, 1, WIDTH, HEIGHT, 1, "full");
  g_clear_pointer (&refusal, json_node_unref);
  vc_frame_unref (fixture_take (fixture, 80));
}

/**
 * Hostile:
 * @text: sent after joining, or before if @is_early
 * @reason: what the sentence holds
 */
typedef struct {
  const char *name;
  const char *text;
  gboolean is_early;
  const char *reason;
} Hostile;

static const Hostile hostiles[] = {
  {"version", "{\"type\":\"hello\",\"version\":2}", TRUE, "version 1"},
  {"no-version", "{\"type\":\"hello\"}", TRUE, "version"},
  {"early", "{\"type\":\"done\",\"batch\":0}", TRUE, "greeting"},
  {"no-json", "hello", TRUE, "JSON"},
  {"array", "[1]", TRUE, "object"},
  {"deep", "{\"a\":[[[[[[[[1]]]]]]]]}", TRUE, "deeper"},
  {"utf-8", "{\"type\":\"\xff\"}", TRUE, "UTF-8"},
  {"twice", "{\"type\":\"hello\",\"version\":1}", FALSE, "One greeting"},
  {"buffers", "{\"type\":\"buffers\",\"count\":3,\"size\":64}", FALSE,
   "file descriptor"},
  {"batch", "{\"type\":\"done\",\"batch\":99}", FALSE, "not sent"},
  {"negative", "{\"type\":\"done\",\"batch\":-1}", FALSE, "batch"},
  {"text", "{\"type\":\"done\",\"batch\":\"1\"}", FALSE, "batch"},
  {"values", "{\"type\":\"values\",\"values\":{\"x\":1}}", FALSE, "x"},
  {"parameter", "{\"type\":\"parameters\",\"parameters\":[{\"name\":\"1\"}]}",
   FALSE, ""},
  {"parameter-type",
   "{\"type\":\"parameters\",\"parameters\":[[1],null,{\"name\":{}}]}", FALSE,
   ""},
  {"camera", "{\"type\":\"camera\",\"position\":[1,2]}", FALSE, "position"},
  {"camera-text", "{\"type\":\"camera\",\"position\":[1,2,\"3\"]}", FALSE,
   "position"},
  {"pick", "{\"type\":\"pick\",\"viewer\":-1}", FALSE, "viewer"},
  {"choices",
   "{\"type\":\"parameters\",\"parameters\":[{\"name\":\"c\",\"title\":\"C\","
   "\"kind\":\"choice\",\"value\":\"a\",\"choices\":[1,null,[2],{}]}]}",
   FALSE, ""},
  {"buffer",
   "{\"type\":\"frame\",\"buffer\":3,\"width\":16,\"height\":12,\"stride\":64,"
   "\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "no buffer 3"},
  {"held",
   "{\"type\":\"frame\",\"buffer\":0,\"width\":16,\"height\":12,\"stride\":64,"
   "\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "not released"},
  {"wide",
   "{\"type\":\"frame\",\"buffer\":1,\"width\":17,\"height\":12,\"stride\":64,"
   "\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "lie within"},
  {"high",
   "{\"type\":\"frame\",\"buffer\":1,\"width\":16,\"height\":13,\"stride\":64,"
   "\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "lie within"},
  {"huge",
   "{\"type\":\"frame\",\"buffer\":1,\"width\":99999999,\"height\":12,"
   "\"stride\":64,\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "width"},
  {"nothing",
   "{\"type\":\"frame\",\"buffer\":1,\"width\":0,\"height\":12,\"stride\":64,"
   "\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "0 × 12"},
  {"stride",
   "{\"type\":\"frame\",\"buffer\":1,\"width\":16,\"height\":12,"
   "\"stride\":2147483647,\"start\":0,\"end\":0,\"batch\":1}",
   FALSE, "lie within"},
};

static void
expect_refusal (BridgeClient *client, const char *part)
{
  g_autoptr (JsonNode) refusal = bridge_client_wait (client, "refused");
  const char *reason =
    vc_json_get_string (json_node_get_object (refusal), "reason");

  if (strstr (reason, part) == NULL)
    g_error ("“%s” does not say “%s”", reason, part);
  g_assert_null (bridge_client_receive (client));
}

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  const Hostile *hostile = data;
  BridgeClient *client = hostile->is_early ? bridge_client_new (fixture->path)
                                           : fixture_join (fixture);

  bridge_client_send (client, "%s", hostile->text);
  expect_refusal (client, hostile->reason);
  bridge_client_free (client);
  client = fixture_join (fixture);
  bridge_client_free (client);
}

static void
test_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);

  bridge_client_send_raw (client, "\xff\xff\xff\xff{", 5);
  expect_refusal (client, "too long");
}

/* Small as text, large as a tree. */
static void
test_many_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (GString) text = g_string_new ("{\"type\":\"x\",\"a\":[1");

  for (int i = 0; i < VC_JSON_VALUES_MAX; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  bridge_client_send (client, "%s", text->str);
  expect_refusal (client, "more than 65536 values");
}

/* A page could not be told of so many. */
static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);
  g_autoptr (GString) text =
    g_string_new ("{\"type\":\"parameters\",\"parameters\":[");
  g_autofree char *title = g_strnfill (1000, 'x');

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text,
                            "%s{\"name\":\"p%d\",\"title\":\"%s\","
                            "\"kind\":\"action\"}",
                            i > 0 ? "," : "", i, title);
  g_string_append (text, "]}");
  bridge_client_send (client, "%s", text->str);
  expect_refusal (client, "too many, or their texts too long");
}

/* What somebody says while we do not know whether it ever ends. */
static void
test_noise (Fixture *fixture, gconstpointer data)
{
  for (guint32 seed = 0; seed < 50; seed++) {
    g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    guint8 noise[256];

    for (gsize i = 0; i < sizeof noise; i++)
      noise[i] = g_rand_int_range (rand, 0, 256);
    /* A length that is believed. */
    noise[1] = noise[2] = noise[3] = 0;
    bridge_client_send_raw (client, noise, sizeof noise);
    expect_refusal (client, "");
  }
  bridge_client_free (fixture_join (fixture));
}

typedef struct {
  const char *name;
  gsize size;
  int seals;
  const char *message;
  const char *reason;
} Memory;

static const Memory memories[] = {
  {"unsealed", 4096, 0, "{\"type\":\"buffers\",\"count\":3,\"size\":64}",
   "sealed"},
  {"shrunk", 100, F_SEAL_SHRINK,
   "{\"type\":\"buffers\",\"count\":3,\"size\":64}", "smaller"},
  {"few", 4096, F_SEAL_SHRINK, "{\"type\":\"buffers\",\"count\":2,\"size\":64}",
   "from 3 to 8"},
  {"many", 4096, F_SEAL_SHRINK,
   "{\"type\":\"buffers\",\"count\":2147483647,\"size\":64}", "from 3 to 8"},
  {"large", 4096, F_SEAL_SHRINK,
   "{\"type\":\"buffers\",\"count\":3,\"size\":2147483648}", "bytes"},
  {"larger", 4096, F_SEAL_SHRINK,
   "{\"type\":\"buffers\",\"count\":3,\"size\":9223372036854775807}", "size"},
};

static void
test_memory (Fixture *fixture, gconstpointer data)
{
  const Memory *memory = data;
  BridgeClient *client = fixture_join (fixture);
  int fd = bridge_client_make_memory (memory->size, memory->seals);

  bridge_client_send_fds (client, memory->message, &fd, 1);
  close (fd);
  expect_refusal (client, memory->reason);
  bridge_client_free (client);
  bridge_client_free (fixture_join (fixture));
}

/* A file that is no memory, and more of them than anybody wants. */
static void
test_fds (Fixture *fixture, gconstpointer data)
{
  const char *message = "{\"type\":\"buffers\",\"count\":3,\"size\":64}";
  guint before = folder_count (FOLDER_OPEN_FILES);
  int fds[32];
  BridgeClient *client = fixture_join (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = open ("/dev/zero", O_RDWR | O_CLOEXEC);
  bridge_client_send_fds (client, message, fds, 1);
  expect_refusal (client, "no memfd");
  bridge_client_free (client);
  client = fixture_join (fixture);
  bridge_client_send_fds (client, message, fds, G_N_ELEMENTS (fds));
  expect_refusal (client, "More file descriptors");
  bridge_client_free (client);
  /* One with each message, that nobody asked for. */
  client = fixture_join (fixture);
  for (guint i = 0; i < 8; i++)
    bridge_client_send_fds (client, "{\"type\":\"nothing\"}", fds, 1);
  expect_refusal (client, "More file descriptors");
  bridge_client_free (client);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  bridge_client_free (fixture_join (fixture));
  fixture_wait_for_status (fixture, VC_STATUS_LOADING,
                           "The program has gone. Waiting for it.");
  while (folder_count (FOLDER_OPEN_FILES) > before)
    g_thread_yield ();
}

/* It greets and then sleeps: the view does not. */
static void
test_asleep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = fixture_join (fixture);

  for (guint seq = 1; seq < VC_OUTBOX_MAX + 10; seq++) {
    fixture_push (fixture,
                  seq % 2 ? VC_EVENT_BUTTON_PRESS : VC_EVENT_BUTTON_RELEASE,
                  seq, 0.5);
    fixture_wait_for_events (fixture, seq);
  }
  fixture_wait_for_status (fixture, VC_STATUS_LOADING,
                           "The program has gone. Waiting for it.");
}

static void
test_other_user (Fixture *fixture, gconstpointer data)
{
  pid_t child;
  int status;

  if (geteuid () != 0) {
    g_test_skip ("only root can become somebody else");
    return;
  }
  /* Such permissions as a careless person may set. */
  g_assert_cmpint (chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (chmod (fixture->path, 0777), ==, 0);
  child = fork ();
  if (child == 0) {
    BridgeClient *client;
    JsonNode *answer;

    if (setuid (65534) != 0)
      _exit (2);
    client = bridge_client_new (fixture->path);
    bridge_client_send (client, "{\"type\":\"hello\",\"version\":1}");
    answer = bridge_client_receive (client);
    _exit (answer != NULL ? 1 : 0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
fail_to_listen (const char *path, const char *part)
{
  g_autoptr (VcBridgeScene) scene = vc_bridge_scene_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (VcView) view =
    vc_view_new (VC_SCENE (scene), WIDTH, HEIGHT, &error);

  g_assert_null (view);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
}

/* A socket of a server that lives, of one that died, and in a bad place. */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  g_autofree char *open_folder = g_build_filename (fixture->folder, "o", NULL);
  g_autofree char *in_open = g_build_filename (open_folder, "bridge", NULL);
  g_autofree char *name = g_strnfill (120, 'x');
  g_autofree char *far = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *stale = g_build_filename (fixture->folder, "stale", NULL);

  fail_to_listen (fixture->path, "already");
  bridge_client_free (fixture_join (fixture));
  g_mkdir (open_folder, 0755);
  g_chmod (open_folder, 0755);
  fail_to_listen (in_open, "nobody else");
  fail_to_listen (far, "at most 107 bytes");
  g_assert_true (g_file_set_contents (stale, "", 0, NULL));
  {
    g_autoptr (VcBridgeScene) scene = vc_bridge_scene_new (stale);
    g_autoptr (GError) error = NULL;
    g_autoptr (VcView) view =
      vc_view_new (VC_SCENE (scene), WIDTH, HEIGHT, &error);

    g_assert_no_error (error);
  }
  g_assert_cmpint (g_rmdir (open_folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add_test ("/bridge/second", NULL, test_second);
  fixture_add_test ("/bridge/length", NULL, test_length);
  fixture_add_test ("/bridge/many-values", NULL, test_many_values);
  fixture_add_test ("/bridge/parameters", NULL, test_parameters);
  fixture_add_test ("/bridge/noise", NULL, test_noise);
  fixture_add_test ("/bridge/fds", NULL, test_fds);
  fixture_add_test ("/bridge/asleep", NULL, test_asleep);
  fixture_add_test ("/bridge/other-user", NULL, test_other_user);
  fixture_add_test ("/bridge/places", NULL, test_places);
  for (gsize i = 0; i < G_N_ELEMENTS (hostiles); i++) {
    g_autofree char *path =
      g_strdup_printf ("/bridge/hostile/%s", hostiles[i].name);

    fixture_add_test (path, &hostiles[i], test_hostile);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++) {
    g_autofree char *path =
      g_strdup_printf ("/bridge/memory/%s", memories[i].name);

    fixture_add_test (path, &memories[i], test_memory);
  }
  return g_test_run ();
}
