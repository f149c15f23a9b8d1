/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The SCTP associations of webrtcbins: each has a number of its own, and ends
 * before its webrtcbin stops.
 */

#include "association.h"
#include "element.h"

#define N_CONNECTIONS 20

static GstElement *
create_webrtc (void)
{
  GstElement *webrtc =
    gst_object_ref_sink (gst_element_factory_make ("webrtcbin", NULL));

  vc_association_set_up (webrtc);

  return webrtc;
}

/* Its elements come with the offer. */
static void
open_channel (GstElement *webrtc)
{
  g_autoptr (GObject) channel = NULL;
  g_autoptr (GstPromise) promise = gst_promise_new ();

  gst_element_set_state (webrtc, GST_STATE_PLAYING);
  g_signal_emit_by_name (webrtc, "create-data-channel", "input", NULL,
                         &channel);
  g_assert_nonnull (channel);
  g_signal_emit_by_name (webrtc, "create-offer", NULL, promise);
  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
}

static void
stop (GstElement *webrtc)
{
  gst_element_set_state (webrtc, GST_STATE_NULL);
  gst_object_unref (webrtc);
}

static guint
get_id (GstElement *webrtc, const char *factory)
{
  g_autoptr (GstElement) element = vc_element_find (webrtc, factory);
  guint id = 0;

  g_assert_nonnull (element);
  g_object_get (element, "sctp-association-id", &id, NULL);

  return id;
}

static void
test_ids (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  GstElement *connections[N_CONNECTIONS];

  for (guint i = 0; i < N_CONNECTIONS; i++) {
    guint id;

    connections[i] = create_webrtc ();
    open_channel (connections[i]);
    id = get_id (connections[i], "sctpdec");
    g_assert_cmpuint (get_id (connections[i], "sctpenc"), ==, id);
    g_assert_true (g_hash_table_add (ids, GUINT_TO_POINTER (id)));
    /* One after the other, so not by luck. */
    if (i > 0)
      g_assert_cmpuint (id, ==,
                        (get_id (connections[i - 1], "sctpdec") + 1) % 65536);
  }
  for (guint i = 0; i < N_CONNECTIONS; i++)
    stop (connections[i]);
}

static void
test_end (void)
{
  GstElement *webrtc = create_webrtc ();
  g_autoptr (GstElement) encoder = NULL;

  vc_association_end (webrtc);
  open_channel (webrtc);
  encoder = vc_element_find (webrtc, "sctpenc");
  g_assert_nonnull (encoder);
  vc_association_end (webrtc);
  g_assert_true (gst_element_is_locked_state (encoder));
  g_assert_cmpint (GST_STATE (encoder), ==, GST_STATE_NULL);
  vc_association_end (webrtc);
  stop (webrtc);
}

int
main (int argc, char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/association/ids", test_ids);
  g_test_add_func ("/association/end", test_end);

  return g_test_run ();
}
