/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Our GStreamer plugins, wherever this program or library lies.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Initialises GStreamer, and loads vtksrc and rtpgcc. */
gboolean vc_plugins_load (GError **error);

G_END_DECLS
