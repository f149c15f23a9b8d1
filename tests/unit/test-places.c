/* SPDX-License-Identifier: BSD-3-Clause */

#include "places.h"

#define NOW (5 * G_USEC_PER_SEC)

static void
test_keep (void)
{
  VcPlaces places;

  vc_places_init (&places);
  g_assert_cmpuint (vc_places_take (&places), ==, 1);
  g_assert_cmpuint (vc_places_take (&places), ==, 2);
  g_assert_cmpuint (vc_places_find (&places, "a", NOW), ==, 0);
  vc_places_keep (&places, "a", 2, NOW);
  vc_places_keep (&places, "b", 1, NOW + 1);
  g_assert_cmpuint (vc_places_find (&places, "a", NOW), ==, 2);
  /* Asking takes nothing away: the one that asks may fail to connect. */
  g_assert_cmpuint (vc_places_find (&places, "a", NOW), ==, 2);
  g_assert_cmpuint (vc_places_find (&places, "b", NOW), ==, 1);
  g_assert_cmpuint (vc_places_find (&places, "", NOW), ==, 0);
  g_assert_cmpuint (vc_places_find (&places, "a", NOW + VC_PLACES_KEEP_US - 1),
                    ==, 2);
  g_assert_cmpuint (vc_places_find (&places, "a", NOW + VC_PLACES_KEEP_US), ==,
                    0);
  g_assert_cmpuint (vc_places_find (&places, "b", NOW + VC_PLACES_KEEP_US), ==,
                    1);
  vc_places_clear (&places);
}

static void
test_many (void)
{
  VcPlaces places;

  vc_places_init (&places);
  vc_places_keep (&places, "first", 1, NOW);
  for (guint i = 1; i < VC_PLACES_KEEP_MAX; i++)
    vc_places_keep (&places, "other", i + 1, NOW);
  g_assert_cmpuint (vc_places_find (&places, "first", NOW), ==, 1);
  vc_places_keep (&places, "last", 99, NOW);
  g_assert_cmpuint (vc_places_find (&places, "first", NOW), ==, 0);
  g_assert_cmpuint (vc_places_find (&places, "last", NOW), ==, 99);
  vc_places_clear (&places);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/keep", test_keep);
  g_test_add_func ("/places/many", test_many);
  return g_test_run ();
}
