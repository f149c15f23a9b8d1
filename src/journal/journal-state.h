/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The state of a scene in a journal: from JSON, and what of it has changed.
 *
 * Pure.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The reverse of vc_json_add_variant(). Returns: (transfer full) (nullable): an
 * a{sv}; NULL if @node holds anything that a state does not. */
GVariant *vc_journal_state_read (JsonNode *node);

/* Returns: (transfer full) (nullable): the members of @now that @before has
 * not, or has otherwise; NULL if there are none. @before: (nullable) */
GVariant *vc_journal_state_diff (GVariant *before, GVariant *now);

/* Returns: (transfer full): @before with the members of @change. @before,
 * @change: (nullable) */
GVariant *vc_journal_state_merge (GVariant *before, GVariant *change);

G_END_DECLS
