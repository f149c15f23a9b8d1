/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcNews: what happened in other threads, until its owner can be told.
 */

#include "news.h"

/* What an owner that does not run its main context misses, at the most. */
#define N_UNHEARD_MAX 64

/* Outlives the owner, so that something can be on its way when it goes. */
typedef struct {
  gint n_refs;
  GWeakRef owner;
  void (*tell) (gpointer owner);
} Messenger;

struct _VcNews {
  GMainContext *context;
  Messenger *messenger;

  GMutex lock;
  VcNewsFlags flags;
  GQueue statuses;
  GQueue picks;
  char *refusal;
  gboolean is_announced;
};

static Messenger *
ref_messenger (Messenger *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

static void
unref_messenger (gpointer data)
{
  Messenger *self = data;

  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static gboolean
on_announced (gpointer user_data)
{
  Messenger *messenger = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&messenger->owner);

  if (owner)
    messenger->tell (owner);
  return G_SOURCE_REMOVE;
}

static void
announce (VcNews *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_announced, ref_messenger (self->messenger),
                         unref_messenger);
  g_source_set_static_name (source, "[vtkcast] news");
  g_source_attach (source, self->context);
}

/* Lets go of the lock under which something was added. */
static void
announce_and_unlock (VcNews *self)
{
  gboolean was_announced = self->is_announced;

  self->is_announced = TRUE;
  g_mutex_unlock (&self->lock);
  if (!was_announced)
    announce (self);
}

void
vc_news_item_clear (VcNewsItem *self)
{
  g_clear_pointer (&self->status, vc_status_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->pick, g_variant_unref);
}

VcNews *
vc_news_new (GObject *owner, void (*tell) (gpointer owner))
{
  VcNews *self = g_new0 (VcNews, 1);

  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->messenger = g_new0 (Messenger, 1);
  self->messenger->n_refs = 1;
  self->messenger->tell = tell;
  g_weak_ref_init (&self->messenger->owner, owner);
  return self;
}

void
vc_news_free (VcNews *self)
{
  unref_messenger (self->messenger);
  g_main_context_unref (self->context);
  g_queue_clear_full (&self->statuses, (GDestroyNotify)vc_status_free);
  g_queue_clear_full (&self->picks, (GDestroyNotify)g_variant_unref);
  g_free (self->refusal);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
vc_news_add_flag (VcNews *self, VcNewsFlags flag)
{
  g_mutex_lock (&self->lock);
  self->flags |= flag;
  announce_and_unlock (self);
}

/* Of several reports of progress in a row, only the last is news. */
void
vc_news_add_status (VcNews *self, const VcStatus *status)
{
  const VcStatus *last;

  g_mutex_lock (&self->lock);
  last = g_queue_peek_tail (&self->statuses);
  if (last && last->kind == VC_STATUS_LOADING &&
      status->kind == VC_STATUS_LOADING)
    vc_status_free (g_queue_pop_tail (&self->statuses));
  else if (g_queue_get_length (&self->statuses) >= N_UNHEARD_MAX)
    vc_status_free (g_queue_pop_head (&self->statuses));
  g_queue_push_tail (&self->statuses, vc_status_copy (status));
  announce_and_unlock (self);
}

void
vc_news_add_refusal (VcNews *self, const char *sentence)
{
  g_mutex_lock (&self->lock);
  g_free (self->refusal);
  self->refusal = g_strdup (sentence);
  announce_and_unlock (self);
}

void
vc_news_add_pick (VcNews *self, GVariant *pick)
{
  g_mutex_lock (&self->lock);
  if (g_queue_get_length (&self->picks) >= N_UNHEARD_MAX)
    g_variant_unref (g_queue_pop_head (&self->picks));
  g_queue_push_tail (&self->picks, g_variant_ref (pick));
  announce_and_unlock (self);
}

gboolean
vc_news_pop (VcNews *self, VcNewsItem *item)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  item->flags = self->flags;
  item->status = g_queue_pop_head (&self->statuses);
  item->pick = g_queue_pop_head (&self->picks);
  item->refusal = g_steal_pointer (&self->refusal);
  self->flags = 0;
  self->is_announced =
    item->flags != 0 || item->status || item->pick || item->refusal;
  return self->is_announced;
}
