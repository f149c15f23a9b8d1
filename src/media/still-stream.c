/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcStillStream: the files of one exact picture, while they are being made.
 */

#include "still-stream.h"

/**
 * _VcStillStream:
 * @parts: what is there of the @n_parts; 0: it is not known how many
 * @is_posted: "changed" will be emitted
 */
struct _VcStillStream {
  GObject parent_instance;

  GMainContext *context;
  GMutex mutex;
  char *sha256;
  GBytes *parts[VC_STILL_MAX_PARTS];
  guint n_parts;
  gboolean is_broken;
  gboolean is_posted;
};

G_DEFINE_FINAL_TYPE (VcStillStream, vc_still_stream, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
on_posted (gpointer user_data)
{
  VcStillStream *self = user_data;

  g_mutex_lock (&self->mutex);
  self->is_posted = FALSE;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
post_locked (VcStillStream *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->is_posted)
    return;
  self->is_posted = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_posted, g_object_ref (self),
                         g_object_unref);
  g_source_attach (source, self->context);
}

static guint
count_readable_locked (VcStillStream *self)
{
  guint n = 0;

  while (self->sha256 != NULL && n < self->n_parts && self->parts[n] != NULL)
    n++;
  return n;
}

static gboolean
is_whole_locked (VcStillStream *self)
{
  return self->n_parts > 0 && count_readable_locked (self) == self->n_parts;
}

static void
vc_still_stream_finalize (GObject *object)
{
  VcStillStream *self = VC_STILL_STREAM (object);

  for (guint i = 0; i < self->n_parts; i++)
    g_clear_pointer (&self->parts[i], g_bytes_unref);
  g_free (self->sha256);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (vc_still_stream_parent_class)->finalize (object);
}

static void
vc_still_stream_init (VcStillStream *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
}

static void
vc_still_stream_class_init (VcStillStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vc_still_stream_finalize;

  /**
   * VcStillStream::changed:
   *
   * There may be more to read, or its state is another.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", VC_TYPE_STILL_STREAM, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

VcStillStream *
vc_still_stream_new (void)
{
  return g_object_new (VC_TYPE_STILL_STREAM, NULL);
}

void
vc_still_stream_set_sha256 (VcStillStream *self, const char *sha256)
{
  g_return_if_fail (VC_IS_STILL_STREAM (self));

  g_mutex_lock (&self->mutex);
  g_assert (self->sha256 == NULL);
  self->sha256 = g_strdup (sha256);
  post_locked (self);
  g_mutex_unlock (&self->mutex);
}

void
vc_still_stream_set_part (VcStillStream *self, guint index, guint n_parts,
                          GBytes *file)
{
  g_return_if_fail (VC_IS_STILL_STREAM (self));
  g_return_if_fail (index < n_parts && n_parts <= VC_STILL_MAX_PARTS);

  g_mutex_lock (&self->mutex);
  g_assert (self->parts[index] == NULL);
  self->parts[index] = g_bytes_ref (file);
  self->n_parts = n_parts;
  post_locked (self);
  g_mutex_unlock (&self->mutex);
}

void
vc_still_stream_break (VcStillStream *self)
{
  g_return_if_fail (VC_IS_STILL_STREAM (self));

  g_mutex_lock (&self->mutex);
  self->is_broken = TRUE;
  post_locked (self);
  g_mutex_unlock (&self->mutex);
}

VcStillStreamState
vc_still_stream_get_state (VcStillStream *self)
{
  VcStillStreamState state = VC_STILL_STREAM_OPEN;

  g_return_val_if_fail (VC_IS_STILL_STREAM (self), VC_STILL_STREAM_BROKEN);

  g_mutex_lock (&self->mutex);
  if (is_whole_locked (self))
    state = VC_STILL_STREAM_WHOLE;
  else if (self->is_broken)
    state = VC_STILL_STREAM_BROKEN;
  g_mutex_unlock (&self->mutex);
  return state;
}

const char *
vc_still_stream_get_sha256 (VcStillStream *self)
{
  const char *sha256;

  g_return_val_if_fail (VC_IS_STILL_STREAM (self), NULL);

  /* Once it is there, it stays. */
  g_mutex_lock (&self->mutex);
  sha256 = self->sha256;
  g_mutex_unlock (&self->mutex);
  return sha256;
}

GBytes *
vc_still_stream_read (VcStillStream *self, guint index)
{
  GBytes *file = NULL;

  g_return_val_if_fail (VC_IS_STILL_STREAM (self), NULL);

  g_mutex_lock (&self->mutex);
  if (index < count_readable_locked (self))
    file = g_bytes_ref (self->parts[index]);
  g_mutex_unlock (&self->mutex);
  return file;
}
