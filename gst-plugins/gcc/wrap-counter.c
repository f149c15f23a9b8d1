/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccWrapCounter: continues a counter that wraps on the wire.
 */

#include "wrap-counter.h"

void
gcc_wrap_counter_init (GccWrapCounter *self, gint64 modulus)
{
  g_assert (modulus > 1);
  *self = (GccWrapCounter){.modulus = modulus};
}

gint64
gcc_wrap_counter_unwrap (GccWrapCounter *self, gint64 value)
{
  if (!self->started) {
    self->started = TRUE;
    self->highest = value;
    return value;
  }

  gint64 step = (value - self->highest) % self->modulus;
  if (step < 0)
    step += self->modulus;
  if (step >= (self->modulus + 1) / 2)
    step -= self->modulus;

  gint64 result = self->highest + step;
  self->highest = MAX (self->highest, result);
  return result;
}
