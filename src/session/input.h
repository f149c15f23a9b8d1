/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Messages of the data channel "input", as docs/protocol.md has them.
 */

#pragma once

#include <glib.h>

#include "event.h"

G_BEGIN_DECLS

/**
 * VcInputError:
 * @VC_INPUT_ERROR_INVALID: the message breaks a rule of the protocol
 */
#define VC_INPUT_ERROR (vc_input_error_quark ())
typedef enum {
  VC_INPUT_ERROR_INVALID,
} VcInputError;
GQuark vc_input_error_quark (void);

#define VC_INPUT_EVENTS_MAX 256

/**
 * VcInput:
 * @events: (element-type VcEvent): in order of `seq`; `viewer` is 0. Keys that
 *   nobody has a use for and buttons beyond the third are left out
 * @last_seq: of the last event, those left out included
 * @wants_ack: it holds events other than moves
 */
typedef struct {
  GArray *events;
  guint last_seq;
  gboolean wants_ack;
} VcInput;

void vc_input_free (VcInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcInput, vc_input_free)

/* @length: bytes of @text. @time_us: when it arrived, monotonic. */
VcInput *vc_input_parse (const char *text, gsize length, gint64 time_us,
                         GError **error);

/* {"ack":SEQ} */
char *vc_input_build_ack (guint seq);

G_END_DECLS
