/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProgram: the program at the other end of a bridge, from its greeting to its
 * end.
 *
 * One thread: the one of its context.
 */

#pragma once

#include "outbox.h"
#include "ring.h"

G_BEGIN_DECLS

#define VC_PROGRAM_PROTOCOL 1

typedef struct _VcProgram VcProgram;

/**
 * VcPicture:
 * @ring: (nullable): NULL: there is none
 * @place: checked
 * @tier: what the program says that it is
 * @start_us, @end_us: of rendering, monotonic; not after now
 * @stamp: the last event that it answers
 */
typedef struct {
  VcRing *ring;
  VcRingPicture place;
  VcTier tier;
  gint64 start_us;
  gint64 end_us;
  VcOutboxStamp stamp;
} VcPicture;

void vc_picture_clear (VcPicture *self);

/**
 * VcProgramHandlers:
 * @greeted: it speaks our language and wants to stream. Returns a sentence if
 *   it may not
 * @pictured: vc_program_take_picture() has something
 * @answered: it has done what it was sent, without a picture
 * @described: its parameters are not as they were
 * @moved, @picked: as the signals of scene.h have it; @what is floating
 * @left: it has gone; it may be freed in here. @reason: (nullable): a sentence,
 *   if it was sent away or has said so
 */
typedef struct {
  const char *(*greeted) (VcProgram *self, gpointer user_data);
  void (*pictured) (VcProgram *self, gpointer user_data);
  void (*answered) (VcProgram *self, gpointer user_data);
  void (*described) (VcProgram *self, gpointer user_data);
  void (*moved) (GVariant *what, gpointer user_data);
  void (*picked) (GVariant *what, gpointer user_data);
  void (*left) (VcProgram *self, const char *reason, gpointer user_data);
} VcProgramHandlers;

/* @fd: (transfer full): connected, does not block. */
VcProgram *vc_program_new (int fd, GMainContext *context,
                           const VcProgramHandlers *handlers,
                           gpointer user_data);
void vc_program_free (VcProgram *self);

/* From `greeted` on. What it calls what it shows. */
const char *vc_program_get_title (const VcProgram *self);

/* Makes it part of the stream: @width × @height is the view's size. @url:
 * (nullable): where browsers see it. */
void vc_program_welcome (VcProgram *self, int width, int height,
                         const char *url);
void vc_program_send_address (VcProgram *self, const char *url);

/* It is sent these by the next vc_program_work(). @values: as in scene.h. */
void vc_program_push_event (VcProgram *self, const VcEvent *event);
void vc_program_push_values (VcProgram *self, GVariant *values);

/* (transfer none): as in parameters.h. */
GVariant *vc_program_get_parameters (const VcProgram *self);

/* Sends what waits, unless the program is still at work or its last picture was
 * not taken yet. @tier: %VC_TIER_FULL: it is to render that even if nothing
 * waits. */
void vc_program_work (VcProgram *self, int width, int height, VcTier tier);

/* Something waits, or it is at work. */
gboolean vc_program_is_busy (const VcProgram *self);

/* Its newest picture, if there is one that was not taken. The one that was
 * taken before is given back to it. @picture: (inout): cleared and set. */
gboolean vc_program_take_picture (VcProgram *self, VcPicture *picture);

G_END_DECLS
