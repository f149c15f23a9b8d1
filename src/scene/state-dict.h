/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Numbers in the a{sv} that is a scene's state (scene.h).
 *
 * Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void vc_state_add_numbers (GVariantBuilder *builder, const char *name,
                           const double *values, gsize n);

/* Returns FALSE, and leaves @values alone, unless there are @n finite numbers
 * of that name. */
gboolean vc_state_get_numbers (GVariant *dict, const char *name, double *values,
                               gsize n);

gboolean vc_state_get_number (GVariant *dict, const char *name, double *value);

G_END_DECLS
