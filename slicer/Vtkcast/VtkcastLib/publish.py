# SPDX-License-Identifier: BSD-3-Clause
"""MRML nodes as sliders, checkboxes and choices of the page."""

from vtkmodules.vtkCommonCore import vtkCommand


class Property:
    """Something of a node that has a value: Get…/Set… methods, such as
    GetOpacity and SetOpacity for "Opacity", or else an MRML attribute."""

    def __init__(self, node, name):
        self._get = getattr(node, "Get" + name, None)
        self._set = getattr(node, "Set" + name, None)
        self.is_attribute = self._get is None or self._set is None
        self.node = node
        self.name = name

    def read(self):
        """None: there is no such attribute yet."""
        if self.is_attribute:
            return self.node.GetAttribute(self.name)
        return self._get()

    def write(self, value):
        if not self.is_attribute:
            self._set(value)
        elif isinstance(value, bool):
            self.node.SetAttribute(self.name, "1" if value else "0")
        else:
            self.node.SetAttribute(self.name, f"{value:g}" if isinstance(
                value, float) else str(value))


def to_bool(value):
    if isinstance(value, str):
        return value.strip().lower() in ("1", "true", "yes", "on")
    return bool(value)


class Published:
    """A parameter of the page and a property of a node, which follow each
    other."""

    def __init__(self, session, node, name, *, title=None, minimum=None,
                 maximum=None, choices=None, step=None, unit=None,
                 on_change=None):
        self._property = Property(node, name)
        self._on_change = on_change
        title = title or f"{node.GetName() or node.GetID()}: {name}"
        value = self._property.read()
        if choices is not None:
            self._convert = str
            value = str(choices[0] if value is None else value)
            self._parameter = session.select(title, choices, value,
                                             on_change=self._on_page)
        elif minimum is not None or maximum is not None:
            if minimum is None or maximum is None:
                raise ValueError(f"“{name}” needs both a minimum and a maximum")
            integer = isinstance(value, int) and not isinstance(value, bool)
            self._convert = int if integer else float
            value = self._convert(minimum if value is None else value)
            self._parameter = session.slider(
                title, minimum, maximum, min(max(value, minimum), maximum),
                integer=integer, step=step, unit=unit, on_change=self._on_page)
        else:
            self._convert = to_bool
            self._parameter = session.checkbox(title, to_bool(value),
                                               on_change=self._on_page)
        self._tag = node.AddObserver(vtkCommand.ModifiedEvent, self._on_node)

    @property
    def value(self):
        """As the page shows it."""
        return self._parameter.value

    def _on_page(self, value):
        if self._convert is to_bool and not self._property.is_attribute:
            # Many of these are numbers in MRML.
            value = type(self._property.read())(value)
        self._property.write(value)
        if self._on_change:
            self._on_change(value)

    def _on_node(self, *_):
        value = self._property.read()
        if value is None:
            return
        value = self._convert(value)
        if value != self._parameter.value:
            self._parameter.value = value

    def close(self):
        self._property.node.RemoveObserver(self._tag)
