/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccReports: what was already reported about which packet.
 */

#include "reports.h"

void
gcc_reports_init (GccReports *self)
{
  gcc_wrap_counter_init (&self->sequence, 1 << 16);
  for (guint i = 0; i < GCC_REPORTS_LENGTH; i++)
    self->told[i].number = G_MININT64;
}

GccReport
gcc_reports_add (GccReports *self, guint16 seqnum, gboolean lost)
{
  gint64 number = gcc_wrap_counter_unwrap (&self->sequence, seqnum);
  guint index = (guint)(number & (GCC_REPORTS_LENGTH - 1));

  if (self->told[index].number > number)
    return GCC_REPORT_STALE;
  if (self->told[index].number == number) {
    if (lost || !self->told[index].lost)
      return GCC_REPORT_STALE;
    self->told[index].lost = FALSE;
    return GCC_REPORT_RECOVERED;
  }
  self->told[index].number = number;
  self->told[index].lost = lost;
  return lost ? GCC_REPORT_LOST : GCC_REPORT_RECEIVED;
}
