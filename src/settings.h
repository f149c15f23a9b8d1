/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSettings: the command line, checked.
 */

#pragma once

#include <glib.h>

#include "codec.h"
#include "ice.h"
#include "record-settings.h"
#include "settings-error.h"

G_BEGIN_DECLS

/* In place of --auth-key, which anybody on the machine can read. */
#define VC_ENV_AUTH_KEY "VTKCAST_AUTH_KEY"

/**
 * VcAction:
 * @VC_ACTION_SERVE: show `data`
 * @VC_ACTION_SHOW_HELP: print vc_settings_get_help()
 * @VC_ACTION_SHOW_VERSION: print the version
 */
typedef enum {
  VC_ACTION_SERVE,
  VC_ACTION_SHOW_HELP,
  VC_ACTION_SHOW_VERSION,
} VcAction;

/**
 * VcSettings:
 * @action: what is asked for; the rest is only valid for %VC_ACTION_SERVE
 * @host: to listen on
 * @port: 0 = any
 * @content: (nullable): folder to serve instead of the page
 * @auth_key: (nullable): token; NULL: make one
 * @width: of the view in the beginning, pixels; even
 * @height: the same
 * @max_fps: frames per second at the most
 * @codec: to send
 * @bitrate: bits per second
 * @gpu: as in data-scene.h
 * @tls_certificate: (nullable): PEM file
 * @tls_key: (nullable): PEM file
 * @allow_origin: (nullable): as in server.h
 * @max_viewers: at once
 * @record: where and how the session may be recorded
 * @ice: servers and ports for WebRTC
 * @bridge: (nullable): the socket, as in listener.h, where a program connects
 *   whose pictures are shown instead of data
 * @bridge_wait: seconds without a program after which the server ends; 0: it
 *   goes on
 * @data: locations; empty: none were named
 */
typedef struct {
  VcAction action;
  char *host;
  guint16 port;
  char *content;
  char *auth_key;
  int width;
  int height;
  double max_fps;
  VcCodec codec;
  guint bitrate;
  int gpu;
  char *tls_certificate;
  char *tls_key;
  char *allow_origin;
  guint max_viewers;
  VcRecordSettings record;
  VcIce *ice;
  char *bridge;
  guint bridge_wait;
  GStrv data;
} VcSettings;

/* @arguments: those of main(), the program's name included. Reads the files
 * and variables that hold the secrets of --turn. The errors are whole
 * sentences. */
VcSettings *vc_settings_parse (const char *const *arguments, GError **error);
/* The same for who brings a view of their own: `data` is empty. */
VcSettings *vc_settings_parse_serving (const char *const *arguments,
                                       GError **error);
void vc_settings_free (VcSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcSettings, vc_settings_free)

/* Of the values of --size and --gpu. */
gboolean vc_settings_parse_size (const char *text, int *width, int *height,
                                 GError **error);
gboolean vc_settings_parse_gpu (const char *text, int *gpu, GError **error);

/* (transfer full) */
char *vc_settings_get_help (void);

G_END_DECLS
