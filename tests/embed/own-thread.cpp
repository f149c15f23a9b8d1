/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A program whose own thread renders: by order, by itself, and at times not at
 * all.
 */

#include <cmath>
#include <cstdio>
#include <cstring>

#include <glib-unix.h>

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkConeSource.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>

#include <vtkcast-adapter.h>
#include <vtkcast/service.h>

#define STALL_US (3 * G_USEC_PER_SEC)
#define FRAME_MS 30

struct Program {
  vtkNew<vtkRenderWindow> window;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkActor> actor;
  GMainContext *context;
  GThread *owner;
  VcAdapter *scene;
  GSource *spin;
  bool is_running;
};

static gboolean
on_spin (gpointer user_data)
{
  Program *self = static_cast<Program *> (user_data);

  self->renderer->GetActiveCamera ()->Azimuth (3);
  self->window->Render ();
  return G_SOURCE_CONTINUE;
}

static void
set_spinning (Program *self, bool is_spinning)
{
  g_assert (g_thread_self () == self->owner);
  if (self->spin) {
    g_source_destroy (self->spin);
    g_source_unref (self->spin);
    self->spin = nullptr;
  }
  if (!is_spinning)
    return;
  self->spin = g_timeout_source_new (FRAME_MS);
  g_source_set_callback (self->spin, on_spin, self, nullptr);
  g_source_attach (self->spin, self->context);
}

static void
set_colour (Program *self, const std::string &name)
{
  vtkProperty *property = self->actor->GetProperty ();

  g_assert (g_thread_self () == self->owner);
  property->SetColor (name == "red", name == "green", name == "blue");
}

static void
set_zoom (Program *self, const std::string &name)
{
  vtkCamera *camera = self->renderer->GetActiveCamera ();

  camera->SetParallelProjection (name != "perspective");
  camera->SetParallelScale (name == "near" ? 1 : name == "far" ? 2 : INFINITY);
}

/* As VTK's programs do: an observer of the interactor's, which renders. */
static void
on_key (vtkObject *interactor, unsigned long, void *user_data, void *)
{
  Program *self = static_cast<Program *> (user_data);
  char key =
    vtkRenderWindowInteractor::SafeDownCast (interactor)->GetKeyCode ();

  if (key != 'b')
    return;
  set_colour (self, "blue");
  self->window->Render ();
}

static void
watch_keys (Program *self)
{
  vtkNew<vtkCallbackCommand> command;

  command->SetCallback (on_key);
  command->SetClientData (self);
  self->window->GetInteractor ()->AddObserver (vtkCommand::KeyPressEvent,
                                               command);
}

/* What is clicked becomes green, with no call of Render(). */
static void
on_picked (Program *self, const VcAdapterPick &pick)
{
  if (!pick.is_found)
    return;
  set_colour (self, "green");
  vc_adapter_set_value (self->scene, "colour", g_variant_new_string ("green"));
}

/* What a programmer gets wrong is left out. */
static void
add_mistakes (Program *self)
{
  vc_adapter_add_slider (self->scene, "empty", "Empty", 2, 1, 1,
                         [] (double) { g_assert_not_reached (); });
  vc_adapter_add_checkbox (self->scene, "spin", "Again", true,
                           [] (bool) { g_assert_not_reached (); });
  vc_adapter_describe (self->scene, "nobody", "unit",
                       g_variant_new_string ("mm"));
  vc_adapter_describe (self->scene, "sides", "step", g_variant_new_double (-1));
  vc_adapter_set_value (self->scene, "colour", g_variant_new_string ("pink"));
}

static void
make_scene (Program *self)
{
  vtkNew<vtkConeSource> cone;
  vtkNew<vtkPolyDataMapper> mapper;

  vtkSmartPointer<vtkConeSource> source = cone;

  cone->SetResolution (60);
  mapper->SetInputConnection (cone->GetOutputPort ());
  self->actor->SetMapper (mapper);
  self->renderer->AddActor (self->actor);
  self->renderer->SetBackground (0.2, 0.2, 0.2);
  self->window->AddRenderer (self->renderer);
  self->window->OffScreenRenderingOn ();
  set_colour (self, "red");

  self->scene =
    vc_adapter_new_in_context (self->window, nullptr, self->context);
  vc_adapter_set_picked (self->scene, [self] (const VcAdapterPick &pick) {
    on_picked (self, pick);
  });
  vc_adapter_add_select (
    self->scene, "colour", "Colour", {"red", "green", "blue"}, "red",
    [self] (const std::string &name) { set_colour (self, name); });
  vc_adapter_add_checkbox (self->scene, "spin", "Spin", false,
                           [self] (bool is_on) { set_spinning (self, is_on); });
  vc_adapter_add_button (self->scene, "stall", "Stall",
                         [] { g_usleep (STALL_US); });
  vc_adapter_add_button (self->scene, "throw", "Throw",
                         [] { throw std::string ("what a program throws"); });
  vc_adapter_add_text (
    self->scene, "name", "Name", "red",
    [self] (const std::string &name) { set_colour (self, name); });
  vc_adapter_add_slider (
    self->scene, "sides", "Sides", 3, 100, 60,
    [self, source] (double n) { source->SetResolution ((int)n); });
  vc_adapter_describe (self->scene, "sides", "kind",
                       g_variant_new_string ("integer"));
  vc_adapter_add_select (
    self->scene, "zoom", "Zoom", {"perspective", "near", "endless", "far"},
    "perspective", [self] (const std::string &name) { set_zoom (self, name); });
  add_mistakes (self);
  watch_keys (self);
}

static gboolean
on_input (gint, GIOCondition, gpointer user_data)
{
  static_cast<Program *> (user_data)->is_running = false;
  return G_SOURCE_REMOVE;
}

int
main ()
{
  Program self = {};
  GError *error = nullptr;
  GSource *input = g_unix_fd_source_new (0, (GIOCondition)(G_IO_IN | G_IO_HUP));

  self.context = g_main_context_new ();
  self.owner = g_thread_self ();
  self.is_running = true;
  make_scene (&self);
  g_source_set_callback (input, G_SOURCE_FUNC (on_input), &self, nullptr);
  g_source_attach (input, self.context);

  VcService *service = vc_service_new (VC_SCENE (self.scene), nullptr, &error);
  if (!service) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  printf ("listening on %s\n", vc_service_get_url (service));
  fflush (stdout);
  while (self.is_running)
    g_main_context_iteration (self.context, TRUE);

  set_spinning (&self, false);
  g_object_unref (service);
  /* What was on its way to this thread holds references. */
  while (g_main_context_iteration (self.context, FALSE))
    ;
  g_assert (G_OBJECT (self.scene)->ref_count == 1);
  g_object_unref (self.scene);
  g_source_unref (input);
  g_main_context_unref (self.context);
  return 0;
}
