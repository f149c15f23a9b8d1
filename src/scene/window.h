/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcWindow: a VTK render window over a context of our own.
 */

#pragma once

#include <vtkGenericOpenGLRenderWindow.h>

#include "egl.h"

class VcWindow : public vtkGenericOpenGLRenderWindow
{
public:
  static VcWindow *New ();
  vtkTypeMacro (VcWindow, vtkGenericOpenGLRenderWindow);

  /* Not owned; outlives the window. */
  void SetEgl (VcEgl *egl);

  /* What is polled while rendering; NULL = never abort. */
  void
  SetAbortFlag (const gint *flag)
  {
    AbortFlag = flag;
  }

  /* Reads the lower left @width × @height pixels of what was rendered last,
   * RGBx, top row first. */
  void ReadTopDown (guint8 *pixels, int stride, int width, int height);

  void AddRenderer (vtkRenderer *renderer) override;
  void MakeCurrent () override;
  bool IsCurrent () override;
  int CheckAbortStatus () override;
  int GetColorBufferSizes (int *rgba) override;
  int GetDepthBufferSize () override;
  void OpenGLInitContext () override;

protected:
  VcWindow ();
  ~VcWindow () override;

private:
  VcEgl *Egl = nullptr;
  const gint *AbortFlag = nullptr;
  bool HasPackInvert = false;
};
