/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Queries as scripts for 3D Slicer's WebServer write them, and worse ones.
 */

#include <math.h>

#include "slicer-query.h"
#include "time-image.h"

/* (transfer full): of "name=value&name=value". */
static GHashTable *
parse (const char *text)
{
  return g_uri_parse_params (text, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
}

static void
apply (VcSlicerViews *views, const char *text, VcSliceRequest *request)
{
  g_autoptr (GHashTable) query = parse (text);
  g_autoptr (GError) error = NULL;

  g_assert_true (vc_slicer_views_apply (views, query, request, &error));
  g_assert_no_error (error);
}

static void
test_defaults (void)
{
  static const char *const names[] = {"view=Red", "view=yellow", "view=GREEN"};
  VcSlicerViews views;
  VcSliceRequest request;

  vc_slicer_views_init (&views);
  for (int i = 0; i < 3; i++) {
    apply (&views, names[i], &request);
    g_assert_cmpint (request.plane, ==, i);
    g_assert_true (isnan (request.offset));
    g_assert_cmpfloat (request.fraction, ==, 0.5);
    g_assert_cmpint (request.size, ==, 512);
  }
  g_assert_true (vc_slicer_views_apply (&views, NULL, &request, NULL));
  g_assert_cmpint (request.plane, ==, VC_PLANE_AXIAL);
}

/* A view stays as it is until it is told otherwise. */
static void
test_memory (void)
{
  VcSlicerViews views;
  VcSliceRequest request;

  vc_slicer_views_init (&views);
  apply (&views, "view=red&offset=-12.5&size=100", &request);
  apply (&views, "view=yellow&scrollTo=0.25", &request);
  apply (&views, "view=red", &request);
  g_assert_cmpfloat (request.offset, ==, -12.5);
  g_assert_cmpint (request.size, ==, 512);
  apply (&views, "view=yellow", &request);
  g_assert_true (isnan (request.offset));
  g_assert_cmpfloat (request.fraction, ==, 0.25);
  /* The newer one counts; together, the exact one does. */
  apply (&views, "view=red&scrollTo=0", &request);
  g_assert_true (isnan (request.offset));
  g_assert_cmpfloat (request.fraction, ==, 0);
  apply (&views, "view=red&scrollTo=0.1&offset=0", &request);
  g_assert_cmpfloat (request.offset, ==, 0);
  /* Another plane has other millimetres. */
  apply (&views, "view=red&orientation=Axial", &request);
  g_assert_cmpfloat (request.offset, ==, 0);
  apply (&views, "view=red&orientation=Coronal", &request);
  g_assert_cmpint (request.plane, ==, VC_PLANE_CORONAL);
  g_assert_true (isnan (request.offset));
  g_assert_cmpfloat (request.fraction, ==, 0.5);
  apply (&views, "view=red&orientation=sagittal&offset=7", &request);
  g_assert_cmpfloat (request.offset, ==, 7);
  apply (&views, "view=green&copySliceGeometryFrom=red", &request);
  g_assert_cmpint (request.plane, ==, VC_PLANE_SAGITTAL);
  g_assert_cmpfloat (request.offset, ==, 7);
  g_assert_cmpfloat (request.window, ==, 0);
  apply (&views, "view=green&window=80&level=-40", &request);
  g_assert_cmpfloat (request.window, ==, 80);
  g_assert_cmpfloat (request.level, ==, -40);
  /* As there, without effect. */
  apply (&views, "view=green&mode=start&brightness=9", &request);
  g_assert_cmpfloat (request.offset, ==, 7);
}

static void
test_hostile (void)
{
  static const char *const rows[] = {
    "view=blue",
    "view=",
    "view=red%00",
    "orientation=up",
    "orientation=",
    "offset=",
    "offset=nan",
    "offset=inf",
    "offset=1e9",
    "offset=12mm",
    "offset=1,5",
    "scrollTo=1.01",
    "scrollTo=-0.01",
    "scrollTo=NaN",
    "size=0",
    "size=15",
    "size=2049",
    "size=-512",
    "size=99999999999999",
    "size=512%20512",
    "size=1e400",
    "offset=%FF",
    "view=%E2%80%AE",
    "copySliceGeometryFrom=x",
    "window=80",
    "level=40",
    "window=0&level=40",
    "window=-80&level=40",
    "window=nan&level=nan",
    "window=80&level=1e10",
    "view=yellow&offset=3&size=x",
  };
  VcSlicerViews views;
  VcSliceRequest request;

  vc_slicer_views_init (&views);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GHashTable) query = parse (rows[i]);
    g_autoptr (GError) error = NULL;

    if (query == NULL)
      continue;
    if (vc_slicer_views_apply (&views, query, &request, &error))
      g_error ("“%s” was taken", rows[i]);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    g_assert_nonnull (strstr (error->message, " must be "));
  }
  apply (&views, "view=yellow", &request);
  g_assert_true (isnan (request.offset));
}

static void
test_axis (void)
{
  static const struct {
    const char *query;
    char axis;
  } rows[] = {
    {"lookFromAxis=L", 'L'},
    {"lookFromAxis=left", 'L'},
    {"lookFromAxis=Superior&size=400", 'S'},
    {"lookFromAxis=p&orbitX=4", 'P'},
    {"view=1&roll=3", '\0'},
  };
  static const char *const bad[] = {"lookFromAxis=", "lookFromAxis=x",
                                    "lookFromAxis=%20L"};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GHashTable) query = parse (rows[i].query);
    char axis;

    g_assert_true (vc_slicer_query_parse_axis (query, &axis, NULL));
    g_assert_cmpint (axis, ==, rows[i].axis);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GHashTable) query = parse (bad[i]);
    g_autoptr (GError) error = NULL;
    char axis;

    g_assert_false (vc_slicer_query_parse_axis (query, &axis, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
}

static void
test_color (void)
{
  static const char *const bad[] = {
    "",        "f",      "ff",   "ffff",         "fffff", "red",
    "fffffff", "gggggg", "#fff", "\xff\xff\xff", "0x1",   " 12"};
  guint8 rgb[3];

  g_assert_true (vc_time_image_parse_color ("f08", rgb));
  g_assert_cmpmem (rgb, 3, "\xff\x00\x88", 3);
  g_assert_true (vc_time_image_parse_color ("12aBeF", rgb));
  g_assert_cmpmem (rgb, 3, "\x12\xab\xef", 3);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vc_time_image_parse_color (bad[i], rgb));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slicer-query/defaults", test_defaults);
  g_test_add_func ("/slicer-query/memory", test_memory);
  g_test_add_func ("/slicer-query/hostile", test_hostile);
  g_test_add_func ("/slicer-query/axis", test_axis);
  g_test_add_func ("/slicer-query/color", test_color);
  return g_test_run ();
}
