/* SPDX-License-Identifier: BSD-3-Clause
 *
 * DICOM slices: which series are complete, and what the others are told.
 */

#include <math.h>
#include <string.h>

#include "loader.h"
#include "slices.h"

#define N 10
#define STEP 1.5

/* Sagittal, so that heights are along x. In an order that is not theirs. */
static void
make (VcSlice *slices)
{
  for (int i = 0; i < N; i++) {
    int at = (i * 7) % N;

    slices[i] = (VcSlice){.position = {-20 + STEP * at, 5, 6},
                          .row = {0, 1, 0},
                          .column = {0, 0, 1},
                          .instance = at + 1,
                          .file = i};
  }
}

static VcSlice *
find (VcSlice *slices, int instance)
{
  for (int i = 0; i < N; i++)
    if (slices[i].instance == instance)
      return &slices[i];
  g_assert_not_reached ();
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  VcSlice slices[N];
  double step[3];

  make (slices);
  g_assert_true (vc_slices_sort (slices, N, &error));
  for (int i = 0; i < N; i++)
    g_assert_cmpint (slices[i].instance, ==, i + 1);
  vc_slices_get_step (slices, N, 9, step);
  g_assert_cmpfloat_with_epsilon (step[0], STEP, 1e-9);
  vc_slices_get_step (slices, 1, 9, step);
  g_assert_cmpfloat_with_epsilon (step[0], 9, 1e-9);
}

/* Rounded positions are no fault, and a tilted gantry is none. */
static void
test_tolerated (void)
{
  VcSlice slices[N];
  double step[3];

  make (slices);
  for (int i = 0; i < N; i++) {
    slices[i].position[0] += i % 2 ? 0.01 : -0.005;
    slices[i].position[1] += 0.3 * slices[i].instance;
  }
  g_assert_true (vc_slices_sort (slices, N, NULL));
  vc_slices_get_step (slices, N, 9, step);
  g_assert_cmpfloat_with_epsilon (step[1], 0.3, 1e-9);
}

static void
damage_duplicate (VcSlice *slices)
{
  find (slices, 4)->position[0] = find (slices, 8)->position[0];
}

static void
damage_gap (VcSlice *slices)
{
  for (int i = 5; i <= N; i++)
    find (slices, i)->position[0] += STEP;
}

static void
damage_wide_gap (VcSlice *slices)
{
  for (int i = 5; i <= N; i++)
    find (slices, i)->position[0] += 3 * STEP;
}

static void
damage_uneven (VcSlice *slices)
{
  find (slices, 5)->position[0] += 0.4;
}

static void
damage_sideways (VcSlice *slices)
{
  find (slices, 5)->position[2] += 1;
}

static void
damage_orientation (VcSlice *slices)
{
  find (slices, 5)->row[0] = 0.1;
  find (slices, 5)->row[1] = 0.995;
}

static void
damage_nan (VcSlice *slices)
{
  find (slices, 5)->position[1] = NAN;
}

static void
damage_nan_orientation (VcSlice *slices)
{
  for (int i = 0; i < N; i++)
    slices[i].column[2] = NAN;
}

static void
damage_zero (VcSlice *slices)
{
  for (int i = 0; i < N; i++)
    memset (slices[i].row, 0, sizeof slices[i].row);
}

/* What the sentence has to name. */
static void
test_refused (void)
{
  static const struct {
    void (*damage) (VcSlice *slices);
    const char *text;
  } cases[] = {
    {damage_duplicate, "twice at the same position"},
    {damage_gap, "1 slice is missing between slices 4 and 5"},
    {damage_wide_gap, "3 slices are missing between slices 4 and 5"},
    {damage_uneven, "slices 4 and 5 are 1.90 mm apart, others 1.50 mm"},
    {damage_sideways, "slice 5 is displaced sideways by 1.00 mm"},
    {damage_orientation, "not parallel"},
    {damage_nan, "position of slice 5 is impossible"},
    {damage_nan_orientation, "orientation of slice"},
    {damage_zero, "orientation of slice"},
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autoptr (GError) error = NULL;
    VcSlice slices[N];

    make (slices);
    cases[c].damage (slices);
    g_assert_false (vc_slices_sort (slices, N, &error));
    g_assert_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_BROKEN);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, cases[c].text));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slices/good", test_good);
  g_test_add_func ("/slices/tolerated", test_tolerated);
  g_test_add_func ("/slices/refused", test_refused);
  return g_test_run ();
}
