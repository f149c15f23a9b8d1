/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The part of the command line that says how browsers reach this program.
 */

#pragma once

#include "ice.h"

G_BEGIN_DECLS

/* Secrets stay out of the list of processes: they are read from files, or from
 * these variables where there is no file. */
#define VC_ENV_TURN_SECRET "VTKCAST_TURN_SECRET"
#define VC_ENV_TURN_USER "VTKCAST_TURN_USER"

/**
 * VcIceRaw:
 * What GOption understands by itself; each may be %NULL.
 */
typedef struct {
  char *stun;
  GStrv turn;
  char *secret_file;
  char *user_file;
  char *ports;
} VcIceRaw;

void vc_ice_raw_clear (VcIceRaw *self);

/* (transfer full): NULL with a whole sentence of VC_SETTINGS_ERROR if an option
 * is wrong. @n_peers: connections that there may be at once */
VcIce *vc_ice_settings_read (const VcIceRaw *raw, guint n_peers,
                             GError **error);

G_END_DECLS
