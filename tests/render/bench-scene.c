/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How long a scene takes to render, without a network.
 *
 *   bench-scene [--gpu auto|none|N] [--size WxH] [--frames N]
 *               [--picture FILE.png] LOCATION…
 *
 * Opens the data, renders at rest, drags with the left button, renders at rest
 * again. Prints milliseconds, of the wall and of all the process's threads.
 */

#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BUDGET_US 10000

static char *gpu = "none";
static char *size = "1280x720";
static char *picture_file;
static int n_frames = 120;
static char **locations;

static const GOptionEntry entries[] = {
  {"gpu", 0, 0, G_OPTION_ARG_STRING, &gpu, "What draws", "auto|none|N"},
  {"size", 0, 0, G_OPTION_ARG_STRING, &size, "Of the view", "WxH"},
  {"frames", 0, 0, G_OPTION_ARG_INT, &n_frames, "Of the drag", "N"},
  {"picture", 0, 0, G_OPTION_ARG_FILENAME, &picture_file,
   "Where to write the last picture", "FILE.png"},
  {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &locations, NULL,
   "LOCATION…"},
  {NULL},
};

typedef struct {
  gint64 wall;
  gint64 cpu;
} Time;

static Time
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (Time){g_get_monotonic_time (),
                t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000};
}

static void
print_times (const char *what, Time begin, guint n)
{
  Time end = now ();

  printf ("%-24s %8.2f %8.2f\n", what, (end.wall - begin.wall) / 1000.0 / n,
          (end.cpu - begin.cpu) / 1000.0 / n);
}

static void
print_full (Fixture *fixture, const char *what)
{
  Time begin = now ();

  picture_free (fixture_render (fixture, VC_TIER_FULL));
  print_times (what, begin, 1);
}

static int
compare_times (const void *a, const void *b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return (x > y) - (x < y);
}

static void
print_drag (Fixture *fixture)
{
  g_autofree gint64 *times = g_new (gint64, n_frames);
  Time begin = now ();
  int width = 0;

  fixture_press (fixture, 1, 0.5, 0.5);
  for (int i = 0; i < n_frames; i++) {
    gint64 start = g_get_monotonic_time ();
    Picture *picture;

    fixture_move (fixture, 0.5 + 0.3 * i / n_frames, 0.5 + 0.1 * i / n_frames);
    picture = fixture_render_within (fixture, BUDGET_US);
    width = picture->width;
    picture_free (picture);
    times[i] = g_get_monotonic_time () - start;
  }
  fixture_release (fixture, 1, 0.8, 0.6);
  print_times ("drag, mean", begin, n_frames);
  qsort (times, n_frames, sizeof (*times), compare_times);
  printf ("%-24s %8.2f\n%-24s %8.2f\n%-24s %8d\n", "drag, p50",
          times[n_frames / 2] / 1000.0, "drag, p95",
          times[n_frames * 95 / 100] / 1000.0, "drag, pixels a row", width);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Fixture *fixture;
  Time begin;
  int width, height;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !locations ||
      sscanf (size, "%dx%d", &width, &height) != 2 || n_frames < 1) {
    fprintf (stderr, "bench-scene: %s\n",
             error ? error->message : "see --help");
    return 2;
  }
  g_setenv ("VTKCAST_TEST_GPU", gpu, TRUE);
  printf ("%-24s %8s %8s\n", "milliseconds", "wall", "CPU");
  begin = now ();
  fixture = fixture_new_many ((const char *const *)locations);
  print_times ("load", begin, 1);
  printf ("%s\n", vc_data_scene_get_renderer_name (fixture->scene));
  fixture_resize (fixture, width, height);
  print_full (fixture, "first full picture");
  print_full (fixture, "full picture");
  print_drag (fixture);
  print_full (fixture, "full picture after drag");
  if (picture_file) {
    Picture *picture = fixture_render (fixture, VC_TIER_FULL);

    picture_write (picture, picture_file);
    picture_free (picture);
  }
  fixture_free (fixture);
  return 0;
}
