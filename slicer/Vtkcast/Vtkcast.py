# SPDX-License-Identifier: BSD-3-Clause
"""Shows views of 3D Slicer in any browser.

    import Vtkcast
    logic = Vtkcast.VtkcastLogic()
    session = logic.start("layout", port=8080)     # or "3D", "Red", a widget
    print(session.url)
    logic.publish(displayNode, "Opacity", minimum=0, maximum=1)
    logic.publish(displayNode, "Visibility")
    logic.stop()
"""

import qt
import slicer
from slicer.ScriptedLoadableModule import *  # noqa: F403

from VtkcastLib import vtkcast
from VtkcastLib.layout import Layout, LayoutInteractor, LayoutWindow, ViewWindow
from VtkcastLib.publish import Published

try:
    from slicer.i18n import tr as _
except ImportError:  # Slicer 5.2 and older
    def _(text):
        return text


class Vtkcast(ScriptedLoadableModule):  # noqa: F405
    """What Slicer shows of the module before it is opened."""

    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)  # noqa: F405
        parent.title = "Vtkcast"
        parent.categories = ["Remote Rendering"]
        parent.dependencies = []
        parent.contributors = ["vtkcast contributors"]
        parent.helpText = _("Shows the 3D view, a slice view or the whole "
                            "layout in any browser, where mouse, keys and "
                            "sliders work as here.")
        parent.acknowledgementText = ""


class VtkcastWidget(ScriptedLoadableModuleWidget):  # noqa: F405
    """The module's panel: what to show, where, and the address."""

    def setup(self):
        ScriptedLoadableModuleWidget.setup(self)  # noqa: F405
        self.logic = VtkcastLogic()
        widget = slicer.util.loadUI(self.resourcePath("UI/Vtkcast.ui"))
        self.layout.addWidget(widget)
        self.ui = slicer.util.childWidgetVariables(widget)
        for name in self.logic.viewNames():
            self.ui.viewSelector.addItem(name)
        self.ui.startButton.connect("clicked()", self.onStart)
        self.ui.openButton.connect("clicked()", self.onOpen)
        self.updateButtons()

    def cleanup(self):
        self.logic.stop()

    def onStart(self):
        if self.logic.session:
            self.logic.stop()
        else:
            with slicer.util.tryWithErrorDisplay(_("Failed to show the view.")):
                self.logic.start(self.ui.viewSelector.currentText,
                                 port=self.ui.portBox.value)
        self.updateButtons()

    def onOpen(self):
        qt.QDesktopServices.openUrl(qt.QUrl(self.logic.session.url))

    def updateButtons(self):
        session = self.logic.session
        self.ui.startButton.text = _("Stop") if session else _("Start")
        self.ui.addressLine.text = session.url if session else ""
        self.ui.openButton.enabled = bool(session)
        self.ui.viewSelector.enabled = self.ui.portBox.enabled = not session


class VtkcastLogic(ScriptedLoadableModuleLogic):  # noqa: F405
    """Works without the panel, and in a custom application that has none."""

    def __init__(self):
        ScriptedLoadableModuleLogic.__init__(self)  # noqa: F405
        #: A vtkcast.Session while something is shown.
        self.session = None
        self._published = []
        self._layout = None

    # What there is to be shown.

    @staticmethod
    def viewNames():
        """What start() takes by name."""
        manager = slicer.app.layoutManager()
        return (["layout"] +
                [f"3D {n + 1}" if n else "3D"
                 for n in range(manager.threeDViewCount)] +
                list(manager.sliceViewNames()))

    @staticmethod
    def findView(view):
        """The ctkVTKAbstractView of a name, or of a widget of the program's
        own."""
        manager = slicer.app.layoutManager()
        if not isinstance(view, str):
            for inner in ("threeDView", "sliceView"):
                if hasattr(view, inner):
                    return getattr(view, inner)()
            return view
        for number in range(manager.threeDViewCount):
            if view == (f"3D {number + 1}" if number else "3D"):
                return manager.threeDWidget(number).threeDView()
        if view in manager.sliceViewNames():
            return manager.sliceWidget(view).sliceView()
        raise ValueError(f"There is no view “{view}”; there are " +
                         ", ".join(VtkcastLogic.viewNames()))

    @staticmethod
    def findLayout():
        """The views on screen with their places: (view, left, top), pixels."""
        manager = slicer.app.layoutManager()
        views = [manager.threeDWidget(n).threeDView()
                 for n in range(manager.threeDViewCount)]
        views += [manager.sliceWidget(name).sliceView()
                  for name in manager.sliceViewNames()]
        viewport = manager.viewport()
        places = []
        for view in views:
            if not view.visible or not viewport.isAncestorOf(view):
                continue
            # Pixels of a dense screen are smaller than Qt's.
            scale = view.renderWindow().GetSize()[0] / max(view.width, 1)
            corner = view.mapTo(viewport, qt.QPoint(0, 0))
            places.append((view, round(corner.x() * scale),
                           round(corner.y() * scale)))
        if not places:
            raise ValueError("No view is on the screen")
        return places

    # Showing.

    def start(self, view="3D", port=8080, title=None, **options):
        """Shows a view, and returns a vtkcast.Session.

        view: "3D", "3D 2", the name of a slice view such as "Red", "layout" for
            all that is on the screen, or a view or its widget
        port: where browsers find it; 0: any free one
        title: what the page calls it
        options: of vtkcast.stream()
        """
        self.stop()
        title = title or slicer.app.applicationName
        if isinstance(view, str) and view == "layout":
            window, interactor = self._watchLayout()
        else:
            found = self.findView(view)
            window, interactor = ViewWindow(found), found.interactor()
        options.setdefault("loop", "qt")
        try:
            self.session = vtkcast.stream(window, port, interactor, title=title,
                                          resize=False, **options)
        except BaseException:
            self._unwatchLayout()
            raise
        self._addViewpoints(view)
        self.session.render()
        return self.session

    def stop(self):
        """Nobody sees it any more."""
        for published in self._published:
            published.close()
        self._published = []
        if self.session:
            self.session.close()
            self.session = None
        self._unwatchLayout()

    def _watchLayout(self):
        self._layout = Layout(self.findLayout)
        slicer.app.layoutManager().connect("layoutChanged(int)",
                                           self._onLayoutChanged)
        return LayoutWindow(self._layout), LayoutInteractor(self._layout)

    def _unwatchLayout(self):
        if self._layout:
            slicer.app.layoutManager().disconnect("layoutChanged(int)",
                                                  self._onLayoutChanged)
            self._layout.close()
            self._layout = None

    def _onLayoutChanged(self, *_unused):
        self._layout.update()
        if self.session:
            self.session.render()

    def _addViewpoints(self, view):
        """As lookFromAxis does it in Slicer's own WebServer."""
        found = self.findView("3D" if view == "layout" else view)
        if not hasattr(found, "lookFromAxis"):
            return
        # In the order of ctkAxesWidget::Axis.
        sides = ["free", "right", "left", "superior", "inferior", "anterior",
                 "posterior"]

        def look(side):
            if side != "free":
                found.lookFromAxis(sides.index(side))
            # It is free again when somebody turns it, which nobody tells.
            choice.value = "free"

        choice = self.session.select("Look from", sides, name="look-from",
                                     on_change=look)

    # MRML.

    def publish(self, node, name, **options):
        """Makes a control of the page out of something of a MRML node: a
        property with Get and Set methods ("Opacity" of a display node), or an
        attribute. The two follow each other.

        With minimum and maximum it is a slider, with choices a list, else a
        checkbox. Further: title, step, unit, and on_change, which gets the new
        value after the node has it.
        """
        if not self.session:
            raise RuntimeError("Nothing is shown yet: call start() first")
        self._published.append(Published(self.session, node, name, **options))
        return self._published[-1]


class VtkcastTest(ScriptedLoadableModuleTest):  # noqa: F405
    """Runs within Slicer."""

    def setUp(self):
        slicer.mrmlScene.Clear()

    def runTest(self):
        self.setUp()
        self.test_names()
        self.test_stream()

    def test_names(self):
        names = VtkcastLogic.viewNames()
        self.assertIn("3D", names)
        self.assertRaises(ValueError, VtkcastLogic.findView, "Blue-ish")

    def test_stream(self):
        logic = VtkcastLogic()
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLModelDisplayNode")
        for view in ("3D", "layout"):
            session = logic.start(view, port=0, quiet=True)
            self.assertTrue(session.connected)
            opacity = logic.publish(node, "Opacity", minimum=0, maximum=1)
            node.SetOpacity(0.25)
            self.assertAlmostEqual(opacity.value, 0.25)
        logic.stop()
        self.delayDisplay("Test passed")
