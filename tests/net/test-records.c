/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recordings over HTTP: begun, stopped, listed, fetched in parts, deleted; and
 * what a crash left.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "folder.h"
#include "person.h"

#define AUTH HOUSE_AUTHORIZATION
#define ALL "/api/v1/recordings"
#define STOP "{\"state\":\"stopped\"}"
#define RECORDING "\"method\":\"recording\",\"params\":{\"recording\":"

/**
 * Records: a house that records into a folder
 * @parser: of the last answer
 */
typedef struct {
  House *house;
  char *folder;
  JsonParser *parser;
} Records;

static const char *const locations[] = {"vtkcast:cone", NULL};

static void
enter (Records *self, gboolean whole)
{
  VcRecordingsOptions options = {
    .folder = self->folder, .whole = whole, .locations = locations};
  HouseOptions house = {.recordings = &options};
  VcStatus status = {.kind = VC_STATUS_READY, .text = (char *)"A cone"};

  self->house = house_new (&house);
  fake_scene_emit_status (self->house->scene, &status);
  fake_scene_sync (self->house->scene);
}

static void
set_up (Records *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  self->parser = json_parser_new ();
  enter (self, GPOINTER_TO_INT (data));
}

static void
tear_down (Records *self, gconstpointer data)
{
  const char *arguments[] = {"rm", "-rf", self->folder, NULL};

  if (self->house != NULL)
    house_free (self->house);
  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, NULL, NULL, NULL);
  g_object_unref (self->parser);
  g_free (self->folder);
}

/* (transfer full): the reply, which must have that status. */
static char *
ask (Records *self, const char *method, const char *path, const char *headers,
     const char *body, guint status)
{
  g_autofree char *all = g_strconcat (AUTH, headers, NULL);
  char *reply = house_ask (self->house, method, path, all, body);

  if (reply_get_status (reply) != status)
    g_error ("%s %s: %s", method, path, reply);
  return reply;
}

static JsonObject *
parse (Records *self, const char *reply)
{
  g_assert_true (json_parser_load_from_data (self->parser,
                                             reply_get_body (reply), -1, NULL));
  return json_node_get_object (json_parser_get_root (self->parser));
}

static JsonObject *
get (Records *self, const char *path)
{
  g_autofree char *reply = ask (self, "GET", path, "", "", 200);

  return parse (self, reply);
}

/* (transfer full): the path of the new recording, which has a frame. */
static char *
start (Records *self)
{
  g_autofree char *reply = ask (self, "POST", ALL, "", "", 201);
  char *path = reply_get_header (reply, "Location");

  g_assert_true (g_str_has_prefix (path, ALL "/"));
  g_assert_cmpstr (json_object_get_string_member (parse (self, reply), "state"),
                   ==, "recording");
  WAIT_UNTIL (json_object_get_double_member (get (self, path), "duration") > 0);
  return path;
}

static gboolean
is_finished (Records *self, const char *path)
{
  return g_strcmp0 (json_object_get_string_member (get (self, path), "state"),
                    "finished") == 0;
}

/* Stops it, and waits until its files are there. */
static void
stop (Records *self, const char *path)
{
  g_autofree char *reply = ask (self, "PATCH", path, "", STOP, 200);

  g_assert_cmpstr (json_object_get_string_member (parse (self, reply), "state"),
                   ==, "finishing");
  WAIT_UNTIL (is_finished (self, path));
}

/* (transfer full) (nullable): a member of the file of that kind of the
 * recording. */
static char *
find_file (JsonObject *recording, const char *kind, const char *member)
{
  JsonArray *files = json_object_get_array_member (recording, "files");

  for (guint i = 0; i < json_array_get_length (files); i++) {
    JsonObject *file = json_array_get_object_element (files, i);

    if (strcmp (json_object_get_string_member (file, "kind"), kind) == 0)
      return g_strdup (json_object_get_string_member (file, member));
  }
  return NULL;
}

static guint
count_all (Records *self)
{
  return json_array_get_length (
    json_object_get_array_member (get (self, ALL), "recordings"));
}

/* Of descriptors of files of ours whose links end in that. */
static guint
count_open (Records *self, const char *ending)
{
  g_autoptr (GDir) dir = g_dir_open (FOLDER_OPEN_FILES, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *link = g_build_filename (FOLDER_OPEN_FILES, name, NULL);
    g_autofree char *target = g_file_read_link (link, NULL);

    n += target != NULL && g_str_has_prefix (target, self->folder) &&
         g_str_has_suffix (target, ending);
  }
  return n;
}

/* A whole life. */
static void
test_life (Records *self, gconstpointer data)
{
  g_autofree char *path = start (self);
  g_autofree char *second = ask (self, "POST", ALL, "", "", 409);
  g_autofree char *early = ask (self, "DELETE", path, "", "", 409);
  g_autofree char *again = NULL;
  g_autofree char *journal = NULL;
  g_autofree char *text = NULL;
  g_autofree char *gone = NULL;
  JsonObject *object;

  g_assert_nonnull (strstr (second, "recorded already"));
  g_assert_nonnull (strstr (early, "stop it first"));
  stop (self, path);
  again = ask (self, "PATCH", path, "", STOP, 409);
  object = get (self, path);
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==,
                   "A cone");
  g_assert_cmpint (json_object_get_int_member (object, "bytes"), >, 500);
  g_assert_cmpint (json_object_get_int_member (object, "dropped"), ==, 0);
  g_assert_false (json_object_has_member (object, "problem"));
  journal = find_file (object, "journal", "path");
  g_assert_cmpuint (count_all (self), ==, 1);
  g_assert_cmpuint (folder_count (self->folder), ==, 3);

  /* A ticket takes the place of the token. */
  gone = g_strconcat ("/", journal, NULL);
  text = house_ask (self->house, "GET", gone, "", "");
  g_assert_cmpuint (reply_get_status (text), ==, 200);
  g_assert_true (
    g_str_has_prefix (reply_get_body (text), "{\"type\":\"header\""));

  g_free (ask (self, "DELETE", path, "", "", 204));
  g_free (ask (self, "GET", path, "", "", 404));
  g_free (ask (self, "GET", gone, "", "", 404));
  g_assert_cmpuint (count_all (self), ==, 0);
  g_assert_cmpuint (folder_count (self->folder), ==, 0);
  WAIT_UNTIL (count_open (self, " (deleted)") == 0);
}

/* The file as it lies there. */
static GBytes *
load (Records *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}

static void
check_part (Records *self, const char *path, const char *range, GBytes *whole,
            gsize begin, gsize end)
{
  g_autofree char *request = g_strdup_printf (
    "GET %s HTTP/1.1\r\nHost: a\r\n" AUTH "%s\r\n", path, range);
  Talk *talk = talk_start (self->house, request, -1, TALK_WAIT);
  g_autofree char *wanted = g_strdup_printf (
    "bytes %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, begin,
    end - 1, g_bytes_get_size (whole));
  g_autofree char *found = NULL;
  const char *body;

  WAIT_UNTIL (talk_is_done (talk));
  g_assert_cmpuint (reply_get_status (talk->reply->str), ==, 206);
  found = reply_get_header (talk->reply->str, "Content-Range");
  g_assert_cmpstr (found, ==, wanted);
  body = reply_get_body (talk->reply->str);
  g_assert_cmpmem (body, talk->reply->len - (body - talk->reply->str),
                   (const char *)g_bytes_get_data (whole, NULL) + begin,
                   end - begin);
  talk_free (talk);
}

/* A file of several pieces, and parts of it. */
static void
test_ranges (Records *self, gconstpointer data)
{
  g_autofree char *path = start (self);
  g_autofree char *name = NULL;
  g_autofree char *target = NULL;
  g_autofree char *file = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *head = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *condition = NULL;
  g_autofree char *length = NULL;
  g_autofree guint8 *noise = g_malloc (1500001);
  g_autoptr (GBytes) whole = NULL;
  gsize size = 1500001;

  stop (self, path);
  name = find_file (get (self, path), "video", "name");
  target = g_strconcat (path, "/", name, NULL);
  file = g_build_filename (self->folder, name, NULL);
  for (gsize i = 0; i < size; i++)
    noise[i] = (guint8)(i * 2654435761u >> 13);
  g_assert_true (g_file_set_contents (file, (char *)noise, size, NULL));
  whole = load (self, name);

  check_part (self, target, "Range: bytes=0-0\r\n", whole, 0, 1);
  check_part (self, target, "Range: bytes=1000-700000\r\n", whole, 1000,
              700001);
  check_part (self, target, "Range: bytes=1500000-\r\n", whole, size - 1, size);
  check_part (self, target, "Range: bytes=-10\r\n", whole, size - 10, size);
  check_part (self, target, "Range: bytes=5-99999999\r\n", whole, 5, size);
  check_part (self, target, "Range: bytes=0-\r\n", whole, 0, size);

  reply = ask (self, "GET", target, "Range: bytes=1500001-\r\n", "", 416);
  head = ask (self, "HEAD", target, "", "", 200);
  length = reply_get_header (head, "Content-Length");
  etag = reply_get_header (head, "ETag");
  g_assert_cmpstr (length, ==, "1500001");
  g_assert_cmpstr (reply_get_body (head), ==, "");
  condition = g_strdup_printf ("Range: bytes=3-5\r\nIf-Range: %s\r\n", etag);
  check_part (self, target, condition, whole, 3, 6);
  /* Another version, several parts, nonsense: all of it. */
  g_free (ask (self, "GET", target,
               "Range: bytes=3-5\r\nIf-Range: \"other\"\r\n", "", 200));
  g_free (ask (self, "GET", target, "Range: bytes=0-1,500-600\r\n", "", 200));
  g_free (ask (self, "GET", target, "Range: bytes=x\r\n", "", 200));
  g_free (ask (self, "GET", target, "Range: bytes=9-3\r\n", "", 200));
}

/* What strangers try. */
static void
test_table (Records *self, gconstpointer data)
{
  static const struct {
    const char *method;
    const char *path;
    const char *headers;
    const char *body;
    guint status;
  } table[] = {
    {"GET", ALL, "", "", 401},
    {"POST", ALL, "", "", 401},
    {"GET", ALL "?ticket=1-1", "", "", 401},
    {"GET", ALL "/x/y", "", "", 401},
    {"GET", ALL "/x/y?ticket=", "", "", 401},
    {"GET", ALL "/x/y?ticket=99999999999-00", "", "", 401},
    {"GET", ALL "/x/y?ticket=99999999999999999999999999-00", "", "", 401},
    {"DELETE", ALL "/x?ticket=1-1", "", "", 401},
    {"PATCH", ALL "/x", "", STOP, 401},
    {"PUT", ALL, AUTH, "", 405},
    {"DELETE", ALL, AUTH, "", 405},
    {"POST", ALL "/x", AUTH, "", 405},
    {"POST", ALL "/x/y", AUTH, "", 405},
    {"DELETE", ALL "/x/y", AUTH, "", 405},
    {"POST", ALL, AUTH, "[]", 400},
    {"POST", ALL, AUTH, "x", 400},
    {"PATCH", ALL "/x", AUTH, "", 400},
    {"PATCH", ALL "/x", AUTH, "{}", 400},
    {"PATCH", ALL "/x", AUTH, "{\"state\":1}", 400},
    {"PATCH", ALL "/x", AUTH, "{\"state\":\"paused\"}", 400},
    {"PATCH", ALL "/x", AUTH, STOP, 404},
    {"GET", ALL "/", AUTH, "", 404},
    {"GET", ALL "/x", AUTH, "", 404},
    {"GET", ALL "/..", AUTH, "", 404},
    {"GET", ALL "/x/y/z", AUTH, "", 404},
    {"GET", ALL "/../../etc/passwd", AUTH, "", 404},
    {"GET", ALL "/%2e%2e/passwd", AUTH, "", 404},
    {"DELETE", ALL "/..", AUTH, "", 405},
    {"DELETE", ALL "/%2e", AUTH, "", 404},
    {"GET", ALL "/secret/secret.txt", AUTH, "", 404},
  };
  g_autofree char *secret = g_build_filename (self->folder, "secret.txt", NULL);

  g_file_set_contents (secret, "secret", -1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *reply =
      house_ask (self->house, table[i].method, table[i].path, table[i].headers,
                 table[i].body);
    g_autofree char *type = reply_get_header (reply, "Content-Type");

    if (reply_get_status (reply) != table[i].status)
      g_error ("row %" G_GSIZE_FORMAT ": %s %s: %s", i, table[i].method,
               table[i].path, reply);
    g_assert_cmpstr (type, ==, "application/problem+json");
  }
  g_assert_cmpuint (folder_count (self->folder), ==, 1);
}

/* Everybody who watches is told. */
static void
test_notices (Records *self, gconstpointer data)
{
  Person *first = person_come_in (self->house);
  Person *second = person_come_in (self->house);
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) journal = NULL;

  WAIT_UNTIL (person_heard (first, RECORDING "false") == 1);
  path = start (self);
  WAIT_UNTIL (person_heard (first, RECORDING "true") > 0);
  WAIT_UNTIL (person_heard (second, RECORDING "true") > 1);
  stop (self, path);
  WAIT_UNTIL (person_heard (first, "\"finishing\":true") > 0);
  WAIT_UNTIL (person_heard (second, RECORDING "false") > 2);

  /* Who had come before is in the journal. */
  name = find_file (get (self, path), "journal", "name");
  journal = load (self, name);
  text =
    g_strndup (g_bytes_get_data (journal, NULL), g_bytes_get_size (journal));
  g_assert_nonnull (strstr (text, "\"viewer\":1,\"what\":\"joined\""));
  g_assert_nonnull (strstr (text, "\"viewer\":2,\"what\":\"joined\""));
  g_assert_nonnull (strstr (text, "\"viewer\":1,\"what\":\"controls\""));
  person_free (first);
  person_free (second);
}

/* --record: nobody ends it but the session. */
static void
test_whole (Records *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *refused = NULL;
  const char *id;

  WAIT_UNTIL (count_all (self) == 1);
  id = json_object_get_string_member (
    json_array_get_object_element (
      json_object_get_array_member (get (self, ALL), "recordings"), 0),
    "id");
  path = g_strconcat (ALL "/", id, NULL);
  refused = ask (self, "PATCH", path, "", STOP, 409);
  g_assert_nonnull (strstr (refused, "the whole session"));
  house_free (g_steal_pointer (&self->house));
  g_assert_cmpuint (folder_count (self->folder), ==, 3);
}

static void
cut (const char *folder, const char *name, const char *to, gsize size)
{
  g_autofree char *from = g_build_filename (folder, name, NULL);
  g_autofree char *path = g_build_filename (folder, to, NULL);

  g_assert_cmpint (g_rename (from, path), ==, 0);
  if (size != 0)
    g_assert_cmpint (truncate (path, (off_t)size), ==, 0);
}

/* A process died; the next one finds what it left, and repairs it. */
static void
test_leftovers (Records *self, gconstpointer data)
{
  g_autofree char *path = start (self);
  g_autofree char *video = NULL;
  g_autofree char *part = NULL;
  g_autofree char *thumbnail = NULL;
  g_autofree char *temporary = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *journal = NULL;
  JsonObject *object;

  stop (self, path);
  video = find_file (get (self, path), "video", "name");
  thumbnail = find_file (get (self, path), "thumbnail", "name");
  journal = find_file (get (self, path), "journal", "name");
  g_assert_nonnull (thumbnail);
  house_free (g_steal_pointer (&self->house));

  part = g_strconcat (video, ".part", NULL);
  temporary = g_strconcat (video, ".tmp", NULL);
  cut (self->folder, video, part, 0);
  cut (self->folder, thumbnail, temporary, 0);
  cut (self->folder, journal, journal, 400);
  nothing = g_build_filename (self->folder, "nothing.mkv.part", NULL);
  g_assert_true (g_file_set_contents (nothing, "", 0, NULL));

  enter (self, FALSE);
  WAIT_UNTIL (count_all (self) == 2);
  WAIT_UNTIL (is_finished (self, path));
  WAIT_UNTIL (is_finished (self, ALL "/nothing"));
  object = get (self, path);
  g_free (part);
  part = find_file (object, "video", "name");
  g_assert_cmpstr (part, ==, video);
  g_free (part);
  part = find_file (object, "thumbnail", "name");
  g_assert_cmpstr (part, ==, thumbnail);
  g_assert_nonnull (
    strstr (json_object_get_string_member (object, "problem"), "cut off"));
  object = get (self, ALL "/nothing");
  g_assert_nonnull (strstr (json_object_get_string_member (object, "problem"),
                            "There is no picture in"));
  g_assert_cmpuint (folder_count (self->folder), ==, 4);
  g_free (ask (self, "DELETE", ALL "/nothing", "", "", 204));
  g_assert_cmpuint (folder_count (self->folder), ==, 3);
}

/* Two processes, one folder: what the other one writes is none of ours. */
static void
test_shared (Records *self, gconstpointer data)
{
  g_autofree char *path = start (self);
  Records other = {.folder = self->folder, .parser = json_parser_new ()};
  g_autofree char *second = NULL;

  enter (&other, FALSE);
  g_assert_cmpuint (count_all (&other), ==, 0);
  second = start (&other);
  g_assert_cmpstr (second, !=, path);
  stop (&other, second);
  house_free (other.house);
  stop (self, path);
  g_object_unref (other.parser);
  g_assert_cmpuint (folder_count (self->folder), ==, 6);
}

static void
test_none (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "GET", ALL, AUTH, "");
  g_autofree char *post = house_ask (house, "POST", ALL, AUTH, "");

  g_assert_cmpuint (reply_get_status (reply), ==, 404);
  g_assert_nonnull (strstr (post, "--recordings"));
  house_free (house);
}

static void
test_too_early (void)
{
  g_autofree char *folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  VcRecordingsOptions recordings = {.folder = folder, .locations = locations};
  HouseOptions options = {.recordings = &recordings};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "POST", ALL, AUTH, "");

  g_assert_cmpuint (reply_get_status (reply), ==, 409);
  g_assert_nonnull (strstr (reply, "not loaded"));
  house_free (house);
  g_rmdir (folder);
}

/* The server goes while it sends a file. */
static void
test_stop_while_sending (Records *self, gconstpointer data)
{
  static const char request[] = "GET " ALL "/large/large.mkv HTTP/1.1\r\n"
                                "Host: 127.0.0.1\r\n" AUTH "\r\n";
  g_autofree char *path = g_build_filename (self->folder, "large.mkv", NULL);
  int fd = g_open (path, O_CREAT | O_WRONLY, 0600);
  Talk *talk;

  g_assert_cmpint (ftruncate (fd, (off_t)256 << 20), ==, 0);
  close (fd);
  house_free (g_steal_pointer (&self->house));
  enter (self, FALSE);
  WAIT_UNTIL (count_all (self) == 1);
  talk = talk_start (self->house, request, -1, TALK_WAIT);
  WAIT_UNTIL (count_open (self, "large.mkv") == 1);
  house_free (g_steal_pointer (&self->house));
  WAIT_UNTIL (talk_is_done (talk));
  g_assert_cmpuint (talk->reply->len, <, 256 << 20);
  talk_free (talk);
  WAIT_UNTIL (count_open (self, "large.mkv") == 0);
}

/* It ends while others still have some of the disk. */
static void
test_full (void)
{
  Records self = {.folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL),
                  .parser = json_parser_new ()};
  g_autofree char *filler = g_build_filename (self.folder, "filler", NULL);
  g_autofree char *path = NULL;
  int fd;

  if (mount ("none", self.folder, "tmpfs", 0, "size=128m") != 0) {
    g_test_skip ("only root can make a small disk");
    tear_down (&self, NULL);
    return;
  }
  enter (&self, FALSE);
  path = start (&self);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*nearly full*");
  fd = g_open (filler, O_CREAT | O_WRONLY, 0600);
  g_assert_cmpint (posix_fallocate (fd, 0, 80 << 20), ==, 0);
  close (fd);
  WAIT_UNTIL (is_finished (&self, path));
  g_test_assert_expected_messages ();
  g_assert_nonnull (
    strstr (json_object_get_string_member (get (&self, path), "problem"),
            "nearly full"));
  g_free (ask (&self, "POST", ALL, "", "", 507));
  house_free (g_steal_pointer (&self.house));
  g_assert_cmpint (umount2 (self.folder, MNT_DETACH), ==, 0);
  tear_down (&self, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();

#define ADD(name, whole, func)                                                 \
  g_test_add ("/records/" name, Records, GINT_TO_POINTER (whole), set_up,      \
              func, tear_down)

  ADD ("life", FALSE, test_life);
  ADD ("ranges", FALSE, test_ranges);
  ADD ("table", FALSE, test_table);
  ADD ("notices", FALSE, test_notices);
  ADD ("whole", TRUE, test_whole);
  ADD ("leftovers", FALSE, test_leftovers);
  ADD ("shared", FALSE, test_shared);
  ADD ("stop-while-sending", FALSE, test_stop_while_sending);
  g_test_add_func ("/records/full", test_full);
  g_test_add_func ("/records/none", test_none);
  g_test_add_func ("/records/too-early", test_too_early);

  return g_test_run ();
}
