/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcParameterList: what can be set of the things on a stage.
 */

#include "parameter-list.h"

#include "scene.h"

VcParameterList::VcParameterList () = default;

VcParameterList::~VcParameterList ()
{
  for (GVariant *description : Descriptions)
    g_variant_unref (description);
}

void
VcParameterList::SetOwner (VcItem *owner, const std::string &group)
{
  Owner = owner;
  Group = group;
}

void
VcParameterList::Add (const char *name, const char *title, const char *kind,
                      GVariantDict *more)
{
  std::string unique = name;

  /* With a hundred meshes, the first ones have to be enough. */
  if (Descriptions.size () >= VC_PARAMETERS_MAX)
    return;
  for (int n = 2; Find (unique); n++)
    unique = name + ("." + std::to_string (n));
  g_variant_dict_insert (more, "name", "s", unique.c_str ());
  g_variant_dict_insert (more, "title", "s", title);
  g_variant_dict_insert (more, "kind", "s", kind);
  if (!Group.empty ())
    g_variant_dict_insert (more, "group", "s", Group.c_str ());
  Entries.push_back ({unique, name, Owner});
  Descriptions.push_back (g_variant_ref_sink (g_variant_dict_end (more)));
}

void
VcParameterList::AddNumber (const char *name, const char *title, double value,
                            double minimum, double maximum, double step,
                            const char *unit)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (nullptr);

  g_variant_dict_insert (&dict, "value", "d", CLAMP (value, minimum, maximum));
  g_variant_dict_insert (&dict, "minimum", "d", minimum);
  g_variant_dict_insert (&dict, "maximum", "d", maximum);
  g_variant_dict_insert (&dict, "step", "d", step);
  if (unit)
    g_variant_dict_insert (&dict, "unit", "s", unit);
  Add (name, title, "number", &dict);
}

void
VcParameterList::AddBoolean (const char *name, const char *title, bool value)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (nullptr);

  g_variant_dict_insert (&dict, "value", "b", (gboolean)value);
  Add (name, title, "boolean", &dict);
}

void
VcParameterList::AddChoice (const char *name, const char *title,
                            const char *value, const char *const *choices)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (nullptr);

  g_variant_dict_insert (&dict, "value", "s", value);
  g_variant_dict_insert (&dict, "choices", "^as", choices);
  Add (name, title, "choice", &dict);
}

void
VcParameterList::AddAction (const char *name, const char *title)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (nullptr);

  Add (name, title, "action", &dict);
}

const VcParameterList::Entry *
VcParameterList::Find (const std::string &name) const
{
  for (auto &entry : Entries)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

GVariant *
VcParameterList::GetDescriptions ()
{
  return g_variant_new_array (G_VARIANT_TYPE_VARDICT, Descriptions.data (),
                              Descriptions.size ());
}
