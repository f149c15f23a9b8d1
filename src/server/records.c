/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcRecords: recordings as HTTP resources.
 */

#include "records.h"

#include <string.h>

#include "file-body.h"
#include "http.h"
#include "json.h"
#include "problem.h"
#include "record-text.h"
#include "secret.h"
#include "ticket.h"

#define COLLECTION "/api/v1/recordings"
#define PREFIX COLLECTION "/"
#define COLLECTION_METHODS "GET, HEAD, POST, OPTIONS"
#define RECORDING_METHODS "GET, HEAD, PATCH, DELETE, OPTIONS"
#define FILE_METHODS "GET, HEAD, OPTIONS"
#define SECRET_BYTES 32
#define BODY_DEPTH 4
#define NO_RECORDINGS                                                          \
  "This server does not record: start it with --recordings or --record"

struct _VcRecords {
  VcSession *session;
  VcConnections *connections;
  char *token;
  char *secret;
};

/* @name: (nullable): of a file; @id: (nullable): NULL: the collection. */
typedef struct {
  char *id;
  char *name;
} Target;

static void
target_clear (Target *self)
{
  g_free (self->id);
  g_free (self->name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

/* Returns FALSE if @path leads to no recording. */
static gboolean
parse_path (const char *path, Target *target)
{
  g_auto (GStrv) parts = NULL;
  guint n;

  *target = (Target){NULL};
  if (strcmp (path, COLLECTION) == 0)
    return TRUE;
  if (!g_str_has_prefix (path, PREFIX))
    return FALSE;
  parts = g_strsplit (path + strlen (PREFIX), "/", 3);
  n = g_strv_length (parts);
  if (n > 2)
    return FALSE;
  target->id = g_strdup (n > 0 ? parts[0] : "");
  target->name = n == 2 ? g_strdup (parts[1]) : NULL;
  return TRUE;
}

static const char *
get_target_methods (const Target *target)
{
  if (target->id == NULL)
    return COLLECTION_METHODS;
  return target->name == NULL ? RECORDING_METHODS : FILE_METHODS;
}

static void
respond_error (SoupServerMessage *message, const GError *error)
{
  static const guint codes[] = {
    [VC_RECORDINGS_ERROR_UNKNOWN] = SOUP_STATUS_NOT_FOUND,
    [VC_RECORDINGS_ERROR_STATE] = SOUP_STATUS_CONFLICT,
    [VC_RECORDINGS_ERROR_FULL] = SOUP_STATUS_INSUFFICIENT_STORAGE,
    [VC_RECORDINGS_ERROR_FAILED] = SOUP_STATUS_INTERNAL_SERVER_ERROR,
  };

  vc_problem_respond (message, codes[error->code], error->message);
}

static void
respond_recording (VcRecords *self, SoupServerMessage *message, guint status,
                   const VcRecorded *recorded)
{
  vc_http_respond_json (message, status,
                        vc_record_text_build (recorded, PREFIX, self->secret));
}

/* The body as JSON: (transfer full) (nullable): it has been refused. Without
 * one, an empty object. */
static JsonNode *
read_body (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length == 0) {
    text = "{}";
    length = 2;
  }
  node = vc_json_parse (text, length, BODY_DEPTH, &error);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  vc_problem_respond (message, SOUP_STATUS_BAD_REQUEST,
                      "The body must be a JSON object");
  return NULL;
}

static void
start (VcRecords *self, VcRecordings *recordings, SoupServerMessage *message)
{
  g_autoptr (JsonNode) body = read_body (message);
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;
  const VcRecorded *recorded;

  if (body == NULL)
    return;
  recorded = vc_recordings_start (recordings, &error);
  if (recorded == NULL) {
    respond_error (message, error);
    return;
  }
  location = g_strconcat (PREFIX, recorded->id, NULL);
  vc_http_set_header (message, "Location", location);
  respond_recording (self, message, SOUP_STATUS_CREATED, recorded);
}

static void
stop (VcRecords *self, VcRecordings *recordings, SoupServerMessage *message,
      const char *id)
{
  g_autoptr (JsonNode) body = read_body (message);
  g_autoptr (GError) error = NULL;
  const char *state;

  if (body == NULL)
    return;
  state = vc_json_get_string (json_node_get_object (body), "state");
  if (g_strcmp0 (state, "stopped") != 0)
    vc_problem_respond (message, SOUP_STATUS_BAD_REQUEST,
                        "“state” must be \"stopped\"");
  else if (vc_recordings_stop (recordings, id, &error))
    respond_recording (self, message, SOUP_STATUS_OK,
                       vc_recordings_find (recordings, id));
  else
    respond_error (message, error);
}

static void delete (VcRecordings *recordings, SoupServerMessage *message,
                    const char *id)
{
  g_autoptr (GError) error = NULL;

  if (vc_recordings_delete (recordings, id, &error))
    soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
  else
    respond_error (message, error);
}

static void
describe (VcRecords *self, VcRecordings *recordings, SoupServerMessage *message,
          const char *id)
{
  const VcRecorded *recorded = vc_recordings_find (recordings, id);

  if (recorded != NULL)
    respond_recording (self, message, SOUP_STATUS_OK, recorded);
  else
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND,
                        "There is no such recording");
}

static void
send_file (VcRecords *self, VcRecordings *recordings,
           SoupServerMessage *message, const Target *target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
    vc_recordings_build_path (recordings, target->id, target->name, &error);
  VcRecordedFile file = {.name = target->name};

  if (path == NULL) {
    respond_error (message, error);
    return;
  }
  vc_file_body_respond (self->connections, message, path,
                        vc_recorded_file_get_type (&file));
}

static void
dispatch (VcRecords *self, SoupServerMessage *message, const Target *target)
{
  VcRecordings *recordings = vc_session_get_recordings (self->session);
  const char *method = soup_server_message_get_method (message);

  if (recordings == NULL)
    vc_problem_respond (message, SOUP_STATUS_NOT_FOUND, NO_RECORDINGS);
  else if (strcmp (method, "POST") == 0)
    start (self, recordings, message);
  else if (strcmp (method, "PATCH") == 0)
    stop (self, recordings, message, target->id);
  else if (strcmp (method, "DELETE") == 0)
    delete (recordings, message, target->id);
  else if (target->id == NULL)
    vc_http_respond_json (
      message, SOUP_STATUS_OK,
      vc_record_text_build_list (vc_recordings_get_list (recordings), PREFIX,
                                 self->secret));
  else if (target->name == NULL)
    describe (self, recordings, message, target->id);
  else
    send_file (self, recordings, message, target);
}

static gboolean
is_allowed (VcRecords *self, SoupServerMessage *message, const char *path,
            const Target *target, GHashTable *query)
{
  const char *ticket =
    query != NULL ? g_hash_table_lookup (query, "ticket") : NULL;

  return vc_http_check_token (message, self->token) ||
         (target->name != NULL &&
          vc_ticket_check (self->secret, path, ticket,
                           g_get_real_time () / G_USEC_PER_SEC));
}

VcRecords *
vc_records_new (VcSession *session, VcConnections *connections,
                const char *token)
{
  VcRecords *self = g_new0 (VcRecords, 1);

  self->session = g_object_ref (session);
  self->connections = connections;
  self->token = g_strdup (token);
  self->secret = vc_secret_new (SECRET_BYTES);
  return self;
}

void
vc_records_free (VcRecords *self)
{
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self->secret);
  g_free (self);
}

const char *
vc_records_get_methods (const char *path)
{
  g_auto (Target) target = {NULL};

  return parse_path (path, &target) ? get_target_methods (&target) : NULL;
}

void
vc_records_respond (VcRecords *self, SoupServerMessage *message,
                    const char *path, GHashTable *query)
{
  g_auto (Target) target = {NULL};

  parse_path (path, &target);
  vc_http_set_header (message, "Cache-Control", "no-store");
  if (!vc_http_check_method (message, get_target_methods (&target)))
    return;
  if (is_allowed (self, message, path, &target, query))
    dispatch (self, message, &target);
  else
    vc_http_ask_for_token (message);
}
