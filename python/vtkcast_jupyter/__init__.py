# SPDX-License-Identifier: BSD-3-Clause
"""A Jupyter widget that shows what a vtkcast server renders.

    view = View("http://127.0.0.1:8080/?token=…", params={"window": 400})
    view                                    # shows it
    view.params = {"window": 1200}
    view.observe(lambda change: print(change.new["position"]), "picked")
"""

from __future__ import annotations

import json
from pathlib import Path

import anywidget
import traitlets
from vtkcast_element import endpoint, sources

__all__ = ["View"]


def build_module() -> str:
    """widget.js and the element's modules, as one text: that is how Jupyter
    carries it."""
    text = (Path(__file__).parent / "widget.js").read_text("utf-8")
    return f"const MODULES = {json.dumps(sources())};\n{text}"


class View(anywidget.AnyWidget):
    """A view of a vtkcast server. Each cell that shows it is a viewer."""

    _esm = build_module()

    #: Where the server is. Neither that nor the token gets into the notebook's
    #: file, as what is synchronised may.
    url = traitlets.Unicode()
    #: Unless ``url`` has it.
    token = traitlets.Unicode(None, allow_none=True)
    #: Pixels.
    height = traitlets.Int(480, min=1).tag(sync=True)
    #: Values of the scene's parameters by name; what differs is sent.
    params = traitlets.Dict().tag(sync=True)
    #: What parameters the scene has, with their values now. To be read.
    parameters = traitlets.List().tag(sync=True)
    #: Where the camera is, with position, focalPoint, viewUp, viewAngle
    #: (degrees) and parallelScale; None before that is known. To be read.
    camera = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    #: What was picked last, with position (x, y, z, or None where nothing was
    #: hit), viewer and button; None before. To be read.
    picked = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, url: str, token: str | None = None, **traits):
        endpoint(url, token)
        super().__init__(url=url, token=token, **traits)
        self.on_msg(self._on_message)
        self.observe(lambda change: self._tell_server(), ["url", "token"])

    def press(self, name: str):
        """Carries out a parameter that is an action, such as a button."""
        self.send({"press": name})

    def _tell_server(self):
        src, token = endpoint(self.url, self.token)
        self.send({"src": src, "token": token})

    def _on_message(self, widget, content, buffers):
        if content == "where":
            self._tell_server()
