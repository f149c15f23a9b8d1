/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Whole notches from a wheel that turns by fractions of them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds @delta notches to what is left in @rest, and takes the whole ones out,
 * because those are what VTK's styles and widgets count. A change of direction
 * forgets the rest. */
int vc_wheel_take_notches (double *rest, double delta);

G_END_DECLS
