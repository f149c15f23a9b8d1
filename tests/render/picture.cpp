/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Compares pictures with references, and shows what differs.
 */

#include <cstdlib>
#include <cstring>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkPNGWriter.h>
#include <vtkSmartPointer.h>

#include "fixture.h"

/* Other versions of Mesa and other processors round otherwise. */
#define MAX_MEAN 1.5
#define LARGE_DIFFERENCE 24
#define MAX_LARGE_SHARE 0.01
#define AMPLIFICATION 8

static void
write_png (const char *path, const guint8 *rgba, int width, int height)
{
  vtkNew<vtkImageData> image;
  vtkNew<vtkPNGWriter> writer;

  image->SetDimensions (width, height, 1);
  image->AllocateScalars (VTK_UNSIGNED_CHAR, 3);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      memcpy (image->GetScalarPointer (x, height - 1 - y, 0),
              rgba + 4 * ((gsize)y * width + x), 3);
  writer->SetFileName (path);
  writer->SetInputData (image);
  writer->Write ();
}

void
picture_write (const Picture *self, const char *path)
{
  write_png (path, self->pixels, self->width, self->height);
}

static vtkSmartPointer<vtkImageData>
read_png (const char *path)
{
  vtkNew<vtkPNGReader> reader;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("There is no reference %s; set VTKCAST_MAKE_REFERENCES to make it",
             path);
  reader->SetFileName (path);
  reader->Update ();
  return reader->GetOutput ();
}

static char *
find_result (const char *name, const char *what)
{
  g_autofree char *file = g_strconcat (name, "-", what, ".png", nullptr);

  return g_build_filename (g_test_get_dir (G_TEST_BUILT), file, nullptr);
}

static void
fail (const Picture *self, const char *name, const guint8 *difference,
      double mean, double share)
{
  g_autofree char *actual = find_result (name, "actual");
  g_autofree char *diff = find_result (name, "difference");

  write_png (actual, self->pixels, self->width, self->height);
  write_png (diff, difference, self->width, self->height);
  g_test_message ("%s: mean difference %.2f, %.2f %% of pixels differ much; "
                  "see %s and %s",
                  name, mean, 100 * share, actual, diff);
  g_test_fail ();
}

void
picture_assert_like (const Picture *self, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".png", nullptr);
  g_autofree char *path = g_build_filename (SOURCE_FOLDER, "tests", "render",
                                            "reference", file, nullptr);
  gsize n = (gsize)self->width * self->height, n_large = 0;
  g_autofree guint8 *difference = (guint8 *)g_malloc0 (n * 4);
  vtkSmartPointer<vtkImageData> reference;
  double sum = 0;

  if (g_getenv ("VTKCAST_MAKE_REFERENCES")) {
    write_png (path, self->pixels, self->width, self->height);
    return;
  }
  reference = read_png (path);
  g_assert_cmpint (reference->GetDimensions ()[0], ==, self->width);
  g_assert_cmpint (reference->GetDimensions ()[1], ==, self->height);
  for (gsize i = 0; i < n; i++) {
    int x = i % self->width, y = self->height - 1 - i / self->width;
    auto *wanted = (guint8 *)reference->GetScalarPointer (x, y, 0);
    int largest = 0;

    for (int c = 0; c < 3; c++) {
      int d = abs (self->pixels[4 * i + c] - wanted[c]);

      sum += d;
      largest = MAX (largest, d);
      difference[4 * i + c] = MIN (d * AMPLIFICATION, 255);
    }
    n_large += largest > LARGE_DIFFERENCE;
  }
  if (sum / n / 3 > MAX_MEAN || (double)n_large / n > MAX_LARGE_SHARE)
    fail (self, name, difference, sum / n / 3, (double)n_large / n);
}
