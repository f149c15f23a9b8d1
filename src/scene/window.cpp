/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWindow: a VTK render window over a context of our own.
 *
 * What differs between VTK's versions is in this file.
 */

#include "window.h"

#include <vtkVersionMacros.h>
#include <vtk_glew.h>

#include <vtkObjectFactory.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#define HAS_SYMBOL_LOADER                                                      \
  (VTK_VERSION_NUMBER_QUICK >= VTK_VERSION_CHECK (9, 4, 0))

#ifndef GL_PACK_INVERT_MESA
#define GL_PACK_INVERT_MESA 0x8758
#endif

vtkStandardNewMacro (VcWindow);

namespace
{

bool
has_extension (const char *name)
{
  GLint n = 0;

  glGetIntegerv (GL_NUM_EXTENSIONS, &n);
  for (GLint i = 0; i < n; i++)
    if (g_strcmp0 ((const char *)glGetStringi (GL_EXTENSIONS, i), name) == 0)
      return true;
  return false;
}

void
flip (guint8 *pixels, int stride, int width, int height)
{
  gsize n = (gsize)width * 4;
  g_autofree guint8 *row = (guint8 *)g_malloc (n);

  for (int y = 0; y < height / 2; y++) {
    guint8 *upper = pixels + (gsize)y * stride;
    guint8 *lower = pixels + (gsize)(height - 1 - y) * stride;

    memcpy (row, upper, n);
    memcpy (upper, lower, n);
    memcpy (lower, row, n);
  }
}

} // namespace

VcWindow::VcWindow ()
{
  SetMultiSamples (0);
  SetFrameBlitModeToNoBlit ();
  /* The default is frames that only an LCD shutter can part. */
  SetStereoTypeToAnaglyph ();
  SetOffScreenRendering (false);
}

VcWindow::~VcWindow ()
{
}

void
VcWindow::SetEgl (VcEgl *egl)
{
  Egl = egl;
#if HAS_SYMBOL_LOADER
  SetOpenGLSymbolLoader (
    [] (void *, const char *name) { return vc_egl_get_proc (name); }, nullptr);
#endif
  SetReadyForRendering (true);
  SetIsCurrent (true);
  SetSupportsOpenGL (1);
  SetIsDirect (1);
  SetOwnContext (0);
}

/* VTK 9.1 compares what the aspect ratio depends on with values that it never
 * initialised. Where a renderer takes the place of a deleted one of the same
 * size in memory, it would keep the ratio 1 and stretch volumes. */
void
VcWindow::AddRenderer (vtkRenderer *renderer)
{
  vtkGenericOpenGLRenderWindow::AddRenderer (renderer);
  renderer->SetPixelAspect (2, 2);
  renderer->ComputeAspect ();
  renderer->SetPixelAspect (1, 1);
}

void
VcWindow::MakeCurrent ()
{
  if (Egl && !vc_egl_is_current (Egl))
    vc_egl_make_current (Egl);
}

bool
VcWindow::IsCurrent ()
{
  return Egl && vc_egl_is_current (Egl);
}

int
VcWindow::CheckAbortStatus ()
{
  /* VTK asks its observers five times a second; a person who drags cannot wait
   * for that. */
  if (AbortFlag && g_atomic_int_get (AbortFlag))
    SetAbortRender (1);
  return GetAbortRender ();
}

/* There is no default framebuffer, so asking GL gives zero. */
int
VcWindow::GetColorBufferSizes (int *rgba)
{
  for (int i = 0; i < 4; i++)
    rgba[i] = 8;
  return 32;
}

int
VcWindow::GetDepthBufferSize ()
{
  return 24;
}

void
VcWindow::OpenGLInitContext ()
{
#if HAS_SYMBOL_LOADER
  vtkGenericOpenGLRenderWindow::OpenGLInitContext ();
#else
  if (Initialized)
    return;
  glewExperimental = GL_TRUE;
  GLenum result = glewInit ();
  /* A GLEW built for GLX loads all functions before it misses the X display,
   * which is error 4. */
  GlewInitValid = result == GLEW_OK || result == 4;
  if (!GlewInitValid) {
    vtkErrorMacro ("OpenGL functions could not be loaded");
    return;
  }
  GLfloat range[2] = {1, 1};
  glGetFloatv (GL_ALIASED_LINE_WIDTH_RANGE, range);
  MaximumHardwareLineWidth = range[1];
  Initialized = true;
#endif
  HasPackInvert = has_extension ("GL_MESA_pack_invert");
}

void
VcWindow::ReadTopDown (guint8 *pixels, int stride, int width, int height)
{
  vtkOpenGLState *state = GetState ();
  vtkOpenGLFramebufferObject *buffer = GetRenderFramebuffer ();

  MakeCurrent ();
  state->PushReadFramebufferBinding ();
  buffer->Bind (GL_READ_FRAMEBUFFER);
  buffer->ActivateReadBuffer (0);
  glPixelStorei (GL_PACK_ALIGNMENT, 4);
  glPixelStorei (GL_PACK_ROW_LENGTH, stride / 4);
  if (HasPackInvert)
    glPixelStorei (GL_PACK_INVERT_MESA, 1);
  glReadPixels (0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
  if (HasPackInvert)
    glPixelStorei (GL_PACK_INVERT_MESA, 0);
  glPixelStorei (GL_PACK_ROW_LENGTH, 0);
  state->PopReadFramebufferBinding ();
  if (!HasPackInvert)
    flip (pixels, stride, width, height);
}
