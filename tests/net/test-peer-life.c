/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How a peer is called, what its data channels carry, and how it ends.
 */

#include <malloc.h>
#include <string.h>

#include "folder.h"
#include "peer-fixture.h"

static gboolean
take_browser_message (Fixture *fixture, const char *expected)
{
  g_autofree char *message = browser_take_message (fixture->browser);

  if (message != NULL)
    g_assert_cmpstr (message, ==, expected);

  return message != NULL;
}

static gboolean
take_message (Fixture *fixture, const char *expected)
{
  g_autofree char *message = g_queue_pop_head (&fixture->messages);

  if (message != NULL)
    g_assert_cmpstr (message, ==, expected);

  return message != NULL;
}

static void
open_channels (Fixture *fixture)
{
  fixture_connect_browser (fixture, VC_CODEC_H264);
  WAIT_UNTIL (fixture->n_open == 2 &&
              browser_is_open (fixture->browser, "input") &&
              browser_is_open (fixture->browser, "control"));
}

static void
test_channels (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (65536, 'x');
  g_autofree char *expected = g_strconcat ("control:", large, NULL);

  g_assert_null (fixture->peer);
  open_channels (fixture);

  browser_send (fixture->browser, "input", "[1]");
  WAIT_UNTIL (take_message (fixture, "input:[1]"));
  browser_send (fixture->browser, "control", "€");
  WAIT_UNTIL (take_message (fixture, "control:€"));
  browser_send (fixture->browser, "control", large);
  WAIT_UNTIL (take_message (fixture, expected));

  g_assert_true (vc_peer_send (fixture->peer, "control", "{}"));
  WAIT_UNTIL (take_browser_message (fixture, "control:{}"));
  g_assert_true (vc_peer_send (fixture->peer, "input", "{\"ack\":1}"));
  WAIT_UNTIL (take_browser_message (fixture, "input:{\"ack\":1}"));
  g_assert_false (vc_peer_send (fixture->peer, "unknown", "{}"));
  g_assert_no_error (fixture->closed);
}

/* Nothing is sent yet, but what the first frame needs is there. */
static void
test_preparation (Fixture *fixture, gconstpointer data)
{
  VcPeerStats stats;

  WAIT_UNTIL (fixture->timestamps->len > 0);
  fixture->browser = browser_new (VC_CODEC_H264);
  fixture_create_peer (fixture);
  fixture_answer (fixture, browser_get_offer (fixture->browser));
  g_assert_no_error (fixture->error);

  g_assert_true (vc_peer_get_stats (fixture->peer, &stats));
  g_assert_cmpuint (stats.width, >, 0);
  g_assert_cmpuint (stats.frames, ==, 0);
}

static void
test_binary_message (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  browser_send_data (fixture->browser, "control", 3);
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
  g_assert_false (vc_peer_send (fixture->peer, "control", "{}"));
}

static void
test_many_channels (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *label = g_strdup_printf ("more %u", i);

    browser_open_channel (fixture->browser, label);
  }
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
}

static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (60000, 'x');
  guint n_sent = 0;

  open_channels (fixture);
  browser_set_deaf (fixture->browser, TRUE);
  while (n_sent < 1000 && vc_peer_send (fixture->peer, "control", large))
    n_sent++;
  g_assert_cmpuint (n_sent, >, 1);
  /* 8 MB in the channel, 1 MB in SCTP. */
  g_assert_cmpuint (n_sent, <, 200);
}

static void
test_leave (Fixture *fixture, gconstpointer data)
{
  open_channels (fixture);
  browser_leave (fixture->browser);
  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_LEFT);
}

/* Somebody who knows all that was said, but has another certificate than the
 * one in the offer, gets nothing. */
static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_autofree char *offer = NULL;
  char *fingerprint;

  fixture->browser = browser_new (VC_CODEC_H264);
  fixture_create_peer (fixture);
  offer = g_strdup (browser_get_offer (fixture->browser));
  fingerprint = offer;
  while ((fingerprint = strstr (fingerprint, "sha-256 ")) != NULL) {
    fingerprint += strlen ("sha-256 ");
    *fingerprint = *fingerprint == '0' ? '1' : '0';
  }
  fixture_answer (fixture, offer);
  g_assert_no_error (fixture->error);
  browser_set_answer (fixture->browser, fixture->answer);

  WAIT_UNTIL (fixture->closed != NULL);
  g_assert_error (fixture->closed, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
  g_assert_nonnull (strstr (fixture->closed->message, "certificate"));
  g_assert_cmpuint (fixture->n_open, ==, 0);
  g_assert_cmpuint (browser_count_packets (fixture->browser), ==, 0);
}

static void
test_stop_early (Fixture *fixture, gconstpointer data)
{
  fixture->browser = browser_new (VC_CODEC_H264);
  fixture_create_peer (fixture);
  fixture_begin_answer (fixture, fixture->peer,
                        browser_get_offer (fixture->browser));
  vc_peer_stop (fixture->peer);
  WAIT_UNTIL (fixture->is_answered);
  g_assert_error (fixture->error, VC_PEER_ERROR, VC_PEER_ERROR_FAILED);
  g_assert_null (fixture->answer);
}

static void
check_offer (Fixture *fixture, const char *offer, int code)
{
  g_clear_object (&fixture->peer);
  fixture_create_peer (fixture);
  fixture_answer (fixture, offer);
  g_assert_error (fixture->error, VC_PEER_ERROR, code);
  g_assert_null (vc_peer_get_codec_name (fixture->peer));
}

static void
test_hostile_offers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cut = NULL;
  const char *offer;

  fixture->browser = browser_new (VC_CODEC_H264);
  offer = browser_get_offer (fixture->browser);
  check_offer (fixture, "", VC_PEER_ERROR_OFFER);
  check_offer (fixture, "<html>", VC_PEER_ERROR_OFFER);
  check_offer (fixture, "v=0\r\n", VC_PEER_ERROR_CODEC);

  /* Cut anywhere, an offer is refused or answered, but harms nobody. */
  for (gsize length = strlen (offer); length > 0; length = length * 4 / 5) {
    g_free (cut);
    cut = g_strndup (offer, length);
    g_clear_object (&fixture->peer);
    fixture_create_peer (fixture);
    fixture_answer (fixture, cut);
    g_assert_true ((fixture->answer != NULL) != (fixture->error != NULL));
  }
}

static void
test_candidates (Fixture *fixture, gconstpointer data)
{
  static const char good[] =
    "candidate:1 1 UDP 2015363327 192.0.2.7 5 typ host";
  g_autoptr (GError) error = NULL;

  fixture->browser = browser_new (VC_CODEC_H264);
  fixture_create_peer (fixture);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 0, good, &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_clear_error (&error);
  g_assert_null (vc_peer_get_remote_ufrag (fixture->peer));

  fixture_answer (fixture, browser_get_offer (fixture->browser));
  g_assert_true (vc_peer_add_candidate (fixture->peer, 0, good, &error));
  g_assert_true (vc_peer_add_candidate (fixture->peer, 1, "", &error));
  g_assert_true (vc_peer_add_candidate (
    fixture->peer, 0, "candidate:1 1 UDP 1 a-b-c.local 5 typ host", &error));
  g_assert_no_error (error);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 2, good, &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_clear_error (&error);
  g_assert_false (vc_peer_add_candidate (fixture->peer, 0, "what", &error));
  g_assert_error (error, VC_PEER_ERROR, VC_PEER_ERROR_CANDIDATE);
  g_assert_cmpuint (strlen (vc_peer_get_remote_ufrag (fixture->peer)), >=, 4);
  g_assert_cmpuint (strlen (vc_peer_get_remote_pwd (fixture->peer)), >=, 22);

  browser_set_answer (fixture->browser, fixture->answer);
  fixture_wait_for_picture (fixture);
}

static guint64
read_resident_bytes (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));

  return g_ascii_strtoull (strchr (text, ' '), NULL, 10) * 4096;
}

static void
connect_once (Fixture *fixture)
{
  fixture_connect_browser (fixture, VC_CODEC_H264);
  fixture_wait_for_picture (fixture);
  g_signal_handlers_disconnect_by_data (fixture->peer, fixture);
  vc_peer_stop (fixture->peer);
  g_clear_pointer (&fixture->browser, browser_free);
  g_assert_true (vc_peer_drain (10 * G_USEC_PER_SEC));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&fixture->peer));
  fixture->n_open = 0;
}

static void
test_many_viewers (Fixture *fixture, gconstpointer data)
{
  guint64 bytes;
  guint n_files;

  for (guint i = 0; i < 10; i++)
    connect_once (fixture);
  n_files = folder_count (FOLDER_OPEN_FILES);
  bytes = read_resident_bytes ();

  for (guint i = 0; i < 50; i++)
    connect_once (fixture);
  g_test_message ("%u files before, %u after; %" G_GUINT64_FORMAT
                  " kB before, %" G_GUINT64_FORMAT " after",
                  n_files, folder_count (FOLDER_OPEN_FILES), bytes / 1024,
                  read_resident_bytes () / 1024);
  /* libnice closes what it had when its own thread comes to it. */
  WAIT_UNTIL (folder_count (FOLDER_OPEN_FILES) <= n_files);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpuint (read_resident_bytes (), <, bytes + 30 * 1024 * 1024);
#endif
}

int
main (int argc, char *argv[])
{
  mallopt (M_ARENA_MAX, 2);
  fixture_init (&argc, &argv);
  fixture_add_test ("/peer/preparation", NULL, test_preparation);
  fixture_add_test ("/peer/channels/both-ways", NULL, test_channels);
  fixture_add_test ("/peer/channels/binary", NULL, test_binary_message);
  fixture_add_test ("/peer/channels/many", NULL, test_many_channels);
  fixture_add_test ("/peer/channels/slow-reader", NULL, test_slow_reader);
  fixture_add_test ("/peer/leave", NULL, test_leave);
  fixture_add_test ("/peer/stranger", NULL, test_stranger);
  fixture_add_test ("/peer/stop-early", NULL, test_stop_early);
  fixture_add_test ("/peer/offers", NULL, test_hostile_offers);
  fixture_add_test ("/peer/candidates", NULL, test_candidates);
  fixture_add_test ("/peer/many-viewers", NULL, test_many_viewers);
  return g_test_run ();
}
