/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Profile: what a link is like over time, from a text file.
 */

#include "profile.h"

#include <gio/gio.h>

typedef struct {
  gint64 at_us;
  LinkSettings settings[2];
} Step;

struct _Profile {
  GArray *steps;
  gint64 repeat_us;
};

typedef enum {
  UNIT_NONE,
  UNIT_RATE,
  UNIT_TIME,
  UNIT_SHARE,
} Unit;

typedef struct {
  const char *word;
  Unit unit;
  gsize offset;
} Field;

static const Field fields[] = {
  {"rate", UNIT_RATE, G_STRUCT_OFFSET (LinkSettings, rate)},
  {"vary", UNIT_SHARE, G_STRUCT_OFFSET (LinkSettings, vary)},
  {"every", UNIT_TIME, G_STRUCT_OFFSET (LinkSettings, vary_interval_us)},
  {"delay", UNIT_TIME, G_STRUCT_OFFSET (LinkSettings, delay_us)},
  {"jitter", UNIT_TIME, G_STRUCT_OFFSET (LinkSettings, jitter_us)},
  {"loss", UNIT_SHARE, G_STRUCT_OFFSET (LinkSettings, loss)},
  {"burst", UNIT_NONE, G_STRUCT_OFFSET (LinkSettings, burst)},
  {"queue", UNIT_TIME, G_STRUCT_OFFSET (LinkSettings, queue_us)},
};

typedef struct {
  const char *suffix;
  Unit unit;
  double factor;
} Suffix;

static const Suffix suffixes[] = {
  {"", UNIT_NONE, 1},     {"", UNIT_RATE, 1},    {"k", UNIT_RATE, 1e3},
  {"M", UNIT_RATE, 1e6},  {"G", UNIT_RATE, 1e9}, {"us", UNIT_TIME, 1},
  {"ms", UNIT_TIME, 1e3}, {"s", UNIT_TIME, 1e6}, {"%", UNIT_SHARE, 0.01},
};

static gboolean
parse_value (const char *text, Unit unit, double *value)
{
  char *end = NULL;

  if (text == NULL)
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  if (end == text || !(*value >= 0 && *value < 1e12))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    if (suffixes[i].unit == unit && g_str_equal (suffixes[i].suffix, end)) {
      *value *= suffixes[i].factor;
      return unit != UNIT_SHARE || *value <= 1;
    }
  }
  return FALSE;
}

static const Field *
find_field (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (g_str_equal (fields[i].word, word))
      return &fields[i];
  }
  return NULL;
}

static void
set_field (Step *step, const Field *field, gboolean up, gboolean down,
           double value)
{
  for (int i = 0; i < 2; i++) {
    if (i == PROFILE_UP ? !up : !down)
      continue;
    void *member = G_STRUCT_MEMBER_P (&step->settings[i], field->offset);
    if (field->unit == UNIT_TIME)
      *(gint64 *)member = (gint64)value;
    else
      *(double *)member = value;
  }
}

/* One line's words into @step. Returns the word that is wrong, or NULL. */
static const char *
parse_words (char **words, Step *step, gint64 *repeat_us)
{
  gboolean up = TRUE, down = TRUE;
  double value;

  for (char **word = words; *word != NULL; word++) {
    const Field *field = find_field (*word);

    if (g_str_equal (*word, "up") || g_str_equal (*word, "down")) {
      up = g_str_equal (*word, "up");
      down = !up;
      continue;
    }
    if (g_str_equal (*word, "at") || g_str_equal (*word, "repeat")) {
      if (!parse_value (word[1], UNIT_TIME, &value))
        return *word;
      *(g_str_equal (*word, "at") ? &step->at_us : repeat_us) = (gint64)value;
    } else if (field != NULL && parse_value (word[1], field->unit, &value)) {
      set_field (step, field, up, down, value);
    } else {
      return *word;
    }
    word++;
  }
  return NULL;
}

static gboolean
parse_line (Profile *self, char *line, guint number, Step *step, GError **error)
{
  g_auto (GStrv) words = NULL;
  gint64 previous_us = step->at_us;

  *strchrnul (line, '#') = '\0';
  g_strstrip (line);
  if (*line == '\0')
    return TRUE;
  words = g_regex_split_simple ("\\s+", line, 0, 0);
  const char *wrong = parse_words (words, step, &self->repeat_us);
  if (wrong != NULL || step->at_us < previous_us) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Failed to parse line %u of the profile near \"%s\"", number,
                 wrong != NULL ? wrong : "at");
    return FALSE;
  }
  g_array_append_val (self->steps, *step);
  return TRUE;
}

Profile *
profile_parse (const char *text, GError **error)
{
  g_autoptr (Profile) self = g_new0 (Profile, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Step step = {0};

  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  for (int i = 0; i < 2; i++) {
    step.settings[i] = (LinkSettings){.rate = 1e9,
                                      .burst = 1,
                                      .vary_interval_us = G_USEC_PER_SEC,
                                      .queue_us = 200000};
  }
  g_array_append_val (self->steps, step);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!parse_line (self, lines[i], i + 1, &step, error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

void
profile_free (Profile *self)
{
  g_array_unref (self->steps);
  g_free (self);
}

gint64
profile_get (const Profile *self, gint64 time_us, ProfileDirection direction,
             LinkSettings *settings)
{
  gint64 round_us =
    self->repeat_us > 0 ? time_us / self->repeat_us * self->repeat_us : 0;
  gint64 next_us =
    self->repeat_us > 0 ? round_us + self->repeat_us : G_MAXINT64;

  for (guint i = 0; i < self->steps->len; i++) {
    const Step *step = &g_array_index (self->steps, Step, i);
    if (round_us + step->at_us > time_us) {
      next_us = MIN (next_us, round_us + step->at_us);
      break;
    }
    *settings = step->settings[direction];
  }
  return next_us;
}
