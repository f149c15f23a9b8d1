/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcKeyPolicy: what to do when a browser asks for a key frame.
 */

#include "key-policy.h"

/* Requests within this time of a key frame ask for what is under way: longer
 * than most round trips, shorter than a person's patience. */
#define KEY_INTERVAL_US (250 * 1000)
/* Without a frame for so long, the next cannot be counted on. */
#define PAUSE_US (100 * 1000)
/* Without a frame for so long, a request may mean no more than that. */
#define IDLE_US (1000 * 1000)
/* For browsers that do not report arrivals: from here, doubling. */
#define IDLE_INTERVAL_US (2000 * 1000)
#define IDLE_DOUBLINGS_MAX 6

void
vc_key_policy_add_frame (VcKeyPolicy *self, gint64 now_us)
{
  self->last_frame_us = now_us;
  self->has_frame = TRUE;
  self->n_idle_answers = 0;
}

void
vc_key_policy_add_key_frame (VcKeyPolicy *self, gint64 now_us)
{
  self->last_key_us = now_us;
  self->has_key = TRUE;
}

static VcKeyAction
request_while_idle (VcKeyPolicy *self, gint64 now_us, VcKeyKnowledge knowledge)
{
  gint64 interval;

  if (knowledge == VC_KEY_KNOWLEDGE_COMPLETE)
    return VC_KEY_ACTION_IGNORE;
  if (knowledge == VC_KEY_KNOWLEDGE_INCOMPLETE)
    return VC_KEY_ACTION_REPEAT;

  interval = (gint64)IDLE_INTERVAL_US
             << MIN (self->n_idle_answers, IDLE_DOUBLINGS_MAX);
  if (self->n_idle_answers > 0 && now_us - self->last_key_us < interval)
    return VC_KEY_ACTION_IGNORE;
  self->n_idle_answers++;

  return VC_KEY_ACTION_REPEAT;
}

VcKeyAction
vc_key_policy_request (VcKeyPolicy *self, gint64 now_us,
                       VcKeyKnowledge knowledge)
{
  gint64 gap_us = now_us - self->last_frame_us;

  if (!self->has_frame)
    return VC_KEY_ACTION_NEXT;
  if (self->has_key && now_us - self->last_key_us < KEY_INTERVAL_US)
    return VC_KEY_ACTION_IGNORE;
  if (gap_us < PAUSE_US)
    return VC_KEY_ACTION_NEXT;
  if (gap_us < IDLE_US)
    return VC_KEY_ACTION_REPEAT;

  return request_while_idle (self, now_us, knowledge);
}

const char *
vc_key_action_describe (VcKeyAction action)
{
  switch (action) {
  case VC_KEY_ACTION_IGNORE:
    return "ignored";
  case VC_KEY_ACTION_NEXT:
    return "it will be the next frame";
  case VC_KEY_ACTION_REPEAT:
    return "it will be the last frame, again";
  }

  return "";
}
