/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A program in another process, its pictures and its misbehaviour.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bridge-client.h"
#include "bridge-scene.h"
#include "outbox.h"
#include "parameters.h"
#include "view.h"

#define WATCHDOG_SECONDS 60
#define WIDTH 16
#define HEIGHT 12
#define SIZE (4 * WIDTH * HEIGHT)

typedef struct {
  char *folder;
  char *path;
  VcBridgeScene *scene;
  VcView *view;
} Fixture;

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

static void
fill (BridgeClient *client, guint buffer, guint8 value)
{
  memset (client->pixels + buffer * client->size, value, client->size);
}

/* The next frame whose upper left pixel has this red. */
static VcFrame *
take (Fixture *fixture, guint8 red)
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

static void
wait_for_status (Fixture *fixture, VcStatusKind kind, const char *text)
{
  for (;;) {
    g_autoptr (VcStatus) status = vc_view_dup_status (fixture->view);

    if (status != NULL && status->kind == kind &&
        g_strcmp0 (status->text, text) == 0)
      return;
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
push (Fixture *fixture, VcEventType type, guint seq, double x)
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

static void
wait_for_events (Fixture *fixture, guint n)
{
  VcViewStats stats;

  do {
    vc_view_get_stats (fixture->view, &stats);
    g_thread_yield ();
  } while (stats.events + stats.coalesced < n);
}

/* Shows the first picture: 50 everywhere. */
static BridgeClient *
join (Fixture *fixture)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);
  g_autoptr (VcFrame) frame = NULL;
  g_autoptr (JsonNode) work = NULL;

  bridge_client_join (client, "test", SIZE);
  work = bridge_client_wait (client, "work");
  fill (client, 0, 50);
  bridge_client_show (client, 0, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  frame = take (fixture, 50);
  return g_steal_pointer (&client);
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) release = NULL;
  g_autoptr (VcFrame) frame = NULL;
  guint8 *pixels = client->pixels + SIZE;

  wait_for_status (fixture, VC_STATUS_READY, "test");
  /* Each row its number, from below. */
  for (int y = 0; y < HEIGHT; y++)
    memset (pixels + 4 * WIDTH * y, 100 + y, 4 * WIDTH);
  bridge_client_show (client, 1, WIDTH, HEIGHT, 1, "full");
  frame = take (fixture, 100 + HEIGHT - 1);
  for (int y = 0; y < HEIGHT; y++)
    g_assert_cmpint (frame->pixels[y * frame->stride + 4], ==,
                     100 + HEIGHT - 1 - y);
  g_assert_cmpint (frame->tier, ==, VC_TIER_FULL);
  g_assert_cmpint (frame->render_end_us - frame->render_start_us, >=, 1000);
  release = bridge_client_wait (client, "release");
  g_assert_cmpint (bridge_client_get (release, "buffer"), ==, 0);
}

/* The view's size is asked for, and what comes in another is fitted. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (VcFrame) frame = NULL;

  vc_view_set_size (fixture->view, 2 * WIDTH, HEIGHT);
  work = bridge_client_wait (client, "work");
  g_assert_cmpint (bridge_client_get (work, "width"), ==, 2 * WIDTH);
  g_assert_cmpint (bridge_client_get (work, "height"), ==, HEIGHT);
  fill (client, 1, 200);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  frame = take (fixture, 24);
  g_assert_cmpint (frame->width, ==, 2 * WIDTH);
  g_assert_cmpint (frame->pixels[4 * (WIDTH / 2 - 1)], ==, 24);
  g_assert_cmpint (frame->pixels[4 * (WIDTH / 2)], ==, 200);
  g_assert_cmpint (frame->pixels[4 * (3 * WIDTH / 2 - 1)], ==, 200);
  g_assert_cmpint (frame->pixels[4 * (3 * WIDTH / 2)], ==, 24);
}

static JsonArray *
get_events (JsonNode *work)
{
  return json_object_get_array_member (json_node_get_object (work), "events");
}

static const char *
get_type (JsonNode *work, guint i)
{
  return vc_json_get_string (
    json_array_get_object_element (get_events (work), i), "type");
}

/* While it is at work, moves become one; the rest waits in order, and the frame
 * tells the last event that it answers. */
static void
test_events (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) first = NULL, second = NULL;
  g_autoptr (VcFrame) frame = NULL, answer = NULL;

  push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  first = bridge_client_wait (client, "work");
  g_assert_cmpuint (json_array_get_length (get_events (first)), ==, 1);
  g_assert_cmpstr (get_type (first, 0), ==, "press");
  for (guint seq = 2; seq < 12; seq++) {
    push (fixture, VC_EVENT_POINTER_MOVE, seq, seq / 20.0);
    wait_for_events (fixture, seq);
  }
  push (fixture, VC_EVENT_BUTTON_RELEASE, 12, 0.6);
  wait_for_events (fixture, 12);

  fill (client, 1, 60);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (first, "batch"), "interactive");
  frame = take (fixture, 60);
  g_assert_cmpuint (frame->viewer, ==, 3);
  g_assert_cmpuint (frame->seq, ==, 1);
  g_assert_cmpint (frame->tier, ==, VC_TIER_INTERACTIVE);
  second = bridge_client_wait (client, "work");
  g_assert_cmpuint (json_array_get_length (get_events (second)), ==, 2);
  g_assert_cmpstr (get_type (second, 0), ==, "move");
  g_assert_cmpstr (get_type (second, 1), ==, "release");
  fill (client, 2, 70);
  bridge_client_show (client, 2, WIDTH, HEIGHT,
                      bridge_client_get (second, "batch"), "interactive");
  answer = take (fixture, 70);
  g_assert_cmpuint (answer->seq, ==, 12);
}

static void
wait_for_phase (Fixture *fixture, VcPhase phase)
{
  while (vc_view_get_phase (fixture->view) != phase)
    g_main_context_iteration (NULL, TRUE);
}

/* A coarse picture is followed by one of full quality, which is asked for; a
 * program that has nothing better is not asked for ever. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) events = NULL, full = NULL;
  g_autoptr (VcFrame) frame = NULL, still = NULL;
  VcViewStats stats, later;

  push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  push (fixture, VC_EVENT_BUTTON_RELEASE, 2, 0.25);
  events = bridge_client_wait (client, "work");
  fill (client, 1, 60);
  bridge_client_show (client, 1, WIDTH, HEIGHT,
                      bridge_client_get (events, "batch"), "interactive");
  frame = take (fixture, 60);
  do {
    g_clear_pointer (&full, json_node_unref);
    full = bridge_client_wait (client, "work");
    bridge_client_send (client, "{\"type\":\"done\",\"batch\":%d}",
                        (int)bridge_client_get (full, "batch"));
  } while (g_strcmp0 (vc_json_get_string (json_node_get_object (full), "tier"),
                      "full") != 0);
  while (still == NULL) {
    g_autoptr (VcFrame) next = vc_view_take_frame (fixture->view, NULL, NULL);

    wait_for_phase (fixture, VC_PHASE_STILL);
    still = vc_view_dup_still (fixture->view);
  }
  g_assert_cmpint (still->pixels[0], ==, 60);
  vc_view_get_stats (fixture->view, &stats);
  g_usleep (100000);
  vc_view_get_stats (fixture->view, &later);
  g_assert_cmpuint (stats.renders, ==, later.renders);
}

/* An event without effect: the picture rests again. */
static void
test_no_effect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (VcFrame) frame = NULL;

  wait_for_phase (fixture, VC_PHASE_STILL);
  push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  work = bridge_client_wait (client, "work");
  /* However long it takes. */
  g_usleep (200000);
  g_assert_null (vc_view_dup_still (fixture->view));
  bridge_client_send (client, "{\"type\":\"done\",\"batch\":%d}",
                      (int)bridge_client_get (work, "batch"));
  frame = take (fixture, 50);
  wait_for_phase (fixture, VC_PHASE_STILL);
}

static void
test_death (Fixture *fixture, gconstpointer data)
{
  BridgeClient *client = join (fixture);
  g_autoptr (BridgeClient) next = NULL;
  g_autoptr (VcFrame) frame = NULL;

  /* In the middle of a message. */
  bridge_client_send_raw (client, "\x20\0\0\0{\"type\":\"fra", 17);
  bridge_client_free (client);
  wait_for_status (fixture, VC_STATUS_LOADING,
                   "The program has gone. Waiting for it.");
  frame = take (fixture, 50);
  push (fixture, VC_EVENT_BUTTON_PRESS, 1, 0.25);
  next = join (fixture);
  wait_for_status (fixture, VC_STATUS_READY, "test");
}

/* One program at a time; the second is told so. */
static void
test_second (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (BridgeClient) other = bridge_client_new (fixture->path);
  g_autoptr (JsonNode) refusal = NULL;

  bridge_client_send (other, "{\"type\":\"hello\",\"version\":1}");
  refusal = bridge_client_wait (other, "refused");
  g_assert_null (bridge_client_receive (other));
  fill (client, 1, 80);
  bridge_client_show (client, 1, WIDTH, HEIGHT, 1, "full");
  g_clear_pointer (&refusal, json_node_unref);
  vc_frame_unref (take (fixture, 80));
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
  BridgeClient *client =
    hostile->is_early ? bridge_client_new (fixture->path) : join (fixture);

  bridge_client_send (client, "%s", hostile->text);
  expect_refusal (client, hostile->reason);
  bridge_client_free (client);
  client = join (fixture);
  bridge_client_free (client);
}

static void
test_length (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);

  bridge_client_send_raw (client, "\xff\xff\xff\xff{", 5);
  expect_refusal (client, "too long");
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
  bridge_client_free (join (fixture));
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
  BridgeClient *client = join (fixture);
  int fd = bridge_client_make_memory (memory->size, memory->seals);

  bridge_client_send_fds (client, memory->message, &fd, 1);
  close (fd);
  expect_refusal (client, memory->reason);
  bridge_client_free (client);
  bridge_client_free (join (fixture));
}

static guint
count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* A file that is no memory, and more of them than anybody wants. */
static void
test_fds (Fixture *fixture, gconstpointer data)
{
  const char *message = "{\"type\":\"buffers\",\"count\":3,\"size\":64}";
  guint before = count_fds ();
  int fds[32];
  BridgeClient *client = join (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = open ("/dev/zero", O_RDWR | O_CLOEXEC);
  bridge_client_send_fds (client, message, fds, 1);
  expect_refusal (client, "no memfd");
  bridge_client_free (client);
  client = join (fixture);
  bridge_client_send_fds (client, message, fds, G_N_ELEMENTS (fds));
  expect_refusal (client, "More file descriptors");
  bridge_client_free (client);
  /* One with each message, that nobody asked for. */
  client = join (fixture);
  for (guint i = 0; i < 8; i++)
    bridge_client_send_fds (client, "{\"type\":\"nothing\"}", fds, 1);
  expect_refusal (client, "More file descriptors");
  bridge_client_free (client);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  bridge_client_free (join (fixture));
  wait_for_status (fixture, VC_STATUS_LOADING,
                   "The program has gone. Waiting for it.");
  while (count_fds () > before)
    g_thread_yield ();
}

/* A new ring while the picture of the old one is shown. */
static void
test_new_ring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  int fd = bridge_client_make_memory (4 * SIZE, F_SEAL_SHRINK);
  g_autofree char *message =
    g_strdup_printf ("{\"type\":\"buffers\",\"count\":4,\"size\":%d}", SIZE);
  g_autoptr (VcFrame) frame = NULL;

  bridge_client_send_fds (client, message, &fd, 1);
  close (fd);
  bridge_client_show (client, 3, WIDTH, HEIGHT, 1, "full");
  frame = take (fixture, 0);
}

/* It greets and then sleeps: the view does not. */
static void
test_asleep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);

  for (guint seq = 1; seq < VC_OUTBOX_MAX + 10; seq++) {
    push (fixture, seq % 2 ? VC_EVENT_BUTTON_PRESS : VC_EVENT_BUTTON_RELEASE,
          seq, 0.5);
    wait_for_events (fixture, seq);
  }
  wait_for_status (fixture, VC_STATUS_LOADING,
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
  bridge_client_free (join (fixture));
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

static void
test_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) address = NULL;

  vc_bridge_scene_set_url (fixture->scene, "http://here/");
  address = bridge_client_wait (client, "address");
  g_assert_cmpstr (vc_json_get_string (json_node_get_object (address), "url"),
                   ==, "http://here/");
}

static void
wait_for_parameters (Fixture *fixture, guint n)
{
  for (;;) {
    g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);

    if (g_variant_n_children (parameters) == n)
      return;
    g_main_context_iteration (NULL, TRUE);
  }
}

static double
get_number (Fixture *fixture)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (fixture->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  double value = -1;

  g_variant_lookup (values, "n", "d", &value);
  return value;
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vc_view_set_parameters_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* Values go both ways, and parameters go with their program. */
static void
test_parameters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (JsonNode) work = NULL;
  gboolean is_set = FALSE;
  JsonObject *item;

  bridge_client_send (client,
                      "{\"type\":\"parameters\",\"parameters\":["
                      "{\"name\":\"n\",\"title\":\"N\",\"kind\":\"number\","
                      "\"value\":3,\"minimum\":0,\"maximum\":10},"
                      "{\"name\":\"c\",\"title\":\"C\",\"kind\":\"choice\","
                      "\"value\":\"a\",\"choices\":[\"a\",\"b\"]},"
                      "{\"name\":\"go\",\"title\":\"Go\","
                      "\"kind\":\"action\"}]}");
  wait_for_parameters (fixture, 3);
  g_assert_cmpfloat (get_number (fixture), ==, 3);
  vc_view_set_parameters_async (
    fixture->view,
    g_variant_new_parsed ("{'n': <7.5>, 'c': <'b'>, 'go': <true>}"), on_set,
    &is_set);
  work = bridge_client_wait (client, "work");
  while (!is_set)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (get_number (fixture), ==, 7.5);
  item = json_array_get_object_element (get_events (work), 0);
  g_assert_cmpstr (vc_json_get_string (item, "type"), ==, "set");
  item = json_object_get_object_member (item, "values");
  g_assert_cmpfloat (json_object_get_double_member (item, "n"), ==, 7.5);
  g_assert_cmpstr (json_object_get_string_member (item, "c"), ==, "b");
  g_assert_true (json_object_get_boolean_member (item, "go"));

  bridge_client_send (client, "{\"type\":\"values\",\"values\":{\"n\":1}}");
  while (get_number (fixture) != 1)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&client, bridge_client_free);
  wait_for_parameters (fixture, 0);
}

/* A title that is too long loses whole characters only. */
static void
test_title (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = bridge_client_new (fixture->path);
  g_autoptr (JsonNode) work = NULL;
  g_autoptr (GString) title = g_string_new ("x");
  g_autoptr (GString) shown = g_string_new ("x");

  for (int i = 0; i < 200; i++)
    g_string_append (title, "é");
  for (int i = 0; i < 127; i++)
    g_string_append (shown, "é");
  bridge_client_join (client, title->str, SIZE);
  work = bridge_client_wait (client, "work");
  fill (client, 0, 50);
  bridge_client_show (client, 0, WIDTH, HEIGHT,
                      bridge_client_get (work, "batch"), "full");
  wait_for_status (fixture, VC_STATUS_READY, shown->str);
}

/* What a program that is busy is to be told does not grow without end, and
 * fits into one message. */
static void
test_outbox_is_bounded (void)
{
  VcOutbox *outbox = vc_outbox_new ();
  g_autofree char *large = g_strnfill (VC_PARAMETER_TEXT_MAX, 'x');
  g_autofree char *work = NULL;
  guint n = 0;

  while (vc_outbox_push_values (
    outbox,
    g_variant_new_parsed (n % 2 ? "{'a': <%s>}" : "{'b': <%s>}", large)))
    n++;
  g_assert_cmpuint (n, >=, 100);
  g_assert_cmpuint (n, <, VC_OUTBOX_MAX);
  work = vc_outbox_take (outbox, WIDTH, HEIGHT, VC_TIER_FULL);
  g_assert_cmpuint (strlen (work), <, 2 * VC_OUTBOX_BYTES_MAX);
  g_assert_true (
    vc_outbox_push_values (outbox, g_variant_new_parsed ("{'a': <1.0>}")));
  vc_outbox_free (outbox);
}

static void
on_picked (VcView *view, GVariant *pick, gpointer user_data)
{
  *(GVariant **)user_data = g_variant_ref (pick);
}

static void
test_sight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BridgeClient) client = join (fixture);
  g_autoptr (GVariant) pick = NULL;
  g_autoptr (GVariant) camera = NULL;
  double angle = 0;
  guint viewer = 0;

  g_signal_connect (fixture->view, "picked", G_CALLBACK (on_picked), &pick);
  bridge_client_send (client, "{\"type\":\"camera\",\"position\":[1,2,3.5],"
                              "\"focalPoint\":[0,0,0],\"viewUp\":[0,1,0],"
                              "\"viewAngle\":30,\"parallelScale\":0}");
  bridge_client_send (client, "{\"type\":\"pick\",\"position\":[1,2,3],"
                              "\"viewer\":4,\"button\":1}");
  while (pick == NULL)
    g_main_context_iteration (NULL, TRUE);
  camera = vc_view_dup_camera (fixture->view);
  g_assert_true (g_variant_lookup (camera, "viewAngle", "d", &angle));
  g_assert_cmpfloat (angle, ==, 30);
  g_assert_true (g_variant_lookup (pick, "viewer", "u", &viewer));
  g_assert_cmpuint (viewer, ==, 4);
}

static void
add (const char *path, gconstpointer data,
     void (*func) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/bridge/picture", NULL, test_picture);
  add ("/bridge/sizes", NULL, test_sizes);
  add ("/bridge/events", NULL, test_events);
  add ("/bridge/rest", NULL, test_rest);
  add ("/bridge/no-effect", NULL, test_no_effect);
  add ("/bridge/death", NULL, test_death);
  add ("/bridge/second", NULL, test_second);
  add ("/bridge/length", NULL, test_length);
  add ("/bridge/noise", NULL, test_noise);
  add ("/bridge/fds", NULL, test_fds);
  add ("/bridge/new-ring", NULL, test_new_ring);
  add ("/bridge/asleep", NULL, test_asleep);
  add ("/bridge/other-user", NULL, test_other_user);
  add ("/bridge/places", NULL, test_places);
  add ("/bridge/address", NULL, test_address);
  add ("/bridge/sight", NULL, test_sight);
  add ("/bridge/parameters", NULL, test_parameters);
  add ("/bridge/title", NULL, test_title);
  g_test_add_func ("/bridge/outbox-is-bounded", test_outbox_is_bounded);
  for (gsize i = 0; i < G_N_ELEMENTS (hostiles); i++) {
    g_autofree char *path =
      g_strdup_printf ("/bridge/hostile/%s", hostiles[i].name);

    add (path, &hostiles[i], test_hostile);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++) {
    g_autofree char *path =
      g_strdup_printf ("/bridge/memory/%s", memories[i].name);

    add (path, &memories[i], test_memory);
  }
  return g_test_run ();
}
