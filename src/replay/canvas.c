/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcCanvas: memory for the pictures of a replay, one at a time.
 */

#include "canvas.h"

struct _VcCanvas {
  VcFrame frame;
  guint8 *pixels;
  gsize size;
};

VcCanvas *
vc_canvas_new (void)
{
  return g_new0 (VcCanvas, 1);
}

void
vc_canvas_free (VcCanvas *self)
{
  g_free (self->pixels);
  g_free (self);
}

static gboolean
make_room (VcCanvas *self, gsize size)
{
  if (size <= self->size)
    return TRUE;
  g_free (self->pixels);
  self->pixels = g_try_malloc (size);
  self->size = self->pixels != NULL ? size : 0;
  return self->pixels != NULL;
}

const VcFrame *
vc_canvas_render (VcCanvas *self, VcCursor *cursor, int width, int height,
                  GError **error)
{
  static const gint never = 0;
  VcRenderRequest request = {.tier = VC_TIER_FULL, .abort = &never};

  if (make_room (self, (gsize)4 * width * height)) {
    self->frame = (VcFrame){
      .pixels = self->pixels,
      .stride = 4 * width,
      .view_width = width,
      .view_height = height,
    };
    if (vc_cursor_render (cursor, width, height, &request, &self->frame) ==
        VC_RENDER_DONE)
      return &self->frame;
  }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               "Failed to render a picture of %d × %d pixels", width, height);
  return NULL;
}
