# SPDX-License-Identifier: BSD-3-Clause
"""A cone of one's own in the browser, with a slider, a checkbox and more.

    python3 cone.py [PORT]
"""

import sys

import vtkmodules.vtkInteractionStyle  # noqa: F401 (VTK finds it by itself)
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401
from vtkmodules.vtkFiltersSources import vtkConeSource
from vtkmodules.vtkRenderingCore import (
    vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow)

import vtkcast

cone = vtkConeSource()
cone.SetResolution(40)
mapper = vtkPolyDataMapper()
mapper.SetInputConnection(cone.GetOutputPort())
actor = vtkActor()
actor.SetMapper(mapper)
actor.GetProperty().SetColor(0.9, 0.5, 0.2)
renderer = vtkRenderer()
renderer.AddActor(actor)
renderer.SetBackground(0.1, 0.15, 0.2)
window = vtkRenderWindow()
window.SetOffScreenRendering(1)
window.SetMultiSamples(0)  # without a GPU they cost ten times the rest
window.SetSize(1280, 720)
window.AddRenderer(renderer)

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
session = vtkcast.stream(window, port=port, title="Cone")
session.slider("Resolution", 3, 100, value=40, integer=True,
               on_change=cone.SetResolution)
session.checkbox("Edges",
                 on_change=actor.GetProperty().SetEdgeVisibility)
session.select("Colour", ["orange", "blue"], on_change=lambda name: (
    actor.GetProperty().SetColor(*{"orange": (0.9, 0.5, 0.2),
                                   "blue": (0.2, 0.5, 0.9)}[name])))
session.button("Reset", renderer.ResetCamera)
session.run()
