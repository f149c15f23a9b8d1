/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a viewer does with its hands: the data channel "input".
 */

#include "hands.h"

#include "input.h"

static void
apply (VcProducer *producer, VcViewer *viewer, const VcInput *input)
{
  for (guint i = 0; i < input->events->len; i++) {
    VcEvent event = g_array_index (input->events, VcEvent, i);

    if (event.seq <= viewer->seq)
      continue;
    event.viewer = viewer->number;
    if (producer != NULL)
      vc_producer_push_event (producer, &event);
  }
  viewer->seq = MAX (viewer->seq, input->last_seq);
}

gboolean
vc_hands_receive (VcProducer *producer, VcViewer *viewer, const char *text,
                  gsize length, gint64 now_us, GError **error)
{
  g_autoptr (VcInput) input = vc_input_parse (text, length, now_us, error);

  if (input == NULL)
    return FALSE;
  apply (producer, viewer, input);
  if (input->wants_ack) {
    g_autofree char *ack = vc_input_build_ack (viewer->seq);

    vc_peer_send (viewer->peer, VC_CHANNEL_INPUT, ack);
  }
  return TRUE;
}
