/* SPDX-License-Identifier: BSD-3-Clause
 *
 * JSON text that came from somebody else.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define VC_JSON_LENGTH_MAX 65536
/* What json-glib makes of a text takes a hundred bytes for each. */
#define VC_JSON_VALUES_MAX 65536

/**
 * VcJsonError:
 * @VC_JSON_ERROR_SYNTAX: it is no JSON
 * @VC_JSON_ERROR_LIMIT: it is longer or nested deeper than allowed, or has too
 *   many values
 */
#define VC_JSON_ERROR (vc_json_error_quark ())
typedef enum {
  VC_JSON_ERROR_SYNTAX,
  VC_JSON_ERROR_LIMIT,
} VcJsonError;
GQuark vc_json_error_quark (void);

/* Parses one value. @length: bytes of @text. @max_depth: arrays and objects
 * within each other. Returns: (transfer full). */
JsonNode *vc_json_parse (const char *text, gsize length, guint max_depth,
                         GError **error);
/* The same, of up to @max_length bytes. */
JsonNode *vc_json_parse_long (const char *text, gsize length, gsize max_length,
                              guint max_depth, GError **error);

/* The member of @object if it has the wanted type, else FALSE. Numbers are
 * finite. */
gboolean vc_json_get_integer (JsonObject *object, const char *name,
                              gint64 *value);
gboolean vc_json_get_number (JsonObject *object, const char *name,
                             double *value);
gboolean vc_json_get_boolean (JsonObject *object, const char *name,
                              gboolean *value);
/* (transfer none) (nullable) */
const char *vc_json_get_string (JsonObject *object, const char *name);

/* A boolean, a text, or a number, which is a double. Returns: (transfer
 * floating) (nullable): %NULL if it is none of these */
GVariant *vc_json_read_scalar (JsonNode *node);

G_END_DECLS
