/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcKeyPolicy: what to do when a browser asks for a key frame.
 *
 * While pictures flow the next one becomes a key frame. When nothing moves no
 * next one comes, so that the last must be shown again. But Chromium also asks
 * 3 s after the last frame of a stream that has merely stopped, again and
 * again; answering that would make an idle server send for ever. Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcKeyAction:
 * @VC_KEY_ACTION_IGNORE: nothing is missing, or an answer is under way
 * @VC_KEY_ACTION_NEXT: make the next frame a key frame
 * @VC_KEY_ACTION_REPEAT: the same, and show the last frame again at once
 */
typedef enum {
  VC_KEY_ACTION_IGNORE,
  VC_KEY_ACTION_NEXT,
  VC_KEY_ACTION_REPEAT,
} VcKeyAction;

/**
 * VcKeyKnowledge: what is known about the packets sent since the last key frame
 * @VC_KEY_KNOWLEDGE_NONE: nothing; the browser does not report arrivals
 * @VC_KEY_KNOWLEDGE_INCOMPLETE: not all of them are known to have arrived
 * @VC_KEY_KNOWLEDGE_COMPLETE: all have arrived
 */
typedef enum {
  VC_KEY_KNOWLEDGE_NONE,
  VC_KEY_KNOWLEDGE_INCOMPLETE,
  VC_KEY_KNOWLEDGE_COMPLETE,
} VcKeyKnowledge;

/* Zero-initialised; −1 would not do as "never" for times that may begin at 0,
 * hence the flags. */
typedef struct {
  gint64 last_frame_us;
  gint64 last_key_us;
  gboolean has_frame;
  gboolean has_key;
  guint n_idle_answers;
} VcKeyPolicy;

/* A frame that shows something new goes to the encoder. */
void vc_key_policy_add_frame (VcKeyPolicy *self, gint64 now_us);

/* A key frame left the encoder. */
void vc_key_policy_add_key_frame (VcKeyPolicy *self, gint64 now_us);

VcKeyAction vc_key_policy_request (VcKeyPolicy *self, gint64 now_us,
                                   VcKeyKnowledge knowledge);

/* For the log. */
const char *vc_key_action_describe (VcKeyAction action);

G_END_DECLS
