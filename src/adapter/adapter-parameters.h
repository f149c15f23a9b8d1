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

  /* @value: (nullable) */
  void
  Add (const char *name, const char *title, const char *kind, GVariant *value,
       Changed changed)
  {
    std::lock_guard<std::mutex> locker (Lock);
    Parameter parameter;

    parameter.name = name;
    parameter.changed = std::move (changed);
    parameter.properties["name"] = Keep (g_variant_new_string (name));
    parameter.properties["title"] = Keep (g_variant_new_string (title));
    parameter.properties["kind"] = Keep (g_variant_new_string (kind));
    if (value)
      parameter.properties["value"] = Keep (value);
    List.push_back (std::move (parameter));
  }

  bool
  Describe (const char *name, const char *key, GVariant *property)
  {
    std::shared_ptr<GVariant> kept = Keep (property);
    std::lock_guard<std::mutex> locker (Lock);
    Parameter *parameter = Find (name);

    if (parameter)
      parameter->properties[key] = kept;
    return parameter != nullptr;
  }

  /* Returns whom to tell. */
  Changed
  Set (const char *name, GVariant *value)
  {
    std::shared_ptr<GVariant> kept = Keep (value);
    std::lock_guard<std::mutex> locker (Lock);
    Parameter *parameter = Find (name);

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
    GVariantBuilder builder;

    g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
    for (auto &parameter : List) {
      g_variant_builder_open (&builder, G_VARIANT_TYPE_VARDICT);
      for (auto &property : parameter.properties)
        g_variant_builder_add (&builder, "{sv}", property.first.c_str (),
                               property.second.get ());
      g_variant_builder_close (&builder);
    }
    return g_variant_builder_end (&builder);
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

  Parameter *
  Find (const char *name)
  {
    for (auto &parameter : List)
      if (parameter.name == name)
        return &parameter;
    return nullptr;
  }

  std::mutex Lock;
  std::vector<Parameter> List;
};

} // namespace
