# SPDX-License-Identifier: BSD-3-Clause
"""A CT head in a VTK program of its own, which app.py shows.

    PYTHONPATH=python python3 program.py 8080 ct-head.nhdr http://localhost:8501

A port for the server, a NRRD file, and where the Streamlit app will be. It works
in a process of its own, with whatever VTK (9.0 or newer) there is.
"""

import sys

import vtkcast
import vtkmodules.vtkInteractionStyle  # noqa: F401
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401
from vtkmodules.vtkFiltersCore import vtkFlyingEdges3D
from vtkmodules.vtkImagingCore import vtkImageFlip, vtkImageShrink3D
from vtkmodules.vtkIOImage import vtkNrrdReader
from vtkmodules.vtkRenderingCore import (vtkActor, vtkPolyDataMapper,
                                         vtkRenderer, vtkRenderWindow)

port, volume, app = sys.argv[1:]

reader = vtkNrrdReader()
reader.SetFileName(volume)
# The reader drops directions, and this head's rows run from back to front.
flip = vtkImageFlip()
flip.SetInputConnection(reader.GetOutputPort())
flip.SetFilteredAxis(1)
# As many triangles as a machine without a GPU draws in time.
shrink = vtkImageShrink3D()
shrink.SetInputConnection(flip.GetOutputPort())
shrink.SetShrinkFactors(3, 3, 2)
surface = vtkFlyingEdges3D()
surface.SetInputConnection(shrink.GetOutputPort())
surface.SetValue(0, 300)

mapper = vtkPolyDataMapper()
mapper.SetInputConnection(surface.GetOutputPort())
mapper.ScalarVisibilityOff()
actor = vtkActor()
actor.SetMapper(mapper)
actor.GetProperty().SetColor(0.93, 0.87, 0.75)

renderer = vtkRenderer()
renderer.SetBackground(0.05, 0.06, 0.08)
renderer.AddActor(actor)
camera = renderer.GetActiveCamera()
camera.SetPosition(0, -1, 0)
camera.SetViewUp(0, 0, 1)
renderer.ResetCamera()
camera.Zoom(1.5)
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetSize(640, 480)
window.SetMultiSamples(0)
window.AddRenderer(renderer)


def set_smooth(smooth):
    if smooth:
        actor.GetProperty().SetInterpolationToGouraud()
    else:
        actor.GetProperty().SetInterpolationToFlat()


session = vtkcast.stream(window, port=int(port), title="CT head",
                         arguments=["--allow-origin", app])
session.slider("Isovalue", -500, 1500, value=300, step=10, unit="HU",
               name="isovalue",
               on_change=lambda value: surface.SetValue(0, value))
session.checkbox("Smooth", value=True, name="smooth", on_change=set_smooth)
session.run()
