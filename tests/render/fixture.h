/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A scene in a render thread's place: this thread, with a context of its own.
 */

#pragma once

#include "data-scene.h"
#include "scene.h"

G_BEGIN_DECLS

#define FIXTURE_WIDTH 640
#define FIXTURE_HEIGHT 360

/**
 * Fixture:
 * @changes: "changed" emissions since the last picture
 * @last_tier: of the last of them
 * @status: the newest one
 */
typedef struct {
  GMainContext *context;
  VcDataScene *scene;
  int width;
  int height;
  guint changes;
  VcTier last_tier;
  VcStatus *status;
} Fixture;

/* Sets the scene up, on the CPU or on what VTKCAST_TEST_GPU names (auto, or a
 * number), and waits until it is ready or has failed. */
Fixture *fixture_new (const char *location);
Fixture *fixture_new_many (const char *const *locations);
void fixture_free (Fixture *self);

/* Does the CPU draw? If not, the test is marked as skipped: volumes then look
 * a little different, and their rendering cannot be abandoned. */
gboolean fixture_needs_software (Fixture *self);

/* (transfer full) (nullable): the file's path below the folder that
 * VTKCAST_TEST_DATA names; skips the test if there is none. */
char *fixture_find_data (const char *name);

void fixture_resize (Fixture *self, int width, int height);

/**
 * Picture:
 * @pixels: RGBA, @width × @height, top row first
 */
typedef struct {
  int width;
  int height;
  VcTier tier;
  guint8 *pixels;
} Picture;

/* (transfer full) */
Picture *fixture_render (Fixture *self, VcTier tier);
Picture *fixture_render_within (Fixture *self, gint64 budget_us);

/* (nullable): NULL if it was aborted. */
Picture *fixture_render_abortable (Fixture *self, const gint *abort);
void picture_free (Picture *self);

/* Share of pixels that are not like the top left one. */
double picture_get_coverage (const Picture *self);
/* Writes a PNG. */
void picture_write (const Picture *self, const char *path);
gboolean picture_equal (const Picture *a, const Picture *b);

/* Fails the test unless @self is like reference/NAME.png. What it was then
 * like, and the difference, lie beside the test program. With
 * VTKCAST_MAKE_REFERENCES set, makes the reference. */
void picture_assert_like (const Picture *self, const char *name);

/* Input. Buttons: 1 left, 2 middle, 3 right; coordinates 0…1. */
void fixture_press (Fixture *self, guint button, double x, double y);
void fixture_move (Fixture *self, double x, double y);
void fixture_release (Fixture *self, guint button, double x, double y);
void fixture_drag (Fixture *self, guint button, double x0, double y0, double x1,
                   double y1);
void fixture_wheel (Fixture *self, double notches);
void fixture_key (Fixture *self, const char *key);
void fixture_send (Fixture *self, const VcEvent *event);

/* Runs the context until @condition; fails after 20 s. */
typedef gboolean (*FixtureCondition) (Fixture *self, gpointer data);
void fixture_wait (Fixture *self, FixtureCondition condition, gpointer data);

/* Is nothing left that would wake the thread up by itself? */
gboolean fixture_is_idle (Fixture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

G_END_DECLS
