/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What scripts for 3D Slicer's WebServer get, and what hostile ones do not.
 */

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <png.h>
#include <string.h>

#include "data-scene.h"
#include "house.h"

#define AUTH HOUSE_AUTHORIZATION
/* Voxels of the phantom, 2 mm apart. */
#define NX 32
#define NY 24
#define NZ 16
#define BRIGHT 1000

/**
 * Picture:
 * @rgb: three bytes for each pixel
 */
typedef struct {
  guint width;
  guint height;
  guint8 *rgb;
} Picture;

static void
picture_clear (Picture *self)
{
  g_free (self->rgb);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

/* (transfer full): the whole reply to GET, which may have zeros in it. */
static GString *
get (House *house, const char *path)
{
  g_autofree char *request =
    g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                     "Connection: close\r\n" AUTH "\r\n",
                     path);
  Talk *talk = talk_start (house, request, -1, TALK_WAIT);
  GString *reply;

  WAIT_UNTIL (talk_is_done (talk));
  reply = g_string_new_len (talk->reply->str, talk->reply->len);
  talk_free (talk);
  return reply;
}

static Picture
get_picture (House *house, const char *path)
{
  GString *reply = get (house, path);
  const char *body = reply_get_body (reply->str);
  g_autofree char *type = reply_get_header (reply->str, "Content-Type");
  png_image image = {.version = PNG_IMAGE_VERSION};
  Picture picture;

  if (reply_get_status (reply->str) != 200)
    g_error ("%s: %s", path, reply->str);
  g_assert_cmpstr (type, ==, "image/png");
  g_assert_true (png_image_begin_read_from_memory (
    &image, body, reply->len - (body - reply->str)));
  image.format = PNG_FORMAT_RGB;
  picture.width = image.width;
  picture.height = image.height;
  picture.rgb = g_malloc (PNG_IMAGE_SIZE (image));
  g_assert_true (png_image_finish_read (&image, NULL, picture.rgb, 0, NULL));
  g_string_free (reply, TRUE);
  return picture;
}

static int
get_red (const Picture *picture, double x, double y)
{
  guint column = x * (picture->width - 1), row = y * (picture->height - 1);

  return picture->rgb[3 * (row * picture->width + column)];
}

static void
assert_json (House *house, const char *path, const char *expected)
{
  GString *reply = get (house, path);
  g_autofree char *type = reply_get_header (reply->str, "Content-Type");

  g_assert_cmpuint (reply_get_status (reply->str), ==, 200);
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_cmpstr (reply_get_body (reply->str), ==, expected);
  g_string_free (reply, TRUE);
}

static void
test_table (void)
{
  static const struct {
    const char *method;
    const char *path;
    const char *headers;
    guint status;
    const char *words;
  } table[] = {
    {"GET", "/slicer", "", 401, "token"},
    {"GET", "/slicer/screenshot", "", 401, "token"},
    {"GET", "/slicer/slice?token=" HOUSE_TOKEN, "", 401, "token"},
    {"POST", "/slicer/exec", "", 401, "token"},
    {"GET", "/slicer/volumes", "Authorization: Bearer x\r\n", 401, "token"},
    {"POST", "/slicer/exec", AUTH, 404, "runs no code"},
    {"GET", "/slicer/exec?source=1", AUTH, 404, "runs no code"},
    {"GET", "/slicer/gui", AUTH, 404, "docs/slicer-api.md"},
    {"PUT", "/slicer/gui?contents=viewers", AUTH, 404, "docs/slicer-api.md"},
    {"GET", "/slicer/threeDGraphics", AUTH, 404, "docs/slicer-api.md"},
    {"GET", "/slicer/volume?id=vtkMRMLScalarVolumeNode1", AUTH, 404, ""},
    {"POST", "/slicer/volume", AUTH, 404, ""},
    {"GET", "/slicer/mrml/file?localfile=/etc/passwd", AUTH, 404, ""},
    {"GET", "/slicer/", AUTH, 404, ""},
    {"GET", "/slicer/slice/", AUTH, 404, ""},
    {"GET", "/slicer/slicex", AUTH, 404, ""},
    {"GET", "/slicerx", AUTH, 404, ""},
    {"POST", "/slicer/mrml", AUTH, 405, ""},
    {"DELETE", "/slicer/mrml", AUTH, 405, ""},
    {"DELETE", "/slicer/system/version", AUTH, 405, ""},
    {"BREW", "/slicer/slice", AUTH, 405, ""},
    /* This scene cannot do more than show itself. */
    {"GET", "/slicer/slice", AUTH, 501, "slices"},
    {"GET", "/slicer/threeD?lookFromAxis=L", AUTH, 501, "axis"},
    {"GET", "/slicer/threeD?lookFromAxis=%00", AUTH, 400, "lookFromAxis"},
    {"GET", "/slicer/threeD?lookFromAxis=", AUTH, 400, "lookFromAxis"},
    {"GET", "/slicer/slice?view=%F0%9F%92%A3", AUTH, 400, "view"},
    {"GET", "/slicer/slice?offset=1e999", AUTH, 400, "offset"},
    {"GET", "/slicer/slice?size=4294967297", AUTH, 400, "size"},
    {"GET", "/slicer/slice?scrollTo=%2e%2e", AUTH, 400, "scrollTo"},
    {"GET", "/slicer/timeimage?color=zzz", AUTH, 400, "color"},
    {"GET", "/slicer/timeimage?color=%ff%ff%ff", AUTH, 400, "color"},
  };
  HouseOptions options = {0};
  House *house = house_new (&options);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *reply =
      house_ask (house, table[i].method, table[i].path, table[i].headers, "");
    g_autofree char *type = reply_get_header (reply, "Content-Type");

    if (reply_get_status (reply) != table[i].status ||
        strstr (reply_get_body (reply), table[i].words) == NULL)
      g_error ("row %" G_GSIZE_FORMAT ": %s %s: %s", i, table[i].method,
               table[i].path, reply);
    g_assert_cmpstr (type, ==, "application/problem+json");
  }
  house_free (house);
}

static void
test_methods (void)
{
  HouseOptions options = {.allow_origin = "https://portal.example"};
  House *house = house_new (&options);
  g_autofree char *reply = house_ask (house, "OPTIONS", "/slicer/slice",
                                      "Origin: https://portal.example\r\n"
                                      "Access-Control-Request-Method: GET\r\n",
                                      "");
  g_autofree char *allow = reply_get_header (reply, "Allow");
  g_autofree char *origin =
    reply_get_header (reply, "Access-Control-Allow-Origin");

  g_assert_cmpuint (reply_get_status (reply), ==, 204);
  g_assert_cmpstr (allow, ==, "GET, OPTIONS");
  g_assert_cmpstr (origin, ==, "https://portal.example");
  house_free (house);
}

/* Of a scene that says nothing of itself. */
static void
test_fake (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  g_auto (Picture) screenshot = get_picture (house, "/slicer/screenshot");
  g_auto (Picture) view = get_picture (
    house, "/slicer/threeD?view=1&size=400&orbitX=10&orbitY=oops&roll=1");
  g_auto (Picture) image =
    get_picture (house, "/slicer/timeimage?color=f08&n=1");
  guint dark = 0;

  g_assert_cmpuint (screenshot.width, ==, 320);
  g_assert_cmpuint (screenshot.height, ==, 240);
  g_assert_cmpmem (view.rgb, 3 * 320 * 240, screenshot.rgb, 3 * 320 * 240);
  g_assert_cmpuint (image.width, ==, 128);
  g_assert_cmpuint (image.height, ==, 32);
  g_assert_cmpmem (image.rgb, 3, "\xff\x00\x88", 3);
  for (guint i = 0; i < 128 * 32; i++)
    dark += image.rgb[3 * i] == 0x33;
  /* Seventeen digits and a point. */
  g_assert_cmpuint (dark, >, 100);
  g_assert_cmpuint (dark, <, 17 * 35);
  assert_json (house, "/slicer/volumes", "[]");
  assert_json (house, "/slicer/mrml/names", "[]");
  house_free (house);
}

/* Bright is only the octant that is right, anterior and superior. */
static char *
write_phantom (const char *folder)
{
  char *path = g_build_filename (folder, "phantom \xc3\xa4.nrrd", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  const char *header = "NRRD0004\ntype: int16\ndimension: 3\n"
                       "space: left-posterior-superior\nsizes: 32 24 16\n"
                       "space directions: (2,0,0) (0,2,0) (0,0,2)\n"
                       "space origin: (-31,-23,-15)\nendian: little\n"
                       "encoding: raw\n\n";

  g_byte_array_append (bytes, (const guint8 *)header, strlen (header));
  for (int n = 0; n < NX * NY * NZ; n++) {
    gboolean is_bright =
      n % NX < NX / 2 && n / NX % NY < NY / 2 && n / NX / NY >= NZ / 2;
    gint16 value = GINT16_TO_LE (is_bright ? BRIGHT : -BRIGHT);

    g_byte_array_append (bytes, (const guint8 *)&value, 2);
  }
  g_file_set_contents (path, (const char *)bytes->data, bytes->len, &error);
  g_assert_no_error (error);
  return path;
}

typedef struct {
  char *folder;
  char *path;
  House *house;
} Fixture;

static gboolean
is_ready (House *house)
{
  g_autoptr (VcStatus) status = vc_view_dup_status (house->view);

  return status != NULL && status->kind == VC_STATUS_READY;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  HouseOptions options = {0};
  g_autoptr (VcDataScene) scene = NULL;

  fixture->folder = g_dir_make_tmp ("vtkcast-slicer-XXXXXX", NULL);
  fixture->path = write_phantom (fixture->folder);
  scene =
    vc_data_scene_new ((const char *const[]){fixture->path, NULL}, VC_GPU_NONE);
  options.scene = VC_SCENE (scene);
  fixture->house = house_new (&options);
  WAIT_UNTIL (is_ready (fixture->house));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  house_free (fixture->house);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_nodes (Fixture *fixture, gconstpointer data)
{
  House *house = fixture->house;

  assert_json (house, "/slicer/volumes",
               "[{\"name\":\"phantom \xc3\xa4.nrrd\","
               "\"id\":\"vtkMRMLScalarVolumeNode1\"}]");
  assert_json (house, "/slicer/mrml", "[\"phantom \xc3\xa4.nrrd\"]");
  assert_json (house, "/slicer/mrml/names?class=vtkMRMLVolumeNode",
               "[\"phantom \xc3\xa4.nrrd\"]");
  assert_json (house, "/slicer/mrml/names?class=vtkMRMLModelNode", "[]");
  assert_json (house, "/slicer/mrml/ids?name=phantom%20%C3%A4.nrrd",
               "[\"vtkMRMLScalarVolumeNode1\"]");
  assert_json (house, "/slicer/mrml/ids?name=%FF", "[]");
  assert_json (house, "/slicer/mrml/ids?id=vtkMRMLScalarVolumeNode2", "[]");
}

static void
test_version (Fixture *fixture, gconstpointer data)
{
  GString *reply = get (fixture->house, "/slicer/system/version");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  g_assert_true (
    json_parser_load_from_data (parser, reply_get_body (reply->str), -1, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (object, "applicationName"),
                   ==, "vtkcast");
  g_assert_cmpstr (json_object_get_string_member (object, "applicationVersion"),
                   ==, VC_VERSION);
  g_string_free (reply, TRUE);
}

static void
test_slices (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    guint width, height;
    gboolean quarters[4];
  } rows[] = {
    /* Quarters from the top left, row by row. */
    {"/slicer/slice?view=red&scrollTo=0.75&size=63", 63, 47, {1, 0, 0, 0}},
    {"/slicer/slice?view=red&scrollTo=0.25&size=63", 63, 47, {0, 0, 0, 0}},
    {"/slicer/slice?view=red&offset=9&size=63", 63, 47, {1, 0, 0, 0}},
    {"/slicer/slice?view=yellow&offset=9&size=47", 47, 32, {1, 0, 0, 0}},
    {"/slicer/slice?view=yellow&offset=-9&size=47", 47, 32, {0, 0, 0, 0}},
    {"/slicer/slice?view=green&offset=9&size=63", 63, 32, {1, 0, 0, 0}},
    {"/slicer/slice?view=green&offset=-9&size=63", 63, 32, {0, 0, 0, 0}},
    {"/slicer/slice?view=green&orientation=axial&offset=9&size=63",
     63,
     47,
     {1, 0, 0, 0}},
    {"/slicer/slice?view=red&offset=9&size=63&window=10&level=1500",
     63,
     47,
     {0, 0, 0, 0}},
    /* It stays so. */
    {"/slicer/slice?view=green&size=63", 63, 47, {1, 0, 0, 0}},
    {"/slicer/slice?view=red&copySliceGeometryFrom=yellow&size=47",
     47,
     32,
     {0, 0, 0, 0}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Picture) picture = get_picture (fixture->house, rows[i].path);

    g_assert_cmpuint (picture.width, ==, rows[i].width);
    g_assert_cmpuint (ABS ((int)picture.height - (int)rows[i].height), <=, 1);
    for (int q = 0; q < 4; q++)
      g_assert_cmpint (get_red (&picture, q % 2 ? 0.8 : 0.2, q / 2 ? 0.8 : 0.2),
                       ==, rows[i].quarters[q] ? 255 : 0);
  }
}

/* Width over height of what is not background: the faces at the volume's edge
 * have no gradient, and thus no light. */
static double
get_shape (const Picture *picture)
{
  guint left = G_MAXUINT, right = 0, top = G_MAXUINT, bottom = 0;

  for (guint i = 0; i < picture->width * picture->height; i++) {
    guint x = i % picture->width, y = i / picture->width;

    if (ABS (picture->rgb[3 * i] - picture->rgb[0]) < 8)
      continue;
    left = MIN (left, x);
    right = MAX (right, x);
    top = MIN (top, y);
    bottom = MAX (bottom, y);
  }
  g_assert_cmpuint (left, <, right);
  return (right - left) / (double)(bottom - top);
}

static void
assert_looks_from (House *house, const char *side)
{
  g_autoptr (GVariant) parameters = vc_view_dup_parameters (house->view);
  g_autoptr (GVariant) values = vc_parameters_get_values (parameters);
  const char *value;

  g_assert_true (g_variant_lookup (values, "look-from", "&s", &value));
  g_assert_cmpstr (value, ==, side);
}

/* The bright octant is 32 × 24 × 16 mm. */
static void
test_axis (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path;
    const char *side;
    double shape;
  } rows[] = {
    {"/slicer/threeD?lookFromAxis=L", "left", 24. / 16},
    {"/slicer/threeD?lookFromAxis=posterior", "posterior", 32. / 16},
    {"/slicer/threeD?lookFromAxis=S&size=99", "superior", 32. / 24},
    {"/slicer/threeD?lookFromAxis=right", "right", 24. / 16},
    {"/slicer/threeD", "right", 24. / 16},
    {"/slicer/threeD?lookFromAxis=i", "inferior", 32. / 24},
    {"/slicer/threeD?lookFromAxis=A", "anterior", 32. / 16},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Picture) picture = get_picture (fixture->house, rows[i].path);

    g_test_message ("%s", rows[i].path);
    assert_looks_from (fixture->house, rows[i].side);
    g_assert_cmpfloat_with_epsilon (get_shape (&picture), rows[i].shape, 0.15);
  }
}

/* Far more at once than are let wait: each gets a picture or a sentence, and
 * what was asked before is not forgotten. */
static void
test_crowd (Fixture *fixture, gconstpointer data)
{
  enum { N = 120 };
  const char *request = "GET /slicer/slice?size=1024 HTTP/1.1\r\n"
                        "Host: 127.0.0.1\r\nConnection: close\r\n" AUTH "\r\n";
  Talk *talks[N];
  guint served = 0, refused = 0;

  for (int i = 0; i < N; i++)
    talks[i] = talk_start (fixture->house, request, -1, TALK_WAIT);
  for (int i = 0; i < N; i++) {
    guint status;

    WAIT_UNTIL (talk_is_done (talks[i]));
    status = reply_get_status (talks[i]->reply->str);
    served += status == 200;
    refused += status == 503;
    talk_free (talks[i]);
  }
  g_assert_cmpuint (served, >, 0);
  g_assert_cmpuint (refused, >, 0);
  g_assert_cmpuint (served + refused, ==, N);
}

/* Who asked and is gone before the answer. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  const char *request = "GET /slicer/slice?size=1024 HTTP/1.1\r\n"
                        "Host: 127.0.0.1\r\nConnection: close\r\n" AUTH "\r\n";
  Talk *talks[8];

  for (gsize i = 0; i < G_N_ELEMENTS (talks); i++)
    talks[i] = talk_start (fixture->house, request, -1, TALK_WAIT);
  WAIT_UNTIL (talk_is_done (talks[0]));
  vc_server_stop (fixture->house->server);
  for (gsize i = 0; i < G_N_ELEMENTS (talks); i++) {
    WAIT_UNTIL (talk_is_done (talks[i]));
    talk_free (talks[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/slicer/table", test_table);
  g_test_add_func ("/slicer/methods", test_methods);
  g_test_add_func ("/slicer/fake", test_fake);
#define ADD(name, function)                                                    \
  g_test_add ("/slicer/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("nodes", test_nodes);
  ADD ("version", test_version);
  ADD ("slices", test_slices);
  ADD ("axis", test_axis);
  ADD ("crowd", test_crowd);
  ADD ("stop", test_stop);
  return g_test_run ();
}
