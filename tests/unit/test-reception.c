/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What has arrived, and what has to be sent again.
 */

#include "reception.h"

static gboolean
is_to_be_repeated (VcReception *reception, guint16 transport_seq,
                   guint16 rtp_seq)
{
  guint16 lost = rtp_seq + 1;
  gboolean result = vc_reception_add_lost (reception, transport_seq, &lost);

  if (result)
    g_assert_cmpuint (lost, ==, rtp_seq);

  return result;
}

static void
test_losses (void)
{
  g_autoptr (VcReception) reception = vc_reception_new ();

  g_assert_false (vc_reception_is_reported (reception));
  g_assert_false (vc_reception_is_complete (reception));

  /* Three packets across the end of both counters; the second gets lost, is
   * sent again, and arrives. */
  vc_reception_add_sent (reception, 65534, 65535);
  vc_reception_add_sent (reception, 65535, 0);
  vc_reception_add_sent (reception, 0, 1);
  vc_reception_add_received (reception, 65534);
  vc_reception_add_received (reception, 0);
  g_assert_true (vc_reception_is_reported (reception));
  g_assert_false (vc_reception_is_complete (reception));
  vc_reception_add_sent (reception, 1, 0);
  g_assert_false (vc_reception_is_complete (reception));
  vc_reception_add_received (reception, 1);
  g_assert_true (vc_reception_is_complete (reception));

  /* Reported twice, and reported although never sent. */
  vc_reception_add_received (reception, 1);
  vc_reception_add_received (reception, 777);
  g_assert_true (vc_reception_is_complete (reception));

  /* What was lost before a key frame is of no interest after it, nor is what
   * still waits when that is encoded. */
  vc_reception_add_sent (reception, 2, 2);
  g_assert_false (vc_reception_is_complete (reception));
  vc_reception_begin_key_frame (reception, 3);
  vc_reception_add_sent (reception, 3, 3);
  g_assert_true (vc_reception_is_complete (reception));
  vc_reception_add_sent (reception, 4, 4);
  g_assert_false (vc_reception_is_complete (reception));
  vc_reception_add_received (reception, 4);
  g_assert_true (vc_reception_is_complete (reception));
}

/* One number is twice as fast as the other, and some are never reported. */
static void
test_long (void)
{
  g_autoptr (VcReception) reception = vc_reception_new ();

  vc_reception_begin_key_frame (reception, 4999);
  for (guint i = 0; i < 200000; i++) {
    guint16 rtp_seq = i + 5000;

    vc_reception_add_sent (reception, 2 * i, rtp_seq);
    vc_reception_add_sent (reception, 2 * i + 1, rtp_seq);
    g_assert_true (vc_reception_matters (reception, rtp_seq));
    g_assert_false (vc_reception_is_complete (reception));
    if (i % 3 == 0)
      g_assert_false (is_to_be_repeated (reception, 2 * i, rtp_seq));
    if (i % 5 == 0) {
      g_assert_cmpint (is_to_be_repeated (reception, 2 * i + 1, rtp_seq), ==,
                       i % 3 == 0);
      vc_reception_add_sent (reception, 2 * i + 1, rtp_seq);
    }
    vc_reception_add_received (reception, 2 * i + 1);
    g_assert_true (vc_reception_is_complete (reception));
  }
}

static void
test_repeats (void)
{
  g_autoptr (VcReception) reception = vc_reception_new ();

  /* Once. */
  vc_reception_add_sent (reception, 0, 65535);
  g_assert_true (is_to_be_repeated (reception, 0, 65535));
  g_assert_false (is_to_be_repeated (reception, 0, 65535));

  /* The repeat, too, and that of another packet. */
  vc_reception_add_sent (reception, 1, 65535);
  g_assert_false (is_to_be_repeated (reception, 0, 65535));
  g_assert_true (is_to_be_repeated (reception, 1, 65535));

  /* Twice; both have to be lost. */
  vc_reception_add_sent (reception, 2, 0);
  vc_reception_add_sent (reception, 3, 0);
  g_assert_false (is_to_be_repeated (reception, 2, 0));
  g_assert_true (is_to_be_repeated (reception, 3, 0));
  vc_reception_add_sent (reception, 4, 1);
  vc_reception_add_sent (reception, 5, 1);
  g_assert_false (is_to_be_repeated (reception, 5, 1));
  vc_reception_add_received (reception, 4);
  g_assert_false (is_to_be_repeated (reception, 4, 1));

  /* Reported lost, but only late. */
  vc_reception_add_sent (reception, 6, 2);
  g_assert_true (is_to_be_repeated (reception, 6, 2));
  vc_reception_add_received (reception, 6);
  vc_reception_add_sent (reception, 7, 2);
  g_assert_false (is_to_be_repeated (reception, 7, 2));

  /* Never sent. */
  g_assert_false (is_to_be_repeated (reception, 8, 3));

  /* A key frame comes. */
  vc_reception_add_sent (reception, 8, 3);
  vc_reception_add_sent (reception, 9, 4);
  vc_reception_forget (reception, 3);
  g_assert_false (vc_reception_is_complete (reception));
  g_assert_false (is_to_be_repeated (reception, 8, 3));
  g_assert_true (is_to_be_repeated (reception, 9, 4));
  g_assert_false (vc_reception_matters (reception, 3));
  g_assert_true (vc_reception_matters (reception, 4));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reception/losses", test_losses);
  g_test_add_func ("/reception/long", test_long);
  g_test_add_func ("/reception/repeats", test_repeats);
  return g_test_run ();
}
