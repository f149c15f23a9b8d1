# SPDX-License-Identifier: BSD-3-Clause
"""Views of Slicer as vtkcast.stream() takes them: one, or several side by side
as one picture with one pointer.

A view is a ctkVTKAbstractView (qMRMLThreeDView, qMRMLSliceView): it has
renderWindow(), interactor() and forceRender(). Slicer renders when it sees fit;
what is done here is to look at the result.
"""

from vtkmodules.vtkCommonCore import vtkUnsignedCharArray


class ViewWindow:
    """The render window of one view, which is rendered as Slicer does it."""

    def __init__(self, view):
        self._view = view
        self._window = view.renderWindow()

    def __getattr__(self, name):
        return getattr(self._window, name)

    def Render(self):
        self._view.forceRender()


class Cell:
    """A view in a layout, and what was last seen of it."""

    def __init__(self, view):
        self.view = view
        self.window = view.renderWindow()
        self.interactor = view.interactor()
        self.left = self.top = 0
        self.size = (0, 0)
        self._pixels = None
        self._fresh = False

    def expire(self, *_):
        """It was rendered."""
        self._fresh = False

    def place(self, left, top):
        self.left, self.top = left, top
        size = self.window.GetSize()
        self._fresh = self._fresh and size == self.size
        self.size = size

    @property
    def geometry(self):
        return self.left, self.top, *self.size

    def holds(self, x, y_from_top):
        return (self.left <= x < self.left + self.size[0] and
                self.top <= y_from_top < self.top + self.size[1])

    def pixels(self):
        """RGBA, the lowest row first."""
        if not self._fresh or self._pixels is None:
            width, height = self.size
            self._pixels = vtkUnsignedCharArray()
            self.window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0,
                                             self._pixels)
            self._fresh = True
        return memoryview(self._pixels).cast("B")


class Layout:
    """The views that are to be seen, and where.

    find: returns a list of (view, left, top): pixels from the upper left corner
        of the layout
    """

    def __init__(self, find):
        self._find = find
        self._observers = []
        self.cells = []
        self.update()

    def update(self):
        """Other views, or other places."""
        places = self._find()
        if [view for view, *_ in places] != [cell.view for cell in self.cells]:
            self._unwatch()
            self.cells = [Cell(view) for view, *_ in places]
            self._watch()
        for cell, (_, left, top) in zip(self.cells, places):
            cell.place(int(left), int(top))

    def size(self):
        return (max((cell.left + cell.size[0] for cell in self.cells),
                    default=1),
                max((cell.top + cell.size[1] for cell in self.cells),
                    default=1))

    def observe(self, kind, owners, function, priority=0.0):
        """kind: of the event. owners: "window" or "interactor" of each cell,
        also of those to come."""
        self._observers.append((kind, owners, function, priority, []))
        self._watch()
        return len(self._observers) - 1

    def forget(self, tag):
        if tag >= len(self._observers):
            return
        kind, owners, _, _, tags = self._observers[tag]
        for owner, number in tags:
            owner.RemoveObserver(number)
        self._observers[tag] = (kind, owners, None, 0.0, [])

    def close(self):
        """Nobody looks any more."""
        self._unwatch()
        self._observers = []

    def _watch(self):
        for kind, owners, function, priority, tags in self._observers:
            if function is None or tags:
                continue
            for cell in self.cells:
                owner = getattr(cell, owners)
                tags.append((owner,
                             owner.AddObserver(kind, function, priority)))

    def _unwatch(self):
        for *_, tags in self._observers:
            for owner, number in tags:
                owner.RemoveObserver(number)
            tags.clear()


class LayoutWindow:
    """All views of a layout as one window."""

    def __init__(self, layout):
        self._layout = layout
        self._painted = {}
        self._observers = {}
        self._rendering = False
        for kind in ("StartEvent", "EndEvent"):
            layout.observe(kind, "window", self._on_cell)

    def _on_cell(self, window, kind):
        if kind == "EndEvent":
            for cell in self._layout.cells:
                if cell.window is window:
                    cell.expire()
        if not self._rendering:
            self._tell(kind)

    def _tell(self, wanted):
        for kind, function in list(self._observers.values()):
            if kind == wanted:
                function(self, kind)

    def AddObserver(self, kind, function, _priority=0.0):
        tag = max(self._observers, default=0) + 1
        self._observers[tag] = kind, function
        return tag

    def RemoveObserver(self, tag):
        self._observers.pop(tag, None)

    def GetSize(self):
        self._layout.update()
        return self._layout.size()

    def GetRenderers(self):
        """Of the first view; there is no picking in several at once."""
        return self._layout.cells[0].window.GetRenderers()

    def GetOffScreenRendering(self):
        return 0

    def GetDesiredUpdateRate(self):
        return max(cell.window.GetDesiredUpdateRate()
                   for cell in self._layout.cells)

    def SetDesiredUpdateRate(self, rate):
        for cell in self._layout.cells:
            cell.window.SetDesiredUpdateRate(rate)

    def Render(self):
        """One picture of all, though each view renders for itself."""
        self._tell("StartEvent")
        self._rendering = True
        try:
            for cell in self._layout.cells:
                cell.view.forceRender()
        finally:
            self._rendering = False
        self._tell("EndEvent")

    def GetRGBACharPixelData(self, _x0, _y0, _x1, _y1, _front, data):
        width, height = self._layout.size()
        target = memoryview(data).cast("B")
        self._clear(data, target)
        for cell in self._layout.cells:
            source, (columns, rows) = cell.pixels(), cell.size
            bottom = height - cell.top - rows
            for row in range(rows):
                at = 4 * ((bottom + row) * width + cell.left)
                target[at:at + 4 * columns] = (
                    source[4 * row * columns:4 * (row + 1) * columns])
        return 1

    def _clear(self, data, target):
        """Between the views is nothing, whatever was there before."""
        geometry = [cell.geometry for cell in self._layout.cells]
        if self._painted.get(id(data)) != geometry:
            self._painted[id(data)] = geometry
            target[:] = bytes(len(target))


class LayoutInteractor:
    """Gives what a person does to the view under the pointer, which keeps it
    while a button is held."""

    def __init__(self, layout):
        self._layout = layout
        self._cell = layout.cells[0]
        self._held = set()

    def __getattr__(self, name):
        return getattr(self._cell.interactor, name)

    def _press(self, button):
        self._held.add(button)
        getattr(self._cell.interactor, f"{button}ButtonPressEvent")()

    def _release(self, button):
        self._held.discard(button)
        getattr(self._cell.interactor, f"{button}ButtonReleaseEvent")()

    def LeftButtonPressEvent(self):
        self._press("Left")

    def MiddleButtonPressEvent(self):
        self._press("Middle")

    def RightButtonPressEvent(self):
        self._press("Right")

    def LeftButtonReleaseEvent(self):
        self._release("Left")

    def MiddleButtonReleaseEvent(self):
        self._release("Middle")

    def RightButtonReleaseEvent(self):
        self._release("Right")

    def _each(self):
        return [cell.interactor for cell in self._layout.cells]

    def _choose(self, x, y_from_top):
        if self._cell not in self._layout.cells:
            self._cell = self._layout.cells[0]
            self._held.clear()
        if self._held:
            return
        cell = next((cell for cell in self._layout.cells
                     if cell.holds(x, y_from_top)), self._cell)
        if cell is not self._cell:
            self._cell.interactor.LeaveEvent()
            self._cell = cell
            # A key goes where the pointer is.
            cell.interactor.EnterEvent()

    def SetEventInformation(self, x, y, *rest):
        height = self._layout.size()[1]
        self._choose(x, height - 1 - y)
        cell = self._cell
        bottom = height - cell.top - cell.size[1]
        cell.interactor.SetEventInformation(x - cell.left, y - bottom, *rest)

    def FindPokedRenderer(self, x, y):
        cell, height = self._cell, self._layout.size()[1]
        return cell.interactor.FindPokedRenderer(
            x - cell.left, y - height + cell.top + cell.size[1])

    def GetEventPosition(self):
        cell, height = self._cell, self._layout.size()[1]
        x, y = cell.interactor.GetEventPosition()
        return x + cell.left, y + height - cell.top - cell.size[1]

    def AddObserver(self, kind, function, priority=0.0):
        return self._layout.observe(kind, "interactor", function, priority)

    def RemoveObserver(self, tag):
        self._layout.forget(tag)

    def GetInitialized(self):
        return all(each.GetInitialized() for each in self._each())

    def Initialize(self):
        for each in self._each():
            if not each.GetInitialized():
                each.Initialize()

    def SetRecognizeGestures(self, recognize):
        for each in self._each():
            each.SetRecognizeGestures(recognize)

    def GetEnableRender(self):
        return self._each()[0].GetEnableRender()

    def EnableRenderOff(self):
        for each in self._each():
            each.EnableRenderOff()

    def EnableRenderOn(self):
        for each in self._each():
            each.EnableRenderOn()

    def UpdateSize(self, width, height):
        """Slicer's layout decides."""
