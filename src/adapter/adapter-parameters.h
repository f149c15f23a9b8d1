/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parameters: what people can set, and who is told of it.
 *
 * A part of vtkcast-adapter.cpp. Every function may be called from any thread.
 * Floating variants are consumed.
 */

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <vtkcast/parameters.h>

namespace
{

class Parameters
{
public:
  typedef std::function<void (GVariant *value)> Changed;

  typedef std::vector<std::pair<const char *, GVariant *>> Properties;

  /* What parameters.h does not allow is left out, and @error set. */
  bool
  Add (const char *name, const Properties &properties, Changed changed,
       GError **error)
  {
    std::lock_guard<std::mutex> locker (Lock);
    std::vector<Parameter> newer = List;
    Parameter parameter;

    parameter.name = name;
    parameter.changed = std::move (changed);
    parameter.properties["name"] = Keep (g_variant_new_string (name));
    for (auto &property : properties)
      parameter.properties[property.first] = Keep (property.second);
    newer.push_back (std::move (parameter));
    return Take (std::move (newer), error);
  }

  bool
  Describe (const char *name, const char *key, GVariant *property,
            GError **error)
  {
    std::shared_ptr<GVariant> kept = Keep (property);
    std::lock_guard<std::mutex> locker (Lock);
    std::vector<Parameter> newer = List;
    Parameter *parameter = Find (&newer, name);

    if (!parameter) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "There is no parameter “%s”", name);
      return false;
    }
    parameter->properties[key] = kept;
    return Take (std::move (newer), error);
  }

  /* The program's own value. */
  bool
  Assign (const char *name, GVariant *value, GError **error)
  {
    std::shared_ptr<GVariant> kept = Keep (value);
    std::shared_ptr<GVariant> all = Keep (Dup ());
    GVariantDict dict;

    g_variant_dict_init (&dict, nullptr);
    g_variant_dict_insert_value (&dict, name, kept.get ());
    std::shared_ptr<GVariant> values = Keep (g_variant_dict_end (&dict));
    GVariant *checked = vc_parameters_check (all.get (), values.get (), error);
    if (!checked)
      return false;
    Set (name, g_variant_lookup_value (checked, name, nullptr));
    g_variant_unref (checked);
    return true;
  }

  /* Returns whom to tell. */
  Changed
  Set (const char *name, GVariant *value)
  {
    std::shared_ptr<GVariant> kept = Keep (value);
    std::lock_guard<std::mutex> locker (Lock);
    Parameter *parameter = Find (&List, name);

    if (!parameter)
      return nullptr;
    if (parameter->properties.count ("value") != 0)
      parameter->properties["value"] = kept;
    return parameter->changed;
  }

  /* Floating: an aa{sv}. */
  GVariant *
  Dup ()
  {
    std::lock_guard<std::mutex> locker (Lock);

    return Print (List);
  }

  /* Floating: an as. */
  static GVariant *
  NewList (const std::vector<std::string> &texts)
  {
    GVariantBuilder builder;

    g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
    for (auto &text : texts)
      g_variant_builder_add (&builder, "s", text.c_str ());
    return g_variant_builder_end (&builder);
  }

private:
  struct Parameter {
    std::string name;
    std::map<std::string, std::shared_ptr<GVariant>> properties;
    Changed changed;
  };

  static std::shared_ptr<GVariant>
  Keep (GVariant *value)
  {
    return std::shared_ptr<GVariant> (g_variant_ref_sink (value),
                                      g_variant_unref);
  }

  static GVariant *
  Print (const std::vector<Parameter> &list)
  {
    GVariantBuilder builder;

    g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
    for (auto &parameter : list) {
      g_variant_builder_open (&builder, G_VARIANT_TYPE_VARDICT);
      for (auto &property : parameter.properties)
        g_variant_builder_add (&builder, "{sv}", property.first.c_str (),
                               property.second.get ());
      g_variant_builder_close (&builder);
    }
    return g_variant_builder_end (&builder);
  }

  bool
  Take (std::vector<Parameter> newer, GError **error)
  {
    std::shared_ptr<GVariant> printed = Keep (Print (newer));

    if (!vc_parameters_validate (printed.get (), error))
      return false;
    List.swap (newer);
    return true;
  }

  static Parameter *
  Find (std::vector<Parameter> *list, const char *name)
  {
    for (auto &parameter : *list)
      if (parameter.name == name)
        return &parameter;
    return nullptr;
  }

  std::mutex Lock;
  std::vector<Parameter> List;
};

} // namespace
