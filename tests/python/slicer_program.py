# SPDX-License-Identifier: BSD-3-Clause
"""slicer/Vtkcast in the stand-in for 3D Slicer: slicer.test.mjs works with it.

    python3 slicer_program.py PORT [VIEW]
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../../slicer/Vtkcast")]

import slicer_standin  # noqa: E402

manager = slicer_standin.install()

from vtkmodules.vtkFiltersSources import vtkConeSource  # noqa: E402
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper  # noqa: E402

import Vtkcast  # noqa: E402


def make_cone():
    source = vtkConeSource()
    source.SetResolution(60)
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(source.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(0.2, 0.9, 0.2)
    manager.threeD.renderer.AddActor(actor)
    manager.threeD.renderer.ResetCamera()
    return actor


def check_words(logic):
    """What is wrong is said."""
    for view in ("Blue", "3D 2", "3D x"):
        try:
            logic.start(view, port=0)
        except ValueError:
            continue
        sys.exit(f"“{view}” was taken")
    try:
        logic.publish(node, "Opacity", minimum=0, maximum=1)
    except RuntimeError:
        return
    sys.exit("published, and nothing is shown")


node = slicer_standin.DisplayNode(make_cone(), manager.threeD)
logic = Vtkcast.VtkcastLogic()
assert logic.viewNames() == ["layout", "3D", "Red"]
check_words(logic)
view = sys.argv[2] if len(sys.argv) > 2 else "layout"
session = logic.start(view, port=int(sys.argv[1]))
logic.publish(node, "Opacity", title="Opacity", minimum=0, maximum=1)
logic.publish(node, "Visibility", title="Visible")
logic.publish(node, "Vtkcast.Note", title="Note", choices=["none", "seen"])
session.button("Node changes", lambda: node.SetOpacity(0.25))
session.button("One up", lambda: manager.setLayout(1))
session.button("Two up", lambda: manager.setLayout(2))
slicer_standin.loop.run()
