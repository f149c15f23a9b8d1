/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The options about recordings: what goes with what, and the sentences for what
 * does not.
 */

#include <string.h>

#include "settings.h"

static VcSettings *
parse (const char *options, GError **error)
{
  g_autofree char *line = g_strdup_printf ("vtkcast %s vtkcast:cone", options);
  g_auto (GStrv) arguments = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  return vc_settings_parse ((const char *const *)arguments, error);
}

static void
test_good (void)
{
  static const struct {
    const char *options;
    VcRecordSettings expected;
  } table[] = {
    {"", {NULL}},
    {"--record a", {"a", TRUE}},
    {"--recordings b/c", {"b/c"}},
    {"--recordings b --record-format mkv", {"b"}},
    {"--recordings b --record-format mp4", {"b", .to_mp4 = TRUE}},
    {"--recordings b --record-format webm", {"b", .format = VC_RECORD_VP9}},
    {"--recordings b --record-codec vp8", {"b", .format = VC_RECORD_VP8}},
    {"--recordings b --record-codec av1", {"b", .format = VC_RECORD_AV1}},
    {"--recordings b --record-codec h264 --record-format mp4",
     {"b", .to_mp4 = TRUE}},
    {"--recordings b --record-format webm --record-codec vp8",
     {"b", .format = VC_RECORD_VP8}},
    {"--recordings b --record-split 500MB", {"b", .split_bytes = 500000000}},
    {"--recordings b --record-split 1.5G", {"b", .split_bytes = 1500000000}},
    {"--recordings b --record-split 2000k", {"b", .split_bytes = 2000000}},
    {"--recordings b --record-split 90s", {"b", .split_us = 90000000}},
    {"--recordings b --record-split 10min", {"b", .split_us = 600000000}},
    {"--record b --record-split 1h", {"b", TRUE, .split_us = 3600000000}},
    {"--record b --record-limit 1MB", {"b", TRUE, .limit_bytes = 1000000}},
    {"--recordings b --record-limit 20GB", {"b", .limit_bytes = 20000000000}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    const VcRecordSettings *expected = &table[i].expected;
    g_autoptr (GError) error = NULL;
    g_autoptr (VcSettings) settings = parse (table[i].options, &error);

    g_test_message ("%s", table[i].options);
    g_assert_no_error (error);
    g_assert_cmpstr (settings->record.folder, ==, expected->folder);
    g_assert_cmpint (settings->record.whole, ==, expected->whole);
    g_assert_cmpint (settings->record.format, ==, expected->format);
    g_assert_cmpint (settings->record.to_mp4, ==, expected->to_mp4);
    g_assert_cmpuint (settings->record.split_bytes, ==, expected->split_bytes);
    g_assert_cmpint (settings->record.split_us, ==, expected->split_us);
    g_assert_cmpuint (settings->record.limit_bytes, ==, expected->limit_bytes);
  }
}

static void
test_bad (void)
{
  static const struct {
    const char *options;
    const char *words;
  } table[] = {
    {"--record a --recordings b", "leave --recordings out"},
    {"--record-format mp4", "need --recordings or --record"},
    {"--record-split 1h", "need --recordings or --record"},
    {"--record-codec vp8", "need --recordings or --record"},
    {"--record-limit 1GB", "need --recordings or --record"},
    {"--record a --record-limit 1h", "a size such as"},
    {"--record a --record-limit 20", "a size such as"},
    {"--record a --record-limit 0GB", "1 MB at least"},
    {"--record a --record-limit 999kB", "1 MB at least"},
    {"--record a --record-format avi", "mkv, mp4 or webm, not “avi”"},
    {"--record a --record-format ''", "mkv, mp4 or webm, not “”"},
    {"--record a --record-codec mpeg2", "h264, vp8, vp9 or av1"},
    {"--record a --record-format mp4 --record-codec vp9",
     "mp4 does not hold vp9"},
    {"--record a --record-format webm --record-codec h264",
     "webm does not hold h264"},
    {"--record a --record-format mkv --record-codec vp8",
     "mkv does not hold vp8"},
    {"--record a --record-split 10", "such as 500MB"},
    {"--record a --record-split MB", "such as 500MB"},
    {"--record a --record-split ''", "such as 500MB"},
    {"--record a --record-split -5min", "such as 500MB"},
    {"--record a --record-split nanG", "such as 500MB"},
    {"--record a --record-split infs", "such as 500MB"},
    {"--record a --record-split 1e300G", "such as 500MB"},
    {"--record a --record-split 10mb", "such as 500MB"},
    {"--record a --record-split 0s", "1 MB or 1 s at least"},
    {"--record a --record-split 10kB", "1 MB or 1 s at least"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VcSettings) settings = parse (table[i].options, &error);

    g_test_message ("%s", table[i].options);
    g_assert_null (settings);
    g_assert_error (error, VC_SETTINGS_ERROR, VC_SETTINGS_ERROR_INVALID);
    if (strstr (error->message, table[i].words) == NULL)
      g_error ("%s: %s", table[i].options, error->message);
    g_assert_true (g_str_has_suffix (error->message, "."));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-settings/good", test_good);
  g_test_add_func ("/record-settings/bad", test_bad);

  return g_test_run ();
}
