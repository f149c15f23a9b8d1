# SPDX-License-Identifier: BSD-3-Clause
"""Within Slicer: a stream of each kind answers over HTTP."""

import unittest
import urllib.request

import slicer
import Vtkcast


class VtkcastStreamTest(unittest.TestCase):
    def setUp(self):
        slicer.mrmlScene.Clear()
        self.logic = Vtkcast.VtkcastLogic()

    def tearDown(self):
        self.logic.stop()

    def test_health(self):
        for view in self.logic.viewNames():
            session = self.logic.start(view, port=0, quiet=True)
            origin = session.url.split("?")[0]
            with urllib.request.urlopen(origin + "healthz") as answer:
                self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    unittest.main()
