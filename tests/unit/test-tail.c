/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTail: repeats of the last frame, by tables.
 */

#include "tail.h"

#define MS 1000

/* When the frame of time 0 is shown again, and how often; reports that it has
 * arrived come at @complete_us, −1 = never. */
static guint
count_repeats (const VcTailInput *usual, gint64 complete_us, gint64 *first_us,
               gint64 *last_us)
{
  VcTail tail;
  gint64 now = 5 * G_USEC_PER_SEC, begin = now;
  guint n = 0;

  *first_us = *last_us = -1;
  vc_tail_begin (&tail, now);
  while (now >= 0) {
    VcTailInput input = *usual;
    gboolean is_due;
    gint64 next;

    input.is_complete = complete_us >= 0 && now - begin >= complete_us;
    next = vc_tail_look (&tail, now, &input, &is_due);
    if (is_due) {
      *last_us = now - begin;
      if (n++ == 0)
        *first_us = *last_us;
    }
    g_assert_true (next < 0 || next > now);
    now = next;
  }
  g_assert_true (tail.is_over);
  return n;
}

static void
test_repeats (void)
{
  static const struct {
    VcTailWish wish;
    gint64 pause_ms, report_ms, complete_ms;
    guint n;
    gint64 first_ms, last_ms;
  } table[] = {
    {VC_TAIL_SHARPEN, 40, 130, -1, 8, 50, 850},
    {VC_TAIL_SHARPEN, 40, 130, 80, 8, 50, 850},
    /* Frames that come each 80 ms are no tail. */
    {VC_TAIL_SHARPEN, 200, 130, -1, 8, 200, 1000},
    {VC_TAIL_REPAIR, 40, 130, 80, 0, -1, -1},
    {VC_TAIL_REPAIR, 40, 130, -1, 2, 130, 230},
    {VC_TAIL_REPAIR, 40, 130, 200, 1, 130, 130},
    {VC_TAIL_REPAIR, 200, 130, -1, 2, 200, 300},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    VcTailInput input = {
      .wish = table[i].wish,
      .pause_us = table[i].pause_ms * MS,
      .report_us = table[i].report_ms * MS,
    };
    gint64 complete = table[i].complete_ms, first, last;

    g_test_message ("%u", i);
    g_assert_cmpuint (
      count_repeats (&input, complete < 0 ? -1 : complete * MS, &first, &last),
      ==, table[i].n);
    g_assert_cmpint (first, ==,
                     table[i].first_ms < 0 ? -1 : table[i].first_ms * MS);
    g_assert_cmpint (last, ==,
                     table[i].last_ms < 0 ? -1 : table[i].last_ms * MS);
  }
}

/* While frames come there is nothing to repeat. */
static void
test_movement (void)
{
  VcTailInput input = {.pause_us = 40 * MS, .report_us = 130 * MS};
  gint64 now = G_USEC_PER_SEC;
  gboolean is_due;
  VcTail tail;

  for (guint i = 0; i < 100; i++, now += 16 * MS) {
    vc_tail_begin (&tail, now);
    g_assert_cmpint (vc_tail_look (&tail, now + 15 * MS, &input, &is_due), >,
                     now + 15 * MS);
    g_assert_false (is_due);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tail/repeats", test_repeats);
  g_test_add_func ("/tail/movement", test_movement);
  return g_test_run ();
}
