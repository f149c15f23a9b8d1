/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Decides when a recording goes on in another file.
 */

#include "record-split.h"

/* What matroskamux writes at the end of a file: an index, tags. */
#define INDEX_ENTRY 41
#define TAGS 1024

gboolean
vc_record_split_is_due (const VcSplitRule *rule, const VcSplitState *state)
{
  guint64 rest = state->largest + (guint64)state->n_keys * INDEX_ENTRY + TAGS;

  /* Each file has a frame at least, however small the limit is. */
  if (state->bytes == 0)
    return FALSE;
  if (rule->bytes != 0 && state->bytes + rest >= rule->bytes)
    return TRUE;

  return rule->us != 0 && state->us >= rule->us;
}
