/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcReplaySettings: the command line of “vtkcast replay”, checked.
 */

#include "replay-settings.h"

#include <math.h>
#include <string.h>

#include "data-scene.h"

#define COMMAND "replay"
#define FPS_MAX 240
#define SECONDS_MAX 1e7

/**
 * Raw:
 * What GOption understands by itself.
 */
typedef struct {
  gboolean help;
  gboolean serve;
  gboolean verify;
  char *output;
  char *size;
  char *gpu;
  double fps;
  double from;
  double to;
  GStrv data;
  GStrv rest;
} Raw;

static void
raw_clear (Raw *self)
{
  g_free (self->output);
  g_free (self->size);
  g_free (self->gpu);
  g_strfreev (self->data);
  g_strfreev (self->rest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

static const char description[] =
  "OUTPUT is a video file (.mkv, .mp4 or .webm), or a folder for a PNG of "
  "each\n"
  "picture. With --serve the options of vtkcast itself may follow; see\n"
  "vtkcast --help.\n"
  "\n"
  "Examples:\n"
  "  vtkcast replay session.jsonl -o session.mkv --size 3840x2160 --fps 60\n"
  "  vtkcast replay session.jsonl -o pictures/ --from 10 --to 12.5\n"
  "  vtkcast replay session.jsonl --verify      are the exact pictures the "
  "same?\n"
  "  vtkcast replay session.jsonl --serve       watch it in a browser\n";

/* What a server knows itself is left to it. */
static void
add_render_entries (GOptionContext *context, Raw *raw)
{
  const GOptionEntry entries[] = {
    {"size", 0, 0, G_OPTION_ARG_STRING, &raw->size,
     "Size of the pictures (as the session began)", "WxH"},
    {"fps", 0, 0, G_OPTION_ARG_DOUBLE, &raw->fps, "Pictures per second (30)",
     "N"},
    {"from", 0, 0, G_OPTION_ARG_DOUBLE, &raw->from,
     "Where to begin, seconds (0)", "T"},
    {"to", 0, 0, G_OPTION_ARG_DOUBLE, &raw->to,
     "Where to end, seconds (the end)", "T"},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &raw->output,
     "Where the pictures go", "OUTPUT"},
    {"gpu", 0, 0, G_OPTION_ARG_STRING, &raw->gpu,
     "auto, none (software), or the number of an EGL device (auto)", "GPU"},
    {"help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, "Print this help", NULL},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->rest, NULL,
     NULL},
    {NULL},
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

static GOptionContext *
new_context (Raw *raw, gboolean serve)
{
  const GOptionEntry entries[] = {
    {"data", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->data,
     "Where the session's data are now; may be repeated", "PATH"},
    {"verify", 0, 0, G_OPTION_ARG_NONE, &raw->verify,
     "Compare the exact pictures; exit status 1 if one differs", NULL},
    {"serve", 0, 0, G_OPTION_ARG_NONE, &raw->serve, "Show it to browsers",
     NULL},
    {NULL},
  };
  GOptionContext *context = g_option_context_new ("JOURNAL");

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, serve);
  g_option_context_set_summary (
    context, "Renders a recorded session again, at any size.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!serve)
    add_render_entries (context, raw);
  return context;
}

static gboolean
take_journal (VcReplaySettings *self, char **rest, GError **error)
{
  if (rest == NULL || rest[0] == NULL)
    return vc_settings_fail (error, "Name the journal to replay.");
  if (rest[1] != NULL)
    return vc_settings_fail (error, "Name one journal, not also “%s”.",
                             rest[1]);
  self->journal = g_strdup (rest[0]);
  return TRUE;
}

static gboolean
read_size (VcReplaySettings *self, const Raw *raw, GError **error)
{
  return raw->size == NULL ||
         vc_settings_parse_size (raw->size, &self->width, &self->height, error);
}

static gboolean
read_times (VcReplaySettings *self, const Raw *raw, GError **error)
{
  if (!(raw->fps > 0 && raw->fps <= FPS_MAX))
    return vc_settings_fail (
      error, "--fps must be more than 0 and at most %d, not %g.", FPS_MAX,
      raw->fps);
  if (!(raw->from >= 0 && raw->from <= SECONDS_MAX))
    return vc_settings_fail (error, "--from must be a time in seconds, not %g.",
                             raw->from);
  if (!(raw->to == -1 || (raw->to >= raw->from && raw->to <= SECONDS_MAX)))
    return vc_settings_fail (
      error, "--to must be a time in seconds after --from, not %g.", raw->to);
  self->fps = raw->fps;
  self->from_us = llround (raw->from * G_USEC_PER_SEC);
  self->to_us = raw->to < 0 ? -1 : llround (raw->to * G_USEC_PER_SEC);
  return TRUE;
}

static gboolean
read_action (VcReplaySettings *self, Raw *raw, GError **error)
{
  self->action = raw->verify ? VC_REPLAY_VERIFY : VC_REPLAY_RENDER;
  self->output = g_steal_pointer (&raw->output);
  if (raw->verify && self->output != NULL)
    return vc_settings_fail (error, "--verify does not go with --output.");
  if (raw->verify && self->width != 0)
    return vc_settings_fail (error,
                             "--verify compares pictures of the size that was "
                             "recorded: it does not go with --size.");
  if (!raw->verify && self->output == NULL)
    return vc_settings_fail (
      error, "Say where the pictures go with --output, or --verify "
             "or --serve.");
  return TRUE;
}

static gboolean
read_render (VcReplaySettings *self, Raw *raw, GError **error)
{
  if (raw->help) {
    self->action = VC_REPLAY_SHOW_HELP;
    return TRUE;
  }
  return take_journal (self, raw->rest, error) &&
         read_size (self, raw, error) && read_times (self, raw, error) &&
         read_action (self, raw, error) &&
         vc_settings_parse_gpu (raw->gpu != NULL ? raw->gpu : "auto",
                                &self->gpu, error);
}

/* To a server the journal is what it shows. */
static gboolean
read_serve (VcReplaySettings *self, const Raw *raw, char **rest, GError **error)
{
  if (raw->verify)
    return vc_settings_fail (error, "--serve does not go with --verify.");
  self->action = VC_REPLAY_SERVE;
  self->server = vc_settings_parse ((const char *const *)rest, error);
  if (self->server == NULL)
    return FALSE;
  if (self->server->action != VC_ACTION_SERVE) {
    self->action = VC_REPLAY_SHOW_HELP;
    return TRUE;
  }
  self->gpu = self->server->gpu;
  return take_journal (self, self->server->data, error);
}

/* (transfer full): without the word that makes it a replay. */
static GStrv
copy_arguments (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, arguments[0]);
  g_strv_builder_addv (builder, (const char **)arguments + 2);
  return g_strv_builder_end (builder);
}

gboolean
vc_replay_settings_apply (const char *const *arguments)
{
  return arguments[0] != NULL && arguments[1] != NULL &&
         strcmp (arguments[1], COMMAND) == 0;
}

VcReplaySettings *
vc_replay_settings_parse (const char *const *arguments, GError **error)
{
  g_auto (Raw) raw = {.fps = 30, .to = -1};
  g_auto (GStrv) rest = NULL;
  g_autoptr (VcReplaySettings) self = g_new0 (VcReplaySettings, 1);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean serve, is_good;

  g_return_val_if_fail (vc_replay_settings_apply (arguments), NULL);

  serve = g_strv_contains (arguments, "--serve");
  rest = copy_arguments (arguments);
  context = new_context (&raw, serve);
  if (!g_option_context_parse_strv (context, &rest, &local_error)) {
    vc_settings_fail (error, "%s. See vtkcast replay --help.",
                      local_error->message);
    return NULL;
  }
  is_good = serve ? read_serve (self, &raw, rest, error)
                  : read_render (self, &raw, error);
  self->data = g_steal_pointer (&raw.data);
  return is_good ? g_steal_pointer (&self) : NULL;
}

void
vc_replay_settings_free (VcReplaySettings *self)
{
  g_free (self->journal);
  g_strfreev (self->data);
  g_free (self->output);
  g_clear_pointer (&self->server, vc_settings_free);
  g_free (self);
}

char *
vc_replay_settings_get_help (void)
{
  g_auto (Raw) raw = {0};
  g_autoptr (GOptionContext) context = new_context (&raw, FALSE);

  return g_option_context_get_help (context, TRUE, NULL);
}
