/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Interactor: for a window that has none.
 *
 * A part of vtkcast-adapter.cpp, which is the one file that a program compiles.
 */

#pragma once

#include <exception>
#include <functional>
#include <map>

#include <glib.h>

#include <vtkGenericRenderWindowInteractor.h>
#include <vtkObjectFactory.h>
#include <vtkSmartPointer.h>

namespace
{

typedef std::function<void ()> Job;

/* The barrier at which C++ exceptions stop. */
template <typename Body>
void
guard (Body body)
{
  try {
    body ();
  } catch (const std::exception &e) {
    g_warning ("vtkcast-adapter: %s", e.what ());
  } catch (...) {
    g_warning ("vtkcast-adapter: unknown exception");
  }
}

/* Its timers are GSources. */
class Interactor : public vtkGenericRenderWindowInteractor
{
public:
  static Interactor *New ();
  vtkTypeMacro (Interactor, vtkGenericRenderWindowInteractor);

  GMainContext *Context = nullptr;
  std::function<void (int id)> OnTimer;

  void
  Initialize () override
  {
    /* The inherited one renders. */
    Initialized = 1;
    Enable ();
  }

  void
  StopTimers ()
  {
    while (!Timers.empty ())
      InternalDestroyTimer (Timers.begin ()->first);
  }

  bool
  IsAnimating () const
  {
    return !Timers.empty ();
  }

protected:
  struct Timer {
    Interactor *owner;
    int vtk_id;
    int platform_id;
    bool one_shot;
  };

  ~Interactor () override
  {
    StopTimers ();
  }

  static gboolean
  Fire (gpointer user_data)
  {
    Timer timer = *static_cast<Timer *> (user_data);
    vtkSmartPointer<Interactor> self = timer.owner;

    self->OnTimer (timer.vtk_id);
    if (timer.one_shot)
      self->InternalDestroyTimer (timer.platform_id);
    return G_SOURCE_CONTINUE;
  }

  int
  InternalCreateTimer (int id, int type, unsigned long duration) override
  {
    GSource *source = g_timeout_source_new (duration > 0 ? duration : 1);
    int platform_id = NextId++;

    g_source_set_callback (
      source, Fire, new Timer{this, id, platform_id, type == OneShotTimer},
      [] (gpointer timer) { delete static_cast<Timer *> (timer); });
    g_source_attach (source, Context);
    Timers[platform_id] = source;
    return platform_id;
  }

  int
  InternalDestroyTimer (int platform_id) override
  {
    auto found = Timers.find (platform_id);
    GSource *source;

    if (found == Timers.end ())
      return 0;
    source = found->second;
    Timers.erase (found);
    g_source_destroy (source);
    g_source_unref (source);
    return 1;
  }

private:
  std::map<int, GSource *> Timers;
  int NextId = 1;
};

vtkStandardNewMacro (Interactor);

} // namespace
