/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcService: serves a scene to browsers, from a thread of its own.
 *
 * The program that embeds it needs no main loop. Link with vtkcast-server
 * (pkg-config); there is no VTK in it.
 *
 * Every function may be called from any thread.
 */

#pragma once

#include "view.h"

G_BEGIN_DECLS

/**
 * VcServiceFlags:
 * @VC_SERVICE_DEFAULT: none of the others
 * @VC_SERVICE_INSECURE: allow other machines without TLS, as --insecure
 */
typedef enum {
  VC_SERVICE_DEFAULT = 0,
  VC_SERVICE_INSECURE = 1 << 0,
} VcServiceFlags;

/**
 * VcServiceOptions:
 * @host: (nullable): address or name to listen on; NULL: 127.0.0.1
 * @port: 0: any free one
 * @token: (nullable): what lets clients in, 8…1024 printable ASCII characters;
 *   NULL: a random one
 * @certificate: (nullable): PEM file; with it the server speaks TLS only
 * @private_key: (nullable): PEM file; NULL: the key is in @certificate
 * @allow_origin: (nullable): origin of a page elsewhere that may embed the view
 *   ("https://portal.example", or "*"); NULL: none
 * @flags: see there
 * @max_viewers: at once, 1…100; 0: 8
 * @more: (nullable) (array zero-terminated=1): any other options of the
 *   program, such as "--turn=turn:relay.example", "--ice-ports=50000-50100",
 *   "--record=/var/records", "--size=800x600"; see vtkcast --help. How a scene
 *   is rendered is its own business: --gpu changes nothing
 *
 * All zero is a good choice. Nothing is kept.
 */
typedef struct {
  const char *host;
  guint16 port;
  const char *token;
  const char *certificate;
  const char *private_key;
  const char *allow_origin;
  VcServiceFlags flags;
  guint max_viewers;
  const char *const *more;
} VcServiceOptions;

#define VC_TYPE_SERVICE (vc_service_get_type ())
G_DECLARE_FINAL_TYPE (VcService, vc_service, VC, SERVICE, GObject)

/**
 * VcService::failed:
 * @sentence: why
 *
 * Nothing can be shown any more. Emitted in the service's thread.
 */

/* Makes a view of @scene, listens, and returns when browsers are welcome.
 * @options: (nullable): NULL: all zero. Fails with a whole sentence, which
 * names an option as the command line does. Initialises GStreamer. Blocks for
 * the scene's setup, and for half a second the first time. */
VcService *vc_service_new (VcScene *scene, const VcServiceOptions *options,
                           GError **error);

/* (transfer none): emits its signals in the service's thread. Its frames are
 * the service's to take. */
VcView *vc_service_get_view (VcService *self);

/* (transfer none): for people, with the token:
 * "http://127.0.0.1:8080/?token=…". */
const char *vc_service_get_url (VcService *self);

/* Says good-bye to the viewers, ends what is recorded, and waits for that, half
 * a second at the most unless there is a recording to finish. Not from the
 * service's own thread. Idempotent, and called by dispose. Then the view is
 * stopped, which calls the scene's teardown. */
void vc_service_stop (VcService *self);

G_END_DECLS
