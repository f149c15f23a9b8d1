/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Where a program is seen from, and where somebody pointed, from JSON.
 */

#include "sight.h"

#include <math.h>

#include "bridge-error.h"

#define N_AXES 3
#define NOT_RIGHT "“%s” is not what it should be."

static gboolean
read_point (JsonObject *message, const char *name, double point[N_AXES],
            GError **error)
{
  JsonNode *node = json_object_get_member (message, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                       ? json_node_get_array (node)
                       : NULL;

  if (array == NULL || json_array_get_length (array) != N_AXES)
    return vc_bridge_fail (error, NOT_RIGHT, name);
  for (guint i = 0; i < N_AXES; i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (element) ||
        json_node_get_value_type (element) == G_TYPE_STRING)
      return vc_bridge_fail (error, NOT_RIGHT, name);
    point[i] = json_node_get_double (element);
    if (!isfinite (point[i]))
      return vc_bridge_fail (error, NOT_RIGHT, name);
  }
  return TRUE;
}

static void
add_point (GVariantDict *dict, const char *name, const double point[N_AXES])
{
  g_variant_dict_insert_value (dict, name,
                               g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE,
                                                          point, N_AXES,
                                                          sizeof (double)));
}

GVariant *
vc_sight_read_camera (JsonObject *message, GError **error)
{
  static const char *const points[] = {"position", "focalPoint", "viewUp"};
  static const char *const numbers[] = {"viewAngle", "parallelScale"};
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++) {
    double point[N_AXES];

    if (!read_point (message, points[i], point, error))
      return NULL;
    add_point (&dict, points[i], point);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    double number;

    if (!vc_json_get_number (message, numbers[i], &number)) {
      vc_bridge_fail (error, NOT_RIGHT, numbers[i]);
      return NULL;
    }
    g_variant_dict_insert (&dict, numbers[i], "d", number);
  }
  return g_variant_dict_end (&dict);
}

static gboolean
read_small (JsonObject *message, const char *name, GVariantDict *dict,
            GError **error)
{
  gint64 value;

  if (!vc_json_get_integer (message, name, &value) || value < 0 ||
      value > G_MAXUINT32)
    return vc_bridge_fail (error, NOT_RIGHT, name);
  g_variant_dict_insert (dict, name, "u", (guint32)value);
  return TRUE;
}

GVariant *
vc_sight_read_pick (JsonObject *message, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  double position[N_AXES];

  if (!read_small (message, "viewer", &dict, error) ||
      !read_small (message, "button", &dict, error))
    return NULL;
  if (json_object_has_member (message, "position")) {
    if (!read_point (message, "position", position, error))
      return NULL;
    add_point (&dict, "position", position);
  }
  return g_variant_dict_end (&dict);
}
