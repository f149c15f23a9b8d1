/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The barrier at which C++ exceptions stop.
 */

#pragma once

#include <exception>
#include <new>

#include <glib.h>

/* Calls @body; returns whether it came back without an exception. */
template <typename Body>
bool
vc_guard (const char *what, Body body)
{
  try {
    body ();
    return true;
  } catch (const std::bad_alloc &) {
    g_warning ("Failed to %s: out of memory", what);
  } catch (const std::exception &e) {
    g_warning ("Failed to %s: %s", what, e.what ());
  } catch (...) {
    g_warning ("Failed to %s: unknown exception", what);
  }
  return false;
}
