/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Trickled ICE: fragments, good and hostile, and the offer they belong to.
 */

#include <string.h>

#include "fragment.h"
#include "layout.h"

#define PWD "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
#define ICE "a=ice-ufrag:EsAw\r\n" PWD
#define SECTION "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
#define HOST "candidate:1 1 UDP 2130706431 198.51.100.1 49203 typ host"

static VcFragmentCandidate *
get (VcFragment *fragment, guint index)
{
  g_assert_cmpuint (index, <, fragment->candidates->len);
  return fragment->candidates->pdata[index];
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "a=ice-options:trickle ice2\r\na=group:BUNDLE 0 1\r\n"
                     "m=audio 9 RTP/AVP 0\r\na=mid:0\r\n" ICE "a=" HOST
                     "\r\na=end-of-candidates\r\n"
                     "m=application 9 UDP/DTLS/SCTP x\na=mid:data\n" ICE;
  g_autoptr (VcFragment) fragment =
    vc_fragment_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fragment->ufrag, ==, "EsAw");
  g_assert_cmpstr (fragment->pwd, ==, "P2uYro0UCOQ4zxjKXaWCBui1");
  g_assert_cmpuint (fragment->candidates->len, ==, 2);
  g_assert_cmpstr (get (fragment, 0)->mid, ==, "0");
  g_assert_cmpstr (get (fragment, 0)->text, ==, HOST);
  g_assert_cmpstr (get (fragment, 1)->text, ==, "");
}

static void
test_end_of_all (void)
{
  const char *text = ICE "a=end-of-candidates\r\n";
  g_autoptr (VcFragment) fragment =
    vc_fragment_parse (text, strlen (text), NULL);

  g_assert_nonnull (fragment);
  g_assert_cmpstr (get (fragment, 0)->mid, ==, "");
}

static const char *hostile[] = {
  "",
  "\r\n",
  "hello",
  "v=0\r\n" ICE,
  ICE "x",
  ICE "b=1\r\n",
  "a=ice-ufrag:EsAw\r\n",
  PWD,
  SECTION "a=" HOST "\r\n",
  ICE "a=" HOST "\r\n",
  ICE "m=video 9 x 0\r\na=" HOST "\r\n",
  ICE "a=mid:0\r\n",
  ICE SECTION "a=mid:1\r\n",
  ICE "m=v\r\na=mid:\r\n",
  ICE "m=v\r\na=mid:a b\r\n",
  "a=ice-ufrag:abc\r\n" PWD,
  "a=ice-ufrag:ab d\r\n" PWD,
  "a=ice-ufrag:abcd\r\na=ice-pwd:short\r\n",
  ICE "a=ice-ufrag:Othr\r\n",
  ICE SECTION "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui2",
  ICE SECTION "a=candidate:\x01",
  ICE SECTION "a=candidate:é",
  ICE SECTION "a=candidate:\ta",
};

static void
assert_invalid (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VcFragment) fragment = vc_fragment_parse (text, length, &error);

  if (fragment != NULL)
    g_error ("accepted: %.200s", text);
  g_assert_error (error, VC_FRAGMENT_ERROR, VC_FRAGMENT_ERROR_INVALID);
}

static char *
repeat (const char *head, const char *piece, int n)
{
  GString *text = g_string_new (head);

  for (int i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_hostile (void)
{
  g_autofree char *candidates =
    repeat (ICE SECTION, "a=" HOST "\n", VC_FRAGMENT_CANDIDATES_MAX + 1);
  g_autofree char *sections = repeat (ICE, "m=video 9 x 0\n", 65);
  g_autofree char *line = repeat (ICE "a=", "x", 1023);
  g_autofree char *large = repeat (ICE, "\n", 65536);
  g_autofree char *ufrag = repeat (PWD "a=ice-ufrag:", "x", 257);

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    assert_invalid (hostile[i], strlen (hostile[i]));
  assert_invalid (candidates, strlen (candidates));
  assert_invalid (sections, strlen (sections));
  assert_invalid (line, strlen (line));
  assert_invalid (large, strlen (large));
  assert_invalid (ufrag, strlen (ufrag));
  assert_invalid (ICE "\0", sizeof ICE);
}

static void
test_layout (void)
{
  g_autoptr (VcLayout) layout =
    vc_layout_new ("v=0\r\na=mid:none\r\nm=audio 9 x 0\r\n"
                   "m=video 9 x 0\r\na=mid:v\r\nm=application 9 x y\na=mid:d");
  g_autoptr (VcLayout) video = vc_layout_new ("m=video 9 x 0\na=mid:0\n");
  g_autoptr (VcLayout) nothing = vc_layout_new ("");

  g_assert_true (layout->has_channels);
  g_assert_cmpint (vc_layout_find (layout, "v"), ==, 1);
  g_assert_cmpint (vc_layout_find (layout, "d"), ==, 2);
  g_assert_cmpint (vc_layout_find (layout, "none"), ==, -1);
  g_assert_false (video->has_channels);
  g_assert_cmpint (vc_layout_find (video, "0"), ==, 0);
  g_assert_cmpint (vc_layout_find (nothing, "0"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment/good", test_good);
  g_test_add_func ("/fragment/end-of-all", test_end_of_all);
  g_test_add_func ("/fragment/hostile", test_hostile);
  g_test_add_func ("/fragment/layout", test_layout);
  return g_test_run ();
}
