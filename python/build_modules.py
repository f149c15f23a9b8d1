# SPDX-License-Identifier: BSD-3-Clause
"""Puts the modules of <vtkcast-view> into the wheel."""

import re
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
#: In a checkout, and in a source distribution.
FOLDERS = HERE.parent / "web", HERE / "web"
#: What our pages import; the rest follows from them.
ENTRIES = "vtkcast-view.js", "view-notice.js"
TARGET = "vtkcast_streamlit/frontend/element"
IMPORT = re.compile(r"""^(?:import|export|\})[^'"(;]*['"]\./([\w.-]+)['"]""",
                    re.MULTILINE)


def find_modules(folder):
    """The entries and all that they import, by name."""
    found = {}
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = folder / name
            waiting += IMPORT.findall(found[name].read_text("utf-8"))
    return found


class ModulesHook(BuildHookInterface):
    """Called by hatchling, for each archive."""

    def initialize(self, version, build_data):
        folder = next((one for one in FOLDERS if one.is_dir()), None)
        if folder is None:
            raise RuntimeError("The folder web/ is missing beside python/: "
                               "build from a whole checkout of vtkcast")
        target = "web" if self.target_name == "sdist" else TARGET
        for name, path in find_modules(folder).items():
            build_data["force_include"][str(path)] = f"{target}/{name}"
