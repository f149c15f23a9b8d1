/* SPDX-License-Identifier: BSD-3-Clause
 *
 * WAIT_UNTIL: runs the main context until something is true.
 */

#pragma once

#include <glib.h>

/* Seconds; a test may say less before it includes this. */
#ifndef UNTIL_WATCHDOG_S
#define UNTIL_WATCHDOG_S 30
#endif

/* Aborts the test, naming @condition, when that takes too long. */
#define WAIT_UNTIL(condition)                                                  \
  G_STMT_START                                                                 \
  {                                                                            \
    guint watchdog = until_begin (#condition, UNTIL_WATCHDOG_S);               \
                                                                               \
    while (!(condition))                                                       \
      until_iterate ();                                                        \
    g_source_remove (watchdog);                                                \
  }                                                                            \
  G_STMT_END

guint until_begin (const char *what, guint seconds);

/* Waits for an event of the main context, but not long: what is waited for may
 * happen in another thread. */
void until_iterate (void);
