/* SPDX-License-Identifier: BSD-3-Clause
 *
 * vtkcast: shows data in any browser.
 */

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "assembly.h"
#include "bridge-scene.h"
#include "data-scene.h"
#include "replay-command.h"
#include "settings.h"

#define FILES_MAX 16384
/* How long the end waits for connections that are being taken down. */
#define DRAIN_US (G_USEC_PER_SEC / 2)

/**
 * Program:
 * @replay: (nullable): what is shown instead of the data
 * @transport: (nullable): of that
 * @bridge: (nullable): the scene, if another program renders it
 * @deserted: the source that ends it when no program comes to the bridge
 * @settled: something was shown, or has failed: what fails from now on does not
 *   end the program
 */
typedef struct {
  const VcSettings *settings;
  const VcReplaySettings *replay;
  VcTransport *transport;
  VcBridgeScene *bridge;
  VcView *view;
  VcAssembly *assembly;
  GMainLoop *loop;
  guint deserted;
  gboolean settled;
  gboolean stopping;
  int status;
} Program;

static void
complain (const char *sentence)
{
  fprintf (stderr, "vtkcast: %s\n", sentence);
}

/* What goes wrong on the way is a sentence, too. */
static void
on_warning (const char *domain, GLogLevelFlags level, const char *sentence,
            gpointer user_data)
{
  complain (sentence);
}

/* A socket that got the number of a closed stdout would be sent what is
 * printed. */
static void
open_standard_files (void)
{
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", O_RDWR) != fd)
      abort ();
}

/* Each viewer takes some thirty descriptors, and 1024 is a usual limit. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = MAX (limit.rlim_cur, MIN (limit.rlim_max, FILES_MAX));
  setrlimit (RLIMIT_NOFILE, &limit);
}

static void
stop (Program *self)
{
  if (self->stopping) {
    g_main_loop_quit (self->loop);
    return;
  }
  self->stopping = TRUE;
  vc_assembly_stop (self->assembly);
}

static void
fail (Program *self, const char *sentence)
{
  complain (sentence);
  self->status = EXIT_FAILURE;
  stop (self);
}

static gboolean
on_signal (gpointer user_data)
{
  stop (user_data);
  return G_SOURCE_CONTINUE;
}

static void
on_stopped (VcSession *session, gpointer user_data)
{
  Program *self = user_data;

  g_main_loop_quit (self->loop);
}

static void
on_failed (VcSession *session, GError *error, gpointer user_data)
{
  fail (user_data, error->message);
}

/* The scene says what failed in a line for each of the data. Who has a page
 * open already reads it there. */
static gboolean
is_useless (const Program *self, const VcStatus *status)
{
  g_auto (GStrv) lines = g_strsplit (status->text, "\n", -1);

  return (self->replay != NULL ||
          g_strv_length (lines) >= g_strv_length (self->settings->data)) &&
         vc_session_get_n_viewers (self->assembly->session) == 0;
}

static gboolean
on_deserted (gpointer user_data)
{
  Program *self = user_data;

  self->deserted = 0;
  stop (self);
  return G_SOURCE_REMOVE;
}

/* What a bridge waits for is its program. */
static void
watch_bridge (Program *self, const VcStatus *status)
{
  guint seconds = self->settings->bridge_wait;

  if (self->bridge == NULL || seconds == 0)
    return;
  g_clear_handle_id (&self->deserted, g_source_remove);
  if (status->kind == VC_STATUS_LOADING)
    self->deserted = g_timeout_add_seconds (seconds, on_deserted, self);
}

static void
on_status (VcView *view, const VcStatus *status, gpointer user_data)
{
  Program *self = user_data;
  gboolean first = !self->settled;

  watch_bridge (self, status);
  if (status->kind == VC_STATUS_LOADING)
    return;
  self->settled = TRUE;
  if (status->kind == VC_STATUS_READY)
    return;
  if (first && is_useless (self, status))
    fail (self, status->text);
  else
    complain (status->text);
}

static gboolean
check_data (const VcSettings *settings, GError **error)
{
  for (char **location = settings->data; *location != NULL; location++)
    if (!vc_data_scene_check_location (*location, error))
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable) */
static VcScene *
make_scene (Program *self, GError **error)
{
  const VcSettings *settings = self->settings;
  VcPlayer *player;

  if (settings->bridge != NULL) {
    self->bridge = vc_bridge_scene_new (settings->bridge);
    return VC_SCENE (g_object_ref (self->bridge));
  }
  if (self->replay == NULL) {
    char **data = settings->data;

    return check_data (settings, error)
             ? VC_SCENE (
                 vc_data_scene_new ((const char *const *)data, settings->gpu))
             : NULL;
  }
  player = vc_replay_command_make_player (self->replay, error);
  if (player == NULL)
    return NULL;
  self->transport = VC_TRANSPORT (player);
  return VC_SCENE (g_object_ref (player));
}

static gboolean
make_view (Program *self, GError **error)
{
  const VcSettings *settings = self->settings;
  g_autoptr (VcScene) scene = make_scene (self, error);

  if (scene == NULL)
    return FALSE;
  self->view = vc_view_new (scene, settings->width, settings->height, error);
  if (self->view == NULL)
    return FALSE;
  g_signal_connect (self->view, "status", G_CALLBACK (on_status), self);
  return TRUE;
}

static gboolean
make_assembly (Program *self, GError **error)
{
  self->assembly =
    vc_assembly_new (self->view, self->settings, self->transport, error);
  if (self->assembly == NULL)
    return FALSE;
  g_signal_connect (self->assembly->session, "failed", G_CALLBACK (on_failed),
                    self);
  g_signal_connect (self->assembly->session, "stopped", G_CALLBACK (on_stopped),
                    self);
  return TRUE;
}

/* Preparing comes first of all: when data are being loaded it would take twice
 * as long. */
static gboolean
begin (Program *self, GError **error)
{
  return vc_assembly_prepare (error) && make_view (self, error) &&
         make_assembly (self, error);
}

static void
print_url (Program *self)
{
  g_autofree char *url = vc_server_get_url (self->assembly->server);

  vc_assembly_wait ();
  if (self->bridge != NULL)
    vc_bridge_scene_set_url (self->bridge, url);
  printf ("listening on %s\n", url);
  fflush (stdout);
}

static void
run (Program *self)
{
  guint term = g_unix_signal_add (SIGTERM, on_signal, self);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, self);

  print_url (self);
  g_main_loop_run (self->loop);
  g_source_remove (term);
  g_source_remove (interrupt);
}

static void
end (Program *self)
{
  g_clear_handle_id (&self->deserted, g_source_remove);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->assembly, vc_assembly_free);
  if (self->view != NULL)
    vc_view_stop (self->view);
  g_clear_object (&self->view);
  g_clear_object (&self->transport);
  g_clear_object (&self->bridge);
  vc_peer_drain (DRAIN_US);
  g_main_loop_unref (self->loop);
}

/* @replay: (nullable) */
static int
serve (const VcSettings *settings, const VcReplaySettings *replay)
{
  g_autoptr (GError) error = NULL;
  Program self = {.settings = settings,
                  .replay = replay,
                  .loop = g_main_loop_new (NULL, FALSE)};

  if (begin (&self, &error)) {
    run (&self);
  } else {
    complain (error->message);
    self.status = EXIT_FAILURE;
  }
  end (&self);
  return self.status;
}

/* Libraries have threads that may still be at work, such as the one that makes
 * the first certificate: exit handlers would take away what they use. */
static void G_GNUC_NORETURN
leave (int status)
{
  fflush (NULL);
#ifdef __SANITIZE_ADDRESS__
  /* It would look for leaks in an exit handler. */
  __lsan_do_leak_check ();
#endif
  _exit (status);
}

static int
show_help (void)
{
  g_autofree char *text = vc_settings_get_help ();

  fputs (text, stdout);
  return EXIT_SUCCESS;
}

static int
replay (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcReplaySettings) settings =
    vc_replay_settings_parse (arguments, &error);
  int status = EXIT_FAILURE;

  if (settings != NULL && settings->action == VC_REPLAY_SHOW_HELP) {
    g_autofree char *text = vc_replay_settings_get_help ();

    fputs (text, stdout);
    return EXIT_SUCCESS;
  }
  if (settings != NULL && settings->action == VC_REPLAY_SERVE)
    return serve (settings->server, settings);
  if (settings != NULL)
    status = vc_replay_command_run (settings, &error);
  if (error != NULL)
    complain (error->message);
  return status;
}

int
main (int argc, char **argv)
{
  const char *const *arguments = (const char *const *)argv;
  g_autoptr (GError) error = NULL;
  g_autoptr (VcSettings) settings = NULL;

  open_standard_files ();
  raise_file_limit ();
  signal (SIGPIPE, SIG_IGN);
  /* Each thread would take an arena of its own and keep it: after 200
   * connections that makes the difference of 120 MB. */
  mallopt (M_ARENA_MAX, 2);

  setlocale (LC_CTYPE, "");
  g_set_prgname ("vtkcast");
  g_log_set_handler (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, on_warning, NULL);
  if (vc_replay_settings_apply (arguments))
    leave (replay (arguments));
  settings = vc_settings_parse (arguments, &error);
  if (settings == NULL) {
    complain (error->message);
    return EXIT_FAILURE;
  }
  switch (settings->action) {
  case VC_ACTION_SHOW_HELP:
    return show_help ();
  case VC_ACTION_SHOW_VERSION:
    puts ("vtkcast " VC_VERSION);
    return EXIT_SUCCESS;
  default:
    leave (serve (settings, NULL));
  }
}
