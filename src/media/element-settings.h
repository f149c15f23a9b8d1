/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Sets properties of an element from one line of text.
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* @settings: "name=value" separated by spaces; names that this version of the
 * element does not have are passed over. */
void vc_element_apply_settings (GstElement *element, const char *settings);

G_END_DECLS
