/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Person: a browser that came through HTTP, and what it was told.
 */

#include "person.h"

#include <string.h>

static void
listen_to (Person *self)
{
  char *message;

  while ((message = browser_take_message (self->browser)) != NULL)
    g_ptr_array_add (self->log, message);
}

Person *
person_come (House *house, const char *replaces)
{
  Person *self = g_new0 (Person, 1);
  g_autofree char *target =
    replaces != NULL
      ? g_strconcat ("/whep?replaces=", strrchr (replaces, '/') + 1, NULL)
      : g_strdup ("/whep");
  g_autofree char *reply = NULL;

  self->house = house;
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->browser = browser_new (VC_CODEC_VP8);
  reply = house_ask (house, "POST", target, HOUSE_AUTHORIZATION HOUSE_SDP,
                     browser_get_offer (self->browser));
  if (reply_get_status (reply) != 201)
    g_error ("%s", reply);
  self->path = reply_get_header (reply, "Location");
  self->etag = reply_get_header (reply, "ETag");
  browser_set_answer (self->browser, reply_get_body (reply));
  return self;
}

Person *
person_come_in (House *house)
{
  return person_come_back (house, NULL);
}

Person *
person_come_back (House *house, const char *replaces)
{
  Person *self = person_come (house, replaces);

  WAIT_UNTIL (
    person_heard (self, "control:{\"jsonrpc\":\"2.0\",\"method\":\"hello\"") ==
    1);
  return self;
}

guint
person_heard (Person *self, const char *text)
{
  guint n = 0;

  listen_to (self);
  for (guint i = 0; i < self->log->len; i++)
    n += strstr (self->log->pdata[i], text) != NULL;
  return n;
}

guint
person_leave (Person *self)
{
  g_autofree char *reply =
    house_ask (self->house, "DELETE", self->path, HOUSE_AUTHORIZATION, "");

  return reply_get_status (reply);
}

void
person_free (Person *self)
{
  browser_free (self->browser);
  g_ptr_array_unref (self->log);
  g_free (self->path);
  g_free (self->etag);
  g_free (self);
}
