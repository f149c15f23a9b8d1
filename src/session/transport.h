/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcTransport: play, pause, speed and seek, of what a view replays.
 *
 * Main context only.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define VC_TRANSPORT_SPEED_MIN 0.05
#define VC_TRANSPORT_SPEED_MAX 100.0

/**
 * VcTransportState:
 * @position, @duration: seconds
 * @playing: time goes on; not at the end
 * @speed: factor
 */
typedef struct {
  double position;
  double duration;
  gboolean playing;
  double speed;
} VcTransportState;

/**
 * VcTransportMark:
 * @position: seconds
 * @what: happened there, in a word or two
 */
typedef struct {
  double position;
  const char *what;
} VcTransportMark;

#define VC_TYPE_TRANSPORT (vc_transport_get_type ())
G_DECLARE_INTERFACE (VcTransport, vc_transport, VC, TRANSPORT, GObject)

/**
 * VcTransportInterface:
 * @command: bring about @wanted: its `position` unless that is negative, and
 *   the rest; at once, or soon
 * @get_state: as far as is known; what was commanded counts
 * @get_marks: (element-type VcTransportMark): never change
 */
struct _VcTransportInterface {
  GTypeInterface parent_iface;

  void (*command) (VcTransport *self, const VcTransportState *wanted);
  void (*get_state) (VcTransport *self, VcTransportState *state);
  const GArray *(*get_marks) (VcTransport *self);
};

/**
 * VcTransport::transport-changed:
 *
 * Something else than the position that comes with time is another one.
 */

void vc_transport_command (VcTransport *self, const VcTransportState *wanted);
void vc_transport_get_state (VcTransport *self, VcTransportState *state);
const GArray *vc_transport_get_marks (VcTransport *self);

/* For implementations. */
void vc_transport_emit_changed (VcTransport *self);

G_END_DECLS
