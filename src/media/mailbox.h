/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcMailbox: the newest frame, until an appsrc wants it.
 *
 * An appsrc can drop what is old by itself, but then looks at a buffer that it
 * has let go (GStreamer 1.22), and if others have, too, counts it as waiting
 * for ever. So it is given one frame at a time, when it has none.
 */

#pragma once

#include <gst/app/gstappsrc.h>

G_BEGIN_DECLS

typedef struct _VcMailbox VcMailbox;

/* Takes over the callbacks of @source, which has not started yet and has no
 * limits; it keeps the mailbox for as long as it is. (transfer none) */
VcMailbox *vc_mailbox_new (GstAppSrc *source);

/* Takes the place of a frame that nobody has wanted yet. Never blocks. Any
 * thread. @source: that of vc_mailbox_new(). */
void vc_mailbox_put (VcMailbox *self, GstAppSrc *source, GstSample *sample);

/* Is there one that waits? Any thread. */
gboolean vc_mailbox_is_full (VcMailbox *self);

G_END_DECLS
