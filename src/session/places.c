/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPlaces: the order in which viewers came, kept for a while for those that
 * vanished.
 */

#include "places.h"

#include <string.h>

typedef struct {
  char *id;
  guint place;
  gint64 until_us;
} VcPlace;

static void
clear_place (VcPlace *place)
{
  g_free (place->id);
}

void
vc_places_init (VcPlaces *self)
{
  *self = (VcPlaces){.kept = g_array_new (FALSE, FALSE, sizeof (VcPlace))};
  g_array_set_clear_func (self->kept, (GDestroyNotify)clear_place);
}

void
vc_places_clear (VcPlaces *self)
{
  g_clear_pointer (&self->kept, g_array_unref);
}

guint
vc_places_take (VcPlaces *self)
{
  return ++self->last;
}

void
vc_places_keep (VcPlaces *self, const char *id, guint place, gint64 now_us)
{
  VcPlace entry = {g_strdup (id), place, now_us + VC_PLACES_KEEP_US};

  if (self->kept->len == VC_PLACES_KEEP_MAX)
    g_array_remove_index (self->kept, 0);
  g_array_append_val (self->kept, entry);
}

guint
vc_places_find (const VcPlaces *self, const char *id, gint64 now_us)
{
  for (guint i = 0; i < self->kept->len; i++) {
    const VcPlace *place = &g_array_index (self->kept, VcPlace, i);

    if (strcmp (place->id, id) == 0)
      return now_us < place->until_us ? place->place : 0;
  }
  return 0;
}
