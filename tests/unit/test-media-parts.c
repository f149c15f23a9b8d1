/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The policies behind a viewer's stream: when to answer a request for a key
 * frame, and what time a frame has.
 */

#include "frame-stamp.h"
#include "key-policy.h"

#define MS 1000

static void
test_requests (void)
{
  static const struct {
    const char *name;
    gint64 key_ms;   /* when the last key frame was sent; −1 = never */
    gint64 frame_ms; /* when the last new frame came; −1 = never */
    gint64 now_ms;
    VcKeyKnowledge knowledge;
    VcKeyAction action;
  } table[] = {
    {"before any frame", -1, -1, 0, VC_KEY_KNOWLEDGE_NONE, VC_KEY_ACTION_NEXT},
    {"while the first is under way", 1000, 1000, 1100, VC_KEY_KNOWLEDGE_NONE,
     VC_KEY_ACTION_IGNORE},
    {"while moving", 1000, 9990, 10000, VC_KEY_KNOWLEDGE_INCOMPLETE,
     VC_KEY_ACTION_NEXT},
    {"while moving, all has arrived", 1000, 9990, 10000,
     VC_KEY_KNOWLEDGE_COMPLETE, VC_KEY_ACTION_NEXT},
    {"in a pause", 1000, 9800, 10000, VC_KEY_KNOWLEDGE_COMPLETE,
     VC_KEY_ACTION_REPEAT},
    {"idle, something is missing", 1000, 7000, 10000,
     VC_KEY_KNOWLEDGE_INCOMPLETE, VC_KEY_ACTION_REPEAT},
    {"idle, nothing is missing", 1000, 7000, 10000, VC_KEY_KNOWLEDGE_COMPLETE,
     VC_KEY_ACTION_IGNORE},
    {"idle, answered just now", 9900, 7000, 10000, VC_KEY_KNOWLEDGE_INCOMPLETE,
     VC_KEY_ACTION_IGNORE},
    {"idle, nothing is known", 1000, 7000, 10000, VC_KEY_KNOWLEDGE_NONE,
     VC_KEY_ACTION_REPEAT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    VcKeyPolicy policy = {0};

    g_test_message ("%s", table[i].name);
    if (table[i].frame_ms >= 0)
      vc_key_policy_add_frame (&policy, table[i].frame_ms * MS);
    if (table[i].key_ms >= 0)
      vc_key_policy_add_key_frame (&policy, table[i].key_ms * MS);
    g_assert_cmpint (
      vc_key_policy_request (&policy, table[i].now_ms * MS, table[i].knowledge),
      ==, table[i].action);
  }
}

/* A browser that reports nothing asks each 3 s for an hour. */
static void
test_patience (void)
{
  VcKeyPolicy policy = {0};
  guint n_answers = 0;

  vc_key_policy_add_frame (&policy, 0);
  vc_key_policy_add_key_frame (&policy, 0);
  for (gint64 now_us = 3000 * MS; now_us < 3600 * 1000 * (gint64)MS;
       now_us += 3000 * MS) {
    if (vc_key_policy_request (&policy, now_us, VC_KEY_KNOWLEDGE_NONE) ==
        VC_KEY_ACTION_REPEAT) {
      vc_key_policy_add_key_frame (&policy, now_us);
      n_answers++;
    }
  }
  g_assert_cmpuint (n_answers, >=, 5);
  g_assert_cmpuint (n_answers, <=, 40);
}

static guint64
to_ticks (GstClockTime pts)
{
  return gst_util_uint64_scale (pts, 90000, GST_SECOND);
}

static void
test_stamps (void)
{
  static const GstClockTime times[] = {0,
                                       0,
                                       0,
                                       100 * GST_MSECOND,
                                       100 * GST_MSECOND + 1,
                                       99 * GST_MSECOND,
                                       100 * GST_MSECOND + 11111,
                                       GST_SECOND * 3600 * 24,
                                       5};
  VcFrameStamp stamp = {0};
  gint64 last = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    /* Repeats, the next picture, skipped ones, and over the bits' end. */
    guint serial = i < 3 ? 62 : 63 + i * i;
    GstClockTime pts = vc_frame_stamp_take (&stamp, times[i], serial);

    g_assert_cmpuint (pts, >=, times[i]);
    g_assert_cmpuint (to_ticks (pts) % 64, ==, serial % 64);
    g_assert_cmpint ((gint64)to_ticks (pts), >, last);
    last = to_ticks (pts);
  }

  /* 3600 × 25 × 90000 ends with six zero bits. */
  g_assert_cmpuint (vc_frame_stamp_take (&stamp, GST_SECOND * 3600 * 25, 128),
                    ==, GST_SECOND * 3600 * 25);
}

static void
test_aligned_stamps (void)
{
  for (guint i = 0; i < 5000; i++) {
    VcFrameStamp stamp = {0};
    GstClockTime given = i * G_GUINT64_CONSTANT (16666667) + i * i;
    GstClockTime pts = vc_frame_stamp_align (given, i);

    g_assert_cmpuint (pts, >=, given);
    g_assert_cmpuint (pts - given, <, GST_MSECOND);
    g_assert_cmpuint (to_ticks (pts) % 64, ==, i % 64);
    /* What is aligned stays as it is. */
    g_assert_cmpuint (vc_frame_stamp_take (&stamp, pts, i), ==, pts);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key-policy/requests", test_requests);
  g_test_add_func ("/key-policy/patience", test_patience);
  g_test_add_func ("/frame-stamp/order", test_stamps);
  g_test_add_func ("/frame-stamp/aligned", test_aligned_stamps);

  return g_test_run ();
}
