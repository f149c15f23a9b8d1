/* SPDX-License-Identifier: BSD-3-Clause
 *
 * House: a whole server over a FakeScene, and raw HTTP to talk to it.
 */

#pragma once

#include "fake-scene.h"
#include "server.h"
#include "until.h"

#define HOUSE_TOKEN "a-token-for-tests"
#define HOUSE_AUTHORIZATION "Authorization: Bearer " HOUSE_TOKEN "\r\n"
#define HOUSE_SDP "Content-Type: application/sdp\r\n"

/**
 * House:
 * @scene: (nullable): unless it is another one
 * @host: "http://127.0.0.1:PORT"
 * @tls: it speaks TLS
 */
typedef struct {
  FakeScene *scene;
  VcView *view;
  VcSession *session;
  VcServer *server;
  char *host;
  guint16 port;
  gboolean tls;
} House;

/* @scene: (nullable): instead of a FakeScene; not loaded yet */
typedef struct {
  VcScene *scene;
  guint max_viewers;
  const char *content;
  const char *allow_origin;
  const char *certificate;
  const VcIce *ice;
  const VcRecordingsOptions *recordings;
} HouseOptions;

/* Call once, in main(): GStreamer with vtksrc of the build. */
void house_init (void);

House *house_new (const HouseOptions *options);
void house_free (House *self);

/**
 * TalkEnd:
 * @TALK_WAIT: the client has said all, but may have more to say
 * @TALK_SHUT: it will say no more
 */
typedef enum {
  TALK_WAIT,
  TALK_SHUT,
} TalkEnd;

/**
 * Talk:
 * What a client sends, and what comes back until the server closes.
 * @reply: to be read once it is done
 * @done: atomic
 */
typedef struct {
  guint16 port;
  gboolean tls;
  GBytes *request;
  TalkEnd end;
  GString *reply;
  GThread *thread;
  gint done;
} Talk;

Talk *talk_start (House *house, const char *request, gssize length,
                  TalkEnd end);
gboolean talk_is_done (Talk *self);
void talk_free (Talk *self);

/* (transfer full): the whole reply; `request` must ask for the connection to be
 * closed. */
char *house_talk (House *self, const char *request, gssize length);

/* (transfer full): the reply to a request with a body. @headers: lines that end
 * in CRLF. */
char *house_ask (House *self, const char *method, const char *path,
                 const char *headers, const char *body);

guint reply_get_status (const char *reply);
/* (transfer full) (nullable) */
char *reply_get_header (const char *reply, const char *name);
const char *reply_get_body (const char *reply);
