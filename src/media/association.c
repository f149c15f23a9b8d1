/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The SCTP association of a webrtcbin, which carries its data channels.
 *
 * A webrtcbin that is stopped has two threads at its association: the one that
 * stops it closes the socket, while sctpdec, whose pads are gone by then, makes
 * webrtcbin's own thread close the channels, and reset their streams on that
 * socket (GStreamer 1.22). Whoever comes late finds it freed. So the
 * association ends first, in webrtcbin's own thread, where nothing else of that
 * kind can run.
 */

#include "association.h"

#include "element.h"

#define N_IDS 65536

/* They have not started yet. */
static void
on_element_added (GstBin *webrtc, GstElement *element, gpointer user_data)
{
  if (vc_element_is_made_by (element, "sctpdec") ||
      vc_element_is_made_by (element, "sctpenc"))
    g_object_set (element, "sctp-association-id", GPOINTER_TO_UINT (user_data),
                  NULL);
}

void
vc_association_set_up (GstElement *webrtc)
{
  static gsize first;
  static gint n_associations;
  guint id;

  /* There may be other libraries with webrtcbins of their own. */
  if (g_once_init_enter (&first))
    g_once_init_leave (&first, (gsize)g_random_int_range (1, N_IDS));
  id = ((guint)first + (guint)g_atomic_int_add (&n_associations, 1)) % N_IDS;
  g_signal_connect (webrtc, "element-added", G_CALLBACK (on_element_added),
                    GUINT_TO_POINTER (id));
}

static void
stop (const GValue *value, gpointer user_data)
{
  GstElement *element = g_value_get_object (value);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");

  /* What comes in makes sctpdec add pads; these must not meet the removal of
   * all. */
  if (sink != NULL)
    gst_pad_set_active (sink, FALSE);
  gst_element_set_locked_state (element, TRUE);
  gst_element_set_state (element, GST_STATE_NULL);
}

/* webrtcbin's thread. */
static void
on_turn (GstPromise *promise, gpointer user_data)
{
  vc_element_for_each (user_data, "sctpdec", stop, NULL);
  vc_element_for_each (user_data, "sctpenc", stop, NULL);
}

void
vc_association_end (GstElement *webrtc)
{
  g_autoptr (GstPromise) turn = NULL;
  g_autoptr (GstPromise) after = NULL;

  /* Its thread does not run. */
  if (GST_STATE (webrtc) == GST_STATE_NULL)
    return;

  turn = gst_promise_new_with_change_func (on_turn, webrtc, NULL);
  after = gst_promise_new ();
  /* Any question gives a turn in that thread; they are answered in order. */
  g_signal_emit_by_name (webrtc, "get-stats", NULL, turn);
  g_signal_emit_by_name (webrtc, "get-stats", NULL, after);
  gst_promise_wait (after);
}
