/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPatch: values of parameters on their way to a scene, with those who wait
 * for the outcome.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _VcPatch VcPatch;

/* @values: an a{sv}. @task: (transfer full) (nullable): returns a boolean when
 * the scene has them. */
VcPatch *vc_patch_new (GVariant *values, GTask *task);

/* Nobody is told the outcome. */
void vc_patch_free (VcPatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcPatch, vc_patch_free)

/* Could newer values take the place of those in @self without anybody losing
 * anything? A value that is true may be an action, which counts each time. */
gboolean vc_patch_can_add (VcPatch *self, GVariant *values);

/* Newer values take the place of older ones, behind all others. @task: as
 * above */
void vc_patch_add (VcPatch *self, GVariant *values, GTask *task);

/* (transfer full): all values, an a{sv}. */
GVariant *vc_patch_get_values (VcPatch *self);

/* Frees @self, and tells the outcome. @error: (nullable) */
void vc_patch_finish (VcPatch *self, const GError *error);

G_END_DECLS
