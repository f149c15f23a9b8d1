/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlayoutDelay: the RTP header extension that asks the browser to show each
 * frame at once.
 */

#include "playout-delay.h"

#include <string.h>

#include "offer.h"

#define SIZE 3

struct _VcPlayoutDelay {
  GstRTPHeaderExtension parent_instance;
};

G_DEFINE_FINAL_TYPE (VcPlayoutDelay, vc_playout_delay,
                     GST_TYPE_RTP_HEADER_EXTENSION)

static GstRTPHeaderExtensionFlags
vc_playout_delay_get_supported_flags (GstRTPHeaderExtension *extension)
{
  return GST_RTP_HEADER_EXTENSION_ONE_BYTE | GST_RTP_HEADER_EXTENSION_TWO_BYTE;
}

static gsize
vc_playout_delay_get_max_size (GstRTPHeaderExtension *extension,
                               const GstBuffer *buffer)
{
  return SIZE;
}

static gssize
vc_playout_delay_write (GstRTPHeaderExtension *extension,
                        const GstBuffer *input,
                        GstRTPHeaderExtensionFlags flags, GstBuffer *output,
                        guint8 *data, gsize size)
{
  if (size < SIZE)
    return -1;

  memset (data, 0, SIZE);

  return SIZE;
}

static gboolean
vc_playout_delay_read (GstRTPHeaderExtension *extension,
                       GstRTPHeaderExtensionFlags flags, const guint8 *data,
                       gsize size, GstBuffer *buffer)
{
  return size == SIZE;
}

static void
vc_playout_delay_init (VcPlayoutDelay *self)
{
}

static void
vc_playout_delay_class_init (VcPlayoutDelayClass *klass)
{
  GstRTPHeaderExtensionClass *extension_class =
    GST_RTP_HEADER_EXTENSION_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  extension_class->get_supported_flags = vc_playout_delay_get_supported_flags;
  extension_class->get_max_size = vc_playout_delay_get_max_size;
  extension_class->write = vc_playout_delay_write;
  extension_class->read = vc_playout_delay_read;

  gst_rtp_header_extension_class_set_uri (extension_class,
                                          VC_EXTENSION_PLAYOUT_DELAY);
  gst_element_class_set_static_metadata (
    element_class, "Playout delay", GST_RTP_HDREXT_ELEMENT_CLASS,
    "Asks the receiver to show each frame at once", "vtkcast");
}

void
vc_playout_delay_register (void)
{
  static gsize is_registered = 0;

  if (g_once_init_enter (&is_registered)) {
    gst_element_register (NULL, "vtkcastplayoutdelay", GST_RANK_PRIMARY,
                          VC_TYPE_PLAYOUT_DELAY);
    g_once_init_leave (&is_registered, 1);
  }
}
