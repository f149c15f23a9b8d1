/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Trickled candidates on their way from a WHEP PATCH to a peer.
 */

#include "trickle.h"

#include <string.h>

#include "fragment.h"
#include "session.h"

static gboolean
add_candidate (VcViewer *viewer, const VcFragmentCandidate *candidate,
               GError **error)
{
  int mline = *candidate->mid == '\0'
                ? 0
                : vc_layout_find (viewer->layout, candidate->mid);

  if (mline >= 0)
    return vc_peer_add_candidate (viewer->peer, mline, candidate->text, error);
  g_set_error (error, VC_SESSION_ERROR, VC_SESSION_ERROR_FRAGMENT,
               "The offer has no media section “%s”", candidate->mid);
  return FALSE;
}

static gboolean
check_generation (VcViewer *viewer, const VcFragment *fragment, GError **error)
{
  if (g_strcmp0 (fragment->ufrag, vc_peer_get_remote_ufrag (viewer->peer)) ==
        0 &&
      g_strcmp0 (fragment->pwd, vc_peer_get_remote_pwd (viewer->peer)) == 0)
    return TRUE;
  g_set_error (error, VC_SESSION_ERROR, VC_SESSION_ERROR_STALE,
               "The fragment belongs to another ICE session; ICE restarts are "
               "not supported");
  return FALSE;
}

gboolean
vc_trickle_apply (VcViewer *viewer, const char *text, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (VcFragment) fragment =
    vc_fragment_parse (text, strlen (text), &local_error);

  if (fragment == NULL) {
    g_set_error_literal (error, VC_SESSION_ERROR, VC_SESSION_ERROR_FRAGMENT,
                         local_error->message);
    return FALSE;
  }
  if (!check_generation (viewer, fragment, error))
    return FALSE;
  for (guint i = 0; i < fragment->candidates->len; i++)
    if (!add_candidate (viewer, fragment->candidates->pdata[i], error))
      return FALSE;
  return TRUE;
}
