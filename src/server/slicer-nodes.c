/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a scene holds, as 3D Slicer's WebServer tells it in JSON.
 */

#include "slicer-nodes.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#define NAME "vtkcast"
#define DISPLAYABLE                                                            \
  "vtkMRMLDisplayableNode", "vtkMRMLTransformableNode", "vtkMRMLStorableNode", \
    "vtkMRMLNode"
#define SCALAR "vtkMRMLScalarVolumeNode", "vtkMRMLVolumeNode", DISPLAYABLE

/* What a node is, from its own class to the root of all. */
static const char *const classes[][10] = {
  [VC_NODE_VOLUME] = {SCALAR},
  [VC_NODE_LABELS] = {"vtkMRMLLabelMapVolumeNode", SCALAR},
  [VC_NODE_COLORS] = {"vtkMRMLVectorVolumeNode", "vtkMRMLTensorVolumeNode",
                      SCALAR},
  [VC_NODE_MODEL] = {"vtkMRMLModelNode", DISPLAYABLE},
};

typedef void (*Visit) (JsonBuilder *builder, const VcNode *node,
                       const char *id);

static gboolean
matches (const VcSlicerFilter *filter, const VcNode *node, const char *id)
{
  if (filter->id != NULL)
    return strcmp (filter->id, id) == 0;
  return (filter->class_name == NULL ||
          g_strv_contains (classes[node->kind], filter->class_name)) &&
         (filter->name == NULL || g_strcmp0 (filter->name, node->name) == 0);
}

static char *
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
visit_nodes (VcCatalog *catalog, const VcSlicerFilter *filter, Visit visit,
             JsonBuilder *builder)
{
  g_autoptr (GPtrArray) nodes = NULL;
  guint counts[G_N_ELEMENTS (classes)] = {0};

  if (catalog == NULL)
    return;
  nodes = vc_catalog_dup_nodes (catalog);
  for (guint i = 0; i < nodes->len; i++) {
    const VcNode *node = nodes->pdata[i];
    g_autofree char *id =
      g_strdup_printf ("%s%u", classes[node->kind][0], ++counts[node->kind]);

    if (matches (filter, node, id))
      visit (builder, node, id);
  }
}

static void
add_name (JsonBuilder *builder, const VcNode *node, const char *id)
{
  g_autofree char *name = g_utf8_make_valid (node->name, -1);

  json_builder_add_string_value (builder, name);
}

static void
add_id (JsonBuilder *builder, const VcNode *node, const char *id)
{
  json_builder_add_string_value (builder, id);
}

/* As there: what is shown in colours is none of them. */
static void
add_volume (JsonBuilder *builder, const VcNode *node, const char *id)
{
  if (node->kind == VC_NODE_COLORS)
    return;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  add_name (builder, node, id);
  json_builder_set_member_name (builder, "id");
  add_id (builder, node, id);
  json_builder_end_object (builder);
}

static char *
describe (VcCatalog *catalog, const VcSlicerFilter *filter, Visit visit)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  visit_nodes (catalog, filter, visit, builder);
  json_builder_end_array (builder);
  return print (builder);
}

char *
vc_slicer_nodes_describe_volumes (VcCatalog *catalog)
{
  static const VcSlicerFilter volumes = {.class_name =
                                           "vtkMRMLScalarVolumeNode"};

  return describe (catalog, &volumes, add_volume);
}

char *
vc_slicer_nodes_list (VcCatalog *catalog, const VcSlicerFilter *filter,
                      gboolean ids)
{
  return describe (catalog, filter, ids ? add_id : add_name);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, int value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

char *
vc_slicer_nodes_describe_version (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) parts = g_strsplit (VC_VERSION ".0.0", ".", 4);
  struct utsname machine = {0};

  uname (&machine);
  json_builder_begin_object (builder);
  add_string (builder, "applicationName", NAME);
  add_string (builder, "applicationDisplayName", NAME);
  add_string (builder, "applicationVersion", VC_VERSION);
  add_number (builder, "majorVersion", atoi (parts[0]));
  add_number (builder, "minorVersion", atoi (parts[1]));
  add_string (builder, "arch", machine.machine);
  add_string (builder, "os", machine.sysname);
  json_builder_set_member_name (builder, "isCustomMainApplication");
  json_builder_add_boolean_value (builder, TRUE);
  add_string (builder, "mainApplicationName", NAME);
  add_number (builder, "mainApplicationMajorVersion", atoi (parts[0]));
  add_number (builder, "mainApplicationMinorVersion", atoi (parts[1]));
  add_number (builder, "mainApplicationPatchVersion", atoi (parts[2]));
  json_builder_end_object (builder);
  return print (builder);
}
