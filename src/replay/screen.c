/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcScreen: shows a replay in a view of any size.
 */

#include "screen.h"

#include "letterbox.h"

/**
 * _VcScreen:
 * @pixels: of what is put into the darkness
 */
struct _VcScreen {
  guint8 *pixels;
  gsize size;
};

VcScreen *
vc_screen_new (void)
{
  return g_new0 (VcScreen, 1);
}

void
vc_screen_free (VcScreen *self)
{
  g_free (self->pixels);
  g_free (self);
}

/* Rendered anew, it may be larger than it was. */
static void
find_place (const VcCursor *cursor, int width, int height, VcLetterbox *place)
{
  int factor = MAX (width, height);
  int recorded_width, recorded_height;

  vc_cursor_get_size (cursor, &recorded_width, &recorded_height);
  vc_letterbox_init (place, recorded_width * factor, recorded_height * factor,
                     width, height);
}

/* What was rendered with fewer pixels has as many fewer around it. */
static void
put (const VcFrame *inner, const VcLetterbox *place, int width, int height,
     VcFrame *frame)
{
  VcLetterbox box;

  frame->width = MAX (width * inner->width / place->width, 1);
  frame->height = MAX (height * inner->height / place->height, 1);
  frame->stride = 4 * frame->width;
  frame->tier = inner->tier;
  vc_letterbox_init (&box, inner->width, inner->height, frame->width,
                     frame->height);
  vc_letterbox_draw (&box, inner->pixels, inner->stride, inner->width,
                     inner->height, frame);
}

VcRenderResult
vc_screen_render (VcScreen *self, VcCursor *cursor, int width, int height,
                  const VcRenderRequest *request, VcFrame *frame)
{
  VcFrame inner = *frame;
  VcRenderResult result;
  VcLetterbox place;
  gsize size;

  find_place (cursor, width, height, &place);
  if (place.width == width && place.height == height)
    return vc_cursor_render (cursor, width, height, request, frame);
  size = (gsize)4 * place.width * place.height;
  if (size > self->size) {
    self->pixels = g_realloc (self->pixels, size);
    self->size = size;
  }
  inner.pixels = self->pixels;
  inner.stride = 4 * place.width;
  inner.view_width = place.width;
  inner.view_height = place.height;
  result =
    vc_cursor_render (cursor, place.width, place.height, request, &inner);
  if (result == VC_RENDER_DONE)
    put (&inner, &place, width, height, frame);
  return result;
}
