/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Profile: what a link is like over time, from a text file.
 *
 * A line is a list of words and values; "#" begins a comment:
 *
 *     rate 12M vary 50% every 1s delay 30ms jitter 7ms loss 0.1% queue 100ms
 *     at 10s rate 1M
 *     at 12s up loss 5% burst 3
 *     repeat 20s
 *
 * `up` (client to server) or `down` in front of settings restricts them to that
 * direction. `at` gives the time from which a line holds; what it does not
 * name stays as it was. `repeat` starts again after that time. `rate 0` cuts
 * the link.
 */

#pragma once

#include "link.h"

G_BEGIN_DECLS

typedef enum {
  PROFILE_UP,
  PROFILE_DOWN,
} ProfileDirection;

typedef struct _Profile Profile;

/* Returns NULL and sets @error with the line's number on bad text. */
Profile *profile_parse (const char *text, GError **error);
void profile_free (Profile *self);

/* The settings at @time_us since the start, 0 ≤ @time_us. Returns the time of
 * the next change, or G_MAXINT64. */
gint64 profile_get (const Profile *self, gint64 time_us,
                    ProfileDirection direction, LinkSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Profile, profile_free)

G_END_DECLS
