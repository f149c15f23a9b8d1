/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStills: the exact picture of a view at rest, compressed once for all
 * viewers.
 */

#include "stills.h"

#include "frame-stamp.h"
#include "recordings.h"
#include "waiters.h"

/* Below this, a picture that takes longer to compress is there sooner. */
#define SLOW_LINK 10e6 /* bits per second */

/**
 * _VcStills:
 * @still: (nullable): the newest
 * @stream: (nullable): of @still
 * @encoding: (nullable): cancels the one that is being made
 * @encoding_id: of that one
 * @encoding_stream: (nullable): of that one
 * @frame_id: of the frame that went out last as video
 * @frame_rtp: its timestamp
 */
struct _VcStills {
  VcView *view;
  const VcRoster *roster;
  VcWaiters *waiters;
  VcStill *still;
  VcStillStream *stream;
  GCancellable *encoding;
  guint64 encoding_id;
  VcStillStream *encoding_stream;
  guint64 frame_id;
  guint32 frame_rtp;
};

typedef struct {
  VcStills *self;
  GCancellable *cancellable;
} Encoding;

/* Whoever reads it learns that there will be no more. */
static void
drop_stream (VcStills *self)
{
  if (self->encoding_stream == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->encoding_stream, self);
  vc_still_stream_break (self->encoding_stream);
  g_clear_object (&self->encoding_stream);
}

static void
cancel (VcStills *self)
{
  if (self->encoding != NULL)
    g_cancellable_cancel (self->encoding);
  g_clear_object (&self->encoding);
  drop_stream (self);
}

static gboolean
has_still (VcStills *self)
{
  return self->still != NULL &&
         vc_view_get_still_id (self->view) == self->still->id;
}

/* (nullable): of what the view rests on. */
static VcStillStream *
get_stream (VcStills *self)
{
  if (has_still (self))
    return self->stream;
  if (self->encoding != NULL &&
      vc_view_get_still_id (self->view) == self->encoding_id)
    return self->encoding_stream;
  return NULL;
}

/* Who asked over HTTP does not wait for the last strip. */
static void
answer_waiters (VcStills *self)
{
  VcStillStream *stream = get_stream (self);
  g_autoptr (GBytes) first =
    stream != NULL ? vc_still_stream_read (stream, 0) : NULL;

  if (first != NULL)
    vc_waiters_answer (self->waiters, stream);
}

/* Only once the video has the picture, too, is there a timestamp to tell. */
static void
offer (VcStills *self)
{
  VcStillOffer terms = {
    .view = self->view, .still = self->still, .rtp = self->frame_rtp};

  if (!has_still (self))
    return;
  if (self->frame_id != self->still->id)
    return;
  for (guint i = 0; i < self->roster->viewers->len; i++) {
    VcViewer *viewer = self->roster->viewers->pdata[i];

    terms.seq = viewer->seq;
    if (viewer->delivery != NULL)
      vc_delivery_offer (viewer->delivery, &terms);
  }
}

static void
on_encoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Encoding *encoding = user_data;
  g_autoptr (GCancellable) cancellable = encoding->cancellable;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcStill) still = vc_still_new_finish (result, &error);
  VcStills *self = encoding->self;

  /* Who cancels may be gone. */
  if (g_cancellable_is_cancelled (cancellable))
    return;
  g_clear_object (&self->encoding);
  if (still == NULL) {
    drop_stream (self);
    g_warning ("%s", error->message);
    return;
  }
  g_clear_pointer (&self->still, vc_still_unref);
  self->still = g_steal_pointer (&still);
  g_set_object (&self->stream, self->encoding_stream);
  drop_stream (self);
  vc_recordings_note_still (self->roster->recordings, self->still->id,
                            self->still->sha256);
  answer_waiters (self);
  offer (self);
}

/* The slowest of those who will receive it decides. */
static gboolean
choose_effort (VcStills *self, VcStillEffort *effort)
{
  gboolean is_wanted = FALSE;

  *effort = VC_STILL_FAST;
  for (guint i = 0; i < self->roster->viewers->len; i++) {
    const VcViewer *viewer = self->roster->viewers->pdata[i];

    if (viewer->delivery == NULL)
      continue;
    is_wanted = TRUE;
    if (vc_delivery_get_rate (viewer->delivery) < SLOW_LINK)
      *effort = VC_STILL_SMALL;
  }
  return is_wanted;
}

static void
encode (VcStills *self)
{
  g_autoptr (VcFrame) frame = vc_view_dup_still (self->view);
  VcStillEffort effort;
  Encoding *encoding;

  if (frame == NULL || !choose_effort (self, &effort) ||
      (self->encoding != NULL && self->encoding_id == frame->id))
    return;
  cancel (self);
  self->encoding_stream = vc_still_stream_new ();
  g_signal_connect_swapped (self->encoding_stream, "changed",
                            G_CALLBACK (answer_waiters), self);
  self->encoding = g_cancellable_new ();
  self->encoding_id = frame->id;
  encoding = g_new (Encoding, 1);
  encoding->self = self;
  encoding->cancellable = g_object_ref (self->encoding);
  vc_still_new_async (frame, VC_STILL_WEBP, effort, self->encoding_stream,
                      self->encoding, on_encoded, encoding);
}

/* Does what can be done now. */
static void
update (VcStills *self)
{
  guint64 id = vc_view_get_still_id (self->view);

  if (id != 0 && (self->still == NULL || self->still->id != id))
    encode (self);
  answer_waiters (self);
  offer (self);
}

static void
on_phase (VcView *view, int phase, gpointer user_data)
{
  VcStills *self = user_data;

  for (guint i = 0; i < self->roster->viewers->len; i++) {
    VcViewer *viewer = self->roster->viewers->pdata[i];

    if (viewer->delivery != NULL)
      vc_delivery_tell_phase (viewer->delivery, phase);
  }
  /* It may rest again already. */
  if (self->encoding != NULL &&
      vc_view_get_still_id (view) != self->encoding_id)
    cancel (self);
  update (self);
}

VcStills *
vc_stills_new (VcView *view, const VcRoster *roster)
{
  VcStills *self = g_new0 (VcStills, 1);

  self->view = g_object_ref (view);
  self->roster = roster;
  self->waiters = vc_waiters_new (g_object_ref, g_object_unref);
  g_signal_connect (view, "phase", G_CALLBACK (on_phase), self);
  return self;
}

void
vc_stills_free (VcStills *self)
{
  cancel (self);
  g_clear_object (&self->stream);
  vc_waiters_free (self->waiters);
  g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->still, vc_still_unref);
  g_object_unref (self->view);
  g_free (self);
}

void
vc_stills_add_viewer (VcStills *self, VcViewer *viewer)
{
  if (viewer->delivery != NULL)
    return;
  viewer->delivery = vc_delivery_new (viewer->peer);
  vc_peer_expect_stills (viewer->peer);
  vc_delivery_tell_phase (viewer->delivery, vc_view_get_phase (self->view));
  update (self);
}

void
vc_stills_note_frame (VcStills *self, const VcFrameReport *report)
{
  self->frame_id = report->id;
  self->frame_rtp = vc_frame_stamp_to_rtp (report->pts);
  update (self);
}

gboolean
vc_stills_receive (VcStills *self, VcViewer *viewer, const char *text,
                   gsize length, gint64 now_us, GError **error)
{
  gboolean is_expected;

  if (viewer->delivery == NULL)
    return TRUE;
  if (!vc_delivery_hear (viewer->delivery, text, length, now_us, &is_expected,
                         error))
    return FALSE;
  if (is_expected)
    vc_viewer_excuse (viewer, length);
  return TRUE;
}

VcStill *
vc_stills_dup (VcStills *self, guint64 id)
{
  if (!has_still (self) || self->still->id != id)
    return NULL;
  return vc_still_ref (self->still);
}

void
vc_stills_take_async (VcStills *self, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, vc_stills_take_async);
  vc_waiters_add (self->waiters, g_steal_pointer (&task));
  update (self);
}

VcStillStream *
vc_stills_take_finish (GAsyncResult *result, GError **error)
{
  return vc_waiters_finish (result, error);
}
