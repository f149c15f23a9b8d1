/* SPDX-License-Identifier: BSD-3-Clause
 *
 * A WHEP player without data channels, in a process of its own that is killed.
 *
 *   test-player          the test
 *   test-player --play   offers on stdout, ended by a NUL; takes the answer
 *                        from stdin; writes a line when there is a picture
 */

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "browser.h"
#include "house.h"

/* Two of the longest pauses between a player's reports. */
#define IDLE_US (13 * G_USEC_PER_SEC)

/**
 * Player: the process
 * @line: (nullable): what it has written since the offer
 */
typedef struct {
  GSubprocess *process;
  GDataInputStream *out;
  char *line;
} Player;

static const char *program;

static G_NORETURN void
play (void)
{
  Browser *browser = browser_new_player (VC_CODEC_VP8);
  g_autoptr (GString) answer = g_string_new (NULL);
  int byte;

  fputs (browser_get_offer (browser), stdout);
  putchar ('\0');
  fflush (stdout);
  while ((byte = getchar ()) != EOF)
    g_string_append_c (answer, byte);
  browser_set_answer (browser, answer->str);
  WAIT_UNTIL (browser_count_frames (browser) > 0);
  puts ("picture");
  fflush (stdout);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Player *self = user_data;

  self->line = g_data_input_stream_read_line_finish (
    G_DATA_INPUT_STREAM (source), result, NULL, NULL);
}

static Player *
start_player (House *house)
{
  Player *self = g_new0 (Player, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *reply = NULL;
  GOutputStream *in;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                      G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, program, "--play", NULL);
  g_assert_no_error (error);
  self->out =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  offer = g_data_input_stream_read_upto (self->out, "", 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_data_input_stream_read_byte (self->out, NULL, NULL);
  reply =
    house_ask (house, "POST", "/whep", HOUSE_AUTHORIZATION HOUSE_SDP, offer);
  g_assert_cmpuint (reply_get_status (reply), ==, 201);
  in = g_subprocess_get_stdin_pipe (self->process);
  g_output_stream_write_all (in, reply_get_body (reply),
                             strlen (reply_get_body (reply)), NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_output_stream_close (in, NULL, NULL);
  g_data_input_stream_read_line_async (self->out, G_PRIORITY_DEFAULT, NULL,
                                       on_line, self);
  WAIT_UNTIL (self->line != NULL);
  g_assert_cmpstr (self->line, ==, "picture");
  return self;
}

static void
kill_player (Player *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->out);
  g_object_unref (self->process);
  g_free (self->line);
  g_free (self);
}

/* The one that is killed is missed soon, the one that only looks at a picture
 * that does not change may go on to. */
static void
test_killed (void)
{
  HouseOptions options = {0};
  House *house = house_new (&options);
  Player *victim = start_player (house);
  Player *other = start_player (house);
  gint64 begin = g_get_monotonic_time ();

  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 2);
  kill_player (victim);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) < 2);
  g_test_message ("missed after %.1f s",
                  (g_get_monotonic_time () - begin) / 1e6);
  WAIT_UNTIL (g_get_monotonic_time () - begin > IDLE_US);
  g_assert_cmpuint (vc_session_get_n_viewers (house->session), ==, 1);
  kill_player (other);
  WAIT_UNTIL (vc_session_get_n_viewers (house->session) == 0);
  /* Waits for the peers' ends. */
  house_free (house);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc > 1 && strcmp (argv[1], "--play") == 0) {
    gst_init (NULL, NULL);
    play ();
  }
  g_test_init (&argc, &argv, NULL);
  house_init ();
  g_test_add_func ("/player/killed", test_killed);
  return g_test_run ();
}
