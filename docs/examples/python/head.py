# SPDX-License-Identifier: BSD-3-Clause
"""The surface of a volume at a value that the browser sets.

    python3 head.py head.nrrd [PORT]
"""

import sys

import vtkmodules.vtkInteractionStyle  # noqa: F401 (VTK finds it by itself)
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D
from vtkmodules.vtkFiltersModeling import vtkOutlineFilter
from vtkmodules.vtkImagingCore import vtkImageShrink3D
from vtkmodules.vtkIOImage import vtkImageReader2Factory, vtkNrrdReader
from vtkmodules.vtkRenderingCore import (
    vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow)

import vtkcast

path = sys.argv[1]
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

reader = (vtkNrrdReader() if path.endswith((".nrrd", ".nhdr"))
          else vtkImageReader2Factory.CreateImageReader2(path))
reader.SetFileName(path)
# Half of the columns and rows: a surface that turns smoothly without a GPU.
small = vtkImageShrink3D()
small.SetInputConnection(reader.GetOutputPort())
small.SetShrinkFactors(2, 2, 1)
surface = vtkFlyingEdges3D()
surface.SetInputConnection(small.GetOutputPort())
surface.SetValue(0, 650)


def make_actor(source, colour):
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(source.GetOutputPort())
    mapper.ScalarVisibilityOff()
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(*colour)
    return actor


outline = vtkOutlineFilter()
outline.SetInputConnection(reader.GetOutputPort())
frame = make_actor(outline, (0.6, 0.6, 0.6))
renderer = vtkRenderer()
renderer.AddActor(make_actor(surface, (0.9, 0.85, 0.75)))
renderer.AddActor(frame)
renderer.SetBackground(0.1, 0.12, 0.15)
renderer.ResetCamera()
renderer.GetActiveCamera().Elevation(-90)
renderer.GetActiveCamera().SetViewUp(0, 0, 1)
renderer.ResetCamera()
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetMultiSamples(0)  # without a GPU they cost ten times the rest
window.SetSize(1280, 720)
window.AddRenderer(renderer)

session = vtkcast.stream(window, port=port, title="Head")
session.slider("Isovalue", -500, 1500, value=650, unit="HU",
               on_change=lambda value: surface.SetValue(0, value))
session.checkbox("Outline", True, on_change=frame.SetVisibility)
session.run()
