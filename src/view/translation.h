/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTranslation: what a scene sees of the events of viewers.
 *
 * Fingers become a mouse or a gesture (touch.h), and then presses and releases
 * come in turns (interaction.h). Pure.
 */

#pragma once

#include "event.h"

G_BEGIN_DECLS

typedef struct _VcTranslation VcTranslation;

VcTranslation *vc_translation_new (void);
void vc_translation_free (VcTranslation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcTranslation, vc_translation_free)

/* @aspect: width of the view by its height. */
void vc_translation_set_aspect (VcTranslation *self, double aspect);

/* Returns: (transfer none) (element-type VcEvent): valid until the next
 * call. */
const GArray *vc_translation_apply (VcTranslation *self, const VcEvent *event);

/* Does anybody hold anything? */
gboolean vc_translation_is_active (const VcTranslation *self);

/* Appends to @out (GArray of VcEvent) the events that would bring a scene to
 * hold what is held now. */
void vc_translation_append_held (const VcTranslation *self, GArray *out);

G_END_DECLS
