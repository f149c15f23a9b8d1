/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Recordings as JSON (docs/protocol.md).
 */

#pragma once

#include "recorded.h"

G_BEGIN_DECLS

/* (transfer full). @prefix: path of what is below all recordings. @secret: for
 * the tickets with which their files can be fetched. */
char *vc_record_text_build (const VcRecorded *recorded, const char *prefix,
                            const char *secret);

/* The newest first. @list: (element-type VcRecorded): the oldest first */
char *vc_record_text_build_list (const GPtrArray *list, const char *prefix,
                                 const char *secret);

G_END_DECLS
