/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLocation: the scene of what lies at a location.
 */

#include "location.h"

#include <dlfcn.h>
#include <gst/gst.h>

#include "data-scene.h"

#define LIBRARY "libvtkcast-scene.so.0"

/**
 * Library:
 * @check: vc_data_scene_check_location()
 * @open: vc_data_scene_new()
 */
typedef struct {
  gboolean (*check) (const char *location, GError **error);
  VcDataScene *(*open) (const char *const *locations, int gpu);
} Library;

static gboolean
fail (GError **error, GstResourceError code, const char *sentence)
{
  g_set_error_literal (error, GST_RESOURCE_ERROR, code, sentence);
  return FALSE;
}

/* It is found as if this plugin were linked with it, and stays: types cannot be
 * unregistered. */
static gboolean
load_library (Library *self, GError **error)
{
  void *handle = dlopen (LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  g_autofree char *sentence = NULL;

  if (handle) {
    self->check = dlsym (handle, "vc_data_scene_check_location");
    self->open = dlsym (handle, "vc_data_scene_new");
  }
  if (self->check && self->open)
    return TRUE;
  sentence = g_strdup_printf (
    "A location needs " LIBRARY ", which cannot be loaded: %s", dlerror ());
  return fail (error, GST_RESOURCE_ERROR_NOT_FOUND, sentence);
}

VcScene *
vc_location_open (const char *location, int gpu, GError **error)
{
  const char *locations[] = {location, NULL};
  g_autoptr (GError) reason = NULL;
  Library library = {0};

  if (!location) {
    fail (error, GST_RESOURCE_ERROR_NOT_FOUND,
          "There is nothing to render: neither a location nor a view was set.");
    return NULL;
  }
  if (!load_library (&library, error))
    return NULL;
  if (!library.check (location, &reason)) {
    fail (error, GST_RESOURCE_ERROR_OPEN_READ, reason->message);
    return NULL;
  }
  return VC_SCENE (library.open (locations, gpu));
}
