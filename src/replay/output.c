/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcOutput: where the pictures of a replay go.
 */

#include "output.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "film.h"
#include "still.h"

#define NAME_FORMAT "frame-%06u.png"

/**
 * _VcOutput:
 * @film: (nullable): NULL: it is a folder
 * @n: pictures so far
 * @n_repeats: of these, the last ones, which are like the one before them
 * @last: (nullable): the last one that was new
 */
struct _VcOutput {
  VcFilm *film;
  char *folder;
  double fps;
  guint n;
  guint n_repeats;
  VcFrame last;
  guint8 *pixels;
};

static gboolean
fail (GError **error, const char *path, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               "Failed to write “%s”: %s", path, g_strerror (code));
  return FALSE;
}

/* “session.avi” does not mean a folder, unless there is one. */
static gboolean
looks_like_file (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return strchr (name + 1, '.') != NULL && !g_str_has_suffix (path, "/") &&
         !g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autoptr (GDir) folder = NULL;

  if (looks_like_file (path)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                 "A video must be called .mkv, .mp4 or .webm. For a folder of "
                 "pictures, write “%s/”",
                 path);
    return FALSE;
  }
  if (g_mkdir_with_parents (path, 0777) != 0)
    return fail (error, path, errno);
  folder = g_dir_open (path, 0, error);
  if (folder == NULL)
    return FALSE;
  if (g_dir_read_name (folder) == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               "There is something in the folder “%s” already: name another "
               "one",
               path);
  return FALSE;
}

static char *
get_path (VcOutput *self, guint index)
{
  g_autofree char *name = g_strdup_printf (NAME_FORMAT, index);

  return g_build_filename (self->folder, name, NULL);
}

static gboolean
write_picture (VcOutput *self, const VcFrame *frame, GError **error)
{
  g_autofree char *path = get_path (self, self->n);
  g_autoptr (VcStill) still =
    vc_still_new (frame, VC_STILL_PNG, VC_STILL_FAST, NULL, error);
  gconstpointer data;
  gsize size;

  if (still == NULL)
    return FALSE;
  data = g_bytes_get_data (still->bytes, &size);
  return g_file_set_contents_full (path, data, size, G_FILE_SET_CONTENTS_NONE,
                                   0666, error);
}

/* Not every file system has links. */
static gboolean
repeat_picture (VcOutput *self, GError **error)
{
  g_autofree char *from = get_path (self, self->n - 1);
  g_autofree char *to = get_path (self, self->n);
  g_autofree char *data = NULL;
  gsize size;

  if (link (from, to) == 0)
    return TRUE;
  return g_file_get_contents (from, &data, &size, error) &&
         g_file_set_contents_full (to, data, size, G_FILE_SET_CONTENTS_NONE,
                                   0666, error);
}

static guint64
get_pts (VcOutput *self, guint index)
{
  return llround (index * 1e9 / self->fps);
}

static void
keep (VcOutput *self, const VcFrame *frame)
{
  gsize size = (gsize)frame->stride * frame->height;

  self->pixels = g_realloc (self->pixels, size);
  memcpy (self->pixels, frame->pixels, size);
  self->last = *frame;
  self->last.pixels = self->pixels;
}

static gboolean
add_to_film (VcOutput *self, const VcFrame *frame, GError **error)
{
  if (frame == NULL)
    return TRUE;
  keep (self, frame);
  return vc_film_add (self->film, frame, get_pts (self, self->n), error);
}

VcOutput *
vc_output_new (const char *path, int width, int height, double fps,
               GError **error)
{
  g_autoptr (VcOutput) self = g_new0 (VcOutput, 1);

  self->fps = fps;
  self->folder = g_strdup (path);
  if (!vc_film_knows (path))
    return make_folder (path, error) ? g_steal_pointer (&self) : NULL;
  self->film = vc_film_new (path, width, height, fps, error);
  return self->film != NULL ? g_steal_pointer (&self) : NULL;
}

void
vc_output_free (VcOutput *self)
{
  g_clear_pointer (&self->film, vc_film_free);
  g_free (self->folder);
  g_free (self->pixels);
  g_free (self);
}

gboolean
vc_output_add (VcOutput *self, const VcFrame *frame, GError **error)
{
  gboolean is_good;

  g_return_val_if_fail (frame != NULL || self->n > 0, FALSE);

  if (self->film != NULL)
    is_good = add_to_film (self, frame, error);
  else
    is_good = frame != NULL ? write_picture (self, frame, error)
                            : repeat_picture (self, error);
  self->n++;
  self->n_repeats = frame != NULL ? 0 : self->n_repeats + 1;
  return is_good;
}

/* A film ends with a picture, or it would be too short. */
gboolean
vc_output_finish (VcOutput *self, GError **error)
{
  if (self->film == NULL)
    return TRUE;
  if (self->n_repeats > 0 && !vc_film_add (self->film, &self->last,
                                           get_pts (self, self->n - 1), error))
    return FALSE;
  return vc_film_finish (self->film, error);
}
