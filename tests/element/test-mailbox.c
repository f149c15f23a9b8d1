/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Frames in front of an appsrc: the newest one waits, and arrives.
 */

#include "mailbox.h"

#include <gst/app/gstappsink.h>

#define MANY 20000

/**
 * Fixture:
 * @is_shut: the streaming thread stops with the next frame in its hands
 * @n_held: frames with which it has stopped
 */
typedef struct {
  GstElement *pipeline;
  GstAppSrc *source;
  GstAppSink *sink;
  VcMailbox *mailbox;
  GMutex mutex;
  GCond cond;
  gboolean is_shut;
  guint n_held;
} Fixture;

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->mutex);
  fixture->n_held++;
  g_cond_broadcast (&fixture->cond);
  while (fixture->is_shut)
    g_cond_wait (&fixture->cond, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);

  return GST_PAD_PROBE_OK;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GstPad) pad = NULL;

  fixture->pipeline = gst_parse_launch ("appsrc name=source format=time "
                                        "max-bytes=0 ! appsink name=sink "
                                        "sync=false",
                                        NULL);
  fixture->source =
    GST_APP_SRC (gst_bin_get_by_name (GST_BIN (fixture->pipeline), "source"));
  fixture->sink =
    GST_APP_SINK (gst_bin_get_by_name (GST_BIN (fixture->pipeline), "sink"));
  fixture->mailbox = vc_mailbox_new (fixture->source);
  pad = gst_element_get_static_pad (GST_ELEMENT (fixture->source), "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, fixture, NULL);
  gst_element_set_state (fixture->pipeline, GST_STATE_PLAYING);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gst_element_set_state (fixture->pipeline, GST_STATE_NULL);
  gst_object_unref (fixture->source);
  gst_object_unref (fixture->sink);
  gst_object_unref (fixture->pipeline);
}

static GstSample *
create_sample (guint number)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 16, NULL);
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("video/x-raw");

  GST_BUFFER_PTS (buffer) = number;

  return gst_sample_new (buffer, caps, NULL, NULL);
}

static void
put (Fixture *fixture, guint number)
{
  g_autoptr (GstSample) sample = create_sample (number);

  vc_mailbox_put (fixture->mailbox, fixture->source, sample);
}

static guint
take (Fixture *fixture)
{
  g_autoptr (GstSample) sample =
    gst_app_sink_try_pull_sample (fixture->sink, 30 * GST_SECOND);

  g_assert_nonnull (sample);

  return (guint)GST_BUFFER_PTS (gst_sample_get_buffer (sample));
}

/* The streaming thread has that frame in its hands, and stops. */
static void
put_and_hold (Fixture *fixture, guint number)
{
  g_mutex_lock (&fixture->mutex);
  fixture->is_shut = TRUE;
  fixture->n_held = 0;
  g_mutex_unlock (&fixture->mutex);
  put (fixture, number);
  g_mutex_lock (&fixture->mutex);
  while (fixture->n_held == 0)
    g_cond_wait (&fixture->cond, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
}

static void
open (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  fixture->is_shut = FALSE;
  g_cond_broadcast (&fixture->cond);
  g_mutex_unlock (&fixture->mutex);
}

static void
on_freed (gpointer user_data, GstMiniObject *object)
{
  *(gboolean *)user_data = TRUE;
}

static void
test_newest (Fixture *fixture, gconstpointer data)
{
  GstSample *older = create_sample (2);
  gboolean is_freed = FALSE;

  gst_mini_object_weak_ref (GST_MINI_OBJECT (older), on_freed, &is_freed);
  put_and_hold (fixture, 1);
  g_assert_false (vc_mailbox_is_full (fixture->mailbox));

  vc_mailbox_put (fixture->mailbox, fixture->source, older);
  gst_sample_unref (older);
  g_assert_true (vc_mailbox_is_full (fixture->mailbox));
  g_assert_false (is_freed);
  put (fixture, 3);
  g_assert_true (is_freed);

  open (fixture);
  g_assert_cmpuint (take (fixture), ==, 1);
  g_assert_cmpuint (take (fixture), ==, 3);
  g_assert_false (vc_mailbox_is_full (fixture->mailbox));
  put (fixture, 4);
  g_assert_cmpuint (take (fixture), ==, 4);
}

/* Some are replaced, some are not, and the last one arrives. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  guint number = 0;
  guint n_taken = 0;

  for (guint i = 1; i <= MANY; i++)
    put (fixture, i);
  while (number < MANY) {
    guint next = take (fixture);

    g_assert_cmpuint (next, >, number);
    number = next;
    n_taken++;
  }
  g_test_message ("%u of %u arrived", n_taken, MANY);
  g_assert_false (vc_mailbox_is_full (fixture->mailbox));
}

/* What nobody took is let go with the appsrc. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  GstSample *waiting = create_sample (2);
  gboolean is_freed = FALSE;

  gst_mini_object_weak_ref (GST_MINI_OBJECT (waiting), on_freed, &is_freed);
  put_and_hold (fixture, 1);
  vc_mailbox_put (fixture->mailbox, fixture->source, waiting);
  gst_sample_unref (waiting);
  g_assert_false (is_freed);

  gst_app_src_set_callbacks (fixture->source, &(GstAppSrcCallbacks){NULL}, NULL,
                             NULL);
  g_assert_true (is_freed);
  open (fixture);
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/mailbox/newest", Fixture, NULL, set_up, test_newest, tear_down);
  g_test_add ("/mailbox/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/mailbox/end", Fixture, NULL, set_up, test_end, tear_down);

  return g_test_run ();
}
