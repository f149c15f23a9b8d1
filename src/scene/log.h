/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Leads VTK's messages into GLib's log.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* VTK writes nothing to stderr by itself afterwards. Any thread, any number of
 * times. */
void vc_log_capture_vtk (void);

G_END_DECLS
