/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Running: the program, as somebody started it.
 */

#pragma once

#include <gio/gio.h>

#include "browser.h"
#include "house.h"

/**
 * Running:
 * @url: that it printed
 * @house: where it listens, for talking
 */
typedef struct {
  GSubprocess *process;
  GDataInputStream *out;
  char *url;
  char *token;
  House house;
} Running;

const char *running_get_program (void);

/* Any command line of it. */
GSubprocess *running_spawn (const char *line, GSubprocessFlags flags);
void running_await_exit (GSubprocess *process);

/* On any port, without a GPU; @line: what else there is of its command line.
 * Waits until it listens. */
Running *running_new (const char *line);
void running_free (Running *self);

/* Seconds from the signal to the end, which must be a good one. */
double running_end (Running *self, int number);

/* Makes @browser a viewer. */
void running_watch (Running *self, Browser *browser);
