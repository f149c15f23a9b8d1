/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRay: casts one ray through a lit volume.
 */

#include "ray.h"

#include <cmath>
#include <cstring>

#include <vtkSetGet.h>
#include <vtkType.h>

#include "lanes.h"

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
  VcLanes index;
  gsize at;
  guint32 z;
};

inline guint32
attenuate (guint32 a, guint32 b)
{
  return (ALMOST_HALF + a * b) >> VC_RAY_SHIFT;
}

inline guint32
interpolate (VcLanes values, VcLanes weights)
{
  return (ALMOST_HALF + vc_lanes_sum_products (values, weights)) >>
         VC_RAY_SHIFT;
}

inline VcLanes
compute_weights (const guint32 p[3])
{
  guint32 x2 = p[0] & VC_RAY_MASK, x1 = ~p[0] & VC_RAY_MASK;
  guint32 y2 = p[1] & VC_RAY_MASK, y1 = ~p[1] & VC_RAY_MASK;
  guint32 z2 = p[2] & VC_RAY_MASK, z1 = ~p[2] & VC_RAY_MASK;
  guint32 x = x1 | x2 << 16;

  y1 |= y1 << 16;
  y2 |= y2 << 16;
  z1 |= z1 << 16;
  z2 |= z2 << 16;
  return vc_lanes_multiply (
    vc_lanes_multiply (vc_lanes_unpack (x, x, x, x),
                       vc_lanes_unpack (y1, y2, y1, y2)),
    vc_lanes_unpack (z1, z1, z2, z2));
}

template <typename T>
inline guint16
make_index (const VcRayField *field, T scalar)
{
  /* The same number, sooner. */
  if (sizeof (T) <= 2 && field->offset != VC_RAY_NO_OFFSET)
    return (gint32)scalar + field->offset;
  return (guint32)(field->scale * (scalar + field->shift));
}

template <typename T>
inline VcLanes
load_indices (const VcRayField *field, const T *v)
{
  gsize row = field->row, slice = field->slice;

  if (sizeof (T) == sizeof (guint16) && field->offset != VC_RAY_NO_OFFSET)
    return vc_lanes_add (
      vc_lanes_load_pairs (v, v + row, v + slice, v + slice + row),
      field->offset);

  const guint16 indices[8] = {
    make_index (field, v[0]),           make_index (field, v[1]),
    make_index (field, v[row]),         make_index (field, v[row + 1]),
    make_index (field, v[slice]),       make_index (field, v[slice + 1]),
    make_index (field, v[slice + row]), make_index (field, v[slice + row + 1])};
  return vc_lanes_load (indices);
}

/* Returns whether any sample between them can be seen. */
template <typename T>
inline bool
load_cell (const VcRayField *field, const guint32 p[3], Cell *cell)
{
  cell->at = (p[0] >> VC_RAY_SHIFT) + (p[1] >> VC_RAY_SHIFT) * field->row;
  cell->z = p[2] >> VC_RAY_SHIFT;
  cell->index = load_indices (field, (const T *)field->scalars + cell->at +
                                       cell->z * field->slice);
  return vc_lanes_reach (cell->index, field->lowest);
}

inline void
look_normals_up (const VcRayField *field, const Cell *cell, VcLanes *diffuse,
                 VcLanes *specular)
{
  const guint16 *near = field->normals[cell->z] + cell->at;
  const guint16 *far = field->normals[cell->z + 1] + cell->at;
  VcLanes normals =
    vc_lanes_load_pairs (near, near + field->row, far, far + field->row);

  vc_lanes_look_up (field->light, normals, diffuse, specular);
}

/* Returns FALSE when nothing behind the sample can be seen. */
inline bool
add_sample (const VcRayField *field, const Cell *cell, const guint32 p[3],
            Light *light)
{
  VcLanes weights = compute_weights (p), diffuse, specular;
  guint32 index = interpolate (cell->index, weights) & (VC_RAY_TABLE_SIZE - 1);
  guint32 opacity = field->opacities[index], brightness, shine;

  if (opacity == 0)
    return true;
  look_normals_up (field, cell, &diffuse, &specular);
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
  const guint8 *skips;
  /* Mirror a position within its block for those that walk backwards. */
  guint32 mirrors[3];
  float per_step[3];
};

inline Walk
make_walk (const VcRayField *field, const gint32 step[3])
{
  const int *blocks = field->blocks;
  gsize n = (gsize)blocks[0] * blocks[1] * blocks[2];
  Walk walk;

  walk.skips = field->skips;
  for (int i = 0; i < 3; i++) {
    if (step[i] < 0)
      walk.skips += n << i;
    walk.mirrors[i] = step[i] < 0 ? BLOCK_SIZE - 1 : 0;
    walk.per_step[i] = step[i] ? 1.0f / std::abs ((float)step[i]) : G_MAXINT32;
  }
  return walk;
}

/* Steps until the ray has left a cube of so many blocks along its edge. */
inline guint
count_steps (const Walk *walk, const guint32 p[3], guint edge)
{
  float least = G_MAXINT32;

  for (int i = 0; i < 3; i++) {
    guint32 inside = (p[i] ^ walk->mirrors[i]) & (BLOCK_SIZE - 1);
    gint32 way = edge * BLOCK_SIZE - inside;

    least = MIN (least, way * walk->per_step[i]);
  }
  return MAX ((gint32)least, 1);
}

inline guint
get_edge (const VcRayField *field, const Walk *walk, const guint32 p[3])
{
  gsize x = p[0] >> VC_RAY_BLOCK_SHIFT, y = p[1] >> VC_RAY_BLOCK_SHIFT;
  gsize z = p[2] >> VC_RAY_BLOCK_SHIFT;

  return walk->skips[(z * field->blocks[1] + y) * field->blocks[0] + x];
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
  Walk walk = make_walk (field, step);
  Light light;
  Cell cell;
  bool visible = false;

  for (guint n = 0; n_steps > 0; n_steps -= n, advance (p, step, n)) {
    n = 1;
    if (has_moved (p, block, VC_RAY_BLOCK_SHIFT)) {
      guint edge = get_edge (field, &walk, p);

      if (edge > 0) {
        n = MIN (count_steps (&walk, p, edge), n_steps);
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
