/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Key names as X11 has them, and the characters that they type.
 */

#include "key.h"

#include <string.h>

static const struct {
  const char *name;
  char c;
} keys[] = {
  {"space", ' '},      {"Return", '\r'},      {"KP_Enter", '\r'},
  {"Tab", '\t'},       {"BackSpace", '\b'},   {"Escape", 27},
  {"Delete", 127},     {"exclam", '!'},       {"quotedbl", '"'},
  {"numbersign", '#'}, {"dollar", '$'},       {"percent", '%'},
  {"ampersand", '&'},  {"apostrophe", '\''},  {"parenleft", '('},
  {"parenright", ')'}, {"asterisk", '*'},     {"plus", '+'},
  {"comma", ','},      {"minus", '-'},        {"period", '.'},
  {"slash", '/'},      {"colon", ':'},        {"semicolon", ';'},
  {"less", '<'},       {"equal", '='},        {"greater", '>'},
  {"question", '?'},   {"at", '@'},           {"bracketleft", '['},
  {"backslash", '\\'}, {"bracketright", ']'}, {"asciicircum", '^'},
  {"underscore", '_'}, {"grave", '`'},        {"braceleft", '{'},
  {"bar", '|'},        {"braceright", '}'},   {"asciitilde", '~'},
};

char
vc_key_get_char (const char *keysym)
{
  if (keysym[0] != '\0' && keysym[1] == '\0')
    return g_ascii_isprint (keysym[0]) ? keysym[0] : 0;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (keys[i].name, keysym) == 0)
      return keys[i].c;
  return 0;
}
