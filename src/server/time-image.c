/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A small picture that says what time it is, for tests of a connection.
 */

#include "time-image.h"

#include <string.h>

#define WIDTH VC_TIME_IMAGE_WIDTH
#define HEIGHT VC_TIME_IMAGE_HEIGHT
/* Dots as wide as the gaps between them. */
#define DOT 5
#define GLYPH_WIDTH 5
#define GLYPH_HEIGHT 7
#define TEXT_X 10
#define TEXT_Y ((HEIGHT - GLYPH_HEIGHT) / 2)

static const char symbols[] = "0123456789.";

/* A row each, the leftmost pixel in bit 4. */
static const guint8 glyphs[][GLYPH_HEIGHT] = {
  {14, 17, 19, 21, 25, 17, 14}, {4, 12, 4, 4, 4, 4, 14},
  {14, 17, 1, 2, 4, 8, 31},     {31, 2, 4, 2, 1, 17, 14},
  {2, 6, 10, 18, 31, 2, 2},     {31, 16, 30, 1, 1, 17, 14},
  {6, 8, 16, 30, 17, 17, 14},   {31, 1, 2, 4, 8, 8, 8},
  {14, 17, 17, 14, 17, 17, 14}, {14, 17, 17, 15, 1, 2, 12},
  {0, 0, 0, 0, 0, 12, 12},
};

static void
put (guint8 *pixels, int x, int y, const guint8 rgb[3])
{
  memcpy (pixels + 4 * (y * WIDTH + x), rgb, 3);
}

static void
draw_border (guint8 *pixels, const guint8 rgb[3])
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      gboolean is_edge =
        x < DOT || y < DOT || x >= WIDTH - DOT || y >= HEIGHT - DOT;

      if (is_edge && (x / DOT + y / DOT) % 2 == 0)
        put (pixels, x, y, rgb);
    }
}

static void
draw_glyph (guint8 *pixels, int left, const guint8 glyph[GLYPH_HEIGHT])
{
  static const guint8 ink[3] = {0x33, 0x33, 0x33};

  for (int y = 0; y < GLYPH_HEIGHT; y++)
    for (int x = 0; x < GLYPH_WIDTH; x++)
      if (glyph[y] >> (GLYPH_WIDTH - 1 - x) & 1)
        put (pixels, left + x, TEXT_Y + y, ink);
}

static void
draw_text (guint8 *pixels, const char *text)
{
  int x = TEXT_X;

  for (; *text != '\0' && x + GLYPH_WIDTH <= WIDTH; text++) {
    const char *symbol = strchr (symbols, *text);

    if (symbol != NULL)
      draw_glyph (pixels, x, glyphs[symbol - symbols]);
    x += GLYPH_WIDTH + 1;
  }
}

gboolean
vc_time_image_parse_color (const char *text, guint8 rgb[3])
{
  gsize length = strlen (text);
  gsize per_channel = length / 3;

  if (length != 3 && length != 6)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  for (gsize i = 0; i < 3; i++) {
    int high = g_ascii_xdigit_value (text[i * per_channel]);
    int low = g_ascii_xdigit_value (text[(i + 1) * per_channel - 1]);

    rgb[i] = 16 * high + low;
  }
  return TRUE;
}

VcStill *
vc_time_image_draw (const guint8 rgb[3], gint64 time_us, GError **error)
{
  guint8 pixels[4 * WIDTH * HEIGHT];
  VcFrame frame = {
    .pixels = pixels, .stride = 4 * WIDTH, .width = WIDTH, .height = HEIGHT};
  g_autofree char *text =
    g_strdup_printf ("%" G_GINT64_FORMAT ".%06d", time_us / G_USEC_PER_SEC,
                     (int)(time_us % G_USEC_PER_SEC));

  memset (pixels, 255, sizeof pixels);
  draw_border (pixels, rgb);
  draw_text (pixels, text);
  return vc_still_new (&frame, VC_STILL_PNG, VC_STILL_FAST, NULL, error);
}
