/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTail: when the last frame of a burst is shown again.
 */

#include "tail.h"

/* From the last frame, and from one repeat to the next. */
static const gint64 gaps_us[] = {
  50 * 1000,  100 * 1000, 50 * 1000,  50 * 1000,
  100 * 1000, 100 * 1000, 200 * 1000, 200 * 1000,
};

#define REPAIRS 2

void
vc_tail_begin (VcTail *self, gint64 now_us)
{
  *self = (VcTail){.frame_us = now_us};
}

static gint64
get_due (const VcTail *self, const VcTailInput *input)
{
  gint64 first_us = MAX (gaps_us[0], input->pause_us);
  gint64 due_us;

  if (input->wish == VC_TAIL_REPAIR)
    first_us = MAX (first_us, input->report_us);
  due_us = self->frame_us + first_us;
  for (guint i = 1; i <= self->repeats; i++)
    due_us += gaps_us[i];
  return due_us;
}

static gboolean
is_enough (const VcTail *self, const VcTailInput *input)
{
  if (input->wish == VC_TAIL_SHARPEN)
    return self->repeats >= G_N_ELEMENTS (gaps_us);
  return input->is_complete || self->repeats >= REPAIRS;
}

gint64
vc_tail_look (VcTail *self, gint64 now_us, const VcTailInput *input,
              gboolean *is_due)
{
  gint64 due_us;

  *is_due = FALSE;
  self->is_over = self->is_over || is_enough (self, input);
  if (self->is_over)
    return -1;
  due_us = get_due (self, input);
  if (now_us < due_us)
    return due_us;
  *is_due = TRUE;
  self->repeats++;
  self->is_over = self->repeats >= G_N_ELEMENTS (gaps_us);
  return self->is_over ? -1 : get_due (self, input);
}
