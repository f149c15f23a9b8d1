/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Person: a browser that came through HTTP, and what it was told.
 */

#pragma once

#include "browser.h"
#include "house.h"

/**
 * Person:
 * @path: of its resource
 * @log: (element-type utf8): every message, "label:text"
 */
typedef struct {
  House *house;
  Browser *browser;
  char *path;
  char *etag;
  GPtrArray *log;
} Person;

/* Posts an offer and takes the answer. @replaces: (nullable): whose place it
 * takes, a resource's path. */
Person *person_come (House *house, const char *replaces);

/* Waits for hello, too. */
Person *person_come_in (House *house);
Person *person_come_back (House *house, const char *replaces);

/* How many messages hold @text. */
guint person_heard (Person *self, const char *text);

/* Deletes the resource. Returns the status. */
guint person_leave (Person *self);

void person_free (Person *self);
