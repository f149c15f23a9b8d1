/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEgl: a desktop OpenGL context without a window system.
 */

#include "egl.h"

#include <string.h>

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include "data-scene.h"

#define MAX_DEVICES 64
#define GL_RENDERER 0x1F01

struct _VcEgl {
  /* Displays are shared within the process and last as long as it does: what
   * eglTerminate() ends, it ends for every other scene too. */
  EGLDisplay display;
  EGLContext context;
  char *renderer;
};

G_DEFINE_QUARK (vc_egl_error, vc_egl_error)

static gboolean
has_word (const char *words, const char *word)
{
  gsize n = strlen (word);

  for (const char *p = words; p && (p = strstr (p, word)); p += n)
    if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
      return TRUE;
  return FALSE;
}

static const char *
describe_egl_error (void)
{
  switch (eglGetError ()) {
  case EGL_SUCCESS:
    return "no reason given";
  case EGL_NOT_INITIALIZED:
    return "the driver could not be initialised";
  case EGL_BAD_ALLOC:
    return "out of resources";
  case EGL_BAD_MATCH:
  case EGL_BAD_CONFIG:
  case EGL_BAD_ATTRIBUTE:
    return "the driver has no desktop OpenGL 3.2";
  case EGL_BAD_ACCESS:
    return "access denied";
  default:
    return "the driver failed";
  }
}

static int
query_devices (EGLDeviceEXT *devices)
{
  PFNEGLQUERYDEVICESEXTPROC query =
    (PFNEGLQUERYDEVICESEXTPROC)eglGetProcAddress ("eglQueryDevicesEXT");
  EGLint n = 0;

  if (!has_word (eglQueryString (EGL_NO_DISPLAY, EGL_EXTENSIONS),
                 "EGL_EXT_platform_device") ||
      !query || !query (MAX_DEVICES, devices, &n))
    return 0;
  return n;
}

static gboolean
is_software_device (EGLDeviceEXT device)
{
  PFNEGLQUERYDEVICESTRINGEXTPROC query =
    (PFNEGLQUERYDEVICESTRINGEXTPROC)eglGetProcAddress (
      "eglQueryDeviceStringEXT");

  return query &&
         has_word (query (device, EGL_EXTENSIONS), "EGL_MESA_device_software");
}

static EGLDisplay
get_display (EGLenum platform, void *native)
{
  PFNEGLGETPLATFORMDISPLAYEXTPROC get =
    (PFNEGLGETPLATFORMDISPLAYEXTPROC)eglGetProcAddress (
      "eglGetPlatformDisplayEXT");

  return get ? get (platform, native, NULL) : EGL_NO_DISPLAY;
}

static gboolean
create_context (VcEgl *self)
{
  static const EGLint config_attributes[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT,
                                             EGL_RENDERABLE_TYPE,
                                             EGL_OPENGL_BIT, EGL_NONE};
  static const EGLint attributes[] = {
    EGL_CONTEXT_MAJOR_VERSION,
    3,
    EGL_CONTEXT_MINOR_VERSION,
    2,
    EGL_CONTEXT_OPENGL_PROFILE_MASK,
    EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
    EGL_NONE,
  };
  EGLConfig config = NULL;
  EGLint n = 0;

  if (!eglInitialize (self->display, NULL, NULL) ||
      !eglBindAPI (EGL_OPENGL_API))
    return FALSE;
  /* A context that never sees a surface needs no config if the driver says
   * so. */
  if (!has_word (eglQueryString (self->display, EGL_EXTENSIONS),
                 "EGL_KHR_no_config_context") &&
      (!eglChooseConfig (self->display, config_attributes, &config, 1, &n) ||
       n == 0))
    return FALSE;
  self->context =
    eglCreateContext (self->display, config, EGL_NO_CONTEXT, attributes);
  return self->context != EGL_NO_CONTEXT;
}

static VcEgl *
open_display (EGLDisplay display, const char *what, GError **error)
{
  g_autoptr (VcEgl) self = g_new0 (VcEgl, 1);
  const guchar *(*get_string) (guint);

  self->display = display;
  self->context = EGL_NO_CONTEXT;
  if (display == EGL_NO_DISPLAY || !create_context (self) ||
      !vc_egl_make_current (self)) {
    g_set_error (error, VC_EGL_ERROR, VC_EGL_ERROR_UNAVAILABLE,
                 "Failed to start OpenGL on %s: %s", what,
                 describe_egl_error ());
    return NULL;
  }
  get_string =
    (const guchar *(*)(guint)) (gpointer)eglGetProcAddress ("glGetString");
  self->renderer =
    g_strdup (get_string ? (const char *)get_string (GL_RENDERER) : "unknown");
  g_debug ("OpenGL on %s: %s", what, self->renderer);
  return g_steal_pointer (&self);
}

static VcEgl *
open_software (GError **error)
{
  EGLDeviceEXT devices[MAX_DEVICES];
  int n = query_devices (devices);
  EGLDisplay display;

  /* The surfaceless platform may choose hardware, so the software device is
   * asked for by name where there are devices. */
  for (int i = 0; i < n; i++) {
    VcEgl *self;

    if (!is_software_device (devices[i]))
      continue;
    display = get_display (EGL_PLATFORM_DEVICE_EXT, devices[i]);
    self = open_display (display, "the CPU", NULL);
    if (self)
      return self;
  }
  display = get_display (EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY);
  return open_display (display, "the CPU", error);
}

static VcEgl *
open_device (int index, GError **error)
{
  EGLDeviceEXT devices[MAX_DEVICES];
  int n = query_devices (devices);
  g_autofree char *what = g_strdup_printf ("GPU %d", index);

  if (index < 0 || index >= n) {
    g_set_error (error, VC_EGL_ERROR, VC_EGL_ERROR_UNAVAILABLE,
                 n == 0 ? "There is no GPU %d: EGL knows no devices"
                        : "There is no GPU %d: EGL knows devices 0 to %d",
                 index, n - 1);
    return NULL;
  }
  return open_display (get_display (EGL_PLATFORM_DEVICE_EXT, devices[index]),
                       what, error);
}

static VcEgl *
open_hardware (void)
{
  EGLDeviceEXT devices[MAX_DEVICES];
  int n = query_devices (devices);

  for (int i = 0; i < n; i++) {
    g_autoptr (VcEgl) self = NULL;

    if (is_software_device (devices[i]))
      continue;
    self = open_device (i, NULL);
    if (self && !vc_egl_is_software (self))
      return g_steal_pointer (&self);
  }
  return NULL;
}

VcEgl *
vc_egl_new (int gpu, GError **error)
{
  VcEgl *self = NULL;

  if (gpu >= 0)
    return open_device (gpu, error);
  if (gpu == VC_GPU_AUTO)
    self = open_hardware ();
  return self ? self : open_software (error);
}

void
vc_egl_free (VcEgl *self)
{
  if (self->context != EGL_NO_CONTEXT) {
    if (vc_egl_is_current (self))
      eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE,
                      EGL_NO_CONTEXT);
    eglDestroyContext (self->display, self->context);
    eglReleaseThread ();
  }
  g_free (self->renderer);
  g_free (self);
}

gboolean
vc_egl_make_current (VcEgl *self)
{
  /* The API is a property of the thread. */
  return eglBindAPI (EGL_OPENGL_API) &&
         eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE,
                         self->context);
}

gboolean
vc_egl_is_current (VcEgl *self)
{
  return eglGetCurrentContext () == self->context;
}

const char *
vc_egl_get_renderer (VcEgl *self)
{
  return self->renderer;
}

gboolean
vc_egl_is_software (VcEgl *self)
{
  return vc_egl_is_software_renderer (self->renderer);
}

gboolean
vc_egl_is_software_renderer (const char *renderer)
{
  static const char *const names[] = {"llvmpipe", "softpipe", "swrast", "SWR",
                                      "Software"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (renderer, names[i]))
      return TRUE;
  return FALSE;
}

VcEglProc
vc_egl_get_proc (const char *name)
{
  return (VcEglProc)eglGetProcAddress (name);
}
