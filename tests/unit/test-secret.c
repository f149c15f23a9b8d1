/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Secrets and rates: what keeps strangers and floods out.
 */

#include <string.h>

#include "rate.h"
#include "secret.h"

static void
test_new (void)
{
  g_autoptr (GHashTable) seen =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++) {
    char *secret = vc_secret_new (32);

    g_assert_cmpuint (strlen (secret), ==, 43);
    for (const char *p = secret; *p != '\0'; p++)
      g_assert_true (g_ascii_isalnum (*p) || *p == '-' || *p == '_');
    g_assert_true (g_hash_table_add (seen, secret));
  }
}

static void
test_equal (void)
{
  g_assert_true (vc_secret_equal ("abc", "abc"));
  g_assert_true (vc_secret_equal ("", ""));
  g_assert_false (vc_secret_equal ("abc", "abd"));
  g_assert_false (vc_secret_equal ("abc", "ab"));
  g_assert_false (vc_secret_equal ("abc", "abcd"));
  g_assert_false (vc_secret_equal ("abc", ""));
  /* The whole digest counts, not a part of it. */
  for (int i = 0; i < 4000; i++) {
    g_autofree char *guess = g_strdup_printf ("%d", i);

    g_assert_false (vc_secret_equal ("abc", guess));
  }
}

static void
test_rate (void)
{
  VcRate rate;

  vc_rate_init (&rate, 10, 3, 0);
  for (int i = 0; i < 3; i++)
    g_assert_true (vc_rate_spend (&rate, 1, 0));
  g_assert_false (vc_rate_spend (&rate, 1, 0));
  g_assert_false (vc_rate_spend (&rate, 1, 50000));
  g_assert_true (vc_rate_spend (&rate, 1, 100000));
  g_assert_false (vc_rate_spend (&rate, 1, 100000));
  /* A clock that goes back gives nothing. */
  g_assert_false (vc_rate_spend (&rate, 1, 0));
  /* No more than the burst is saved up. */
  g_assert_true (vc_rate_spend (&rate, 3, 100 * G_USEC_PER_SEC));
  g_assert_false (vc_rate_spend (&rate, 0.1, 100 * G_USEC_PER_SEC));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/new", test_new);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/rate", test_rate);
  return g_test_run ();
}
