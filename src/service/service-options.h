/* SPDX-License-Identifier: BSD-3-Clause
 *
 * What a program asks a VcService for, checked.
 */

#pragma once

#include "service.h"
#include "settings.h"

G_BEGIN_DECLS

/* (transfer full): NULL with VC_SETTINGS_ERROR: the rules of the command line
 * are the only ones. */
VcSettings *vc_service_options_read (const VcServiceOptions *options,
                                     GError **error);

G_END_DECLS
