/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whether a certificate is the one that a description names.
 */

#include "certificate.h"

/* Made, and its fingerprints computed, with OpenSSL. */
static const char pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBbDCCAROgAwIBAgIUeKFI5+LSbQVzLxDVvyrBZgIX8BswCgYIKoZIzj0EAwIw\n"
  "DDEKMAgGA1UEAwwBYjAeFw0yNjExMzAwODA2MDlaFw0yNjEyMzAwODA2MDlaMAwx\n"
  "CjAIBgNVBAMMAWIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARZrZMJMLo5iPX0\n"
  "+fxMsrtgfHzJogvdMgo0+wvAM6/FDkg+dpMCL4n5DD12rnp+vdSqXsKDCQYt/A9V\n"
  "uL10Nllxo1MwUTAdBgNVHQ4EFgQUzUHMLU1gNl4QZ45n1M+czLzY4jwwHwYDVR0j\n"
  "BBgwFoAUzUHMLU1gNl4QZ45n1M+czLzY4jwwDwYDVR0TAQH/BAUwAwEB/zAKBggq\n"
  "hkjOPQQDAgNHADBEAiA/j/fQw9Q8v0Xt+taDF1gOEDALfyoRSKBQCv/03bNozwIg\n"
  "XxLuNyOeKuiXOGyn8d1OYeQBuPt2pxQcUeKMpoxoFmQ=\n"
  "-----END CERTIFICATE-----\n";

#define SHA1 "6A:3E:BF:17:00:24:78:C8:F2:9B:41:6C:78:DC:EF:16:2B:7C:15:91"
#define SHA256                                                                 \
  "29:E3:FA:57:08:C6:63:05:ED:26:76:18:D8:CD:96:49:F5:FC:91:2E:"               \
  "B6:3A:16:C2:F0:BF:19:9C:05:E7:12:AB"
#define SHA384                                                                 \
  "07:4A:C8:E7:37:34:6B:20:10:0B:87:69:EE:C6:D9:08:AE:CA:5A:54:"               \
  "12:EE:43:86:FB:70:B7:0F:33:29:E8:E6:CE:D8:71:F4:26:5E:8C:D8:"               \
  "2C:89:23:EE:E2:E2:D5:35"
#define SHA512                                                                 \
  "DB:71:F3:E6:A3:8B:3D:EC:F3:CF:6F:58:15:15:2B:DD:2F:D6:BF:A7:"               \
  "69:94:0F:43:D1:96:B5:3C:DE:64:A0:2B:F9:C3:CB:93:18:8D:7F:B6:"               \
  "44:9C:BC:E4:BE:BE:D0:53:59:1E:84:72:BC:41:C0:7A:71:60:F2:D6:"               \
  "8A:FD:60:9C"

static void
test_matches (void)
{
  g_autofree char *lower = g_ascii_strdown (SHA256, -1);
  g_autofree char *lower_line = g_strconcat ("SHA-256 ", lower, NULL);

  g_assert_true (vc_certificate_matches (pem, "sha-256 " SHA256));
  g_assert_true (vc_certificate_matches (pem, "sha-384 " SHA384));
  g_assert_true (vc_certificate_matches (pem, "sha-512 " SHA512));
  g_assert_true (vc_certificate_matches (pem, lower_line));
}

static void
test_strangers (void)
{
  g_autofree char *other = g_strdup ("sha-256 " SHA256);
  g_autofree char *cut = g_strndup (pem, sizeof pem / 2);

  other[9] = other[9] == 'A' ? 'B' : 'A';
  g_assert_false (vc_certificate_matches (pem, other));
  g_assert_false (vc_certificate_matches (pem, "sha-1 " SHA1));
  g_assert_false (vc_certificate_matches (pem, "sha-512 " SHA256));
  g_assert_false (vc_certificate_matches (pem, "sha-256"));
  g_assert_false (vc_certificate_matches (pem, "sha-256 "));
  g_assert_false (vc_certificate_matches (pem, ""));
  g_assert_false (vc_certificate_matches (cut, "sha-256 " SHA256));
  g_assert_false (vc_certificate_matches ("", "sha-256 " SHA256));
  g_assert_false (vc_certificate_matches (NULL, "sha-256 " SHA256));
}

static void
test_syntax (void)
{
  g_assert_true (vc_certificate_is_fingerprint ("sha-256 " SHA256));
  g_assert_true (vc_certificate_is_fingerprint ("SHA-384 " SHA384));
  g_assert_true (vc_certificate_is_fingerprint ("sha-512 " SHA512));
  g_assert_false (vc_certificate_is_fingerprint ("sha-1 " SHA1));
  g_assert_false (vc_certificate_is_fingerprint ("sha-256 " SHA384));
  g_assert_false (vc_certificate_is_fingerprint ("sha-256 " SHA256 ":"));
  g_assert_false (vc_certificate_is_fingerprint ("sha-256 " SHA256 " x"));
  g_assert_false (vc_certificate_is_fingerprint ("sha-256"));
  g_assert_false (vc_certificate_is_fingerprint (""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate/matches", test_matches);
  g_test_add_func ("/certificate/strangers", test_strangers);
  g_test_add_func ("/certificate/syntax", test_syntax);

  return g_test_run ();
}
