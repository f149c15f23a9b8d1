/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program says of its parameters, from JSON. Pure.
 */

#pragma once

#include "json.h"

G_BEGIN_DECLS

/* @array: (nullable): of objects with the members of parameters.h. Returns:
 * (transfer full): an aa{sv}, validated. Fails with a sentence. */
GVariant *vc_description_read (JsonArray *array, GError **error);

/* @object: (nullable): Returns: (transfer full): its booleans, numbers and
 * strings, an a{sv}. */
GVariant *vc_description_read_values (JsonObject *object);

/* (transfer full): @parameters with these values in place of its own. */
GVariant *vc_description_update (GVariant *parameters, GVariant *values);

G_END_DECLS
