/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Checks ICE candidates that came from a browser (RFC 8839, section 5.1).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_CANDIDATE_LENGTH_MAX 1024

/**
 * VcCandidateVerdict:
 * @VC_CANDIDATE_MALFORMED: not a candidate
 * @VC_CANDIDATE_IGNORE: well formed, but of no use: a name instead of an
 *   address (mDNS names mean nothing here, others would make the server ask a
 *   name server on behalf of a stranger), or a transport other than UDP and TCP
 * @VC_CANDIDATE_USE: may be given to the ICE agent
 */
typedef enum {
  VC_CANDIDATE_MALFORMED,
  VC_CANDIDATE_IGNORE,
  VC_CANDIDATE_USE,
} VcCandidateVerdict;

/* @text: "candidate:…" without "a=". */
VcCandidateVerdict vc_candidate_check (const char *text);

G_END_DECLS
