/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The parameters of a scene as JSON: a JSON Schema, and an object of values.
 *
 * Pure.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Appends a JSON Schema (2020-12) of the values of @parameters, an aa{sv} as in
 * parameters.h. Values themselves are vc_json_add_variant()'s. */
void vc_scene_text_add_schema (GString *text, GVariant *parameters);

/* Returns: (transfer full) (nullable): an a{sv}, in the order of @object; NULL
 * if a member is no number, boolean or string, with an error that names it. */
GVariant *vc_scene_text_read_values (JsonObject *object, GError **error);

G_END_DECLS
