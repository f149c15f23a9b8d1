/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPatch: values of parameters on their way to a scene.
 */

#include "patch.h"

#include <string.h>

typedef struct {
  char *name;
  GVariant *value;
} Value;

struct _VcPatch {
  GArray *values;
  GPtrArray *tasks;
};

static void
clear_value (gpointer data)
{
  Value *value = data;

  g_free (value->name);
  g_variant_unref (value->value);
}

static int
find (VcPatch *self, const char *name)
{
  for (guint i = 0; i < self->values->len; i++)
    if (strcmp (g_array_index (self->values, Value, i).name, name) == 0)
      return i;
  return -1;
}

static gboolean
is_true (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}

VcPatch *
vc_patch_new (GVariant *values, GTask *task)
{
  VcPatch *self = g_new0 (VcPatch, 1);

  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->values, clear_value);
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  vc_patch_add (self, values, task);
  return self;
}

void
vc_patch_free (VcPatch *self)
{
  g_array_unref (self->values);
  g_ptr_array_unref (self->tasks);
  g_free (self);
}

gboolean
vc_patch_can_add (VcPatch *self, GVariant *values)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gboolean can_add = TRUE;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    int i = find (self, name);

    can_add &= i < 0 || !is_true (g_array_index (self->values, Value, i).value);
  }
  return can_add;
}

void
vc_patch_add (VcPatch *self, GVariant *values, GTask *task)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    Value newer = {g_strdup (name), g_variant_ref (value)};
    int i = find (self, name);

    if (i >= 0)
      g_array_remove_index (self->values, i);
    g_array_append_val (self->values, newer);
  }
  if (task)
    g_ptr_array_add (self->tasks, task);
}

GVariant *
vc_patch_get_values (VcPatch *self)
{
  g_auto (GVariantBuilder) builder =
    G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);

    g_variant_builder_add (&builder, "{sv}", value->name, value->value);
  }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

void
vc_patch_finish (VcPatch *self, const GError *error)
{
  for (guint i = 0; i < self->tasks->len; i++) {
    GTask *task = g_ptr_array_index (self->tasks, i);

    if (error)
      g_task_return_error (task, g_error_copy (error));
    else
      g_task_return_boolean (task, TRUE);
  }
  vc_patch_free (self);
}
