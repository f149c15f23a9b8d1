/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcSettings: the command line, checked.
 */

#include "settings.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "data-scene.h"
#include "ice-settings.h"

#define AUTH_KEY_MIN 8
#define AUTH_KEY_MAX 1024
#define SIZE_MIN 16
#define WIDTH_MAX 7680
#define HEIGHT_MAX 4320
#define FPS_MAX 240
#define BITRATE_MIN 0.1 /* Mb/s */
#define BITRATE_MAX 200
#define VIEWERS_MAX 100
#define GPU_MAX 255
#define BRIDGE_WAIT_MAX 86400

/**
 * Raw:
 * What GOption understands by itself.
 */
typedef struct {
  gboolean help;
  gboolean version;
  gboolean insecure;
  char *host;
  int port;
  char *content;
  char *auth_key;
  char *size;
  double max_fps;
  char *codec;
  double bitrate;
  char *gpu;
  char *tls_certificate;
  char *tls_key;
  char *allow_origin;
  int max_viewers;
  VcRecordRaw record;
  char *bridge;
  int bridge_wait;
  VcIceRaw ice;
  GStrv data;
} Raw;

static void
raw_clear (Raw *self)
{
  g_free (self->host);
  g_free (self->content);
  g_free (self->auth_key);
  g_free (self->size);
  g_free (self->codec);
  g_free (self->gpu);
  g_free (self->tls_certificate);
  g_free (self->tls_key);
  g_free (self->allow_origin);
  vc_record_raw_clear (&self->record);
  g_free (self->bridge);
  vc_ice_raw_clear (&self->ice);
  g_strfreev (self->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, raw_clear)

static const char description[] =
  "DATA are files (NRRD, NIfTI, MetaImage, VTI, VTP, STL, PLY, OBJ, VTK),\n"
  "folders of DICOM files, or one of the built-in scenes vtkcast:cone,\n"
  "vtkcast:mesh and vtkcast:patches.\n"
  "\n"
  "Examples:\n"
  "  vtkcast head.nrrd                    a CT or MR volume\n"
  "  vtkcast series/ tumour.stl           a DICOM series and a surface\n"
  "  vtkcast --port 0 vtkcast:cone        any free port; a test scene\n"
  "  vtkcast --bridge demo                what a Python program with "
  "vtkcast.py\n"
  "                                       renders\n"
  "  vtkcast replay session.jsonl -o session.mkv\n"
  "                                       a recorded session once more; see\n"
  "                                       vtkcast replay --help\n"
  "  vtkcast --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem head.nrrd\n"
  "                                       for other machines\n"
  "\n"
  "Open the printed address in a browser: it holds the token that lets you "
  "in.\n";

static GOptionContext *
new_context (Raw *raw)
{
  const GOptionEntry entries[] = {
    {"host", 0, 0, G_OPTION_ARG_STRING, &raw->host,
     "Address or name to listen on (127.0.0.1)", "HOST"},
    {"port", 0, 0, G_OPTION_ARG_INT, &raw->port,
     "Port to listen on, 0 = any free one (8080)", "PORT"},
    {"content", 0, 0, G_OPTION_ARG_FILENAME, &raw->content,
     "Serve the files of DIR instead of the built-in page", "DIR"},
    {"auth-key", 0, 0, G_OPTION_ARG_STRING, &raw->auth_key,
     "The token that lets clients in ($" VC_ENV_AUTH_KEY ", or a random one)",
     "KEY"},
    {"size", 0, 0, G_OPTION_ARG_STRING, &raw->size,
     "Size of the view before a browser sets it (1280x720)", "WxH"},
    {"max-fps", 0, 0, G_OPTION_ARG_DOUBLE, &raw->max_fps,
     "Frames per second at the most (60)", "N"},
    {"codec", 0, 0, G_OPTION_ARG_STRING, &raw->codec,
     "auto, h264 or vp8 (auto)", "CODEC"},
    {"bitrate", 0, 0, G_OPTION_ARG_DOUBLE, &raw->bitrate,
     "Of the video to each viewer at the most, Mb/s (12)", "N"},
    {"gpu", 0, 0, G_OPTION_ARG_STRING, &raw->gpu,
     "auto, none (software), or the number of an EGL device (auto)", "GPU"},
    {"insecure", 0, 0, G_OPTION_ARG_NONE, &raw->insecure,
     "Allow other machines without TLS", NULL},
    {"tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &raw->tls_certificate,
     "PEM file of the TLS certificate", "FILE"},
    {"tls-key", 0, 0, G_OPTION_ARG_FILENAME, &raw->tls_key,
     "PEM file of its key, if that is another file", "FILE"},
    {"allow-origin", 0, 0, G_OPTION_ARG_STRING, &raw->allow_origin,
     "Origin whose pages may embed the view, or *", "ORIGIN"},
    {"bridge", 0, 0, G_OPTION_ARG_FILENAME, &raw->bridge,
     "Show what another program renders, which connects to SOCKET: a name or a "
     "path",
     "SOCKET"},
    {"bridge-wait", 0, 0, G_OPTION_ARG_INT, &raw->bridge_wait,
     "End after so long without a program (never)", "SECONDS"},
    {"max-viewers", 0, 0, G_OPTION_ARG_INT, &raw->max_viewers,
     "How many may watch at once (8)", "N"},
    {"stun", 0, 0, G_OPTION_ARG_STRING, &raw->ice.stun,
     "STUN server that tells both ends their public addresses", "HOST:PORT"},
    {"turn", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->ice.turn,
     "TURN server that relays, such as turn:HOST:3478?transport=udp; may be "
     "repeated",
     "URL"},
    {"turn-secret-file", 0, 0, G_OPTION_ARG_FILENAME, &raw->ice.secret_file,
     "File with coturn's static-auth-secret ($" VC_ENV_TURN_SECRET ")", "FILE"},
    {"turn-user-file", 0, 0, G_OPTION_ARG_FILENAME, &raw->ice.user_file,
     "File with user:password of TURN ($" VC_ENV_TURN_USER ")", "FILE"},
    {"ice-ports", 0, 0, G_OPTION_ARG_STRING, &raw->ice.ports,
     "Ports for video and events, UDP and TCP (any)", "MIN-MAX"},
    {"version", 0, 0, G_OPTION_ARG_NONE, &raw->version, "Print the version",
     NULL},
    {"help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, "Print this help", NULL},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->data, NULL,
     NULL},
    {NULL},
  };
  GOptionContext *context = g_option_context_new ("DATA…");

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (
    context, "Shows medical images and meshes in any browser.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  vc_record_raw_add_entries (&raw->record, context);
  return context;
}

/* A name other than localhost may lead anywhere. */
static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
read_host (VcSettings *self, Raw *raw, GError **error)
{
  self->host =
    raw->host != NULL ? g_steal_pointer (&raw->host) : g_strdup ("127.0.0.1");
  self->tls_certificate = g_steal_pointer (&raw->tls_certificate);
  self->tls_key = g_steal_pointer (&raw->tls_key);
  if (*self->host == '\0' || strpbrk (self->host, " /?#@[]") != NULL)
    return vc_settings_fail (
      error, "--host must be an address or a name, not “%s”.", self->host);
  if (self->tls_key != NULL && self->tls_certificate == NULL)
    return vc_settings_fail (error, "--tls-key needs --tls-cert.");
  if (!is_loopback (self->host) && self->tls_certificate == NULL &&
      !raw->insecure)
    return vc_settings_fail (
      error,
      "Other machines would reach the host “%s” without encryption: "
      "add --tls-cert and --tls-key, or --insecure if the network "
      "is trusted.",
      self->host);
  return TRUE;
}

static gboolean
read_port (VcSettings *self, Raw *raw, GError **error)
{
  if (raw->port < 0 || raw->port > G_MAXUINT16)
    return vc_settings_fail (error, "--port must be from 0 to 65535, not %d.",
                             raw->port);
  self->port = raw->port;
  return TRUE;
}

/* The key is sent in an HTTP header. */
static gboolean
read_auth_key (VcSettings *self, Raw *raw, GError **error)
{
  const char *key =
    raw->auth_key != NULL ? raw->auth_key : g_getenv (VC_ENV_AUTH_KEY);

  if (key == NULL)
    return TRUE;
  if (strlen (key) < AUTH_KEY_MIN || strlen (key) > AUTH_KEY_MAX)
    return vc_settings_fail (error, "--auth-key must have %d to %d characters.",
                             AUTH_KEY_MIN, AUTH_KEY_MAX);
  for (const char *p = key; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return vc_settings_fail (
        error, "--auth-key must consist of ASCII letters, digits "
               "and punctuation.");
  self->auth_key = g_strdup (key);
  return TRUE;
}

static gboolean
read_number (const char *text, const char *end, gint64 min, gint64 max,
             int *value)
{
  g_autofree char *digits = g_strndup (text, end - text);
  guint64 number;

  if (!g_ascii_string_to_unsigned (digits, 10, min, max, &number, NULL))
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
read_size (VcSettings *self, Raw *raw, GError **error)
{
  return vc_settings_parse_size (raw->size != NULL ? raw->size : "1280x720",
                                 &self->width, &self->height, error);
}

static gboolean
read_rates (VcSettings *self, Raw *raw, GError **error)
{
  if (!(raw->max_fps >= 1 && raw->max_fps <= FPS_MAX))
    return vc_settings_fail (error, "--max-fps must be from 1 to %d, not %g.",
                             FPS_MAX, raw->max_fps);
  if (!(raw->bitrate >= BITRATE_MIN && raw->bitrate <= BITRATE_MAX))
    return vc_settings_fail (error,
                             "--bitrate must be from %g to %d Mb/s, not %g.",
                             BITRATE_MIN, BITRATE_MAX, raw->bitrate);
  if (raw->max_viewers < 1 || raw->max_viewers > VIEWERS_MAX)
    return vc_settings_fail (error,
                             "--max-viewers must be from 1 to %d, not %d.",
                             VIEWERS_MAX, raw->max_viewers);
  if (raw->bridge_wait < 0 || raw->bridge_wait > BRIDGE_WAIT_MAX)
    return vc_settings_fail (
      error, "--bridge-wait must be from 0 to %d seconds, not %d.",
      BRIDGE_WAIT_MAX, raw->bridge_wait);
  self->bridge_wait = raw->bridge_wait;
  self->max_fps = raw->max_fps;
  self->bitrate = lround (raw->bitrate * 1e6);
  self->max_viewers = raw->max_viewers;
  return TRUE;
}

static gboolean
read_codec (VcSettings *self, Raw *raw, GError **error)
{
  static const struct {
    const char *name;
    VcCodec codec;
  } codecs[] = {
    {"auto", VC_CODEC_AUTO},
    {"h264", VC_CODEC_H264},
    {"vp8", VC_CODEC_VP8},
  };
  const char *name = raw->codec != NULL ? raw->codec : "auto";

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (strcmp (codecs[i].name, name) == 0) {
      self->codec = codecs[i].codec;
      return TRUE;
    }
  }
  return vc_settings_fail (
    error, "--codec must be auto, h264 or vp8, not “%s”.", name);
}

static gboolean
read_gpu (VcSettings *self, Raw *raw, GError **error)
{
  return vc_settings_parse_gpu (raw->gpu != NULL ? raw->gpu : "auto",
                                &self->gpu, error);
}

/* As a browser writes it: scheme and host, perhaps a port, no path. */
static gboolean
is_origin (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  g_autofree char *head = g_strconcat (scheme, "://", NULL);
  const char *host = text + strlen (head);

  return (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0) &&
         g_str_has_prefix (text, head) && *host != '\0' &&
         strpbrk (host, "/?#@ ;,'\"") == NULL;
}

static gboolean
read_origin (VcSettings *self, Raw *raw, GError **error)
{
  const char *origin = raw->allow_origin;

  if (origin != NULL && strcmp (origin, "*") != 0 && !is_origin (origin))
    return vc_settings_fail (
      error,
      "--allow-origin must be * or like https://portal.example, "
      "without a path, not “%s”.",
      origin);
  self->allow_origin = g_steal_pointer (&raw->allow_origin);
  return TRUE;
}

static gboolean
read_ice (VcSettings *self, Raw *raw, GError **error)
{
  self->ice = vc_ice_settings_read (&raw->ice, self->max_viewers, error);
  return self->ice != NULL;
}

static gboolean
read_record (VcSettings *self, Raw *raw, GError **error)
{
  return vc_record_settings_read (&self->record, &raw->record, error);
}

static void
take_data (VcSettings *self, Raw *raw)
{
  self->bridge = g_steal_pointer (&raw->bridge);
  self->data =
    raw->data != NULL ? g_steal_pointer (&raw->data) : g_new0 (char *, 1);
}

static gboolean
require_data (VcSettings *self, GError **error)
{
  if (self->action != VC_ACTION_SERVE)
    return TRUE;
  if (self->bridge != NULL && *self->bridge == '\0')
    return vc_settings_fail (error, "--bridge must name a socket.");
  if (self->bridge != NULL)
    return self->data[0] == NULL ||
           vc_settings_fail (
             error, "--bridge shows what a program renders: leave out %s.",
             self->data[0]);
  return self->data[0] != NULL ||
         vc_settings_fail (error,
                           "Name the data to show, or try vtkcast:cone.");
}

static gboolean
refuse_data (VcSettings *self, GError **error)
{
  if (self->action != VC_ACTION_SERVE || self->bridge != NULL)
    return vc_settings_fail (
      error, "A program that brings its own scene has no use for "
             "--help, --version or --bridge.");
  return self->data[0] == NULL ||
         vc_settings_fail (error, "“%s” is no option.", self->data[0]);
}

static gboolean
read_all (VcSettings *self, Raw *raw, GError **error)
{
  if (raw->help || raw->version) {
    self->action = raw->help ? VC_ACTION_SHOW_HELP : VC_ACTION_SHOW_VERSION;
    return TRUE;
  }
  self->content = g_steal_pointer (&raw->content);
  take_data (self, raw);
  return read_host (self, raw, error) && read_port (self, raw, error) &&
         read_auth_key (self, raw, error) && read_size (self, raw, error) &&
         read_rates (self, raw, error) && read_codec (self, raw, error) &&
         read_gpu (self, raw, error) && read_origin (self, raw, error) &&
         read_ice (self, raw, error) && read_record (self, raw, error);
}

static VcSettings *
parse (const char *const *arguments, GError **error)
{
  g_auto (Raw)
    raw = {.port = 8080, .max_fps = 60, .bitrate = 12, .max_viewers = 8};
  g_auto (GStrv) copy = g_strdupv ((char **)arguments);
  g_autoptr (VcSettings) self = g_new0 (VcSettings, 1);
  g_autoptr (GOptionContext) context = new_context (&raw);
  g_autoptr (GError) local_error = NULL;

  if (!g_option_context_parse_strv (context, &copy, &local_error)) {
    vc_settings_fail (error, "%s. See vtkcast --help.", local_error->message);
    return NULL;
  }
  return read_all (self, &raw, error) ? g_steal_pointer (&self) : NULL;
}

VcSettings *
vc_settings_parse (const char *const *arguments, GError **error)
{
  g_autoptr (VcSettings) self = parse (arguments, error);

  return self != NULL && require_data (self, error) ? g_steal_pointer (&self)
                                                    : NULL;
}

VcSettings *
vc_settings_parse_serving (const char *const *arguments, GError **error)
{
  g_autoptr (VcSettings) self = parse (arguments, error);

  return self != NULL && refuse_data (self, error) ? g_steal_pointer (&self)
                                                   : NULL;
}

void
vc_settings_free (VcSettings *self)
{
  g_free (self->host);
  g_free (self->content);
  g_free (self->auth_key);
  g_free (self->tls_certificate);
  g_free (self->tls_key);
  g_free (self->allow_origin);
  vc_record_settings_clear (&self->record);
  g_free (self->bridge);
  g_clear_pointer (&self->ice, vc_ice_free);
  g_strfreev (self->data);
  g_free (self);
}

gboolean
vc_settings_parse_size (const char *text, int *width, int *height,
                        GError **error)
{
  const char *x = strchr (text, 'x');

  if (x == NULL || !read_number (text, x, SIZE_MIN, WIDTH_MAX, width) ||
      !read_number (x + 1, x + strlen (x), SIZE_MIN, HEIGHT_MAX, height))
    return vc_settings_fail (
      error, "--size must be WIDTHxHEIGHT, from %dx%d to %dx%d, not “%s”.",
      SIZE_MIN, SIZE_MIN, WIDTH_MAX, HEIGHT_MAX, text);
  /* Chroma is subsampled by two. */
  *width &= ~1;
  *height &= ~1;
  return TRUE;
}

gboolean
vc_settings_parse_gpu (const char *text, int *gpu, GError **error)
{
  if (strcmp (text, "auto") == 0)
    *gpu = VC_GPU_AUTO;
  else if (strcmp (text, "none") == 0)
    *gpu = VC_GPU_NONE;
  else if (!read_number (text, text + strlen (text), 0, GPU_MAX, gpu))
    return vc_settings_fail (
      error, "--gpu must be auto, none or a number, not “%s”.", text);
  return TRUE;
}

char *
vc_settings_get_help (void)
{
  g_auto (Raw) raw = {0};
  g_autoptr (GOptionContext) context = new_context (&raw);

  return g_option_context_get_help (context, TRUE, NULL);
}
