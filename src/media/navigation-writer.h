/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Writes a VcEvent as a GstNavigation structure.
 *
 * The mapping is described in gst-plugins/vtk/navigation.h, which reads them.
 */

#pragma once

#include <gst/gst.h>

#include "event.h"

G_BEGIN_DECLS

/* @width, @height: of the view, pixels. Returns: (transfer full) (nullable):
 * NULL for gestures, which VcView makes of touches. */
GstStructure *vc_navigation_write (const VcEvent *event, int width, int height);

/* The same, pushed upstream from @pad, a sink, whose caps tell the size. */
void vc_navigation_push (GstPad *pad, const VcEvent *event);

G_END_DECLS
