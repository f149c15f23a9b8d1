/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtksrc: a VTK scene as a live video source.
 */

/**
 * SECTION:element-vtksrc
 * @title: vtksrc
 *
 * Renders a scene with VTK, off screen, and lets people downstream work with
 * it: navigation events (mouse, wheel, keys, touch) that reach its source pad
 * rotate, zoom, and do whatever the scene's widgets and hotkeys do.
 *
 * The scene is either a file, a DICOM folder or a built-in test scene
 * (#vtksrc:location), or belongs to the application (#vtksrc:view).
 *
 * It is a live source that renders on demand. While nothing changes, it sends
 * nothing: a scene at rest gives one buffer. Caps carry the highest frame rate
 * (#vtksrc:max-framerate), time stamps are the true ones. With
 * #vtksrc:location the first buffer is the loaded data in full quality; while
 * somebody interacts, quality gives way to frame rate.
 *
 * The size of the picture can change at any time, from both sides: downstream
 * by renegotiation, upstream by #vtksrc:width and #vtksrc:height or by the
 * view. The scene is rendered in that size, never scaled to it, unless it
 * renders at a reduced size while somebody interacts.
 *
 * RGBx buffers are not copied. I420 is converted by ITU-R BT.601, limited
 * range.
 *
 * Each buffer has a custom meta "VtkcastFrameMeta" that tells which input was
 * the last one that the picture shows, when it was rendered, and how well.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 vtksrc location=head.nrrd num-buffers=1 ! videoconvert !
 * pngenc ! filesink location=head.png
 * ]| A picture of the data in a file.
 * |[
 * gst-launch-1.0 vtksrc location=vtkcast:cone ! videoconvert ! ximagesink
 * ]| A window in which the mouse turns a cone.
 * |[
 * gst-launch-1.0 -e vtksrc location=head.nrrd ! videoconvert ! tee name=t !
 * queue ! ximagesink t. ! queue leaky=downstream ! x264enc tune=zerolatency !
 * matroskamux ! filesink buffer-mode=unbuffered location=session.mkv
 * ]| The same, recorded until the window is closed or Ctrl+C is pressed.
 * |[
 * gst-launch-1.0 -e vtksrc location=vtkcast:cone ! videoconvert ! x264enc !
 * matroskamux ! filesink location=cone.mkv
 * ]| A recording without a window; Ctrl+C ends it.
 */

#include "element.h"

#include <gst/base/base.h>
#include <gst/video/video.h>

#include "feed.h"
#include "navigation.h"
#include "packer.h"
#include "source-settings.h"

GST_DEBUG_CATEGORY_STATIC (vtkcast_src_debug);
#define GST_CAT_DEFAULT vtkcast_src_debug

#define SIZES "width = (int) [ 1, 16384 ], height = (int) [ 1, 16384 ]"

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
  "src", GST_PAD_SRC, GST_PAD_ALWAYS,
  GST_STATIC_CAPS (
    "video/x-raw, format = (string) RGBx, " SIZES ", "
    "framerate = (fraction) [ 0/1, MAX ]; "
    "video/x-raw, format = (string) I420, " SIZES ", "
    "framerate = (fraction) [ 0/1, MAX ], colorimetry = (string) bt601"));

#define VC_TYPE_VTK_SRC (vc_vtk_src_get_type ())
G_DECLARE_FINAL_TYPE (VcVtkSrc, vc_vtk_src, VC, VTK_SRC, GstPushSrc)

struct _VcVtkSrc {
  GstPushSrc parent;

  /* Under the object lock. */
  VcSourceSettings settings;

  /* Between start and stop; under the object lock. */
  VcFeed *feed;
  int caps_width;
  int caps_height;

  /* The streaming thread's. */
  struct {
    VcPacker packer;
    int wanted_width;
    int wanted_height;
  } stream;
};

G_DEFINE_FINAL_TYPE (VcVtkSrc, vc_vtk_src, GST_TYPE_PUSH_SRC)
GST_ELEMENT_REGISTER_DEFINE_WITH_CODE (
  vtksrc, "vtksrc", GST_RANK_NONE, VC_TYPE_VTK_SRC,
  GST_DEBUG_CATEGORY_INIT (vtkcast_src_debug, "vtkcast-src", 0, "vtksrc"))

/* (transfer full) (nullable) */
static VcFeed *
ref_feed (VcVtkSrc *self)
{
  VcFeed *feed;

  GST_OBJECT_LOCK (self);
  feed = self->feed ? vc_feed_ref (self->feed) : NULL;
  GST_OBJECT_UNLOCK (self);
  return feed;
}

static void
post_error (VcVtkSrc *self, const GError *error)
{
  gst_element_message_full (
    GST_ELEMENT (self), GST_MESSAGE_ERROR, error->domain, error->code,
    g_strdup (error->message), NULL, __FILE__, GST_FUNCTION, __LINE__);
}

/* The size property that is 0 follows the view. */
static void
apply_size (VcVtkSrc *self, VcView *view)
{
  int width, height, wanted_width, wanted_height;

  vc_view_get_size (view, &width, &height);
  GST_OBJECT_LOCK (self);
  wanted_width = self->settings.width ? self->settings.width : width;
  wanted_height = self->settings.height ? self->settings.height : height;
  GST_OBJECT_UNLOCK (self);
  vc_view_set_size (view, wanted_width, wanted_height);
}

static gboolean
vc_vtk_src_start (GstBaseSrc *src)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_auto (VcSourceSettings) settings = {0};
  g_autoptr (GError) error = NULL;
  VcFeed *feed;

  GST_OBJECT_LOCK (self);
  vc_source_settings_copy (&self->settings, &settings);
  GST_OBJECT_UNLOCK (self);

  feed = vc_feed_new (&settings, &error);
  if (!feed) {
    post_error (self, error);
    return FALSE;
  }
  apply_size (self, vc_feed_get_view (feed));
  vc_packer_init (&self->stream.packer);
  GST_OBJECT_LOCK (self);
  self->feed = feed;
  self->caps_width = self->caps_height = 0;
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

static gboolean
vc_vtk_src_stop (GstBaseSrc *src)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_autoptr (VcFeed) feed = NULL;

  GST_OBJECT_LOCK (self);
  feed = g_steal_pointer (&self->feed);
  GST_OBJECT_UNLOCK (self);
  vc_packer_clear (&self->stream.packer);
  return TRUE;
}

static gboolean
vc_vtk_src_unlock (GstBaseSrc *src)
{
  g_autoptr (VcFeed) feed = ref_feed (VC_VTK_SRC (src));

  if (feed)
    vc_feed_set_flushing (feed, TRUE);
  return TRUE;
}

/* A frame that was taken just before may not have been pushed. */
static gboolean
vc_vtk_src_unlock_stop (GstBaseSrc *src)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_autoptr (VcFeed) feed = ref_feed (self);

  vc_packer_reset_time (&self->stream.packer);
  if (!feed)
    return TRUE;
  vc_feed_repeat (feed);
  vc_feed_set_flushing (feed, FALSE);
  return TRUE;
}

static GstCaps *
vc_vtk_src_fixate (GstBaseSrc *src, GstCaps *caps)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_autoptr (VcFeed) feed = ref_feed (self);

  vc_view_get_size (vc_feed_get_view (feed), &self->stream.wanted_width,
                    &self->stream.wanted_height);
  GST_OBJECT_LOCK (self);
  caps = vc_source_settings_prefer (&self->settings, self->stream.wanted_width,
                                    self->stream.wanted_height, caps);
  GST_OBJECT_UNLOCK (self);
  return GST_BASE_SRC_CLASS (vc_vtk_src_parent_class)->fixate (src, caps);
}

static gboolean
vc_vtk_src_set_caps (GstBaseSrc *src, GstCaps *caps)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  const GstVideoInfo *info = &self->stream.packer.info;
  g_autoptr (VcFeed) feed = ref_feed (self);
  VcView *view = vc_feed_get_view (feed);
  double max_rate;

  if (!vc_packer_set_caps (&self->stream.packer, caps))
    return FALSE;
  GST_INFO_OBJECT (self, "Caps are %" GST_PTR_FORMAT, caps);
  GST_OBJECT_LOCK (self);
  self->caps_width = info->width;
  self->caps_height = info->height;
  max_rate = vc_source_settings_get_max_rate (&self->settings);
  GST_OBJECT_UNLOCK (self);

  /* A variable frame rate, 0/1, is limited by the property alone. */
  if (info->fps_n > 0)
    max_rate = MIN (max_rate, (double)info->fps_n / info->fps_d);
  vc_view_set_max_rate (view, max_rate);
  vc_feed_repeat (feed);
  /* Left alone if it was granted: it may have changed again since. */
  if (info->width != self->stream.wanted_width ||
      info->height != self->stream.wanted_height)
    vc_view_set_size (view, info->width, info->height);
  return TRUE;
}

static gboolean
vc_vtk_src_decide_allocation (GstBaseSrc *src, GstQuery *query)
{
  VcVtkSrc *self = VC_VTK_SRC (src);

  vc_packer_decide_pool (&self->stream.packer, query);
  return GST_BASE_SRC_CLASS (vc_vtk_src_parent_class)
    ->decide_allocation (src, query);
}

static gboolean
fits_caps (VcVtkSrc *self, const VcFrame *frame)
{
  const GstVideoInfo *info = &self->stream.packer.info;

  return frame->view_width == info->width && frame->view_height == info->height;
}

/* The view has a size that the caps do not know yet. If downstream cannot take
 * it, the view goes back to what downstream can. */
static GstFlowReturn
adopt_size (VcVtkSrc *self, VcView *view, const VcFrame *frame)
{
  const GstVideoInfo *info = &self->stream.packer.info;

  if (!gst_base_src_negotiate (GST_BASE_SRC (self)))
    return GST_FLOW_NOT_NEGOTIATED;
  if (!fits_caps (self, frame))
    vc_view_set_size (view, info->width, info->height);
  return GST_FLOW_OK;
}

static GstFlowReturn
convert_frame (VcVtkSrc *self, const VcFrame *frame, GstBuffer **buffer)
{
  VcPacker *packer = &self->stream.packer;
  g_autoptr (GstBuffer) copy = NULL;
  GstFlowReturn ret;

  ret = GST_BASE_SRC_CLASS (vc_vtk_src_parent_class)
          ->alloc (GST_BASE_SRC (self), GST_BUFFER_OFFSET_NONE,
                   packer->info.size, &copy);
  if (ret != GST_FLOW_OK)
    return ret;
  if (!vc_packer_copy (packer, frame, copy)) {
    GST_ELEMENT_ERROR (
      self, RESOURCE, NO_SPACE_LEFT,
      ("There is not enough memory for a picture."),
      ("%d × %d pixels", packer->info.width, packer->info.height));
    return GST_FLOW_ERROR;
  }
  *buffer = g_steal_pointer (&copy);
  return GST_FLOW_OK;
}

static GstFlowReturn
pack_frame (VcVtkSrc *self, VcFrame *frame, GstBuffer **buffer)
{
  VcPacker *packer = &self->stream.packer;
  GstFlowReturn ret = GST_FLOW_OK;

  if (vc_packer_can_wrap (packer, frame))
    *buffer = vc_packer_wrap (packer, frame);
  else
    ret = convert_frame (self, frame, buffer);
  if (ret != GST_FLOW_OK)
    return ret;
  vc_packer_stamp (packer, frame,
                   gst_element_get_current_running_time (GST_ELEMENT (self)),
                   *buffer);
  GST_LOG_OBJECT (self, "Frame %" G_GUINT64_FORMAT ", tier %d, seq %u",
                  frame->id, frame->tier, frame->seq);
  return GST_FLOW_OK;
}

/* Leaves @frame NULL if there is reason to look around again. */
static GstFlowReturn
wait_for_frame (VcVtkSrc *self, VcFeed *feed, VcFrame **frame)
{
  g_autoptr (GError) error = NULL;

  switch (vc_feed_take (feed, frame, &error)) {
  case VC_FEED_FRAME:
    return GST_FLOW_OK;
  case VC_FEED_WOKEN:
    if (gst_pad_needs_reconfigure (GST_BASE_SRC_PAD (self)) &&
        !gst_base_src_negotiate (GST_BASE_SRC (self)))
      return GST_FLOW_NOT_NEGOTIATED;
    return GST_FLOW_OK;
  case VC_FEED_FLUSHING:
    return GST_FLOW_FLUSHING;
  case VC_FEED_ENDED:
    return GST_FLOW_EOS;
  case VC_FEED_FAILED:
    break;
  }
  post_error (self, error);
  return GST_FLOW_ERROR;
}

static GstFlowReturn
vc_vtk_src_create (GstPushSrc *src, GstBuffer **buffer)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_autoptr (VcFeed) feed = ref_feed (self);
  GstFlowReturn ret = GST_FLOW_OK;

  *buffer = NULL;
  while (ret == GST_FLOW_OK && !*buffer) {
    g_autoptr (VcFrame) frame = NULL;

    ret = wait_for_frame (self, feed, &frame);
    if (!frame)
      continue;
    if (!fits_caps (self, frame))
      ret = adopt_size (self, vc_feed_get_view (feed), frame);
    if (ret != GST_FLOW_OK || !fits_caps (self, frame))
      continue;
    ret = pack_frame (self, frame, buffer);
    vc_feed_note_shown (feed, frame);
  }
  return ret;
}

static gboolean
handle_navigation (VcVtkSrc *self, VcView *view, GstEvent *event)
{
  VcEvent parsed;
  int width, height;

  GST_OBJECT_LOCK (self);
  width = self->caps_width;
  height = self->caps_height;
  GST_OBJECT_UNLOCK (self);
  if (!vc_navigation_parse (gst_event_get_structure (event), width, height,
                            g_get_monotonic_time (), &parsed))
    return FALSE;
  vc_view_push_event (view, &parsed);
  return TRUE;
}

static gboolean
vc_vtk_src_event (GstBaseSrc *src, GstEvent *event)
{
  VcVtkSrc *self = VC_VTK_SRC (src);
  g_autoptr (VcFeed) feed = ref_feed (self);

  if (feed && GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION)
    return handle_navigation (self, vc_feed_get_view (feed), event);
  if (feed && GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    vc_feed_wake (feed);
  return GST_BASE_SRC_CLASS (vc_vtk_src_parent_class)->event (src, event);
}

/* Time stamps are those of finished pictures, so nothing is late from the
 * start; and a picture that is not taken just makes the next one wait. */
static gboolean
vc_vtk_src_query (GstBaseSrc *src, GstQuery *query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY) {
    gst_query_set_latency (query, TRUE, 0, GST_CLOCK_TIME_NONE);
    return TRUE;
  }
  return GST_BASE_SRC_CLASS (vc_vtk_src_parent_class)->query (src, query);
}

static void
vc_vtk_src_set_property (GObject *object, guint id, const GValue *value,
                         GParamSpec *pspec)
{
  VcVtkSrc *self = VC_VTK_SRC (object);
  g_autoptr (VcFeed) feed = ref_feed (self);

  GST_OBJECT_LOCK (self);
  vc_source_settings_set (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);

  if (!feed)
    return;
  if (id == VC_SOURCE_WIDTH || id == VC_SOURCE_HEIGHT) {
    apply_size (self, vc_feed_get_view (feed));
  } else if (id == VC_SOURCE_MAX_FRAMERATE) {
    gst_pad_mark_reconfigure (GST_BASE_SRC_PAD (self));
    vc_feed_wake (feed);
  }
}

static void
vc_vtk_src_get_property (GObject *object, guint id, GValue *value,
                         GParamSpec *pspec)
{
  VcVtkSrc *self = VC_VTK_SRC (object);
  g_autoptr (VcFeed) feed = ref_feed (self);

  GST_OBJECT_LOCK (self);
  vc_source_settings_get (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);
  if (feed && id == VC_SOURCE_VIEW)
    g_value_set_object (value, vc_feed_get_view (feed));
}

static void
vc_vtk_src_finalize (GObject *object)
{
  VcVtkSrc *self = VC_VTK_SRC (object);

  g_assert (!self->feed);
  vc_source_settings_clear (&self->settings);

  G_OBJECT_CLASS (vc_vtk_src_parent_class)->finalize (object);
}

static void
vc_vtk_src_init (VcVtkSrc *self)
{
  GstBaseSrc *src = GST_BASE_SRC (self);

  vc_source_settings_init (&self->settings);
  vc_packer_init (&self->stream.packer);
  gst_base_src_set_live (src, TRUE);
  gst_base_src_set_format (src, GST_FORMAT_TIME);
  gst_base_src_set_do_timestamp (src, FALSE);
}

static void
vc_vtk_src_class_init (VcVtkSrcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *src_class = GST_BASE_SRC_CLASS (klass);
  GstPushSrcClass *push_class = GST_PUSH_SRC_CLASS (klass);

  object_class->set_property = vc_vtk_src_set_property;
  object_class->get_property = vc_vtk_src_get_property;
  object_class->finalize = vc_vtk_src_finalize;
  vc_source_settings_install (object_class);

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (
    element_class, "VTK scene source", "Source/Video",
    "Renders a scene with VTK, on demand, and takes navigation events",
    "the vtkcast authors");

  src_class->start = vc_vtk_src_start;
  src_class->stop = vc_vtk_src_stop;
  src_class->unlock = vc_vtk_src_unlock;
  src_class->unlock_stop = vc_vtk_src_unlock_stop;
  src_class->fixate = vc_vtk_src_fixate;
  src_class->set_caps = vc_vtk_src_set_caps;
  src_class->decide_allocation = vc_vtk_src_decide_allocation;
  src_class->event = vc_vtk_src_event;
  src_class->query = vc_vtk_src_query;
  push_class->create = vc_vtk_src_create;
}
