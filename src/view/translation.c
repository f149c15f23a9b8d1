/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTranslation: what a scene sees of the events of viewers.
 */

#include "translation.h"

#include "interaction.h"
#include "touch.h"

struct _VcTranslation {
  VcTouch *touch;
  VcInteraction *interaction;
  GArray *mouse;
  GArray *edges;
};

VcTranslation *
vc_translation_new (void)
{
  VcTranslation *self = g_new0 (VcTranslation, 1);

  self->touch = vc_touch_new ();
  self->interaction = vc_interaction_new ();
  self->mouse = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  self->edges = g_array_new (FALSE, FALSE, sizeof (VcEvent));
  return self;
}

void
vc_translation_free (VcTranslation *self)
{
  vc_touch_free (self->touch);
  vc_interaction_free (self->interaction);
  g_array_unref (self->mouse);
  g_array_unref (self->edges);
  g_free (self);
}

void
vc_translation_set_aspect (VcTranslation *self, double aspect)
{
  vc_touch_set_aspect (self->touch, aspect);
}

const GArray *
vc_translation_apply (VcTranslation *self, const VcEvent *event)
{
  g_array_set_size (self->mouse, 0);
  g_array_set_size (self->edges, 0);
  vc_touch_apply (self->touch, event, self->mouse);
  for (guint i = 0; i < self->mouse->len; i++)
    vc_interaction_apply (
      self->interaction, &g_array_index (self->mouse, VcEvent, i), self->edges);
  return self->edges;
}

gboolean
vc_translation_is_active (const VcTranslation *self)
{
  return vc_interaction_is_active (self->interaction);
}

void
vc_translation_append_held (const VcTranslation *self, GArray *out)
{
  vc_interaction_append_held (self->interaction, out);
  vc_touch_append_held (self->touch, out);
}
