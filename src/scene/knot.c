/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A closed surface of any number of triangles: a rippled torus knot.
 */

#include "knot.h"

#include <math.h>

/* Turns around the hole, and around the ring. */
#define P 2
#define Q 3
#define RADIUS 0.42
#define RIPPLE 0.05

typedef struct {
  double p[3];
} Vector;

static Vector
combine (Vector a, double s, Vector b, double t)
{
  Vector v;

  for (int i = 0; i < 3; i++)
    v.p[i] = s * a.p[i] + t * b.p[i];
  return v;
}

static Vector
cross (Vector a, Vector b)
{
  return (Vector){{a.p[1] * b.p[2] - a.p[2] * b.p[1],
                   a.p[2] * b.p[0] - a.p[0] * b.p[2],
                   a.p[0] * b.p[1] - a.p[1] * b.p[0]}};
}

static Vector
normalize (Vector v)
{
  double n = sqrt (v.p[0] * v.p[0] + v.p[1] * v.p[1] + v.p[2] * v.p[2]);

  return combine (v, 1 / n, v, 0);
}

/* The knot's line lies in the x–z plane, so that it faces an anterior view. */
static Vector
get_center (double u)
{
  double r = 2 + cos (Q * u);

  return (Vector){{r * cos (P * u), sin (Q * u), r * sin (P * u)}};
}

/* What all points of one cross section share. */
typedef struct {
  double u;
  Vector center;
  Vector side;
  Vector up;
} Section;

static Section
get_section (double u)
{
  const double h = 1e-4;
  const Vector axis = {{0, 1, 0}};
  Vector tangent =
    normalize (combine (get_center (u + h), 1, get_center (u - h), -1));
  Section section = {u, get_center (u), normalize (cross (tangent, axis))};

  section.up = cross (section.side, tangent);
  return section;
}

static Vector
get_point (const Section *section, double v)
{
  double u = section->u;
  double radius = RADIUS + RIPPLE * sin (9 * v + 60 * u) * cos (24 * u);
  Vector outwards = combine (section->side, cos (v), section->up, sin (v));

  return combine (section->center, 1, outwards, radius);
}

static void
write_vector (float *to, Vector v)
{
  for (int i = 0; i < 3; i++)
    to[i] = (float)v.p[i];
}

static void
write_section (float *points, float *normals, double u, guint around)
{
  const double h = 1e-4;
  const Section section = get_section (u);
  const Section before = get_section (u - h), after = get_section (u + h);

  for (guint j = 0; j < around; j++) {
    double v = 2 * G_PI * j / around;
    Vector along =
      combine (get_point (&after, v), 1, get_point (&before, v), -1);
    Vector across =
      combine (get_point (&section, v + h), 1, get_point (&section, v - h), -1);

    write_vector (points + 3 * j, get_point (&section, v));
    write_vector (normals + 3 * j, normalize (cross (along, across)));
  }
}

static GBytes *
make_triangles (guint along, guint around)
{
  gint32 *triangles = g_new (gint32, (gsize)along * around * 6);
  gint32 *t = triangles;

  for (guint i = 0; i < along; i++) {
    for (guint j = 0; j < around; j++) {
      guint i1 = (i + 1) % along, j1 = (j + 1) % around;
      gint32 a = i * around + j, b = i1 * around + j;
      gint32 c = i1 * around + j1, d = i * around + j1;
      const gint32 corners[] = {a, b, c, a, c, d};

      for (int k = 0; k < 6; k++)
        *t++ = corners[k];
    }
  }
  return g_bytes_new_take (triangles,
                           (gsize)along * around * 6 * sizeof (gint32));
}

VcSurface *
vc_knot_new (guint along, guint around)
{
  VcSurface *self = vc_surface_new ();
  gsize n = (gsize)along * around;
  gsize size = n * 3 * sizeof (float);
  float *points = g_malloc (size);
  float *normals = g_malloc (size);

  for (guint i = 0; i < along; i++) {
    gsize at = 3 * (gsize)i * around;

    write_section (points + at, normals + at, 2 * G_PI * i / along, around);
  }
  self->name = g_strdup ("mesh");
  self->n_points = n;
  self->points = g_bytes_new_take (points, size);
  self->normals = g_bytes_new_take (normals, size);
  self->triangles = make_triangles (along, around);
  return self;
}
