/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Does once, before the first viewer comes, what would make it wait.
 */

#include "peer.h"

#include <gst/gst.h>

#include "encoder.h"
#include "playout-delay.h"

/* An RSA key is made with the first one, by luck in 50 to 450 ms of a core. */
static void
make_certificate (void)
{
  g_autoptr (GstElement) decoder =
    gst_element_factory_make ("dtlssrtpdec", NULL);
  g_autofree char *pem = NULL;

  if (decoder == NULL)
    return;

  gst_object_ref_sink (decoder);
  g_object_get (decoder, "pem", &pem, NULL);
}

static void
load_plugins (void)
{
  static const char *const names[] = {"webrtcbin",  "nicesrc",      "srtpenc",
                                      "sctpenc",    "rtph264pay",   "rtpvp8pay",
                                      "rtprtxsend", "rtphdrexttwcc"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    GstElement *element = gst_element_factory_make (names[i], NULL);

    if (element != NULL)
      gst_object_unref (gst_object_ref_sink (element));
  }
}

static gpointer
warm_up_in_thread (gpointer data)
{
  make_certificate ();
  vc_playout_delay_register ();
  load_plugins ();
  vc_encoder_is_available (VC_CODEC_H264);

  return NULL;
}

GThread *
vc_peer_warm_up (void)
{
  return g_thread_new ("warm-up", warm_up_in_thread, NULL);
}
