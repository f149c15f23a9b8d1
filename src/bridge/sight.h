/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Where a program is seen from, and where somebody pointed, from JSON. Pure.
 */

#pragma once

#include "json.h"

G_BEGIN_DECLS

/* Return: floating: an a{sv} as the signals of scene.h have it. Fail with a
 * sentence. */
GVariant *vc_sight_read_camera (JsonObject *message, GError **error);
GVariant *vc_sight_read_pick (JsonObject *message, GError **error);

G_END_DECLS
