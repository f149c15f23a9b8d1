/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Strict parsing of numbers in text headers.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exactly @n finite numbers between blanks, nothing else. */
gboolean vc_fields_doubles (const char *text, double *values, guint n);

/* Up to @max numbers that may be "nan". Returns: how many, or −1. */
int vc_fields_loose_doubles (const char *text, double *values, guint max);

/* 1…@max whole numbers of 0…2³²−1. @n: how many. */
gboolean vc_fields_uints (const char *text, guint *values, guint max, guint *n);
/* One of them. */
gboolean vc_fields_uint (const char *text, guint *value);

/* One whole number. */
gboolean vc_fields_int64 (const char *text, gint64 *value);

G_END_DECLS
