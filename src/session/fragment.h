/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcFragment: a trickle-ice-sdpfrag (RFC 8840, section 9), the body of a WHEP
 * PATCH.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define VC_FRAGMENT_CANDIDATES_MAX 256

/**
 * VcFragmentError:
 * @VC_FRAGMENT_ERROR_INVALID: it is none
 */
#define VC_FRAGMENT_ERROR (vc_fragment_error_quark ())
typedef enum {
  VC_FRAGMENT_ERROR_INVALID,
} VcFragmentError;
GQuark vc_fragment_error_quark (void);

/**
 * VcFragmentCandidate:
 * @mid: of the media section; "" for all of them
 * @text: "candidate:…", or "" for the end of candidates
 */
typedef struct {
  char *mid;
  char *text;
} VcFragmentCandidate;

/**
 * VcFragment:
 * @ufrag: of ICE
 * @pwd: of ICE
 * @candidates: (element-type VcFragmentCandidate)
 */
typedef struct {
  char *ufrag;
  char *pwd;
  GPtrArray *candidates;
} VcFragment;

/* Checks the form of the lines, not what a candidate says. */
VcFragment *vc_fragment_parse (const char *text, gsize length, GError **error);
void vc_fragment_free (VcFragment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcFragment, vc_fragment_free)

G_END_DECLS
