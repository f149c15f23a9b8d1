/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A desktop program: its window is on a screen, somebody sits before it, and
 * its loop sleeps until the X server or vtkcast has something for it.
 *
 * A line from stdin is done at the screen: “drag” by a hand there, “resize” by
 * the program. It ends with stdin.
 */

#include <cstdio>
#include <cstring>
#include <string>

#include <glib.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <vtkActor.h>
#include <vtkConeSource.h>
#include <vtkInteractorStyleTrackballCamera.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRenderer.h>

#include <vtkcast-adapter.h>
#include <vtkcast/service.h>

/* Its macros are everybody's names. */
#include <X11/Xlib.h>

#define WIDTH 400
#define HEIGHT 300

static void
send_button (Display *display, Window window, int type, int x, int y)
{
  XEvent event = {};

  event.xbutton.type = type;
  event.xbutton.display = display;
  event.xbutton.window = window;
  event.xbutton.button = Button1;
  event.xbutton.x = x;
  event.xbutton.y = y;
  event.xbutton.same_screen = True;
  XSendEvent (display, window, True, ButtonPressMask | ButtonReleaseMask,
              &event);
}

static void
send_motion (Display *display, Window window, int x, int y)
{
  XEvent event = {};

  event.xmotion.type = MotionNotify;
  event.xmotion.display = display;
  event.xmotion.window = window;
  event.xmotion.state = Button1Mask;
  event.xmotion.x = x;
  event.xmotion.y = y;
  event.xmotion.same_screen = True;
  XSendEvent (display, window, True, PointerMotionMask, &event);
}

/* As the X server tells of a mouse. */
static void
drag (vtkRenderWindow *vtk_window)
{
  Display *display = (Display *)vtk_window->GetGenericDisplayId ();
  Window window = (Window)vtk_window->GetGenericWindowId ();

  send_button (display, window, ButtonPress, WIDTH / 2, HEIGHT / 2);
  for (int n = 1; n <= 10; n++)
    send_motion (display, window, WIDTH / 2 + 8 * n, HEIGHT / 2 + 4 * n);
  send_button (display, window, ButtonRelease, WIDTH / 2 + 80, HEIGHT / 2 + 40);
  XFlush (display);
}

/* Returns FALSE at the end. */
static bool
obey (vtkRenderWindow *window)
{
  char line[80];
  ssize_t n = read (STDIN_FILENO, line, sizeof line - 1);

  if (n <= 0)
    return false;
  if (strncmp (line, "drag", 4) == 0)
    drag (window);
  if (strncmp (line, "resize", 6) == 0) {
    window->SetSize (HEIGHT, WIDTH);
    window->Render ();
  }
  return true;
}

static void
make_scene (vtkRenderWindow *window, vtkRenderWindowInteractor *interactor)
{
  vtkNew<vtkConeSource> cone;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkInteractorStyleTrackballCamera> style;

  cone->SetResolution (60);
  mapper->SetInputConnection (cone->GetOutputPort ());
  actor->SetMapper (mapper);
  actor->GetProperty ()->SetColor (1, 0, 0);
  renderer->AddActor (actor);
  renderer->SetBackground (0.1, 0.1, 0.4);
  window->AddRenderer (renderer);
  window->SetSize (WIDTH, HEIGHT);
  interactor->SetRenderWindow (window);
  interactor->SetInteractorStyle (style);
  interactor->Initialize ();
  window->Render ();
}

/* Sleeps for as long as nobody wants anything. */
static void
run (vtkRenderWindow *window, vtkRenderWindowInteractor *interactor,
     GMainContext *context, int woken)
{
  pollfd fds[] = {
    {STDIN_FILENO, POLLIN, 0},
    {woken, POLLIN, 0},
    {XConnectionNumber ((Display *)window->GetGenericDisplayId ()), POLLIN, 0},
  };
  eventfd_t count;

  do {
    while (g_main_context_iteration (context, FALSE))
      ;
    /* Last: what Xlib has read already does not end the sleep. */
    interactor->ProcessEvents ();
    poll (fds, G_N_ELEMENTS (fds), -1);
    if (fds[1].revents)
      eventfd_read (woken, &count);
  } while (!fds[0].revents || obey (window));
}

int
main ()
{
  vtkNew<vtkRenderWindow> window;
  vtkNew<vtkRenderWindowInteractor> interactor;
  GMainContext *context = g_main_context_new ();
  int woken = eventfd (0, EFD_CLOEXEC);
  GError *error = nullptr;

  make_scene (window, interactor);
  VcAdapter *scene = vc_adapter_new_in_context (window, interactor, context);
  vc_adapter_set_waker (scene, [woken] { eventfd_write (woken, 1); });
  VcService *service = vc_service_new (VC_SCENE (scene), nullptr, &error);
  if (!service) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  printf ("listening on %s\n", vc_service_get_url (service));
  fflush (stdout);
  run (window, interactor, context, woken);

  g_object_unref (service);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_object_unref (scene);
  g_main_context_unref (context);
  close (woken);
  return 0;
}
