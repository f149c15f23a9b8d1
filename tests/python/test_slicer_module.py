# SPDX-License-Identifier: BSD-3-Clause
"""slicer/Vtkcast in the stand-in for 3D Slicer, and what Slicer's build and
index read of it."""

import json
import os
import re
import sys
import unittest
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
EXTENSION = os.path.join(HERE, "../../slicer")
MODULE = os.path.join(EXTENSION, "Vtkcast")
sys.path[:0] = [HERE, MODULE]

import slicer_standin  # noqa: E402

manager = slicer_standin.install()

import Vtkcast  # noqa: E402
from VtkcastLib.layout import Layout, LayoutInteractor, LayoutWindow  # noqa: E402

# Other tests of this process have no Qt.
qt = sys.modules.pop("qt")


def setUpModule():
    sys.modules["qt"] = qt


def tearDownModule():
    del sys.modules["qt"]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


class FilesTest(unittest.TestCase):
    def test_build_lists_all_files(self):
        listed = set(re.findall(r"^  ([\w/${}.]+\.\w+)$",
                                read(MODULE, "CMakeLists.txt"), re.M))
        listed = {name.replace("${MODULE_NAME}", "Vtkcast") for name in listed}
        there = {os.path.relpath(os.path.join(folder, name), MODULE)
                 for folder, _, names in os.walk(MODULE) for name in names
                 if not name.endswith((".pyc", "CMakeLists.txt")) and
                 "Testing" not in folder}
        self.assertEqual(listed, there)

    def test_panel_has_what_the_module_uses(self):
        tree = xml.etree.ElementTree.parse(
            os.path.join(MODULE, "Resources/UI/Vtkcast.ui"))
        names = {widget.get("name") for widget in tree.iter("widget")}
        used = set(re.findall(r"self\.ui\.(\w+)", read(MODULE, "Vtkcast.py")))
        self.assertLessEqual(used, names)
        self.assertGreater(len(used), 3)

    def test_index_entry(self):
        entry = json.loads(read(EXTENSION, "Vtkcast.json"))
        allowed = {"$schema", "category", "scm_url", "scm_revision", "scm_type",
                   "build_dependencies", "build_subdirectory", "enabled", "tier"}
        self.assertLessEqual(set(entry), allowed)
        self.assertLessEqual({"$schema", "category", "scm_url"}, set(entry))
        self.assertEqual(entry["tier"], 1)


class LayoutTest(unittest.TestCase):
    """The 3D view at the left, 320 × 360; Red at 328, 100, 312 × 260."""

    def setUp(self):
        manager.setLayout(2)
        self.layout = Layout(Vtkcast.VtkcastLogic.findLayout)
        self.interactor = LayoutInteractor(self.layout)

    def tearDown(self):
        self.layout.close()

    def point(self, x, y):
        """From below, as VTK has it."""
        self.interactor.SetEventInformation(x, y, 0, 0, "\0", 0, None)

    def test_pointer(self):
        red, three_d = manager.red, manager.threeD
        self.point(400, 50)
        self.assertEqual(red.interactor().GetEventPosition(), (72, 50))
        self.assertEqual(self.interactor.GetEventPosition(), (400, 50))
        self.assertIs(self.interactor.FindPokedRenderer(400, 50), red.renderer)
        self.point(100, 300)
        self.assertEqual(three_d.interactor().GetEventPosition(), (100, 300))
        self.assertIs(self.interactor.FindPokedRenderer(100, 300),
                      three_d.renderer)

    def test_held(self):
        self.point(100, 100)
        self.interactor.LeftButtonPressEvent()
        self.interactor.RightButtonPressEvent()
        self.interactor.LeftButtonReleaseEvent()
        self.point(400, 50)
        self.assertEqual(manager.threeD.interactor().GetEventPosition(),
                         (400, 50))
        self.interactor.RightButtonReleaseEvent()
        self.point(401, 50)
        self.assertEqual(manager.red.interactor().GetEventPosition(), (73, 50))

    def test_one_picture_for_all(self):
        window = LayoutWindow(self.layout)
        kinds = []
        for kind in ("StartEvent", "EndEvent"):
            window.AddObserver(kind, lambda _, kind: kinds.append(kind))
        window.Render()
        self.assertEqual(kinds, ["StartEvent", "EndEvent"])
        manager.red.forceRender()
        self.assertEqual(kinds, ["StartEvent", "EndEvent"] * 2)

    def test_view_vanishes(self):
        self.point(400, 50)
        manager.setLayout(1)
        self.layout.update()
        self.assertEqual(self.layout.size(), (480, 360))
        self.point(400, 50)
        self.assertEqual(manager.threeD.interactor().GetEventPosition(),
                         (400, 50))
        self.assertFalse(manager.red.renderWindow().HasObserver("EndEvent"))


class StreamTest(unittest.TestCase):
    def test_nothing_stays(self):
        logic = Vtkcast.VtkcastLogic()
        node = slicer_standin.DisplayNode(slicer_standin.vtkActor(),
                                          manager.threeD)
        session = logic.start("layout", port=0, quiet=True)
        self.assertTrue(session.connected)
        opacity = logic.publish(node, "Opacity", minimum=0, maximum=1)
        node.SetOpacity(0.25)
        self.assertEqual(opacity.value, 0.25)
        logic.publish(node, "A.B", minimum=0, maximum=10)
        logic.stop()
        logic.stop()
        for view in (manager.threeD, manager.red):
            self.assertFalse(view.renderWindow().HasObserver("EndEvent"))
            self.assertFalse(view.interactor().HasObserver("RenderEvent"))
        self.assertFalse(slicer_standin.loop.notifiers)
        self.assertFalse(slicer_standin.loop.timers)

    def test_words(self):
        logic = Vtkcast.VtkcastLogic()
        for view in ("Blue", "3D 2", "3D x"):
            with self.assertRaisesRegex(ValueError, "there are layout, 3D, Red"):
                logic.start(view, port=0)
        with self.assertRaisesRegex(RuntimeError, "call start"):
            logic.publish(None, "Opacity")


if __name__ == "__main__":
    unittest.main()
