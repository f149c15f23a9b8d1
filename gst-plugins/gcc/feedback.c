/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Feedback: what rtpsession tells about transport-wide feedback, as packets.
 */

#include "feedback.h"

static gint64
read_time_us (const GstStructure *structure, const char *field)
{
  guint64 time = GST_CLOCK_TIME_NONE;

  gst_structure_get_uint64 (structure, field, &time);
  return GST_CLOCK_TIME_IS_VALID (time) ? (gint64)(time / GST_USECOND) : -1;
}

static gboolean
read_packet (const GstStructure *structure, GccPacket *packet)
{
  guint seqnum, size = 0;

  if (!gst_structure_get_uint (structure, "seqnum", &seqnum) ||
      !gst_structure_get_boolean (structure, "lost", &packet->lost))
    return FALSE;
  gst_structure_get_uint (structure, "size", &size);
  packet->seqnum = (guint16)seqnum;
  packet->send_us = read_time_us (structure, "local-ts");
  packet->arrival_us = read_time_us (structure, "remote-ts");
  packet->size = MIN (size, G_MAXUINT16) + GCC_PAYLOAD_OVERHEAD;
  return packet->lost || packet->arrival_us >= 0;
}

gboolean
gcc_feedback_is (GstEvent *event)
{
  return GST_EVENT_TYPE (event) == GST_EVENT_CUSTOM_UPSTREAM &&
         gst_event_has_name (event, "RTPTWCCPackets");
}

/* rtpsession gives a GValueArray, which GLib calls deprecated. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
GArray *
gcc_feedback_parse (GstEvent *event)
{
  GArray *packets = g_array_new (FALSE, FALSE, sizeof (GccPacket));
  const GValue *field =
    gst_structure_get_value (gst_event_get_structure (event), "packets");

  if (field == NULL || !G_VALUE_HOLDS (field, g_value_array_get_type ()))
    return packets;
  GValueArray *values = g_value_get_boxed (field);
  for (guint i = 0; values != NULL && i < values->n_values; i++) {
    const GValue *value = g_value_array_get_nth (values, i);
    GccPacket packet;
    if (GST_VALUE_HOLDS_STRUCTURE (value) &&
        read_packet (gst_value_get_structure (value), &packet))
      g_array_append_val (packets, packet);
  }
  return packets;
}
G_GNUC_END_IGNORE_DEPRECATIONS
