# SPDX-License-Identifier: BSD-3-Clause
"""A Streamlit component that shows what a vtkcast server renders.

    camera, clicked = vtkcast_view(
        "http://127.0.0.1:8080/?token=…",
        params={"isovalue": st.slider("Isovalue", 0, 255, 80)})
"""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple

import streamlit.components.v1 as components
from vtkcast_element import endpoint, modules

__all__ = ["ViewState", "vtkcast_view"]

CAMERA_UPDATES = "rest", "live", "never"

_component = components.declare_component(
    "vtkcast_view", path=str(modules().parent))


class ViewState(NamedTuple):
    """What the person did with the view.

    ``camera``: None before the view is connected, else a dictionary with
    position, focalPoint, viewUp, viewAngle (degrees) and parallelScale.
    ``picked``: None before anything was, else a dictionary with position (x, y,
    z, or None where nothing was hit), viewer, button, and number, which grows
    with each pick.
    """

    camera: dict[str, Any] | None
    picked: dict[str, Any] | None


def vtkcast_view(url: str, token: str | None = None, *, height: int = 600,
                 params: Mapping[str, Any] | None = None,
                 camera_updates: str = "rest",
                 key: str | None = None) -> ViewState:
    """Shows the view of the vtkcast server at ``url``.

    ``token``: unless ``url`` has it. ``height``: pixels. ``params``: values of
    the scene's parameters by name; what differs from the last run is sent.
    ``camera_updates``: when a moved camera runs the script again: "rest", once
    it has come to rest; "live", while it moves too, twice per second; "never".
    ``key``: needed for two views of one server on one page.

    The script runs again after each pick as well. The view keeps its connection
    meanwhile.
    """
    src, token = endpoint(url, token)
    if camera_updates not in CAMERA_UPDATES:
        raise ValueError(f"camera_updates is {camera_updates!r}, and may be "
                         f"one of {', '.join(CAMERA_UPDATES)}")
    if not isinstance(height, int) or height < 1:
        raise ValueError(f"height is {height!r}, and must be a number of pixels")
    # Without a key, Streamlit makes another frame when an argument changes.
    value = _component(src=src, token=token, height=height,
                       params=dict(params or {}), cameraUpdates=camera_updates,
                       key=key or f"vtkcast {src}", default=None) or {}
    return ViewState(value.get("camera"), value.get("picked"))
