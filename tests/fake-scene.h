/* SPDX-License-Identifier: BSD-3-Clause
 *
 * FakeScene: a VcScene whose pictures say what state it is in.
 *
 * Every pixel is (state, tier, size step, 255), where state counts the events
 * that changed something: moves with a button held, wheel steps and the keys
 * "r" (which sets it to 0), "c" and "i", and values of parameters.
 *
 * Its parameters are "level" (a number from -100 to a maximum of 1000, in HU),
 * "inverted" (a boolean, which the key "i" changes too) and "reset" (an action:
 * sets the state to 0). Its camera stands at (state, 0, 1), and who presses a
 * button picks (x, y, 0).
 */

#pragma once

#include "scene.h"

G_BEGIN_DECLS

#define FAKE_TYPE_SCENE (fake_scene_get_type ())
G_DECLARE_FINAL_TYPE (FakeScene, fake_scene, FAKE, SCENE, GObject)

typedef struct {
  guint setups;
  guint teardowns;
  guint resizes;
  guint interactive;
  guint full;
  guint begun_full;
  guint aborted;
  guint overlaps;
} FakeCounts;

/* How a render at rest goes on. */
typedef enum {
  FAKE_RENDER_AT_ONCE,
  FAKE_RENDER_UNTIL_ABORTED,
} FakeRender;

FakeScene *fake_scene_new (void);

/* Before the view exists: setup fails with that sentence. */
void fake_scene_fail_setup (FakeScene *self, const char *sentence);

/* Interactive frames have 1/divisor of the view's width and height, and say
 * that they are as good as can be if @tier is VC_TIER_FULL. */
void fake_scene_set_interactive (FakeScene *self, int divisor, VcTier tier);

void fake_scene_set_full (FakeScene *self, FakeRender how);
void fake_scene_set_result (FakeScene *self, VcRenderResult result);

/* Colour of everything instead of the state; NULL: the state. */
void fake_scene_set_paint (FakeScene *self,
                           void (*paint) (VcFrame *frame, guint state));

void fake_scene_get_counts (FakeScene *self, FakeCounts *counts);

/* (transfer full) (array of VcEvent): what the scene got since the last call.
 */
GArray *fake_scene_take_events (FakeScene *self);

/* (transfer full) (element-type GVariant): the values that the scene got since
 * the last call. */
GPtrArray *fake_scene_take_values (FakeScene *self);

/* The scene takes no values, for that reason; NULL: it takes them again. */
void fake_scene_refuse_values (FakeScene *self, const char *sentence);

/* The description of "level" changes. */
void fake_scene_set_level_maximum (FakeScene *self, double maximum);

/* Emitted in the render thread, later. */
void fake_scene_emit_changed (FakeScene *self, VcTier tier);
void fake_scene_emit_status (FakeScene *self, const VcStatus *status);

/* Waits until @is_true, which is asked with the scene's counts each time that
 * they change, and aborts the test after ten seconds. */
typedef gboolean (*FakePredicate) (const FakeCounts *counts, guint wanted);
void fake_scene_wait (FakeScene *self, FakePredicate is_true, guint wanted);

gboolean fake_has_interactive (const FakeCounts *counts, guint wanted);
gboolean fake_has_full (const FakeCounts *counts, guint wanted);
gboolean fake_has_aborted (const FakeCounts *counts, guint wanted);
gboolean fake_has_begun_full (const FakeCounts *counts, guint wanted);

/* Waits until the scene got @n events since the last take. */
void fake_scene_wait_for_events (FakeScene *self, guint n);

/* Waits until the render thread has done all that is to be done now. */
void fake_scene_sync (FakeScene *self);

G_END_DECLS
