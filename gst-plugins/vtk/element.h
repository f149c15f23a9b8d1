/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtksrc: a VTK scene as a live video source.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GST_ELEMENT_REGISTER_DECLARE (vtksrc);

G_END_DECLS
