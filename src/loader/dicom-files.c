/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Finds the files in a folder that may be DICOM.
 */

#include "dicom-files.h"

#include <string.h>

#include "source.h"

#define HEAD 140
#define MAX_DEPTH 8
#define PROBED 500

/* Without a preamble a data set begins with an element of group 0008 (or 0002),
 * a small element number, and in explicit form a VR of two letters. */
gboolean
vc_dicom_files_is_dicom (const guint8 *head, gsize length)
{
  if (length >= 132 && memcmp (head + 128, "DICM", 4) == 0)
    return TRUE;
  return length >= 16 && (head[0] == 8 || head[0] == 2) && head[1] == 0 &&
         head[3] == 0 &&
         ((g_ascii_isupper (head[4]) && g_ascii_isupper (head[5])) ||
          (head[5] == 0 && head[6] == 0 && head[7] == 0));
}

static gboolean
is_dicom_name (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".dcm") || g_str_has_suffix (lower, ".ima");
}

/* A file that only calls itself DICOM is damaged: it has to be missed later. */
static gboolean
is_dicom_file (const char *path)
{
  g_autoptr (VcSource) source = vc_source_new (path, NULL);
  guint8 head[HEAD];
  gssize n = source ? vc_source_read (source, head, sizeof head, NULL) : -1;

  return n >= 0 && (vc_dicom_files_is_dicom (head, n) || is_dicom_name (path));
}

typedef struct {
  GPtrArray *found;
  guint max;    /* of @found */
  guint budget; /* files that may still be looked at */
} Search;

static void
search (Search *self, const char *folder, guint depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) && self->budget > 0 &&
         self->found->len < self->max) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    self->budget--;
    if (*name == '.' || g_str_equal (name, "DICOMDIR"))
      continue;
    if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
      if (is_dicom_file (path))
        g_ptr_array_add (self->found, g_steal_pointer (&path));
    } else if (depth > 0 && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
      g_ptr_array_add (folders, g_steal_pointer (&path));
    }
  }
  for (guint i = 0; i < folders->len; i++)
    search (self, folders->pdata[i], depth - 1);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

gboolean
vc_dicom_files_probe (const char *folder)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Search self = {found, 1, PROBED};

  search (&self, folder, MAX_DEPTH);
  return found->len > 0;
}

GPtrArray *
vc_dicom_files_list (const char *folder, guint depth, guint max)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Search self = {found, max, G_MAXUINT};

  search (&self, folder, MIN (depth, MAX_DEPTH));
  g_ptr_array_sort (found, compare_names);
  return g_steal_pointer (&found);
}
