/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcPage: the files of the page, those in the program or those of a folder.
 */

#include "page.h"

#include <string.h>

#include "folder.h"
#include "http.h"
#include "problem.h"
#include "web-resource.h"

#define RESOURCE_PREFIX "/vtkcast/web/"
#define INDEX "index.html"
#define ETAG_LENGTH 16 /* hexadecimal digits of a SHA-256 */
#define OWN_POLICY                                                             \
  "default-src 'none'; script-src 'self'; style-src 'self'; "                  \
  "img-src 'self' blob:; media-src 'self' blob: mediastream:; "                \
  "connect-src 'self'; base-uri 'none'; form-action 'none'; "                  \
  "frame-ancestors %s"
/* Somebody else's page may get its scripts from where it likes. */
#define FOREIGN_POLICY "frame-ancestors %s"

/**
 * _VcPage:
 * @folder: (nullable): NULL = embedded
 * @policy: Content-Security-Policy
 */
struct _VcPage {
  VcFolder *folder;
  char *policy;
};

static const char *
find_type (const char *path)
{
  static const struct {
    const char *suffix;
    const char *type;
  } types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (path, types[i].suffix))
      return types[i].type;
  return "application/octet-stream";
}

static GBytes *
read_file (VcPage *self, const char *path)
{
  g_autofree char *name = NULL;

  if (self->folder != NULL)
    return vc_folder_read (self->folder, path);
  name = g_strconcat (RESOURCE_PREFIX, path, NULL);
  return g_resource_lookup_data (vc_web_get_resource (), name,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static char *
build_etag (GBytes *bytes)
{
  g_autofree char *digest =
    g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("\"%.*s\"", ETAG_LENGTH, digest);
}

static void
send_bytes (VcPage *self, SoupServerMessage *message, GBytes *bytes,
            const char *type)
{
  SoupMessageHeaders *response =
    soup_server_message_get_response_headers (message);
  const char *known = soup_message_headers_get_list (
    soup_server_message_get_request_headers (message), "If-None-Match");
  g_autofree char *etag = build_etag (bytes);

  vc_http_set_header (message, "ETag", etag);
  /* Kept, but asked for again each time: a new server has a new page. */
  vc_http_set_header (message, "Cache-Control", "no-cache");
  vc_http_set_header (message, "Content-Security-Policy", self->policy);
  if (known != NULL && strstr (known, etag) != NULL) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (response, type, NULL);
  soup_message_body_append_bytes (
    soup_server_message_get_response_body (message), bytes);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

/* (nullable): "*" and the like name no file. */
static char *
build_name (const char *path)
{
  if (*path != '/')
    return NULL;
  return g_strconcat (path + 1, g_str_has_suffix (path, "/") ? INDEX : NULL,
                      NULL);
}

VcPage *
vc_page_new (const char *content, const char *frame_ancestors, GError **error)
{
  g_autoptr (VcPage) self = g_new0 (VcPage, 1);

  if (content != NULL) {
    self->folder = vc_folder_new (content, error);
    if (self->folder == NULL)
      return NULL;
  }
  self->policy = g_strdup_printf (content != NULL ? FOREIGN_POLICY : OWN_POLICY,
                                  frame_ancestors);
  return g_steal_pointer (&self);
}

void
vc_page_free (VcPage *self)
{
  g_clear_pointer (&self->folder, vc_folder_free);
  g_free (self->policy);
  g_free (self);
}

void
vc_page_respond (VcPage *self, SoupServerMessage *message, const char *path)
{
  g_autofree char *name = build_name (path);
  g_autoptr (GBytes) bytes = NULL;

  if (!vc_http_check_method (message, "GET, HEAD"))
    return;
  bytes = name != NULL ? read_file (self, name) : NULL;
  if (bytes == NULL)
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                        "There is no such page");
  else
    send_bytes (self, message, bytes, find_type (name));
}
