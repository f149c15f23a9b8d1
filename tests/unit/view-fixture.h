/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A view of a fake scene.
 */

#pragma once

#include "fake-scene.h"
#include "view.h"

G_BEGIN_DECLS

/* The view has 64 × 48 pixels. */
typedef struct {
  FakeScene *scene;
  VcView *view;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* A test with a fixture of its own. */
void fixture_add_test (const char *path,
                       void (*func) (Fixture *fixture, gconstpointer data));

/* (transfer full): the next frame. */
VcFrame *fixture_take (Fixture *fixture);

/* The picture that the view begins with. */
void fixture_take_first (Fixture *fixture);

/* After that picture: the next one, of full quality, is being rendered, and
 * goes on until it is given up. */
void fixture_begin_full (Fixture *fixture);

/* Of viewer 4, in the middle of the view. */
void fixture_push (Fixture *fixture, VcEventType type, guint seq,
                   VcButtons buttons);
void fixture_push_key (Fixture *fixture, const char *key);

/* When the render thread has done what there was to do. */
guint64 fixture_count_renders (Fixture *fixture);

G_END_DECLS
