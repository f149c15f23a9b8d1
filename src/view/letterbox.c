/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLetterbox: where a picture of any size lies in a view of another.
 */

#include "letterbox.h"

#include <math.h>
#include <string.h>

#define N_CHANNELS 4
#define DARKNESS 24

void
vc_letterbox_init (VcLetterbox *self, int picture_width, int picture_height,
                   int view_width, int view_height)
{
  double scale = MIN (1, MIN ((double)view_width / picture_width,
                              (double)view_height / picture_height));

  self->width = CLAMP (lround (picture_width * scale), 1, view_width);
  self->height = CLAMP (lround (picture_height * scale), 1, view_height);
  self->x = (view_width - self->width) / 2;
  self->y = (view_height - self->height) / 2;
}

void
vc_letterbox_map_event (const VcLetterbox *self, int view_width,
                        int view_height, VcEvent *event)
{
  gboolean is_wheel = event->type == VC_EVENT_WHEEL;

  event->x = (event->x * view_width - self->x) / self->width;
  event->y = (event->y * view_height - self->y) / self->height;
  /* Of a wheel these are notches. */
  event->delta_x *= is_wheel ? 1 : (double)view_width / self->width;
  event->delta_y *= is_wheel ? 1 : (double)view_height / self->height;
}

/* The mean of the pixels that one pixel covers, so that thin lines stay. */
static void
shrink_row (const guint8 *pixels, gssize step, int n_rows, int from_width,
            guint8 *row, int to_width)
{
  for (int x = 0; x < to_width; x++) {
    int begin = (gint64)x * from_width / to_width;
    int end = MAX ((gint64)(x + 1) * from_width / to_width, begin + 1);
    guint64 sums[N_CHANNELS] = {0};
    guint64 n = (guint64)(end - begin) * n_rows;

    for (int y = 0; y < n_rows; y++)
      for (int column = begin; column < end; column++)
        for (int c = 0; c < N_CHANNELS; c++)
          sums[c] += pixels[y * step + (gssize)column * N_CHANNELS + c];
    for (int c = 0; c < N_CHANNELS; c++)
      row[x * N_CHANNELS + c] = (sums[c] + n / 2) / n;
  }
}

static void
draw_row (const VcLetterbox *self, const guint8 *pixels, gssize step,
          int picture_width, int picture_height, int y, guint8 *row)
{
  gint64 begin = (gint64)y * picture_height / self->height;
  gint64 end = MAX ((gint64)(y + 1) * picture_height / self->height, begin + 1);

  if (self->width == picture_width && self->height == picture_height)
    memcpy (row, pixels + y * step, (gsize)self->width * N_CHANNELS);
  else
    shrink_row (pixels + begin * step, step, end - begin, picture_width, row,
                self->width);
}

void
vc_letterbox_draw (const VcLetterbox *self, const guint8 *pixels, gssize step,
                   int picture_width, int picture_height, VcFrame *frame)
{
  gsize left = (gsize)self->x * N_CHANNELS;
  gsize middle = (gsize)self->width * N_CHANNELS;
  gsize right = (gsize)frame->width * N_CHANNELS - left - middle;

  for (int y = 0; y < frame->height; y++) {
    guint8 *row = frame->pixels + (gsize)y * frame->stride;

    if (y < self->y || y >= self->y + self->height) {
      memset (row, DARKNESS, (gsize)frame->width * N_CHANNELS);
      continue;
    }
    memset (row, DARKNESS, left);
    draw_row (self, pixels, step, picture_width, picture_height, y - self->y,
              row + left);
    memset (row + left + middle, DARKNESS, right);
  }
}

void
vc_letterbox_draw_nothing (VcFrame *frame)
{
  memset (frame->pixels, DARKNESS, (gsize)frame->stride * frame->height);
}
