/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplaySource: a journal and the data that it was made of.
 */

#pragma once

#include "timeline.h"

G_BEGIN_DECLS

/**
 * VcReplaySource:
 * @timeline: of the journal
 * @locations: of the data: where they were, or where they are said to be now
 */
typedef struct {
  VcTimeline *timeline;
  GStrv locations;
} VcReplaySource;

/* Reads the journal, and looks whether the data are there. @data: (nullable):
 * where they are now. The errors are sentences. */
VcReplaySource *vc_replay_source_new (const char *journal,
                                      const char *const *data, GError **error);
void vc_replay_source_free (VcReplaySource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcReplaySource, vc_replay_source_free)

/* Are data of that @identity those of the journal? A journal that was cut off
 * before it knew its own goes with any. */
gboolean vc_replay_source_check_identity (const VcReplaySource *self,
                                          const char *identity, GError **error);

G_END_DECLS
