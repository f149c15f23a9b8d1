/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Parts of recordings: ids, names, notices, tickets, what a folder holds.
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "recorded-folder.h"
#include "recording-notice.h"
#include "ticket.h"

#define PATH "/api/v1/recordings/a/a.mkv"

static void
test_ids (void)
{
  static const char *const good[] = {"a", "2026-11-25_23-42-10", "A_b-9",
                                     "2026-11-25_23-42-10-2"};
  static const char *const bad[] = {
    "",
    "-a",
    ".",
    "..",
    "a/b",
    "a.mkv",
    "a b",
    "ä",
    "a\n",
    "../a",
    "a%2fb",
    "00000000000000000000000000000000000000000000000000"
    "000000000000000"};

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (vc_recorded_check_id (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vc_recorded_check_id (bad[i]));
}

static void
test_notice (void)
{
  g_autoptr (VcRecorded) recorded = vc_recorded_new ("x");
  g_autofree char *none = vc_recording_notice_build (NULL, FALSE);
  g_autofree char *running = NULL;
  g_autofree char *finishing = NULL;

  g_assert_nonnull (strstr (none, "\"recording\":false"));
  g_assert_null (strstr (none, "\"id\""));
  recorded->state = VC_RECORDED_RUNNING;
  recorded->problem = g_strdup ("The disk is “full”");
  running = vc_recording_notice_build (recorded, TRUE);
  g_assert_nonnull (strstr (running, "\"recording\":true"));
  g_assert_nonnull (strstr (running, "\"whole\":true"));
  g_assert_nonnull (strstr (running, "The disk is"));
  recorded->state = VC_RECORDED_FINISHING;
  finishing = vc_recording_notice_build (recorded, FALSE);
  g_assert_nonnull (strstr (finishing, "\"recording\":false"));
  g_assert_nonnull (strstr (finishing, "\"finishing\":true"));
}

static void
test_ticket (void)
{
  g_autofree char *ticket = vc_ticket_new ("secret", PATH, 1000);
  g_autofree char *later = g_strconcat ("9", ticket, NULL);
  g_autofree char *longer = g_strconcat (ticket, "0", NULL);
  gint64 last = 1000 + VC_TICKET_SECONDS - 1;

  g_assert_true (vc_ticket_check ("secret", PATH, ticket, 1000));
  g_assert_true (vc_ticket_check ("secret", PATH, ticket, last));
  g_assert_false (vc_ticket_check ("secret", PATH, ticket, last + 1));
  g_assert_false (vc_ticket_check ("secret", PATH "x", ticket, 1000));
  g_assert_false (vc_ticket_check ("other", PATH, ticket, 1000));
  g_assert_false (vc_ticket_check ("secret", PATH, later, 1000));
  g_assert_false (vc_ticket_check ("secret", PATH, longer, 1000));
  g_assert_false (vc_ticket_check ("secret", PATH, NULL, 1000));
  g_assert_false (vc_ticket_check ("secret", PATH, "", 1000));
  g_assert_false (vc_ticket_check ("secret", PATH, "-", 1000));
}

static void
add (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

#define JOURNAL                                                                \
  "{\"type\":\"header\",\"t\":0.000000,\"version\":1,\"date\":"                \
  "\"2026-11-25T10:00:00Z\",\"width\":320,\"height\":240,\"data\":"            \
  "{\"title\":\"A head\",\"locations\":[]}}\n"                                 \
  "{\"type\":\"video\",\"t\":1.000000,\"what\":\"began\",\"file\":\"b.mkv\","  \
  "\"pts\":5}\n"                                                               \
  "{\"type\":\"video\",\"t\":2.000000,\"what\":\"dropped\",\"file\":"          \
  "\"b.mkv\",\"frames\":3}\n"                                                  \
  "{\"type\":\"size\",\"t\":9.500000,\"width\":640,\"height\":480}\n"
#define END                                                                    \
  "{\"type\":\"end\",\"t\":10.000000,\"reason\":\"The disk is full\"}\n"

static void
check_journal (const VcRecorded *recorded, double seconds, gboolean is_cut_off)
{
  g_assert_cmpstr (recorded->title, ==, "A head");
  g_assert_cmpstr (recorded->started, ==, "2026-11-25T10:00:00Z");
  g_assert_cmpfloat_with_epsilon (recorded->seconds, seconds, 1e-6);
  g_assert_cmpuint (recorded->dropped, ==, 3);
  g_assert_cmpint (recorded->is_cut_off, ==, is_cut_off);
  g_assert_nonnull (
    strstr (recorded->problem, is_cut_off ? "cut off" : "The disk is full"));
}

static const VcRecordedFile *
get_file (const VcRecorded *recorded, guint index)
{
  return recorded->files->pdata[index];
}

static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("vtkcast-XXXXXX", NULL);
  g_autofree char *link_name = g_build_filename (folder, "link.mkv", NULL);
  g_autoptr (GPtrArray) list = NULL;
  const char *arguments[] = {"rm", "-rf", folder, NULL};

  add (folder, "b.jsonl", JOURNAL END);
  add (folder, "b-002.mkv", "22");
  add (folder, "b.mkv", "1");
  add (folder, "b.jpg", "333");
  add (folder, "c.jsonl", JOURNAL "{\"type\":\"ev");
  add (folder, "c.webm.part", "");
  add (folder, "a.mp4", "");
  /* What is none of ours. */
  add (folder, "lonely.jpg", "");
  add (folder, "has space.mkv", "");
  add (folder, "notes.txt", "");
  add (folder, ".hidden.mkv", "");
  add (folder, "keep.txt.tmp", "");
  add (folder, "photo.jpg.tmp", "");
  add (folder, "film.mkv.tmp", "");
  /* What we did not finish. */
  add (folder, "c.jpg.tmp", "");
  add (folder, "c.webm.tmp", "");
  add (folder, "c.mp4.scratch.tmp", "");
  g_assert_cmpint (symlink ("/etc/passwd", link_name), ==, 0);

  list = vc_recorded_folder_scan (folder);
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (((VcRecorded *)list->pdata[0])->id, ==, "a");
  check_journal (list->pdata[1], 9, FALSE);
  check_journal (list->pdata[2], 8.5, TRUE);
  g_assert_cmpint (((VcRecorded *)list->pdata[2])->state, ==,
                   VC_RECORDED_REPAIRING);
  g_assert_cmpstr (get_file (list->pdata[1], 0)->name, ==, "b.mkv");
  g_assert_cmpstr (get_file (list->pdata[1], 1)->name, ==, "b-002.mkv");
  g_assert_cmpint (get_file (list->pdata[1], 2)->kind, ==, VC_RECORDED_JOURNAL);
  g_assert_cmpuint (((VcRecorded *)list->pdata[1])->bytes, ==,
                    6 + strlen (JOURNAL END));

  vc_recorded_folder_tidy (folder);
  g_assert_true (vc_recorded_folder_delete (folder, list->pdata[1], NULL));
  g_ptr_array_unref (list);
  list = vc_recorded_folder_scan (folder);
  g_assert_cmpuint (list->len, ==, 2);
  for (guint i = 0; i < 6; i++) {
    static const char *const names[] = {"c.jpg.tmp",         "c.webm.tmp",
                                        "c.mp4.scratch.tmp", "keep.txt.tmp",
                                        "photo.jpg.tmp",     "film.mkv.tmp"};
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, i >= 3);
  }
  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recorded/ids", test_ids);
  g_test_add_func ("/recorded/notice", test_notice);
  g_test_add_func ("/recorded/ticket", test_ticket);
  g_test_add_func ("/recorded/folder", test_folder);

  return g_test_run ();
}
