/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplaySource: a journal and the data that it was made of.
 */

#include "replay-source.h"

#include <string.h>

#include "data-scene.h"

static GStrv
choose_locations (VcTimeline *timeline, const char *const *data)
{
  const VcJournalEntry *header =
    vc_journal_record_get_header (vc_timeline_get_record (timeline));

  if (data && data[0])
    return g_strdupv ((char **)data);
  return header->locations ? g_strdupv (header->locations) : g_new0 (char *, 1);
}

static gboolean
check_locations (char **locations, GError **error)
{
  if (!locations[0]) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         "The journal does not say which data it was made of: "
                         "name them with --data");
    return FALSE;
  }
  for (; *locations; locations++) {
    g_autoptr (GError) local_error = NULL;

    if (vc_data_scene_check_location (*locations, &local_error))
      continue;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "The journal's data are not there: %s If they are elsewhere, "
                 "name them with --data",
                 local_error->message);
    return FALSE;
  }
  return TRUE;
}

VcReplaySource *
vc_replay_source_new (const char *journal, const char *const *data,
                      GError **error)
{
  g_autoptr (VcReplaySource) self = NULL;
  VcJournalRecord *record = vc_journal_record_load (journal, error);

  if (!record)
    return NULL;
  self = g_new0 (VcReplaySource, 1);
  self->timeline = vc_timeline_new (record);
  self->locations = choose_locations (self->timeline, data);
  return check_locations (self->locations, error) ? g_steal_pointer (&self)
                                                  : NULL;
}

void
vc_replay_source_free (VcReplaySource *self)
{
  vc_timeline_free (self->timeline);
  g_strfreev (self->locations);
  g_free (self);
}

gboolean
vc_replay_source_check_identity (const VcReplaySource *self,
                                 const char *identity, GError **error)
{
  const char *wanted = vc_timeline_get_record (self->timeline)->identity;
  g_autofree char *names = g_strjoinv ("”, “", self->locations);

  if (!wanted || g_str_equal (wanted, identity))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "“%s” are other data than the journal was made of: their "
               "SHA-256 is %s, and should be %s",
               names, identity, wanted);
  return FALSE;
}
