/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Running: the program, as somebody started it.
 */

#include "running.h"

#include <string.h>

const char *
running_get_program (void)
{
  return g_getenv ("VC_TEST_PROGRAM");
}

GSubprocess *
running_spawn (const char *line, GSubprocessFlags flags)
{
  g_autofree char *whole =
    g_strconcat (running_get_program (), " ", line, NULL);
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_shell_parse_argv (whole, NULL, &arguments, &error);
  g_assert_no_error (error);
  process = g_subprocess_newv ((const char *const *)arguments, flags, &error);
  g_assert_no_error (error);
  return process;
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **line = user_data;

  *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                result, NULL, NULL);
  if (*line == NULL)
    g_error ("the program ended instead of listening");
}

Running *
running_new (const char *line)
{
  Running *self = g_new0 (Running, 1);
  g_autofree char *options = g_strconcat ("--port 0 --gpu none ", line, NULL);
  g_autofree char *first = NULL;
  g_autoptr (GUri) uri = NULL;

  self->process = running_spawn (options, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->out =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (self->out, G_PRIORITY_DEFAULT, NULL,
                                       on_line, &first);
  WAIT_UNTIL (first != NULL);
  g_assert_true (g_str_has_prefix (first, "listening on http://127.0.0.1:"));
  self->url = g_strdup (first + strlen ("listening on "));
  uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);
  g_assert_nonnull (uri);
  self->house.port = g_uri_get_port (uri);
  g_assert_true (g_str_has_prefix (g_uri_get_query (uri), "token="));
  self->token = g_strdup (g_uri_get_query (uri) + strlen ("token="));
  return self;
}

static void
on_exited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;

  *done = g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
}

void
running_await_exit (GSubprocess *process)
{
  gboolean done = FALSE;

  g_subprocess_wait_async (process, NULL, on_exited, &done);
  WAIT_UNTIL (done);
}

double
running_end (Running *self, int number)
{
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  g_subprocess_send_signal (self->process, number);
  running_await_exit (self->process);
  seconds = (g_get_monotonic_time () - begin) / (double)G_USEC_PER_SEC;
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  return seconds;
}

void
running_free (Running *self)
{
  g_object_unref (self->out);
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self->token);
  g_free (self);
}

void
running_watch (Running *self, Browser *browser)
{
  g_autofree char *headers =
    g_strdup_printf (HOUSE_SDP "Authorization: Bearer %s\r\n", self->token);
  g_autofree char *reply = house_ask (&self->house, "POST", "/whep", headers,
                                      browser_get_offer (browser));

  g_assert_cmpuint (reply_get_status (reply), ==, 201);
  browser_set_answer (browser, reply_get_body (reply));
}
