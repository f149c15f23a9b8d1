/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Unguessable texts: the server's token, the viewers' ids.
 */

#include "secret.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define DIGEST_SIZE 32

static void
fill_random (guint8 *bytes, gsize n_bytes)
{
  /* Up to 256 bytes come whole; before that it waits for the kernel's pool at
   * boot and can be interrupted by a signal. */
  while (getrandom (bytes, n_bytes, 0) != (gssize)n_bytes)
    g_assert (errno == EINTR);
}

static void
digest (const char *text, guint8 result[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  g_checksum_update (checksum, (const guchar *)text, strlen (text));
  g_checksum_get_digest (checksum, result, &length);
}

char *
vc_secret_new (gsize n_bytes)
{
  guint8 bytes[VC_SECRET_BYTES_MAX];
  g_autofree char *text = NULL;

  g_return_val_if_fail (n_bytes > 0 && n_bytes <= sizeof bytes, NULL);

  fill_random (bytes, n_bytes);
  text = g_base64_encode (bytes, n_bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_steal_pointer (&text);
}

gboolean
vc_secret_equal (const char *secret, const char *guess)
{
  guint8 a[DIGEST_SIZE], b[DIGEST_SIZE];
  volatile guint8 difference = 0;

  digest (secret, a);
  digest (guess, b);
  for (gsize i = 0; i < DIGEST_SIZE; i++)
    difference |= a[i] ^ b[i];
  return difference == 0;
}
