/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What the parent accepts from a loader process that went mad.
 */

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "affine.h"
#include "loader.h"
#include "memfd.h"
#include "unpack.h"

static int
make_fd (const void *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcMemfd) memory = vc_memfd_new (size, &error);
  int fd;

  g_assert_no_error (error);
  memcpy (memory->data, data, size);
  fd = vc_memfd_steal (memory, &error);
  g_assert_no_error (error);
  return fd;
}

static void
make_volume (VcMessage *message)
{
  vc_message_init (message, VC_MESSAGE_VOLUME);
  vc_message_set_text (message, "name");
  message->arrays = VC_ARRAY_VOXELS;
  message->dims[0] = message->dims[1] = message->dims[2] = 2;
  message->components = 1;
  message->scalar_type = VC_SCALAR_INT16;
  vc_affine_identity (message->ijk_to_lps);
}

static void
no_damage (VcMessage *m)
{
}
static void
larger (VcMessage *m)
{
  m->dims[2] = 3;
}
static void
zero (VcMessage *m)
{
  m->dims[2] = 0;
}
static void
overflow (VcMessage *m)
{
  m->dims[0] = m->dims[1] = m->dims[2] = G_MAXUINT32;
}
static void
wrap (VcMessage *m) /* 2³² · 2³² · … = 0 modulo 2⁶⁴ */
{
  m->dims[0] = m->dims[1] = m->dims[2] = 1u << 31;
  m->components = 4;
}
static void
bad_type (VcMessage *m)
{
  m->scalar_type = 99;
}
static void
bad_modality (VcMessage *m)
{
  m->modality = 99;
}
static void
bad_components (VcMessage *m)
{
  m->components = 5;
}
static void
bad_matrix (VcMessage *m)
{
  m->ijk_to_lps[5] = NAN;
}
static void
singular (VcMessage *m)
{
  m->ijk_to_lps[5] = 0;
}
static void
bad_arrays (VcMessage *m)
{
  m->arrays |= VC_ARRAY_POINTS;
}

static void
test_volume (void)
{
  static void (*const damages[]) (VcMessage *) = {
    no_damage,    larger,         zero,       overflow, wrap,       bad_type,
    bad_modality, bad_components, bad_matrix, singular, bad_arrays,
  };
  const gint16 values[8] = {-5, 1, 2, 3, 4, 5, 6, 7};

  for (guint d = 0; d < G_N_ELEMENTS (damages); d++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcVolume) volume = NULL;
    VcMessage message;
    int fd = make_fd (values, sizeof values);

    make_volume (&message);
    damages[d](&message);
    volume = vc_unpack_volume (&message, &fd, 1, &error);
    close (fd);
    g_assert_true ((volume != NULL) == (d == 0));
    g_assert_true ((error != NULL) == (d != 0));
    if (volume) {
      g_assert_cmpfloat (volume->range[0], ==, -5);
      g_assert_cmpmem (g_bytes_get_data (volume->voxels, NULL), sizeof values,
                       values, sizeof values);
    }
  }
}

/* Memory that the child could still shrink or change is refused. */
static void
test_seals (void)
{
  static const int seals[] = {
    0,
    F_SEAL_SHRINK | F_SEAL_GROW,
    F_SEAL_GROW | F_SEAL_WRITE,
    F_SEAL_SHRINK | F_SEAL_WRITE,
  };
  int other = open ("/dev/zero", O_RDONLY | O_CLOEXEC);

  for (guint s = 0; s < G_N_ELEMENTS (seals); s++) {
    g_autoptr (GError) error = NULL;
    int fd = memfd_create ("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    g_assert_cmpint (ftruncate (fd, 16), ==, 0);
    g_assert_cmpint (fcntl (fd, F_ADD_SEALS, seals[s]), ==, 0);
    g_assert_null (vc_memfd_map (fd, 16, &error));
    g_assert_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED);
    close (fd);
  }
  g_assert_null (vc_memfd_map (other, 16, NULL));
  g_assert_null (vc_memfd_map (-1, 16, NULL));
  close (other);
}

typedef struct {
  float points[9];
  float normals[9];
  guint8 colors[12];
  float scalars[3];
  gint32 triangles[3];
  VcArrays arrays;
  guint n_points;
} Triangle;

static const Triangle good_triangle = {
  .points = {0, 0, 0, 1, 0, 0, 0, 1, 0},
  .normals = {0, 0, 1, 0, 0, 1, 0, 0, 1},
  .scalars = {3, NAN, -1},
  .triangles = {0, 1, 2},
  .arrays =
    VC_ARRAY_POINTS | VC_ARRAY_NORMALS | VC_ARRAY_SCALARS | VC_ARRAY_TRIANGLES,
  .n_points = 3,
};

static VcSurface *
unpack (const Triangle *t, GError **error)
{
  const struct {
    VcArrays array;
    const void *data;
    gsize size;
  } parts[] = {
    {VC_ARRAY_POINTS, t->points, sizeof t->points},
    {VC_ARRAY_NORMALS, t->normals, sizeof t->normals},
    {VC_ARRAY_COLORS, t->colors, sizeof t->colors},
    {VC_ARRAY_SCALARS, t->scalars, sizeof t->scalars},
    {VC_ARRAY_TRIANGLES, t->triangles, sizeof t->triangles},
  };
  int fds[VC_MESSAGE_MAX_FDS];
  guint n = 0;
  VcMessage message;
  VcSurface *surface;

  vc_message_init (&message, VC_MESSAGE_SURFACE);
  message.arrays = t->arrays;
  message.n_points = t->n_points;
  message.n_triangles = 1;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (t->arrays & parts[i].array)
      fds[n++] = make_fd (parts[i].data, parts[i].size);
  surface = vc_unpack_surface (&message, fds, n, error);
  while (n > 0)
    close (fds[--n]);
  return surface;
}

static void
assert_no_surface (const Triangle *triangle)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (unpack (triangle, &error));
  g_assert_nonnull (error);
}

static void
test_surface (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcSurface) surface = unpack (&good_triangle, &error);
  Triangle bad;

  g_assert_no_error (error);
  g_assert_cmpfloat (surface->scalar_range[0], ==, -1);
  g_assert_cmpfloat (surface->scalar_range[1], ==, 3);
  g_assert_null (surface->lines);

  bad = good_triangle;
  bad.triangles[1] = 3;
  assert_no_surface (&bad);
  bad.triangles[1] = -1;
  assert_no_surface (&bad);
  bad.triangles[1] = G_MININT32;
  assert_no_surface (&bad);

  bad = good_triangle;
  bad.points[4] = NAN;
  assert_no_surface (&bad);
  bad.points[4] = -INFINITY;
  assert_no_surface (&bad);

  bad = good_triangle;
  bad.normals[4] = NAN;
  assert_no_surface (&bad);
  bad.normals[4] = 2;
  assert_no_surface (&bad);

  bad = good_triangle;
  bad.n_points = 4;
  assert_no_surface (&bad);
  bad.n_points = 0;
  assert_no_surface (&bad);
  bad.n_points = G_MAXUINT;
  assert_no_surface (&bad);

  bad = good_triangle;
  bad.arrays = VC_ARRAY_NORMALS;
  assert_no_surface (&bad);
  bad.arrays = VC_ARRAY_POINTS | VC_ARRAY_COLORS | VC_ARRAY_SCALARS;
  assert_no_surface (&bad);
}

/* A packet of another size, without the magic number, without a NUL. */
static void
test_messages (void)
{
  int sockets[2], fds[VC_MESSAGE_MAX_FDS];
  guint n_fds;
  VcMessage message, received;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, sockets), ==, 0);
  vc_message_init (&message, VC_MESSAGE_DONE);
  g_assert_true (vc_message_send (&message, sockets[0], sockets, 2));
  g_assert_cmpint (vc_message_receive (&received, sockets[1], fds, &n_fds), ==,
                   1);
  g_assert_cmpuint (n_fds, ==, 2);
  close (fds[0]);
  close (fds[1]);

  g_assert_cmpint (send (sockets[0], &message, 100, 0), ==, 100);
  g_assert_cmpint (vc_message_receive (&received, sockets[1], fds, &n_fds), ==,
                   -1);
  message.magic++;
  vc_message_send (&message, sockets[0], NULL, 0);
  g_assert_cmpint (vc_message_receive (&received, sockets[1], fds, &n_fds), ==,
                   -1);
  message.magic--;
  memset (message.text, 'x', sizeof message.text);
  vc_message_send (&message, sockets[0], NULL, 0);
  g_assert_cmpint (vc_message_receive (&received, sockets[1], fds, &n_fds), ==,
                   -1);
  close (sockets[0]);
  g_assert_cmpint (vc_message_receive (&received, sockets[1], fds, &n_fds), ==,
                   0);
  close (sockets[1]);
}

/* Cut at a character, not in it. */
static void
test_long_text (void)
{
  VcMessage message;
  g_autoptr (GString) text = g_string_new ("a");

  while (text->len < 2 * sizeof message.text)
    g_string_append (text, "ü");
  vc_message_init (&message, VC_MESSAGE_ERROR);
  vc_message_set_text (&message, text->str);
  g_assert_true (g_utf8_validate (message.text, -1, NULL));
  g_assert_cmpuint (strlen (message.text), >=, sizeof message.text - 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpack/volume", test_volume);
  g_test_add_func ("/unpack/seals", test_seals);
  g_test_add_func ("/unpack/surface", test_surface);
  g_test_add_func ("/unpack/messages", test_messages);
  g_test_add_func ("/unpack/long-text", test_long_text);
  return g_test_run ();
}
