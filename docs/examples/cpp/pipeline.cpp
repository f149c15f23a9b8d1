// SPDX-License-Identifier: BSD-3-Clause
//
// A view in a GStreamer pipeline of one's own: a film of a cone that turns
// once.

#include <cstdio>

#include <gst/gst.h>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkConeSource.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <vtkcast-adapter.h>
#include <vtkcast/view.h>

static VcAdapter *scene;
static vtkCamera *camera;

// A picture goes out; the next one is wanted.
static GstPadProbeReturn
on_picture (GstPad *, GstPadProbeInfo *, gpointer)
{
  vc_adapter_invoke (scene, [] { camera->Azimuth (6); });
  return GST_PAD_PROBE_OK;
}

int
main (int argc, char **argv)
{
  vtkNew<vtkConeSource> cone;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkRenderWindow> window;
  GError *error = nullptr;

  gst_init (&argc, &argv);
  mapper->SetInputConnection (cone->GetOutputPort ());
  actor->SetMapper (mapper);
  actor->GetProperty ()->SetColor (1, 0.4, 0.1);
  renderer->AddActor (actor);
  renderer->SetBackground (0.1, 0.2, 0.5);
  window->AddRenderer (renderer);
  window->OffScreenRenderingOn ();
  renderer->ResetCamera ();
  camera = renderer->GetActiveCamera ();

  scene = vc_adapter_new (window, nullptr);
  VcView *view = vc_view_new (VC_SCENE (scene), 640, 480, &error);
  GstElement *pipeline =
    view ? gst_parse_launch ("vtksrc name=source num-buffers=60 ! videoconvert "
                             "! x264enc ! matroskamux ! filesink name=file",
                             &error)
         : nullptr;
  if (!pipeline || error) {
    fprintf (stderr, "%s\n", error->message);
    return 1;
  }
  gst_child_proxy_set (GST_CHILD_PROXY (pipeline), "source::view", view,
                       "file::location", argc > 1 ? argv[1] : "cone.mkv",
                       nullptr);
  GstElement *source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  GstPad *pad = gst_element_get_static_pad (source, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, nullptr,
                     nullptr);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *end = gst_bus_timed_pop_filtered (
    bus, GST_CLOCK_TIME_NONE,
    (GstMessageType)(GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  bool is_good = GST_MESSAGE_TYPE (end) == GST_MESSAGE_EOS;
  if (!is_good) {
    gst_message_parse_error (end, &error, nullptr);
    fprintf (stderr, "%s\n", error->message);
  }

  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_message_unref (end);
  gst_object_unref (bus);
  gst_object_unref (pad);
  gst_object_unref (source);
  gst_object_unref (pipeline);
  vc_view_stop (view);
  g_object_unref (view);
  g_object_unref (scene);
  return is_good ? 0 : 1;
}
