/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Lets webrtcbin answer an offer.
 *
 *     set-remote-description → create-answer → set-local-description
 *       → gathering of candidates → done
 *
 * webrtcbin says what goes wrong in the three promises and nowhere else, and
 * may never reply at all. Its replies come in its own thread; each is passed
 * to the main context, where all of the state below lives.
 */

#include "negotiation.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "peer.h"
#include "timer.h"

#define DEADLINE_MS 5000

typedef struct _Negotiation Negotiation;

/* A step's reply, in the main context. @reply: (nullable) */
typedef void (*StepFunc) (GTask *task, const GstStructure *reply);

struct _Negotiation {
  GstElement *webrtc;
  gulong gathering_handler;
  GSource *deadline;
  GSource *gathering_deadline;
  guint patience_ms;
  /* GTask itself says so only when its callback has run. */
  gboolean is_over;
};

typedef struct {
  GTask *task;
  StepFunc func;
  GstPromise *promise;
} Step;

static void
free_negotiation (Negotiation *self)
{
  vc_timer_clear (&self->deadline);
  vc_timer_clear (&self->gathering_deadline);
  gst_object_unref (self->webrtc);
  g_free (self);
}

static gboolean
is_over (GTask *task)
{
  Negotiation *self = g_task_get_task_data (task);

  return self->is_over;
}

/* The timers and the handler hold the task. */
static void
release (GTask *task)
{
  Negotiation *self = g_task_get_task_data (task);

  self->is_over = TRUE;
  vc_timer_clear (&self->deadline);
  vc_timer_clear (&self->gathering_deadline);
  g_clear_signal_handler (&self->gathering_handler, self->webrtc);
}

static void
fail (GTask *task, const char *reason)
{
  if (is_over (task))
    return;

  g_task_return_new_error (task, VC_PEER_ERROR, VC_PEER_ERROR_FAILED,
                           "The connection could not be negotiated: %s",
                           reason);
  release (task);
}

static GSource *
add_timeout (GTask *task, guint interval_ms, GSourceFunc func)
{
  GSource *source = g_timeout_source_new (interval_ms);

  g_source_set_callback (source, func, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

static void
free_step (Step *step)
{
  gst_promise_unref (step->promise);
  g_object_unref (step->task);
  g_free (step);
}

static gboolean
on_step_posted (gpointer user_data)
{
  Step *step = user_data;
  const GstStructure *reply = NULL;
  g_autoptr (GError) error = NULL;

  if (is_over (step->task))
    return G_SOURCE_REMOVE;
  if (g_task_return_error_if_cancelled (step->task)) {
    release (step->task);
    return G_SOURCE_REMOVE;
  }

  if (gst_promise_wait (step->promise) != GST_PROMISE_RESULT_REPLIED) {
    fail (step->task, "it was interrupted");
    return G_SOURCE_REMOVE;
  }

  reply = gst_promise_get_reply (step->promise);
  if (reply != NULL && gst_structure_has_field (reply, "error"))
    gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL);
  if (error != NULL)
    fail (step->task, error->message);
  else
    step->func (step->task, reply);

  return G_SOURCE_REMOVE;
}

static void
on_promise_changed (GstPromise *promise, gpointer user_data)
{
  Step *template = user_data;
  Step *step = g_new (Step, 1);

  step->task = g_object_ref (template->task);
  step->func = template->func;
  step->promise = gst_promise_ref (promise);
  g_main_context_invoke_full (g_task_get_context (step->task),
                              G_PRIORITY_DEFAULT, on_step_posted, step,
                              (GDestroyNotify)free_step);
}

static void
free_step_template (Step *step)
{
  g_object_unref (step->task);
  g_free (step);
}

static GstPromise *
create_promise (GTask *task, StepFunc func)
{
  Step *template = g_new0 (Step, 1);

  template->task = g_object_ref (task);
  template->func = func;

  return gst_promise_new_with_change_func (on_promise_changed, template,
                                           (GDestroyNotify)free_step_template);
}

static void
finish (GTask *task)
{
  Negotiation *self = g_task_get_task_data (task);
  g_autoptr (GstWebRTCSessionDescription) description = NULL;

  if (is_over (task))
    return;

  g_object_get (self->webrtc, "local-description", &description, NULL);
  if (description == NULL) {
    fail (task, "there is no local description");
    return;
  }

  g_task_return_pointer (task, gst_sdp_message_as_text (description->sdp),
                         g_free);
  release (task);
}

static gboolean
is_gathered (Negotiation *self)
{
  GstWebRTCICEGatheringState state = GST_WEBRTC_ICE_GATHERING_STATE_NEW;

  g_object_get (self->webrtc, "ice-gathering-state", &state, NULL);

  return state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE;
}

static gboolean
on_gathering_deadline (gpointer user_data)
{
  finish (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
on_gathering_posted (gpointer user_data)
{
  GTask *task = user_data;

  if (!is_over (task) && is_gathered (g_task_get_task_data (task)))
    finish (task);

  return G_SOURCE_REMOVE;
}

static void
on_gathering_changed (GstElement *webrtc, GParamSpec *pspec, gpointer user_data)
{
  GTask *task = user_data;

  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT,
                              on_gathering_posted, g_object_ref (task),
                              g_object_unref);
}

static void
handle_local_description (GTask *task, const GstStructure *reply)
{
  Negotiation *self = g_task_get_task_data (task);

  self->gathering_deadline =
    add_timeout (task, self->patience_ms, on_gathering_deadline);
  self->gathering_handler = g_signal_connect_data (
    self->webrtc, "notify::ice-gathering-state",
    G_CALLBACK (on_gathering_changed), g_object_ref (task),
    (GClosureNotify)G_CALLBACK (g_object_unref), 0);

  if (is_gathered (self))
    finish (task);
}

/* @action: an action of webrtcbin that replies by a promise */
static void
emit_step (GTask *task, const char *action, gpointer argument, StepFunc func)
{
  Negotiation *self = g_task_get_task_data (task);
  g_autoptr (GstPromise) promise = create_promise (task, func);

  g_signal_emit_by_name (self->webrtc, action, argument, promise);
}

static void
handle_answer (GTask *task, const GstStructure *reply)
{
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  if (reply == NULL ||
      !gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
                          &answer, NULL)) {
    fail (task, "there is no answer");
    return;
  }

  emit_step (task, "set-local-description", answer, handle_local_description);
}

static void
handle_remote_description (GTask *task, const GstStructure *reply)
{
  emit_step (task, "create-answer", NULL, handle_answer);
}

static gboolean
on_deadline (gpointer user_data)
{
  fail (user_data, "it took too long");

  return G_SOURCE_REMOVE;
}

void
vc_negotiate_async (GstElement *webrtc, const char *offer, guint patience_ms,
                    GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GstWebRTCSessionDescription) description = NULL;
  Negotiation *self = g_new0 (Negotiation, 1);
  GstSDPMessage *sdp = NULL;

  self->webrtc = gst_object_ref (webrtc);
  self->patience_ms = patience_ms;
  g_task_set_task_data (task, self, (GDestroyNotify)free_negotiation);

  if (gst_sdp_message_new_from_text (offer, &sdp) != GST_SDP_OK) {
    fail (task, "the offer cannot be read");
    return;
  }

  description =
    gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, sdp);
  self->deadline = add_timeout (task, DEADLINE_MS, on_deadline);
  emit_step (task, "set-remote-description", description,
             handle_remote_description);
}

char *
vc_negotiate_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
