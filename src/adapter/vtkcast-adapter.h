/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcAdapter: the render window of a program, as a scene for vtkcast.
 *
 * vtkcast's libraries have no VTK in them, because two in one process share
 * symbols. So this file and vtkcast-adapter.cpp are compiled by the program,
 * against its own VTK (9.0 or newer), with C++11 or newer:
 *
 *   dir=$(pkg-config --variable=adapterdir vtkcast)
 *   c++ -I$dir program.cpp $dir/vtkcast-adapter.cpp \
 *     $(pkg-config --cflags --libs vtkcast-server) VTK's…
 *
 * docs/embedding.md has a whole line.
 *
 * Hand the adapter to vc_service_new() for a running server, or to
 * vc_view_new() for the vtksrc element in a pipeline of one's own.
 *
 * There are two ways to share the work:
 *
 * - vc_adapter_new(): the view's render thread owns the window. The program
 *   builds its scene, and touches it from then on only in the functions that
 *   belong to its parameters and in vc_adapter_invoke(). For programs without a
 *   window on a screen.
 * - vc_adapter_new_in_context(): the program's own thread keeps it. Events wait
 *   until that thread runs its main context; what it renders by itself is shown
 *   too. However slow it is, the server goes on.
 *
 * A window that is shown on a screen keeps its size; the page gets it with bars
 * at its sides.
 */

#pragma once

#include <functional>
#include <string>
#include <vector>

#include <vtkcast/scene.h>

class vtkRenderWindow;
class vtkRenderWindowInteractor;

#define VC_TYPE_ADAPTER (vc_adapter_get_type ())
G_DECLARE_FINAL_TYPE (VcAdapter, vc_adapter, VC, ADAPTER, GObject)

/* (transfer full): a VcScene. The view's render thread owns @window from its
 * setup to its teardown, which releases what belongs to the GPU; before,
 * nothing may have been rendered. @interactor: (nullable): where events go;
 * NULL: to that of the window, or to one with the trackball style if there is
 * none. Timers of an interactor that comes with the program do not run. */
VcAdapter *vc_adapter_new (vtkRenderWindow *window,
                           vtkRenderWindowInteractor *interactor);

/* (transfer full): a VcScene. Call this, and drop the last reference, in the
 * thread that owns @window and runs @context. @context: (nullable): NULL: the
 * default one, which GTK and (on Linux) Qt run. A loop that knows nothing of
 * GLib calls g_main_context_iteration (context, FALSE) in each turn, or when
 * vc_adapter_set_waker() says so. */
VcAdapter *vc_adapter_new_in_context (vtkRenderWindow *window,
                                      vtkRenderWindowInteractor *interactor,
                                      GMainContext *context);

/* @wake: is called, in any thread, when the context has got something to do.
 * Before the view exists. Timers of an interactor that the adapter has made,
 * such as those of the joystick styles, lie in the context, too, and @wake does
 * not tell when one is due: for them, iterate the context in each turn. */
void vc_adapter_set_waker (VcAdapter *self, std::function<void ()> wake);

/**
 * VcAdapterPick:
 * Where somebody pointed: a click of any button, or the key p.
 *
 * @viewer: number of who did it
 * @button: 1 left (and a finger), 2 middle, 3 right; 0: the key
 * @is_found: is there something?
 * @position: of what was found, in world coordinates
 */
struct VcAdapterPick {
  unsigned viewer;
  unsigned button;
  bool is_found;
  double position[3];
};

/* Before the view exists. @picked: is called in the thread that owns the
 * window, after the interactor got what was clicked or typed, and need not
 * render. Pages that listen are told, too (docs/protocol.md), whether there is
 * such a function or not. */
void
vc_adapter_set_picked (VcAdapter *self,
                       std::function<void (const VcAdapterPick &pick)> picked);

/* Before the view exists: nobody finds out where clicks point. That takes a
 * moment where there are many cells. */
void vc_adapter_disable_picks (VcAdapter *self);

/* Before the view exists: what people see as the title. */
void vc_adapter_set_title (VcAdapter *self, const char *title);

/* Any thread. Runs @job in the thread that owns the window, in its turn among
 * the events, and renders after that. Nothing runs once the view was stopped.
 */
void vc_adapter_invoke (VcAdapter *self, std::function<void ()> job);

/* Parameters: what people can set in the page, in this order. Any thread.
 * What parameters.h does not allow is left out, with a warning that says why.
 * @name: as in parameters.h, once. @title: for people. @changed: is called in
 * the thread that owns the window, and need not render. */
void vc_adapter_add_slider (VcAdapter *self, const char *name,
                            const char *title, double minimum, double maximum,
                            double value, std::function<void (double)> changed);
void vc_adapter_add_checkbox (VcAdapter *self, const char *name,
                              const char *title, bool value,
                              std::function<void (bool)> changed);
void vc_adapter_add_select (VcAdapter *self, const char *name,
                            const char *title,
                            const std::vector<std::string> &choices,
                            const std::string &value,
                            std::function<void (const std::string &)> changed);
void vc_adapter_add_text (VcAdapter *self, const char *name, const char *title,
                          const std::string &value,
                          std::function<void (const std::string &)> changed);
void vc_adapter_add_button (VcAdapter *self, const char *name,
                            const char *title, std::function<void ()> pressed);

/* One more property of a parameter: "unit", "group" (s), "step" (d), as in
 * parameters.h; "kind" "integer" (s) makes a slider one of whole numbers.
 * @property: floating ones are consumed. */
void vc_adapter_describe (VcAdapter *self, const char *name, const char *key,
                          GVariant *property);

/* The program has changed it by itself: the page follows, and @changed is not
 * called. @value: floating ones are consumed. */
void vc_adapter_set_value (VcAdapter *self, const char *name, GVariant *value);
