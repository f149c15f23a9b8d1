/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON text that we write.
 *
 * json-glib writes 0.1 as 0.10000000000000001; here each number is the shortest
 * text that reads back as the same. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each appends one value. What is not finite becomes 0. */
void vc_json_add_number (GString *text, double value);
void vc_json_add_string (GString *text, const char *value);
/* @value: a b, d, u, x, s, ad, a{sv} or aa{sv}; others become null. */
void vc_json_add_variant (GString *text, GVariant *value);

/* Appends @name and a colon, with a comma before it unless it is the first of
 * its object. */
void vc_json_add_name (GString *text, const char *name);

G_END_DECLS
