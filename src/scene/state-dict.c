/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Numbers in the a{sv} that is a scene's state.
 */

#include "state-dict.h"

#include <math.h>
#include <string.h>

void
vc_state_add_numbers (GVariantBuilder *builder, const char *name,
                      const double *values, gsize n)
{
  g_variant_builder_add (builder, "{sv}", name,
                         g_variant_new_fixed_array (
                           G_VARIANT_TYPE_DOUBLE, values, n, sizeof (double)));
}

gboolean
vc_state_get_numbers (GVariant *dict, const char *name, double *values, gsize n)
{
  g_autoptr (GVariant) array =
    g_variant_lookup_value (dict, name, G_VARIANT_TYPE ("ad"));
  const double *numbers;
  gsize length;

  if (!array)
    return FALSE;
  numbers = g_variant_get_fixed_array (array, &length, sizeof (double));
  if (length != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!isfinite (numbers[i]))
      return FALSE;
  memcpy (values, numbers, n * sizeof (double));
  return TRUE;
}

gboolean
vc_state_get_number (GVariant *dict, const char *name, double *value)
{
  double number;

  if (!g_variant_lookup (dict, name, "d", &number) || !isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}
