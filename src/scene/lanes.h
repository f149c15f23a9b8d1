/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLanes: eight numbers of 16 bits, computed with at once.
 *
 * Pure. With the instructions that every x86-64 has (SSE2); elsewhere, or with
 * VC_LANES_PLAIN, in loops that give the same. Fixed point has 15 bits of
 * fraction here.
 */

#pragma once

#include <glib.h>
#include <string.h>

#if defined __SSE2__ && !defined VC_LANES_PLAIN
#include <emmintrin.h>

typedef __m128i VcLanes;

static inline VcLanes
vc_lanes_load (const guint16 values[8])
{
  return _mm_loadu_si128 ((const __m128i *)values);
}

static inline void
vc_lanes_store (VcLanes self, guint16 values[8])
{
  _mm_storeu_si128 ((__m128i *)values, self);
}

/* Two each from four numbers, the lower 16 bits first. */
static inline VcLanes
vc_lanes_unpack (guint32 a, guint32 b, guint32 c, guint32 d)
{
  return _mm_set_epi32 ((int)d, (int)c, (int)b, (int)a);
}

/* Two neighbours from each of four places, each of which may be anywhere. */
static inline VcLanes
vc_lanes_load_pairs (const void *a, const void *b, const void *c, const void *d)
{
  guint32 pairs[4];

  memcpy (&pairs[0], a, sizeof pairs[0]);
  memcpy (&pairs[1], b, sizeof pairs[1]);
  memcpy (&pairs[2], c, sizeof pairs[2]);
  memcpy (&pairs[3], d, sizeof pairs[3]);
  return vc_lanes_unpack (pairs[0], pairs[1], pairs[2], pairs[3]);
}

/* Entries of @table: their lower and their upper 16 bits. */
static inline void
vc_lanes_look_up (const guint32 *table, VcLanes indices, VcLanes *lower,
                  VcLanes *upper)
{
  guint16 at[8];
  __m128i first, second;

  vc_lanes_store (indices, at);
  first = _mm_set_epi32 ((int)table[at[3]], (int)table[at[2]],
                         (int)table[at[1]], (int)table[at[0]]);
  second = _mm_set_epi32 ((int)table[at[7]], (int)table[at[6]],
                          (int)table[at[5]], (int)table[at[4]]);
  /* Signed, so that packing them changes no bit. */
  *lower = _mm_packs_epi32 (_mm_srai_epi32 (_mm_slli_epi32 (first, 16), 16),
                            _mm_srai_epi32 (_mm_slli_epi32 (second, 16), 16));
  *upper =
    _mm_packs_epi32 (_mm_srai_epi32 (first, 16), _mm_srai_epi32 (second, 16));
}

/* Each plus @number; what does not fit in 16 bits is lost. */
static inline VcLanes
vc_lanes_add (VcLanes self, gint32 number)
{
  return _mm_add_epi16 (self, _mm_set1_epi16 ((gint16)number));
}

/* Is one of them @least or more? All of them are less than 0x8000. */
static inline gboolean
vc_lanes_reach (VcLanes self, guint32 least)
{
  __m128i below = _mm_set1_epi16 ((gint16)((gint32)least - 1));

  return _mm_movemask_epi8 (_mm_cmpgt_epi16 (self, below)) != 0;
}

/* Products of fixed point, each rounded to the nearest. */
static inline VcLanes
vc_lanes_multiply (VcLanes a, VcLanes b)
{
  __m128i low = _mm_mullo_epi16 (a, b), high = _mm_mulhi_epu16 (a, b);
  __m128i whole =
    _mm_or_si128 (_mm_slli_epi16 (high, 1), _mm_srli_epi16 (low, 15));
  __m128i half = _mm_and_si128 (_mm_srli_epi16 (low, 14), _mm_set1_epi16 (1));

  return _mm_add_epi16 (whole, half);
}

/* The sum of all products; @weights are less than 0x8000. */
static inline guint32
vc_lanes_sum_products (VcLanes self, VcLanes weights)
{
  /* Instructions take signed numbers: 0x8000 less, and later twice 0x4000
   * more. */
  __m128i less = _mm_xor_si128 (self, _mm_set1_epi16 (-0x8000));
  __m128i more = _mm_madd_epi16 (_mm_set1_epi16 (0x4000), weights);
  __m128i sums =
    _mm_add_epi32 (_mm_madd_epi16 (less, weights), _mm_add_epi32 (more, more));

  sums =
    _mm_add_epi32 (sums, _mm_shuffle_epi32 (sums, _MM_SHUFFLE (1, 0, 3, 2)));
  sums =
    _mm_add_epi32 (sums, _mm_shuffle_epi32 (sums, _MM_SHUFFLE (2, 3, 0, 1)));
  return (guint32)_mm_cvtsi128_si32 (sums);
}

#else

typedef struct {
  guint16 lanes[8];
} VcLanes;

static inline VcLanes
vc_lanes_load (const guint16 values[8])
{
  VcLanes self;

  memcpy (self.lanes, values, sizeof self.lanes);
  return self;
}

static inline void
vc_lanes_store (VcLanes self, guint16 values[8])
{
  memcpy (values, self.lanes, sizeof self.lanes);
}

static inline VcLanes
vc_lanes_unpack (guint32 a, guint32 b, guint32 c, guint32 d)
{
  const guint32 pairs[4] = {a, b, c, d};
  VcLanes self;

  for (int i = 0; i < 8; i++)
    self.lanes[i] = (guint16)(pairs[i / 2] >> (i % 2 ? 16 : 0));
  return self;
}

static inline VcLanes
vc_lanes_load_pairs (const void *a, const void *b, const void *c, const void *d)
{
  const void *pairs[4] = {a, b, c, d};
  VcLanes self;

  for (int i = 0; i < 4; i++)
    memcpy (&self.lanes[2 * i], pairs[i], 2 * sizeof self.lanes[0]);
  return self;
}

static inline void
vc_lanes_look_up (const guint32 *table, VcLanes indices, VcLanes *lower,
                  VcLanes *upper)
{
  for (int i = 0; i < 8; i++) {
    guint32 entry = table[indices.lanes[i]];

    lower->lanes[i] = entry & 0xffff;
    upper->lanes[i] = (guint16)(entry >> 16);
  }
}

static inline VcLanes
vc_lanes_add (VcLanes self, gint32 number)
{
  for (int i = 0; i < 8; i++)
    self.lanes[i] = (guint16)(self.lanes[i] + number);
  return self;
}

static inline gboolean
vc_lanes_reach (VcLanes self, guint32 least)
{
  guint32 highest = 0;

  for (int i = 0; i < 8; i++)
    highest = MAX (highest, self.lanes[i]);
  return highest >= least;
}

static inline VcLanes
vc_lanes_multiply (VcLanes a, VcLanes b)
{
  for (int i = 0; i < 8; i++)
    a.lanes[i] = (guint16)(((guint32)a.lanes[i] * b.lanes[i] + 0x4000) >> 15);
  return a;
}

static inline guint32
vc_lanes_sum_products (VcLanes self, VcLanes weights)
{
  guint32 sum = 0;

  for (int i = 0; i < 8; i++)
    sum += (guint32)self.lanes[i] * weights.lanes[i];
  return sum;
}

#endif
