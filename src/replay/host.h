/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcHost: a data scene without a view: it lives in the thread that made it.
 */

#pragma once

#include "scene.h"

G_BEGIN_DECLS

typedef struct _VcHost VcHost;

/* @progress: 0…1 */
typedef void (*VcHostFunc) (double progress, gpointer user_data);

/* Loads and waits. Fails if any of the data cannot be loaded. @func:
 * (nullable) */
VcHost *vc_host_new (const char *const *locations, int gpu, VcHostFunc func,
                     gpointer user_data, GError **error);
void vc_host_free (VcHost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcHost, vc_host_free)

VcScene *vc_host_get_scene (VcHost *self);
const char *vc_host_get_renderer (VcHost *self);

/* (transfer full): waits for it. */
char *vc_host_dup_identity (VcHost *self);

G_END_DECLS
