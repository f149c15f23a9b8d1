/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Damages bytes, the same way in every run.
 */

#pragma once

#include <glib.h>
#include <string.h>

/* Flips @n bits of a copy. */
static inline guint8 *
hostile_flip (const void *data, gsize length, guint32 seed, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *copy = g_memdup2 (data, length);

  for (; n > 0; n--)
    copy[g_rand_int_range (rand, 0, length)] ^=
      1 << g_rand_int_range (rand, 0, 8);
  return copy;
}

/* A copy without spare bytes behind it, so that ASan sees a read too far. */
static inline void *
hostile_cut (const void *data, gsize length)
{
  void *copy = g_malloc (MAX (length, 1));

  memcpy (copy, data, length);
  return copy;
}
