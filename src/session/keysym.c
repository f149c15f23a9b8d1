/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Names of keys: from the DOM's to X11's.
 *
 * DOM: W3C "UI Events KeyboardEvent key Values". X11: keysymdef.h without the
 * prefix XK_.
 */

#include "keysym.h"

#include <string.h>

typedef struct {
  const char *dom;
  const char *x11;
} Name;

static const Name names[] = {
  {" ", "space"},
  {"!", "exclam"},
  {"\"", "quotedbl"},
  {"#", "numbersign"},
  {"$", "dollar"},
  {"%", "percent"},
  {"&", "ampersand"},
  {"'", "apostrophe"},
  {"(", "parenleft"},
  {")", "parenright"},
  {"*", "asterisk"},
  {"+", "plus"},
  {",", "comma"},
  {"-", "minus"},
  {".", "period"},
  {"/", "slash"},
  {":", "colon"},
  {";", "semicolon"},
  {"<", "less"},
  {"=", "equal"},
  {">", "greater"},
  {"?", "question"},
  {"@", "at"},
  {"[", "bracketleft"},
  {"\\", "backslash"},
  {"]", "bracketright"},
  {"^", "asciicircum"},
  {"_", "underscore"},
  {"`", "grave"},
  {"{", "braceleft"},
  {"|", "bar"},
  {"}", "braceright"},
  {"~", "asciitilde"},
  {"Alt", "Alt_L"},
  {"ArrowDown", "Down"},
  {"ArrowLeft", "Left"},
  {"ArrowRight", "Right"},
  {"ArrowUp", "Up"},
  {"Backspace", "BackSpace"},
  {"CapsLock", "Caps_Lock"},
  {"Control", "Control_L"},
  {"Delete", "Delete"},
  {"End", "End"},
  {"Enter", "Return"},
  {"Escape", "Escape"},
  {"Home", "Home"},
  {"Insert", "Insert"},
  {"Meta", "Super_L"},
  {"PageDown", "Next"},
  {"PageUp", "Prior"},
  {"Pause", "Pause"},
  {"Shift", "Shift_L"},
  {"Tab", "Tab"},
};

static gboolean
is_function_key (const char *key)
{
  guint number = 0;

  if (key[0] != 'F' || key[1] < '1' || key[1] > '9' || strlen (key) > 3)
    return FALSE;
  for (const char *p = key + 1; *p != '\0'; p++) {
    if (!g_ascii_isdigit (*p))
      return FALSE;
    number = 10 * number + (*p - '0');
  }
  return number <= 24;
}

gboolean
vc_keysym_from_dom (const char *key, char *name, gsize size)
{
  const char *found = NULL;

  if ((g_ascii_isalnum (key[0]) && key[1] == '\0') || is_function_key (key))
    found = key;
  for (gsize i = 0; found == NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].dom, key) == 0)
      found = names[i].x11;
  return found != NULL && g_strlcpy (name, found, size) < size;
}
