/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcParameterList: what can be set of the things on a stage, each under a name
 * of its own.
 */

#pragma once

#include <string>
#include <vector>

#include <glib.h>

class VcItem;

class VcParameterList
{
public:
  struct Entry {
    /* As people outside know it: “opacity”, “opacity.2”. */
    std::string name;
    /* As its owner knows it. */
    std::string own_name;
    /* (nullable): NULL: the stage itself. */
    VcItem *owner;
  };

  VcParameterList ();
  ~VcParameterList ();
  VcParameterList (const VcParameterList &) = delete;
  VcParameterList &operator= (const VcParameterList &) = delete;

  /* What is added from now on belongs there. */
  void SetOwner (VcItem *owner, const std::string &group);

  void AddNumber (const char *name, const char *title, double value,
                  double minimum, double maximum, double step,
                  const char *unit = nullptr);
  void AddBoolean (const char *name, const char *title, bool value);
  /* @choices: NULL-terminated; @value is one of them. */
  void AddChoice (const char *name, const char *title, const char *value,
                  const char *const *choices);
  void AddAction (const char *name, const char *title);

  /* (nullable) */
  const Entry *Find (const std::string &name) const;

  /* Floating: as in parameters.h. */
  GVariant *GetDescriptions ();

private:
  void Add (const char *name, const char *title, const char *kind,
            GVariantDict *more);

  std::vector<Entry> Entries;
  std::vector<GVariant *> Descriptions;
  VcItem *Owner = nullptr;
  std::string Group;
};
