/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A view of what a program in another process draws, and somebody who plays
 * that program.
 */

#pragma once

#include "bridge-client.h"
#include "bridge-scene.h"
#include "view.h"

G_BEGIN_DECLS

/* Of the view, and of the program's pictures. */
#define WIDTH 16
#define HEIGHT 12
#define SIZE (4 * WIDTH * HEIGHT)

/**
 * Fixture:
 * @folder: for this test alone
 * @path: of the socket
 */
typedef struct {
  char *folder;
  char *path;
  VcBridgeScene *scene;
  VcView *view;
} Fixture;

/* A test with a fixture of its own. */
void fixture_add_test (const char *path, gconstpointer data,
                       void (*func) (Fixture *fixture, gconstpointer data));

/* (transfer full): shows its first picture: 50 everywhere. */
BridgeClient *fixture_join (Fixture *fixture);

/* The next frame whose upper left pixel has this red. */
VcFrame *fixture_take (Fixture *fixture, guint8 red);

/* Of viewer 3. */
void fixture_push (Fixture *fixture, VcEventType type, guint seq, double x);

void fixture_wait_for_status (Fixture *fixture, VcStatusKind kind,
                              const char *text);
void fixture_wait_for_phase (Fixture *fixture, VcPhase phase);
/* Until @n have come to the scene, or have become one with another. */
void fixture_wait_for_events (Fixture *fixture, guint n);

G_END_DECLS
