/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccArrivalGroups: packets sent in one burst, and how the spacing of bursts
 * changed on their way.
 */

#include "arrival-groups.h"

#define BURST_US 5000
#define LONGEST_BURST_US 100000
#define PAUSE_US 300000
#define CLOCK_JUMP_US 3000000
#define MOST_BACKWARDS 3

static void
begin_group (GccGroup *group, gint64 send_us, gint64 arrival_us)
{
  *group = (GccGroup){
    .first_send_us = send_us,
    .last_send_us = send_us,
    .first_arrival_us = arrival_us,
    .last_arrival_us = arrival_us,
    .used = TRUE,
  };
}

static gboolean
belongs (const GccGroup *group, gint64 send_us, gint64 arrival_us)
{
  gint64 arrival_delta = arrival_us - group->last_arrival_us;
  gint64 send_delta = send_us - group->last_send_us;

  if (send_us - group->first_send_us <= BURST_US)
    return TRUE;
  return arrival_delta <= BURST_US && arrival_delta < send_delta &&
         arrival_us - group->first_arrival_us < LONGEST_BURST_US;
}

static gboolean
complete_group (GccArrivalGroups *self, GccGroupDelta *delta)
{
  if (!self->previous.used)
    return FALSE;
  *delta = (GccGroupDelta){
    .send_us = self->current.last_send_us - self->previous.last_send_us,
    .arrival_us =
      self->current.last_arrival_us - self->previous.last_arrival_us,
    .at_us = self->current.last_arrival_us,
  };
  return TRUE;
}

/* The receiver's clock jumped, or its packets were so reordered that the
 * groups cannot be compared. */
static gboolean
is_broken (GccArrivalGroups *self, const GccGroupDelta *delta)
{
  if (ABS (delta->arrival_us - delta->send_us) > CLOCK_JUMP_US)
    return TRUE;
  if (delta->arrival_us >= 0) {
    self->backwards = 0;
    return FALSE;
  }
  return ++self->backwards >= MOST_BACKWARDS;
}

void
gcc_arrival_groups_init (GccArrivalGroups *self)
{
  *self = (GccArrivalGroups){0};
}

GccGroupResult
gcc_arrival_groups_add (GccArrivalGroups *self, gint64 send_us,
                        gint64 arrival_us, GccGroupDelta *delta)
{
  GccGroup *current = &self->current;

  if (!current->used) {
    begin_group (current, send_us, arrival_us);
    return GCC_GROUP_OPEN;
  }
  if (send_us < current->first_send_us)
    return GCC_GROUP_OPEN;
  if (send_us - current->last_send_us > PAUSE_US) {
    gcc_arrival_groups_init (self);
    begin_group (&self->current, send_us, arrival_us);
    return GCC_GROUP_RESTART;
  }
  if (belongs (current, send_us, arrival_us)) {
    current->last_send_us = MAX (current->last_send_us, send_us);
    current->last_arrival_us = MAX (current->last_arrival_us, arrival_us);
    return GCC_GROUP_OPEN;
  }

  gboolean have_delta = complete_group (self, delta);
  if (have_delta && is_broken (self, delta)) {
    gcc_arrival_groups_init (self);
    begin_group (&self->current, send_us, arrival_us);
    return GCC_GROUP_RESTART;
  }
  gboolean backwards = have_delta && delta->arrival_us < 0;
  self->previous = *current;
  begin_group (current, send_us, arrival_us);
  return have_delta && !backwards ? GCC_GROUP_DELTA : GCC_GROUP_OPEN;
}
