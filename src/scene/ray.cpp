/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRay: casts one ray through a lit volume.
 */

#include "ray.h"

#include <cmath>
#include <cstring>

#include <vtkSetGet.h>
#include <vtkType.h>

#define HALF 0x4000
#define ALMOST_HALF 0x7fff
/* Hardly anything shines through that. */
#define OPAQUE 0xff
#define BLOCK_SIZE (1u << VC_RAY_BLOCK_SHIFT)

namespace
{

/* What a ray has gathered. */
struct Light {
  guint32 color[3] = {0, 0, 0};
  guint32 remaining = VC_RAY_MASK;
};

/* The eight voxels around a sample: x runs fastest, then y, then z. */
struct Cell {
  guint32 index[8];
  gsize at;
  guint32 z;
};

inline guint32
multiply (guint32 a, guint32 b)
{
  return (HALF + a * b) >> VC_RAY_SHIFT;
}

inline guint32
attenuate (guint32 a, guint32 b)
{
  return (ALMOST_HALF + a * b) >> VC_RAY_SHIFT;
}

inline guint32
interpolate (const guint32 values[8], const guint32 weights[8])
{
  guint32 sum = ALMOST_HALF;

  for (int i = 0; i < 8; i++)
    sum += values[i] * weights[i];
  return sum >> VC_RAY_SHIFT;
}

inline void
compute_weights (const guint32 p[3], guint32 weights[8])
{
  guint32 x2 = p[0] & VC_RAY_MASK, x1 = ~p[0] & VC_RAY_MASK;
  guint32 y2 = p[1] & VC_RAY_MASK, y1 = ~p[1] & VC_RAY_MASK;
  guint32 z2 = p[2] & VC_RAY_MASK, z1 = ~p[2] & VC_RAY_MASK;
  guint32 plane[4] = {multiply (x1, y1), multiply (x2, y1), multiply (x1, y2),
                      multiply (x2, y2)};

  for (int i = 0; i < 4; i++) {
    weights[i] = multiply (plane[i], z1);
    weights[i + 4] = multiply (plane[i], z2);
  }
}

template <typename T>
inline guint32
make_index (const VcRayField *field, T scalar)
{
  /* The same number, sooner. */
  if (sizeof (T) <= 2 && field->offset != VC_RAY_NO_OFFSET)
    return (gint32)scalar + field->offset;
  return (guint32)(field->scale * (scalar + field->shift));
}

/* Returns whether any sample between them can be seen. */
template <typename T>
inline bool
load_cell (const VcRayField *field, const guint32 p[3], Cell *cell)
{
  gsize row = field->row, slice = field->slice;
  gsize at = (p[0] >> VC_RAY_SHIFT) + (p[1] >> VC_RAY_SHIFT) * row;
  guint32 z = p[2] >> VC_RAY_SHIFT, highest = 0;
  const T *v = (const T *)field->scalars + at + z * slice;
  const T scalars[8] = {
    v[0],     v[1],         v[row],         v[row + 1],
    v[slice], v[slice + 1], v[slice + row], v[slice + row + 1]};

  cell->at = at;
  cell->z = z;
  for (int i = 0; i < 8; i++)
    cell->index[i] = make_index (field, scalars[i]);
  for (int i = 0; i < 8; i++)
    highest = MAX (highest, cell->index[i]);
  return highest >= field->lowest;
}

inline void
look_normals_up (const VcRayField *field, const Cell *cell, guint32 diffuse[8],
                 guint32 specular[8])
{
  const guint16 *near = field->normals[cell->z] + cell->at;
  const guint16 *far = field->normals[cell->z + 1] + cell->at;
  const guint16 normals[8] = {
    near[0], near[1], near[field->row], near[field->row + 1],
    far[0],  far[1],  far[field->row],  far[field->row + 1]};

  for (int i = 0; i < 8; i++) {
    guint32 both = field->light[normals[i]];

    diffuse[i] = both & 0xffff;
    specular[i] = both >> 16;
  }
}

/* Returns FALSE when nothing behind the sample can be seen. */
inline bool
add_sample (const VcRayField *field, const Cell *cell, const guint32 p[3],
            Light *light)
{
  guint32 weights[8], diffuse[8], specular[8];
  guint32 index, opacity, brightness, shine;

  compute_weights (p, weights);
  index = interpolate (cell->index, weights) & (VC_RAY_TABLE_SIZE - 1);
  opacity = field->opacities[index];
  if (opacity == 0)
    return true;
  look_normals_up (field, cell, diffuse, specular);
  brightness = interpolate (diffuse, weights);
  shine = attenuate (interpolate (specular, weights), opacity);
  for (int i = 0; i < 3; i++) {
    guint32 color = attenuate (field->colors[3 * index + i], opacity);

    color = (attenuate (brightness, color) + shine) & 0xffff;
    light->color[i] += attenuate (color, light->remaining);
  }
  light->remaining = attenuate (light->remaining, ~opacity & VC_RAY_MASK);
  return light->remaining >= OPAQUE;
}

/* How a ray walks through blocks. */
struct Walk {
  /* Mirror a position within its block for those that walk backwards. */
  guint32 mirrors[3];
  float per_step[3];
};

inline Walk
make_walk (const gint32 step[3])
{
  Walk walk;

  for (int i = 0; i < 3; i++) {
    walk.mirrors[i] = step[i] < 0 ? BLOCK_SIZE - 1 : 0;
    walk.per_step[i] = step[i] ? 1.0f / std::abs ((float)step[i]) : G_MAXINT32;
  }
  return walk;
}

/* Steps until the ray has left all blocks that are nearer than @distance. */
inline guint
count_steps (const Walk *walk, const guint32 p[3], guint distance)
{
  float least = G_MAXINT32;

  for (int i = 0; i < 3; i++) {
    guint32 inside = (p[i] ^ walk->mirrors[i]) & (BLOCK_SIZE - 1);
    gint32 way = distance * BLOCK_SIZE - inside;

    least = MIN (least, way * walk->per_step[i]);
  }
  return MAX ((gint32)least, 1);
}

inline guint
get_distance (const VcRayField *field, const guint32 p[3])
{
  gsize x = p[0] >> VC_RAY_BLOCK_SHIFT, y = p[1] >> VC_RAY_BLOCK_SHIFT;
  gsize z = p[2] >> VC_RAY_BLOCK_SHIFT;

  return field->skips[(z * field->blocks[1] + y) * field->blocks[0] + x];
}

inline bool
has_moved (const guint32 a[3], const guint32 b[3], int shift)
{
  return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2])) >> shift;
}

inline void
advance (guint32 p[3], const gint32 step[3], guint n)
{
  for (int i = 0; i < 3; i++)
    p[i] += n * (guint32)step[i];
}

void
finish (const Light *light, guint16 rgba[4])
{
  for (int i = 0; i < 3; i++)
    rgba[i] = MIN (light->color[i], (guint32)VC_RAY_MASK);
  rgba[3] = ~light->remaining & VC_RAY_MASK;
}

template <typename T>
void
cast (const VcRayField *field, const guint32 position[3], const gint32 step[3],
      guint n_steps, guint16 rgba[4])
{
  guint32 p[3] = {position[0], position[1], position[2]};
  guint32 block[3] = {~p[0], 0, 0}, corner[3] = {~p[0], 0, 0};
  Walk walk = make_walk (step);
  Light light;
  Cell cell;
  bool visible = false;

  for (guint n = 0; n_steps > 0; n_steps -= n, advance (p, step, n)) {
    n = 1;
    if (has_moved (p, block, VC_RAY_BLOCK_SHIFT)) {
      guint distance = get_distance (field, p);

      if (distance > 0) {
        n = MIN (count_steps (&walk, p, distance), n_steps);
        continue;
      }
      memcpy (block, p, sizeof (block));
    }
    if (has_moved (p, corner, VC_RAY_SHIFT)) {
      memcpy (corner, p, sizeof (corner));
      visible = load_cell<T> (field, p, &cell);
    }
    if (visible && !add_sample (field, &cell, p, &light))
      break;
  }
  finish (&light, rgba);
}

} // namespace

VcRayCaster
vc_ray_get_caster (int vtk_type)
{
  switch (vtk_type) {
    vtkTemplateMacro (return cast<VTK_TT>);
  }
  return nullptr;
}
