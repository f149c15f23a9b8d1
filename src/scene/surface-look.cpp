/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What people may change of how an actor is shown.
 */

#include "surface-look.h"

#include <cmath>
#include <cstring>

#include <vtkProperty.h>

namespace
{

/* In the order of VTK's constants. */
const char *const representations[] = {"points", "wireframe", "surface",
                                       nullptr};

struct NamedColor {
  const char *name;
  double color[3];
};

/* The first is what a surface without colours has at first. */
const NamedColor colors[] = {
  {"bone", {0.93, 0.88, 0.77}},   {"white", {1, 1, 1}},
  {"grey", {0.6, 0.6, 0.6}},      {"red", {0.84, 0.25, 0.22}},
  {"orange", {0.96, 0.62, 0.26}}, {"yellow", {0.95, 0.85, 0.35}},
  {"green", {0.42, 0.75, 0.4}},   {"cyan", {0.3, 0.78, 0.8}},
  {"blue", {0.33, 0.52, 0.9}},    {"violet", {0.65, 0.45, 0.85}},
};

bool
is_color (const double *a, const double *b)
{
  return std::fabs (a[0] - b[0]) + std::fabs (a[1] - b[1]) +
           std::fabs (a[2] - b[2]) <
         1e-6;
}

const char *
get_color (vtkActor *actor)
{
  for (auto &color : colors)
    if (is_color (color.color, actor->GetProperty ()->GetColor ()))
      return color.name;
  return colors[0].name;
}

} // namespace

const char *
vc_surface_look_get_representation (vtkActor *actor)
{
  int value = actor->GetProperty ()->GetRepresentation ();

  return representations[CLAMP (value, VTK_POINTS, VTK_SURFACE)];
}

void
vc_surface_look_set_representation (vtkActor *actor, const char *name)
{
  for (int i = VTK_POINTS; i <= VTK_SURFACE; i++)
    if (strcmp (representations[i], name) == 0)
      actor->GetProperty ()->SetRepresentation (i);
}

void
vc_surface_look_append (VcParameterList &list, vtkActor *actor, bool has_color)
{
  list.AddNumber ("opacity", "Opacity", actor->GetProperty ()->GetOpacity (), 0,
                  1, 0.01);
  list.AddChoice ("representation", "Representation",
                  vc_surface_look_get_representation (actor), representations);
  if (has_color) {
    const char *names[G_N_ELEMENTS (colors) + 1] = {nullptr};

    for (gsize i = 0; i < G_N_ELEMENTS (colors); i++)
      names[i] = colors[i].name;
    list.AddChoice ("colour", "Colour", get_color (actor), names);
  }
}

void
vc_surface_look_set (vtkActor *actor, const std::string &name, GVariant *value)
{
  vtkProperty *property = actor->GetProperty ();

  if (name == "opacity")
    property->SetOpacity (g_variant_get_double (value));
  if (name == "representation")
    vc_surface_look_set_representation (actor,
                                        g_variant_get_string (value, nullptr));
  for (auto &color : colors)
    if (name == "colour" &&
        strcmp (color.name, g_variant_get_string (value, nullptr)) == 0)
      property->SetColor (color.color[0], color.color[1], color.color[2]);
}
