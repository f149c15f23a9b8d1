/* SPDX-License-Identifier: BSD-3-Clause
 *
 * rtpgcc in a harness: order, pacing, flow, and feedback as rtpsession tells
 * it.
 */

#include <gst/check/gstharness.h>

#define PACKET 1200
#define OVERHEAD 38
#define RTP_CAPS "application/x-rtp, media=video, clock-rate=90000"

/* What left the element: when, on rtpsession's clock. */
typedef struct {
  GstHarness *harness;
  GstElement *element;
  GstClock *clock;
  GMutex lock;
  GArray *sent; /* GstClockTime */
  guint reported;
  guint16 seqnum;
  GstClockTime link_free;
  gint notifies;
} Fixture;

static GstPadProbeReturn
on_sent (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Fixture *f = data;
  GstClockTime now = gst_clock_get_time (f->clock);

  g_mutex_lock (&f->lock);
  g_array_append_val (f->sent, now);
  g_mutex_unlock (&f->lock);
  return GST_PAD_PROBE_OK;
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_atomic_int_inc ((gint *)data);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->harness = gst_harness_new ("rtpgcc");
  f->element = gst_harness_find_element (f->harness, "rtpgcc");
  f->clock = gst_system_clock_obtain ();
  g_mutex_init (&f->lock);
  f->sent = g_array_new (FALSE, FALSE, sizeof (GstClockTime));
  gst_pad_add_probe (f->harness->sinkpad, GST_PAD_PROBE_TYPE_BUFFER, on_sent, f,
                     NULL);
  g_signal_connect (f->element, "notify::estimated-bitrate",
                    G_CALLBACK (on_notify), &f->notifies);
  gst_harness_set_src_caps_str (f->harness, RTP_CAPS);
  gst_harness_play (f->harness);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gst_object_unref (f->element);
  gst_harness_teardown (f->harness);
  gst_object_unref (f->clock);
  g_array_unref (f->sent);
  g_mutex_clear (&f->lock);
}

static GstBuffer *
new_packet (guint64 number)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, PACKET, NULL);

  GST_BUFFER_OFFSET (buffer) = number;
  return buffer;
}

static void
push_packets (Fixture *f, guint64 first, guint n)
{
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (gst_harness_push (f->harness, new_packet (first + i)), ==,
                     GST_FLOW_OK);
}

static void
pull_packets (Fixture *f, guint64 first, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (f->harness);
    g_assert_nonnull (buffer);
    g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), ==, first + i);
  }
}

static void
drop_pulled (Fixture *f)
{
  while (gst_harness_buffers_in_queue (f->harness) > 0)
    gst_buffer_unref (gst_harness_pull (f->harness));
}

static guint
get_uint (Fixture *f, const char *property)
{
  guint value;

  g_object_get (f->element, property, &value, NULL);
  return value;
}

/* From the first packet to that of @index. */
static GstClockTime
get_span (Fixture *f, guint index)
{
  g_mutex_lock (&f->lock);
  GstClockTime span = g_array_index (f->sent, GstClockTime, index) -
                      g_array_index (f->sent, GstClockTime, 0);
  g_mutex_unlock (&f->lock);
  return span;
}

static GstStructure *
get_stats (Fixture *f)
{
  GstStructure *stats = NULL;

  g_object_get (f->element, "stats", &stats, NULL);
  g_assert_nonnull (stats);
  return stats;
}

static guint
get_stat (Fixture *f, const char *field)
{
  g_autoptr (GstStructure) stats = get_stats (f);
  guint value = 0;

  g_assert_true (gst_structure_get_uint (stats, field, &value));
  return value;
}

static GstClockTime
get_queue_delay (Fixture *f)
{
  guint64 delay;

  g_object_get (f->element, "queue-delay", &delay, NULL);
  return delay;
}

/* As rtp_twcc_stats_get_packets_structure() of GStreamer 1.22. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static GstEvent *
new_feedback (GValueArray *packets)
{
  GstStructure *structure = gst_structure_new_empty ("RTPTWCCPackets");
  GValue value = G_VALUE_INIT;

  g_value_init (&value, g_value_array_get_type ());
  g_value_take_boxed (&value, packets);
  gst_structure_take_value (structure, "packets", &value);
  return gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, structure);
}

static void
append_packet (GValueArray *packets, GstStructure *packet)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_take_boxed (&value, packet);
  g_value_array_append (packets, &value);
  g_value_unset (&value);
}

/* Reports what was sent since the last time, as if it had gone through a link
 * of @rate bits per second. */
static void
report (Fixture *f, double rate)
{
  GValueArray *packets = g_value_array_new (0);
  GstClockTime duration = (PACKET + OVERHEAD) * 8 * GST_SECOND / rate;

  g_mutex_lock (&f->lock);
  for (; f->reported < f->sent->len; f->reported++) {
    GstClockTime sent = g_array_index (f->sent, GstClockTime, f->reported);
    f->link_free = MAX (f->link_free, sent) + duration;
    append_packet (packets,
                   gst_structure_new (
                     "RTPTWCCPacket", "seqnum", G_TYPE_UINT, (guint)f->seqnum++,
                     "local-ts", G_TYPE_UINT64, sent, "remote-ts",
                     G_TYPE_UINT64, f->link_free / 250000 * 250000,
                     "payload-type", G_TYPE_UCHAR, 96, "size", G_TYPE_UINT,
                     PACKET - 22, "lost", G_TYPE_BOOLEAN, FALSE, NULL));
  }
  g_mutex_unlock (&f->lock);
  gst_harness_push_upstream_event (f->harness, new_feedback (packets));
}

static void
hostile_feedback (Fixture *f, gconstpointer data)
{
  guint before = get_uint (f, "estimated-bitrate");
  GValueArray *odd = g_value_array_new (0);
  GValue number = G_VALUE_INIT;

  gst_harness_push_upstream_event (
    f->harness,
    gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                          gst_structure_new_empty ("RTPTWCCPackets")));
  gst_harness_push_upstream_event (
    f->harness,
    gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                          gst_structure_new ("RTPTWCCPackets", "packets",
                                             G_TYPE_STRING, "none", NULL)));
  gst_harness_push_upstream_event (f->harness,
                                   new_feedback (g_value_array_new (0)));

  g_value_init (&number, G_TYPE_INT);
  g_value_array_append (odd, &number);
  append_packet (odd, gst_structure_new_empty ("RTPTWCCPacket"));
  append_packet (odd, gst_structure_new ("RTPTWCCPacket", "seqnum", G_TYPE_UINT,
                                         G_MAXUINT, "lost", G_TYPE_BOOLEAN,
                                         FALSE, NULL));
  append_packet (odd, gst_structure_new (
                        "RTPTWCCPacket", "seqnum", G_TYPE_UINT, 5, "lost",
                        G_TYPE_BOOLEAN, FALSE, "local-ts", G_TYPE_UINT64,
                        G_MAXUINT64 - 1, "remote-ts", G_TYPE_UINT64,
                        G_MAXUINT64 - 1, "size", G_TYPE_UINT, G_MAXUINT, NULL));
  gst_harness_push_upstream_event (f->harness, new_feedback (odd));
  g_assert_cmpuint (get_uint (f, "estimated-bitrate"), ==, before);
  push_packets (f, 0, 3);
  pull_packets (f, 0, 3);
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* Others upstream may want the feedback too. */
static void
feedback_passes (Fixture *f, gconstpointer data)
{
  guint n = gst_harness_upstream_events_received (f->harness);

  push_packets (f, 0, 1);
  pull_packets (f, 0, 1);
  report (f, 8e6);
  g_assert_cmpuint (gst_harness_upstream_events_received (f->harness), ==,
                    n + 1);
}

static void
paces_in_order (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 2000000, NULL);
  push_packets (f, 0, 40);
  g_assert_cmpuint (get_stat (f, "queue-packets"), >, 20);
  g_assert_cmpuint (get_queue_delay (f), >, 50 * GST_MSECOND);
  pull_packets (f, 0, 40);
  g_assert_cmpuint (get_queue_delay (f), ==, 0);

  /* 198 ms at the rate; 40 ms of it may go faster, the rest 1.1 times as fast.
   * How late they come is the machine's affair. */
  GstClockTime took = get_span (f, 39);
  g_test_message ("%" GST_TIME_FORMAT, GST_TIME_ARGS (took));
  g_assert_cmpuint (took, >=, 130 * GST_MSECOND);
}

/* A frame from a payloader: one list, many packets. */
static void
paces_lists (Fixture *f, gconstpointer data)
{
  GstBufferList *list = gst_buffer_list_new ();

  for (guint i = 0; i < 30; i++)
    gst_buffer_list_add (list, new_packet (i));
  g_assert_cmpint (gst_pad_push_list (f->harness->srcpad, list), ==,
                   GST_FLOW_OK);
  pull_packets (f, 0, 30);
  GstClockTime took = get_span (f, 29);
  g_assert_cmpuint (took, >=, 80 * GST_MSECOND);
}

/* Takes packets, which come in order, until that of @number. Returns how many
 * came before it. */
static guint
pull_until (Fixture *f, guint64 number)
{
  guint64 last = 0;

  for (guint n = 0;; n++) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (f->harness);

    g_assert_nonnull (buffer);
    if (n > 0)
      g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), >, last);
    last = GST_BUFFER_OFFSET (buffer);
    if (last == number)
      return n;
  }
}

static void
drops_waiting (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 2000000, NULL);
  push_packets (f, 0, 40);
  g_signal_emit_by_name (f->element, "drop-waiting");
  g_assert_cmpuint (get_stat (f, "queue-packets"), ==, 0);
  g_assert_cmpuint (get_queue_delay (f), ==, 0);
  push_packets (f, 1000, 1);
  g_assert_cmpuint (pull_until (f, 1000), <, 20);
}

static gpointer
push_list (gpointer data)
{
  Fixture *f = data;
  GstBufferList *list = gst_buffer_list_new ();

  for (guint i = 0; i < 200; i++)
    gst_buffer_list_add (list, new_packet (i));
  return GINT_TO_POINTER (gst_pad_push_list (f->harness->srcpad, list));
}

/* One that waits for room: what is behind in its list goes, too. */
static void
drops_list (Fixture *f, gconstpointer data)
{
  GThread *thread;

  g_object_set (f->element, "start-bitrate", 200000, NULL);
  thread = g_thread_new ("list", push_list, f);
  while (get_stat (f, "queue-packets") < 50)
    g_thread_yield ();
  g_signal_emit_by_name (f->element, "drop-waiting");
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, GST_FLOW_OK);
  g_assert_cmpuint (get_stat (f, "queue-packets"), ==, 0);
  push_packets (f, 1000, 1);
  g_assert_cmpuint (pull_until (f, 1000), <, 50);
}

/* Sends frames as fast as they leave, each followed by feedback, until the
 * estimate is beyond @bound. */
static void
work_until (Fixture *f, double link, guint bound, gboolean above)
{
  guint64 number = 0;

  for (guint i = 0; i < 400; i++) {
    guint estimate = get_uint (f, "estimated-bitrate");
    if (above ? estimate > bound : estimate < bound)
      return;
    push_packets (f, number, 10);
    pull_packets (f, number, 10);
    number += 10;
    report (f, link);
  }
  g_error ("The estimate stays at %u", get_uint (f, "estimated-bitrate"));
}

static void
estimate_rises (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 1000000, NULL);
  g_atomic_int_set (&f->notifies, 0);
  work_until (f, 20e6, 4000000, TRUE);
  g_assert_cmpint (g_atomic_int_get (&f->notifies), >, 0);

  g_autoptr (GstStructure) stats = get_stats (f);
  GstClockTime rtt;
  gst_structure_get_clock_time (stats, "round-trip-time", &rtt);
  g_assert_cmpuint (rtt, <, GST_SECOND);
  g_assert_cmpuint (get_stat (f, "acked-bitrate"), >, 100000);
  g_assert_cmpuint (get_stat (f, "sent-bitrate"), >, 100000);
  g_assert_cmpuint (get_stat (f, "probes-sent"), >, 0);
}

static void
estimate_falls (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 4000000, NULL);
  work_until (f, 1.5e6, 1500000, FALSE);
}

static void
bounds_in_any_order (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 9000000, "max-bitrate", 8000000,
                "min-bitrate", 5000000, NULL);
  g_assert_cmpuint (get_uint (f, "estimated-bitrate"), ==, 8000000);
  g_object_set (f->element, "max-bitrate", 1000000, NULL);
  g_assert_cmpuint (get_uint (f, "estimated-bitrate"), ==, 5000000);
  g_object_set (f->element, "min-bitrate", 200000, NULL);
  g_assert_cmpuint (get_uint (f, "estimated-bitrate"), ==, 1000000);
  g_object_set (f->element, "max-bitrate", 20000000, NULL);
  g_assert_cmpuint (get_uint (f, "estimated-bitrate"), ==, 9000000);
}

static void
end_follows_packets (Fixture *f, gconstpointer data)
{
  push_packets (f, 0, 30);
  g_assert_true (gst_harness_push_event (f->harness, gst_event_new_eos ()));
  g_assert_cmpint (gst_harness_push (f->harness, new_packet (30)), ==,
                   GST_FLOW_EOS);
  pull_packets (f, 0, 30);
  for (;;) {
    g_autoptr (GstEvent) event = gst_harness_pull_event (f->harness);
    g_assert_nonnull (event);
    if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
      break;
  }
  g_assert_cmpuint (gst_harness_buffers_in_queue (f->harness), ==, 0);
}

static void
flush (Fixture *f, gconstpointer data)
{
  push_packets (f, 0, 50);
  g_assert_true (
    gst_harness_push_event (f->harness, gst_event_new_flush_start ()));
  g_assert_cmpuint (get_queue_delay (f), ==, 0);
  g_assert_cmpint (gst_harness_push (f->harness, new_packet (99)), ==,
                   GST_FLOW_FLUSHING);
  g_assert_true (
    gst_harness_push_event (f->harness, gst_event_new_flush_stop (TRUE)));
  drop_pulled (f);

  GstSegment segment;
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (f->harness, gst_event_new_segment (&segment));
  push_packets (f, 100, 5);
  pull_packets (f, 100, 5);
}

/* What tells the stream waited behind packets when these were flushed. */
static void
flush_keeps_caps (Fixture *f, gconstpointer data)
{
  push_packets (f, 0, 50);
  gst_harness_set_src_caps_str (f->harness, RTP_CAPS ", ssrc=(uint)42");
  push_packets (f, 50, 1);
  gst_harness_push_event (f->harness, gst_event_new_flush_start ());
  gst_harness_push_event (f->harness, gst_event_new_flush_stop (TRUE));
  drop_pulled (f);

  GstSegment segment;
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (f->harness, gst_event_new_segment (&segment));
  push_packets (f, 100, 1);
  pull_packets (f, 100, 1);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (f->harness->sinkpad);
  guint ssrc = 0;
  g_assert_true (
    gst_structure_get_uint (gst_caps_get_structure (caps, 0), "ssrc", &ssrc));
  g_assert_cmpuint (ssrc, ==, 42);
}

static gpointer
push_for_ever (gpointer data)
{
  Fixture *f = data;
  guint64 number = 0;
  GstFlowReturn flow;

  do
    flow = gst_harness_push (f->harness, new_packet (number++));
  while (flow == GST_FLOW_OK);
  return GINT_TO_POINTER (flow);
}

static void
wait_until_full (Fixture *f)
{
  while (get_stat (f, "queue-bytes") < 60000)
    g_thread_yield ();
}

/* Nothing is thrown away and nothing grows: who gives too much has to wait, and
 * can be stopped while it does. */
static void
full_queue_stops (Fixture *f, gconstpointer data)
{
  g_object_set (f->element, "start-bitrate", 100000, "min-bitrate", 100000,
                "max-bitrate", 100000, NULL);
  g_autoptr (GThread) thread = g_thread_new ("giver", push_for_ever, f);
  wait_until_full (f);
  g_assert_cmpuint (get_stat (f, "queue-bytes"), <,
                    65536 + 2 * (PACKET + OVERHEAD));

  gst_element_set_state (f->element, GST_STATE_NULL);
  GstFlowReturn flow =
    GPOINTER_TO_INT (g_thread_join (g_steal_pointer (&thread)));
  g_assert_cmpint (flow, ==, GST_FLOW_FLUSHING);
}

static void
state_changes (Fixture *f, gconstpointer data)
{
  static const GstState states[] = {
    GST_STATE_READY,   GST_STATE_PAUSED, GST_STATE_PLAYING, GST_STATE_PAUSED,
    GST_STATE_PLAYING, GST_STATE_NULL,   GST_STATE_PLAYING,
  };

  for (guint i = 0; i < 20 * G_N_ELEMENTS (states); i++) {
    gst_harness_push (f->harness, new_packet (i));
    g_assert_cmpint (
      gst_element_set_state (f->element, states[i % G_N_ELEMENTS (states)]), !=,
      GST_STATE_CHANGE_FAILURE);
  }
}

static GstFlowReturn
refuse (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  gst_buffer_unref (buffer);
  return GST_FLOW_ERROR;
}

static void
downstream_refuses (Fixture *f, gconstpointer data)
{
  GstFlowReturn flow = GST_FLOW_OK;

  gst_pad_set_chain_function (f->harness->sinkpad, refuse);
  /* Each one is taken until the first has come to the end. */
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (f->harness, new_packet (0));
  g_assert_cmpint (flow, ==, GST_FLOW_ERROR);
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  add_test ("/rtpgcc/paces-in-order", paces_in_order);
  add_test ("/rtpgcc/paces-lists", paces_lists);
  add_test ("/rtpgcc/drop", drops_waiting);
  add_test ("/rtpgcc/drop-list", drops_list);
  add_test ("/rtpgcc/estimate-rises", estimate_rises);
  add_test ("/rtpgcc/estimate-falls", estimate_falls);
  add_test ("/rtpgcc/feedback-passes", feedback_passes);
  add_test ("/rtpgcc/hostile-feedback", hostile_feedback);
  add_test ("/rtpgcc/bounds", bounds_in_any_order);
  add_test ("/rtpgcc/end", end_follows_packets);
  add_test ("/rtpgcc/flush", flush);
  add_test ("/rtpgcc/flush/caps", flush_keeps_caps);
  add_test ("/rtpgcc/full-queue", full_queue_stops);
  add_test ("/rtpgcc/states", state_changes);
  add_test ("/rtpgcc/refused", downstream_refuses);
  return g_test_run ();
}
