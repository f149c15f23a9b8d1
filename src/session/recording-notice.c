/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What viewers are told of a recording.
 */

#include "recording-notice.h"

#include "rpc.h"

char *
vc_recording_notice_build (const VcRecorded *recorded, gboolean whole)
{
  JsonObject *params = json_object_new ();
  VcRecordedState state =
    recorded != NULL ? recorded->state : VC_RECORDED_FINISHED;

  json_object_set_boolean_member (params, "recording",
                                  state == VC_RECORDED_RUNNING);
  json_object_set_double_member (params, "seconds",
                                 recorded != NULL ? recorded->seconds : 0);
  json_object_set_int_member (params, "bytes",
                              recorded != NULL ? (gint64)recorded->bytes : 0);
  json_object_set_int_member (params, "dropped",
                              recorded != NULL ? (gint64)recorded->dropped : 0);
  if (recorded != NULL)
    json_object_set_string_member (params, "id", recorded->id);
  if (state == VC_RECORDED_FINISHING)
    json_object_set_boolean_member (params, "finishing", TRUE);
  if (whole)
    json_object_set_boolean_member (params, "whole", TRUE);
  if (recorded != NULL && recorded->problem != NULL)
    json_object_set_string_member (params, "problem", recorded->problem);
  return vc_rpc_build_notification ("recording", params);
}
