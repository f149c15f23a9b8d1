/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Threads: what an adapter does in the program's thread, what in the view's,
 * and how the one tells the other.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

/* Calls @func in @context, soon, with a reference to @self. */
static void
post (VcAdapter *self, GMainContext *context, GSourceFunc func)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, context);
  g_source_unref (source);
}

/* The same in the render thread, while there is one. */
static void
tell_view (VcAdapter *self, GSourceFunc func)
{
  std::lock_guard<std::mutex> locker (self->data->lock);

  if (self->data->render_context)
    post (self, self->data->render_context, func);
}

static gboolean
on_picture (gpointer user_data)
{
  vc_scene_emit_changed (VC_SCENE (user_data), VC_TIER_FULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_animated (gpointer user_data)
{
  vc_scene_emit_changed (VC_SCENE (user_data), VC_TIER_INTERACTIVE);
  return G_SOURCE_REMOVE;
}

static gboolean
on_parameters (gpointer user_data)
{
  vc_scene_emit_parameters_changed (VC_SCENE (user_data));
  return G_SOURCE_REMOVE;
}

static gboolean
on_picks (gpointer user_data)
{
  VcAdapter *self = VC_ADAPTER (user_data);
  std::deque<VcAdapterPick> picks;

  self->data->exchange.TakePicks (&picks);
  for (auto &pick : picks)
    vc_scene_emit_picked (VC_SCENE (self), describe_pick (pick));
  return G_SOURCE_REMOVE;
}

/* The thread that owns the window. */
static void
tell_pick (VcAdapter *self, const VcAdapterPick &pick)
{
  Data *data = self->data;

  data->exchange.AddPick (pick);
  tell_view (self, on_picks);
  if (!data->picked)
    return;
  data->stage.Dirty = true;
  data->picked (pick);
}

/* The thread of the program. */

static void
answer (VcAdapter *self, VcTier tier)
{
  Data *data = self->data;

  if (data->stage.Dirty ||
      !data->exchange.Confirm (tier, data->stage.Person.Last)) {
    Exchange::PicturePtr picture = data->exchange.TakeSpare ();

    if (!data->stage.Render (tier, nullptr, picture.get ()))
      return;
    data->exchange.Publish (std::move (picture));
  }
  tell_view (self, on_picture);
}

static gboolean
on_work (gpointer user_data)
{
  VcAdapter *self = VC_ADAPTER (user_data);
  Data *data = self->data;
  std::deque<Order> jobs;
  int wanted = data->exchange.Take (&jobs);

  if (!jobs.empty ())
    data->stage.Work ([&jobs] {
      for (auto &order : jobs)
        guard (order.job);
    });
  if (wanted != NOTHING_WANTED)
    answer (self, (VcTier)wanted);
  else if (data->stage.Dirty)
    tell_view (self, on_picture);
  return G_SOURCE_REMOVE;
}

/* The program has rendered by itself. If the last picture was not fetched yet,
 * nobody is in a hurry for this one. */
static void
take_rendered (VcAdapter *self)
{
  Data *data = self->data;
  Exchange::PicturePtr picture;

  data->stage.Dirty = true;
  if (!data->exchange.HasRoom ())
    return;
  picture = data->exchange.TakeSpare ();
  if (!data->stage.Read (VC_TIER_INTERACTIVE, picture.get ()))
    return;
  data->exchange.Publish (std::move (picture));
  tell_view (self, on_animated);
}

/* Any thread. */
static void
wake_program (VcAdapter *self)
{
  post (self, self->context, on_work);
  if (self->data->wake)
    self->data->wake ();
}

/* The render thread. */

/* Now, if that owns the window, or in its turn. */
static void
do_job (VcAdapter *self, Job job, const VcEvent *event = nullptr)
{
  Data *data = self->data;

  if (self->context) {
    if (event ? data->exchange.PushEvent (event, std::move (job))
              : data->exchange.Push (std::move (job)))
      wake_program (self);
    return;
  }
  data->stage.Work (job);
  if (data->stage.Dirty)
    vc_scene_emit_changed (VC_SCENE (self), data->stage.IsAnimating ()
                                              ? VC_TIER_INTERACTIVE
                                              : VC_TIER_FULL);
}

/* What was invoked in any thread, if the render thread owns the window. */
static gboolean
on_invoked (gpointer user_data)
{
  VcAdapter *self = VC_ADAPTER (user_data);
  std::deque<Order> jobs;
  self->data->exchange.Take (&jobs);
  for (auto &order : jobs)
    do_job (self, order.job);
  return G_SOURCE_REMOVE;
}
