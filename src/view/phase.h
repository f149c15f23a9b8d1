/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPhase: whether a view moves or rests.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcPhase:
 * @VC_PHASE_MOVING: somebody interacts, or something is animated: frame rate
 *   first
 * @VC_PHASE_REFINING: the best picture is being made
 * @VC_PHASE_STILL: it is there, and stays until something happens
 */
typedef enum {
  VC_PHASE_MOVING,
  VC_PHASE_REFINING,
  VC_PHASE_STILL,
} VcPhase;

G_END_DECLS
