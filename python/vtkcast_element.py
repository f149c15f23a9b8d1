# SPDX-License-Identifier: BSD-3-Clause
"""The element <vtkcast-view> for pages that Python makes: where its server is,
and its modules."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

__all__ = ["endpoint", "modules", "sources"]

# Once in the wheel: Streamlit serves them from there.
MODULES = Path(__file__).parent / "vtkcast_streamlit/frontend/element"


def endpoint(url: str, token: str | None = None) -> tuple[str, str]:
    """The WHEP endpoint and the token of a server.

    ``url`` is what vtkcast printed when it began to listen, with ``?token=…``
    or without, or the endpoint itself. A ``token`` that is given wins.
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"{url!r} is no address of a vtkcast server, such as "
                         "http://127.0.0.1:8080/?token=…")
    path = parts.path.rstrip("/")
    if not path.endswith("/whep"):
        path += "/whep"
    if token is None:
        token = parse_qs(parts.query).get("token", [""])[0]
    return urlunsplit((parts.scheme, parts.netloc, path, "", "")), token


def modules() -> Path:
    """The folder with ``vtkcast-view.js`` and what it imports."""
    if not MODULES.is_dir():
        raise ImportError("The modules of <vtkcast-view> are missing: install "
                          "the package, pip install ./python")
    return MODULES


def sources() -> dict[str, str]:
    """The text of each module by its name."""
    return {path.name: path.read_text("utf-8")
            for path in modules().glob("*.js")}
