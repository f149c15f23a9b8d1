/* SPDX-License-Identifier: BSD-3-Clause
 *
 * STUN and TURN servers as text, and the credentials for them.
 */

#include "ice.h"

static void
test_servers (void)
{
  static const struct {
    const char *text;
    const char *uri; /* NULL: refused */
  } table[] = {
    {"turn:t.example", "turn:t.example:3478?transport=udp"},
    {"turn:t.example:80", "turn:t.example:80?transport=udp"},
    {"turn:t.example?transport=tcp", "turn:t.example:3478?transport=tcp"},
    {"turn:10.0.0.1:65535?transport=udp", "turn:10.0.0.1:65535?transport=udp"},
    {"turn:[2001:db8::1]:1", "turn:[2001:db8::1]:1?transport=udp"},
    {"turns:t.example", "turns:t.example:5349?transport=tcp"},
    {"turns:t.example:443?transport=tcp", "turns:t.example:443?transport=tcp"},
    {"", NULL},
    {"turn", NULL},
    {"turn:", NULL},
    {"turn::3478", NULL},
    {"turn://t.example:3478", NULL},
    {"turn:t.example:", NULL},
    {"turn:t.example:0", NULL},
    {"turn:t.example:65536", NULL},
    {"turn:t.example:-1", NULL},
    {"turn:t.example:99999999999999999999", NULL},
    {"turn:t.example:80x", NULL},
    {"turn:t.example?transport=sctp", NULL},
    {"turn:t.example?transport=udp&x", NULL},
    {"turn:t.example?", NULL},
    {"turn:[::1", NULL},
    {"turn:[]:80", NULL},
    {"turn:[t.example]:80", NULL},
    {"turn:u:p@t.example", NULL},
    {"turn:a b", NULL},
    {"turn:a>; rel=\"x\"", NULL},
    {"turn:a\r\nX: y", NULL},
    {"stun:s.example", NULL},
    {"https://t.example", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (VcIce) ice = vc_ice_new ();
    g_autofree char *uri = NULL;
    gboolean added = vc_ice_add_turn (ice, table[i].text);

    g_test_message ("%s", table[i].text);
    g_assert_cmpint (added, ==, table[i].uri != NULL);
    g_assert_cmpuint (ice->servers->len, ==, added);
    if (added)
      uri = vc_ice_server_to_uri (ice->servers->pdata[0]);
    g_assert_cmpstr (uri, ==, table[i].uri);
  }
}

static void
test_stun (void)
{
  static const struct {
    const char *text;
    const char *uri;
  } table[] = {
    {"s.example", "stun:s.example:3478"},
    {"s.example:19302", "stun:s.example:19302"},
    {"stun:s.example:19302", "stun:s.example:19302"},
    {"[::1]:80", "stun:[::1]:80"},
    {"", NULL},
    {":3478", NULL},
    {"::1", NULL},
    {"stun://s.example", NULL},
    {"s.example?transport=udp", NULL},
    {"s.example/x", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (VcIce) ice = vc_ice_new ();
    g_autofree char *uri = NULL;

    g_test_message ("%s", table[i].text);
    if (vc_ice_add_stun (ice, table[i].text))
      uri = vc_ice_server_to_uri (ice->servers->pdata[0]);
    g_assert_cmpstr (uri, ==, table[i].uri);
  }
}

static void
test_long_host (void)
{
  g_autoptr (VcIce) ice = vc_ice_new ();
  g_autofree char *host = g_strnfill (254, 'a');

  g_assert_false (vc_ice_add_stun (ice, host));
  host[253] = '\0';
  g_assert_true (vc_ice_add_stun (ice, host));
}

/* The password is what
 *   printf 1700043200:viewer | openssl dgst -sha1 -hmac north -binary | base64
 * prints. */
static void
test_mint (void)
{
  g_autoptr (VcIce) ice = vc_ice_new ();
  g_auto (VcIceCredential) credential = {NULL};

  ice->secret = g_strdup ("north");
  vc_ice_mint (ice, "viewer", 1700000000, &credential);
  g_assert_cmpstr (credential.username, ==, "1700043200:viewer");
  g_assert_cmpstr (credential.password, ==, "JWLeKnS7UI3F7JfRH8GUqHL3QVk=");
}

static void
test_static (void)
{
  g_autoptr (VcIce) ice = vc_ice_new ();
  g_auto (VcIceCredential) credential = {NULL};

  vc_ice_mint (ice, "viewer", 0, &credential);
  g_assert_null (credential.username);
  ice->username = g_strdup ("user");
  ice->password = g_strdup ("pass");
  vc_ice_mint (ice, "viewer", 0, &credential);
  g_assert_cmpstr (credential.username, ==, "user");
  g_assert_cmpstr (credential.password, ==, "pass");
}

static void
test_webrtcbin (void)
{
  g_autoptr (VcIce) ice = vc_ice_new ();
  VcIceCredential credential = {"1795:b o", "a+b/c=@:"};
  g_autofree char *stun = NULL;
  g_autofree char *turn = NULL;

  g_assert_true (vc_ice_add_stun (ice, "s.example"));
  g_assert_true (vc_ice_add_turn (ice, "turn:t.example:80?transport=tcp"));
  stun = vc_ice_server_to_webrtcbin (ice->servers->pdata[0], &credential);
  turn = vc_ice_server_to_webrtcbin (ice->servers->pdata[1], &credential);
  g_assert_cmpstr (stun, ==, "stun://s.example:3478");
  g_assert_cmpstr (turn, ==,
                   "turn://1795%3Ab%20o:a%2Bb%2Fc%3D%40%3A@t.example:80"
                   "?transport=tcp");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ice/servers", test_servers);
  g_test_add_func ("/ice/stun", test_stun);
  g_test_add_func ("/ice/long-host", test_long_host);
  g_test_add_func ("/ice/mint", test_mint);
  g_test_add_func ("/ice/static", test_static);
  g_test_add_func ("/ice/webrtcbin", test_webrtcbin);
  return g_test_run ();
}
