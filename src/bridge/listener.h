/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcListener: a local socket for programs of the same user.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VcListener VcListener;

/* @fd: (transfer full): does not block; its other end belongs to our user. */
typedef void (*VcListenerFunc) (int fd, gpointer user_data);

/* The path of a socket: a @name without a slash is one in vtkcast's folder in
 * the user's runtime directory. (transfer full) */
char *vc_listener_get_path (const char *name);

/* @name: as above. Makes the folder, with mode 0700; one that others may enter
 * is refused. The socket is removed in the end. Calls @func in @context. Fails
 * with a sentence. */
VcListener *vc_listener_new (const char *name, GMainContext *context,
                             VcListenerFunc func, gpointer user_data,
                             GError **error);
void vc_listener_free (VcListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcListener, vc_listener_free)

G_END_DECLS
