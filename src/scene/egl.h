/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcEgl: a desktop OpenGL context without a window system.
 *
 * A context belongs to the thread that calls vc_egl_make_current().
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * VcEglError:
 * @VC_EGL_ERROR_UNAVAILABLE: there is no such device, or it offers no desktop
 *   OpenGL 3.2
 */
#define VC_EGL_ERROR (vc_egl_error_quark ())
typedef enum {
  VC_EGL_ERROR_UNAVAILABLE,
} VcEglError;
GQuark vc_egl_error_quark (void);

typedef struct _VcEgl VcEgl;

/* @gpu: index of the EGL device (EGL_EXT_device_enumeration), VC_GPU_AUTO (the
 * first one that is hardware, else software) or VC_GPU_NONE (software). The
 * new context is current when this returns. */
VcEgl *vc_egl_new (int gpu, GError **error);
void vc_egl_free (VcEgl *self);

gboolean vc_egl_make_current (VcEgl *self);
gboolean vc_egl_is_current (VcEgl *self);

/* GL_RENDERER. */
const char *vc_egl_get_renderer (VcEgl *self);

/* Is it drawn by the CPU? */
gboolean vc_egl_is_software (VcEgl *self);
/* The same of a GL_RENDERER. */
gboolean vc_egl_is_software_renderer (const char *renderer);

typedef void (*VcEglProc) (void);

/* The address of an OpenGL function. */
VcEglProc vc_egl_get_proc (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VcEgl, vc_egl_free)

G_END_DECLS
