/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parameters: what can be set of a scene by name, as scene.h describes it.
 *
 * Descriptions are an aa{sv}, in the order in which people see them:
 *
 *   name     s  ^[A-Za-z][A-Za-z0-9_.-]{0,63}$, once
 *   title    s  for people
 *   kind     s  number, integer, boolean, choice, text or action
 *   value       number, integer: d; boolean: b; choice, text: s; action: none
 *   minimum  d  (optional) of numbers and integers
 *   maximum  d  (optional) of numbers and integers
 *   step     d  (optional) of numbers and integers, above 0: for a slider
 *   unit     s  (optional) such as "HU" or "mm"
 *   choices  as of a choice
 *   group    s  (optional) a heading that neighbours share
 *
 * Values are an a{sv}, applied in its order. Those of actions are true.
 *
 * Pure. Errors are of G_IO_ERROR, and sentences that name the parameter.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define VC_PARAMETERS_MAX 256
/* Of strings, bytes. */
#define VC_PARAMETER_TEXT_MAX 4096
/* Of all descriptions together, for a page is told of them in one message, and
 * a data channel of webrtcbin's carries no more than 64 kB. Each counts
 * VC_PARAMETER_SIZE, and its texts (name, title, unit, group, choices) as JSON
 * has them: a byte is one, a quotation mark or a backslash two, a control
 * character six, and each choice three more. */
#define VC_PARAMETERS_SIZE_MAX 65000
#define VC_PARAMETER_SIZE 176

/* No parameters: an empty aa{sv}. Floating. */
GVariant *vc_parameters_new_empty (void);

/* Is @parameters as described above? */
gboolean vc_parameters_validate (GVariant *parameters, GError **error);

/* Can all of @values be set? Numbers may be of any numeric type. Returns:
 * (transfer full): the same with the types of above, or NULL */
GVariant *vc_parameters_check (GVariant *parameters, GVariant *values,
                               GError **error);

/* (transfer full): the values there are, an a{sv}. */
GVariant *vc_parameters_get_values (GVariant *parameters);

/* Do they differ in nothing but values? */
gboolean vc_parameters_are_alike (GVariant *a, GVariant *b);

G_END_DECLS
