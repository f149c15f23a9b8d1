/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Is a session that is replayed the one that its journal tells of?
 */

#pragma once

#include "cursor.h"
#include "host.h"

G_BEGIN_DECLS

/* A scene of the same data, with the CPU. */
VcHost *replayed_open (const char *location);

/* What the journal says of the state after its entry @index. */
GVariant *replayed_get_state (const VcTimeline *timeline, guint index);

/* The largest difference between numbers of the cameras of two states. */
double replayed_compare_cameras (GVariant *a, GVariant *b);

/* Each frame has the camera that it had. Returns how many different ones there
 * were. */
guint replayed_assert_same_path (const VcTimeline *timeline, VcHost *host,
                                 VcCursorMode mode);

/* Each exact picture has the pixels that it had, from the end to the beginning.
 * Returns how many there are. */
guint replayed_assert_same_stills (const VcTimeline *timeline, VcHost *host,
                                   VcCursorMode mode);

/* Both, in each mode, with so many cameras at least and so many pictures. */
void replayed_assert_same (const VcTimeline *timeline, const char *location,
                           guint n_cameras, guint n_stills);

G_END_DECLS
