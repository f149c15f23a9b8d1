/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Names of keys: from the DOM's to X11's.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @key: the DOM's KeyboardEvent.key ("a", "ArrowLeft", "+"). Writes the X11
 * keysym's name ("a", "Left", "plus"), as GstNavigation and VTK's interactors
 * have it, into @name. Returns FALSE for a key that they have no use for. */
gboolean vc_keysym_from_dom (const char *key, char *name, gsize size);

G_END_DECLS
