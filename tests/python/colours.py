# SPDX-License-Identifier: BSD-3-Clause
"""A program whose picture says which way is up: blue above, red below, and a
green ball between, with a parameter of each kind.

    python3 colours.py PORT
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


def make_window(width=640, height=480):
    """Returns the window and its parts."""
    source = vtkConeSource()
    source.SetResolution(60)
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(source.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(0.1, 0.9, 0.1)
    renderer = vtkRenderer()
    renderer.AddActor(actor)
    renderer.GradientBackgroundOn()
    renderer.SetBackground(0.8, 0.1, 0.1)
    renderer.SetBackground2(0.1, 0.1, 0.8)
    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    # In software they cost ten times what the rest does.
    window.SetMultiSamples(0)
    window.SetSize(width, height)
    window.AddRenderer(renderer)
    return window, renderer, actor, source


def main():
    window, renderer, actor, source = make_window()
    session = vtkcast.stream(window, port=int(sys.argv[1]), title="Colours")
    session.slider("Radius", 0.1, 2, value=0.5, on_change=source.SetRadius)
    session.checkbox("Visible", True, on_change=actor.SetVisibility)
    session.on_event("pick", lambda event: print("pick", event, flush=True))
    session.run()


if __name__ == "__main__":
    main()
