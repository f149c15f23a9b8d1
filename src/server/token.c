/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The token that lets a client in (RFC 6750).
 */

#include "token.h"

#include <string.h>

#include "secret.h"

#define TOKEN_BYTES 32
#define SCHEME "Bearer "

char *
vc_token_new (void)
{
  return vc_secret_new (TOKEN_BYTES);
}

gboolean
vc_token_check (const char *token, const char *authorization)
{
  const char *guess;

  /* The scheme's name is no secret, and case-insensitive (RFC 9110, 11.1). */
  if (authorization == NULL ||
      g_ascii_strncasecmp (authorization, SCHEME, strlen (SCHEME)) != 0)
    return FALSE;
  guess = authorization + strlen (SCHEME);
  return vc_secret_equal (token, guess + strspn (guess, " "));
}
