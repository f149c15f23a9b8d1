# SPDX-License-Identifier: BSD-3-Clause
"""Stands in for what slicer/Vtkcast uses of 3D Slicer, which is too large to be
had in a test: the modules `slicer` and `qt`. Windows, cameras, styles and
pictures are VTK's own; as in Slicer, views render later, when the event loop
comes to it, and never while an event is handled.
"""

import select
import sys
import time
import types

import vtkmodules.vtkInteractionStyle  # noqa: F401
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401
from vtkmodules.vtkCommonCore import vtkCommand, vtkObject
from vtkmodules.vtkInteractionStyle import (
    vtkInteractorStyleTrackballCamera, vtkInteractorStyleUser)
from vtkmodules.vtkRenderingCore import (
    vtkActor, vtkRenderer, vtkRenderWindow)  # noqa: F401
from vtkmodules.vtkRenderingUI import vtkGenericRenderWindowInteractor

# ── qt ───────────────────────────────────────────────────────────────────────


class Loop:
    """Of sockets, timers and renders."""

    def __init__(self):
        self.notifiers = set()
        self.timers = set()
        self.due = []
        self.running = False

    def run(self):
        self.running = True
        while self.running:
            self.turn()

    def turn(self):
        now = time.monotonic()
        ends = [timer.end for timer in self.timers]
        wait = 0 if self.due else max(0, min(ends) - now) if ends else None
        readable, _, _ = select.select(list(self.notifiers), [], [], wait)
        for notifier in readable:
            notifier.emit()
        for timer in list(self.timers):
            timer.check()
        due, self.due = self.due, []
        for function in due:
            function()


loop = Loop()


class Signals:
    def connect(self, signature, function):
        self.signature, self.function = signature, function

    def emit(self, *arguments):
        self.function(*arguments)


class QTimer(Signals):
    def setInterval(self, interval):
        self.interval = interval / 1000

    def start(self):
        self.end = time.monotonic() + self.interval
        loop.timers.add(self)

    def stop(self):
        loop.timers.discard(self)

    def check(self):
        if time.monotonic() >= self.end:
            self.end += self.interval
            self.emit()


class QSocketNotifier(Signals):
    Read = 0

    def __init__(self, fd, kind):
        assert kind == self.Read
        self.fd = fd
        loop.notifiers.add(self)

    def fileno(self):
        return self.fd

    def setEnabled(self, enabled):
        (loop.notifiers.add if enabled else loop.notifiers.discard)(self)

    def emit(self):
        self.function(self.fd)


class QApplication:
    @staticmethod
    def instance():
        return loop


class QPoint:
    def __init__(self, x, y):
        self._x, self._y = x, y

    def x(self):
        return self._x

    def y(self):
        return self._y


# ── slicer ───────────────────────────────────────────────────────────────────


class View:
    """A ctkVTKAbstractView."""

    def __init__(self, style, background):
        self._window = vtkRenderWindow()
        self._window.SetOffScreenRendering(1)
        self.renderer = vtkRenderer()
        self.renderer.SetBackground(background)
        self._window.AddRenderer(self.renderer)
        self._interactor = vtkGenericRenderWindowInteractor()
        self._interactor.SetRenderWindow(self._window)
        self._interactor.SetInteractorStyle(style)
        self._interactor.EnableRenderOff()
        self._interactor.Initialize()
        self._scheduled = False
        self.renderer.GetActiveCamera().AddObserver(
            vtkCommand.ModifiedEvent, self.scheduleRender)
        self.visible = True

    def renderWindow(self):
        return self._window

    def interactor(self):
        return self._interactor

    def scheduleRender(self, *_):
        if not self._scheduled:
            self._scheduled = True
            loop.due.append(self.forceRender)

    def forceRender(self):
        # What rendering does to the camera is no reason to render.
        self._scheduled = True
        self.renderer.ResetCameraClippingRange()
        self._window.Render()
        self._scheduled = False

    @property
    def width(self):
        return self._window.GetSize()[0]

    def place(self, left, top, width, height):
        self.corner = left, top
        self._window.SetSize(width, height)
        self._interactor.UpdateSize(width, height)

    def mapTo(self, parent, point):
        return QPoint(self.corner[0] + point.x(), self.corner[1] + point.y())


class ThreeDView(View):
    def __init__(self):
        super().__init__(vtkInteractorStyleTrackballCamera(), (0.1, 0.1, 0.2))

    def lookFromAxis(self, axis):
        way = ((1, 0, 0), (-1, 0, 0), (0, 0, 1), (0, 0, -1), (0, 1, 0),
               (0, -1, 0))[axis - 1]
        camera = self.renderer.GetActiveCamera()
        focus, distance = camera.GetFocalPoint(), camera.GetDistance()
        camera.SetViewUp((0, 1, 0) if way[2] else (0, 0, 1))
        camera.SetPosition(*(f + distance * w for f, w in zip(focus, way)))


class SliceView(View):
    """The wheel goes through the slices: here, shades of red."""

    def __init__(self):
        super().__init__(vtkInteractorStyleUser(), (0.5, 0, 0))
        for event, way in (("MouseWheelForwardEvent", 0.1),
                           ("MouseWheelBackwardEvent", -0.1)):
            self._interactor.AddObserver(
                event, lambda *_, way=way: self._scroll(way))

    def _scroll(self, way):
        red = self.renderer.GetBackground()[0]
        self.renderer.SetBackground(min(max(red + way, 0), 1), 0, 0)
        self.scheduleRender()


class Widget:
    def __init__(self, view):
        self._view = view

    def threeDView(self):
        return self._view

    def sliceView(self):
        return self._view


class Viewport:
    def isAncestorOf(self, view):
        return True


class LayoutManager:
    """Two views side by side with a gap, or the first one alone."""

    threeDViewCount = 1

    def __init__(self):
        self.threeD, self.red = ThreeDView(), SliceView()
        self._functions = []
        self.setLayout(2)

    def setLayout(self, layout):
        self.threeD.place(0, 0, 320 if layout == 2 else 480, 360)
        self.red.place(328, 100, 312, 260)
        self.red.visible = layout == 2
        for function in self._functions:
            function(layout)

    def threeDWidget(self, number):
        assert number == 0
        return Widget(self.threeD)

    def sliceViewNames(self):
        return ("Red",)

    def sliceWidget(self, name):
        assert name == "Red"
        return Widget(self.red)

    def viewport(self):
        return Viewport()

    def connect(self, signature, function):
        assert signature == "layoutChanged(int)"
        self._functions.append(function)

    def disconnect(self, signature, function):
        self._functions.remove(function)


class DisplayNode:
    """A vtkMRMLDisplayNode of an actor, with attributes."""

    def __init__(self, actor, view):
        self._actor, self._view = actor, view
        self._object = vtkObject()
        self._attributes = {}
        self.AddObserver = self._object.AddObserver
        self.RemoveObserver = self._object.RemoveObserver

    def _modified(self):
        self._object.Modified()
        self._view.scheduleRender()

    def GetName(self):
        return "Cone"

    def GetOpacity(self):
        return self._actor.GetProperty().GetOpacity()

    def SetOpacity(self, opacity):
        self._actor.GetProperty().SetOpacity(opacity)
        self._modified()

    def GetVisibility(self):
        return self._actor.GetVisibility()

    def SetVisibility(self, visibility):
        assert isinstance(visibility, int)
        self._actor.SetVisibility(visibility)
        self._modified()

    def GetAttribute(self, name):
        return self._attributes.get(name)

    def SetAttribute(self, name, value):
        assert isinstance(value, str)
        self._attributes[name] = value
        self._modified()


class ScriptedLoadableModule:
    def __init__(self, parent=None):
        self.parent = parent


def install():
    """Makes `import slicer` and `import qt` find the above."""
    slicer = types.ModuleType("slicer")
    slicer.app = types.SimpleNamespace(applicationName="Slicer")
    manager = LayoutManager()
    slicer.app.layoutManager = lambda: manager
    base = types.ModuleType("slicer.ScriptedLoadableModule")
    for name in ("", "Widget", "Logic", "Test"):
        setattr(base, "ScriptedLoadableModule" + name, ScriptedLoadableModule)
    translation = types.ModuleType("slicer.i18n")
    translation.tr = str
    qt = types.ModuleType("qt")
    for kind in (QTimer, QSocketNotifier, QApplication, QPoint):
        setattr(qt, kind.__name__, kind)
    sys.modules.update({"slicer": slicer, "slicer.i18n": translation,
                        "slicer.ScriptedLoadableModule": base, "qt": qt})
    return manager
