# SPDX-License-Identifier: BSD-3-Clause
"""The server's vtkcast:cone, by a program: to measure what a bridge costs.

    python3 cone.py PORT WIDTH HEIGHT
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "../../python"))

import vtkmodules.vtkInteractionStyle  # noqa: E402,F401
import vtkmodules.vtkRenderingOpenGL2  # noqa: E402,F401
from vtkmodules.vtkFiltersSources import vtkConeSource  # noqa: E402
from vtkmodules.vtkRenderingCore import (  # noqa: E402
    vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow)

import vtkcast  # noqa: E402


def main():
    port, width, height = map(int, sys.argv[1:4])
    source = vtkConeSource()
    source.SetResolution(96)
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(source.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(0.96, 0.62, 0.26)
    actor.GetProperty().SetSpecular(0.3)
    actor.GetProperty().SetSpecularPower(30)
    actor.GetProperty().BackfaceCullingOn()
    renderer = vtkRenderer()
    renderer.AddActor(actor)
    renderer.SetBackground(0.055, 0.065, 0.08)
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetMultiSamples(0)
    window.SetSize(width, height)
    window.AddRenderer(renderer)
    vtkcast.stream(window, port=port, title="cone").run()


main()
