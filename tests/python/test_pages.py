# SPDX-License-Identifier: BSD-3-Clause
"""What Streamlit's component and Jupyter's widget share, and the wheel that
carries them."""

import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.append(os.path.join(ROOT, "python"))

import vtkcast_element  # noqa: E402

INSTALLED = os.path.exists(os.path.join(sys.prefix, ".installed"))


def run_installed(script, **environment):
    """What a script prints that finds installed packages alone."""
    done = subprocess.run(
        [sys.executable, *([] if environment else ["-I"]), "-c", script],
        cwd="/", env={**os.environ, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout


class Address(unittest.TestCase):
    def test_addresses(self):
        for given, expected in {
            ("http://127.0.0.1:8080/?token=abc",):
                ("http://127.0.0.1:8080/whep", "abc"),
            ("http://127.0.0.1:8080",): ("http://127.0.0.1:8080/whep", ""),
            ("https://a.example/ct/whep", "x"):
                ("https://a.example/ct/whep", "x"),
            ("https://a.example/ct/?token=y&b=1", "x"):
                ("https://a.example/ct/whep", "x"),
            ("http://[::1]:80/#x",): ("http://[::1]:80/whep", ""),
        }.items():
            with self.subTest(given):
                self.assertEqual(vtkcast_element.endpoint(*given), expected)

    def test_what_is_no_address(self):
        for text in ("", "127.0.0.1:8080", "file:///etc", "http://", "http://[",
                     "javascript:alert(1)"):
            with self.subTest(text), self.assertRaisesRegex(
                    ValueError, "is no address of a vtkcast server"):
                vtkcast_element.endpoint(text)


@unittest.skipUnless(INSTALLED, "the wheel is in build/venv-python")
class Wheel(unittest.TestCase):
    def test_modules_are_whole(self):
        names = run_installed(
            "import vtkcast_element as e\n"
            "for name, text in e.sources().items():\n"
            "    print(name, *__import__('re').findall("
            "r\"from '\\./([\\w.-]+)'\", text))").splitlines()
        modules = {line.split()[0]: line.split()[1:] for line in names}
        self.assertIn("vtkcast-view.js", modules)
        for name, imported in modules.items():
            self.assertEqual(set(imported) - set(modules), set(), name)

    def test_one_version(self):
        with open(os.path.join(ROOT, "meson.build"), encoding="utf-8") as file:
            project = re.search(r"version: '([\d.]+)'", file.read()).group(1)
        said = run_installed(
            "import importlib.metadata as m, vtkcast\n"
            "print(m.version('vtkcast'), vtkcast.__version__)")
        self.assertEqual(said.split(), [project, project])

    def test_the_widget_is_found_from_vtkcast(self):
        said = run_installed("import vtkcast\n"
                             "print(vtkcast.View('http://a/').height)")
        self.assertEqual(said.strip(), "480")

    def test_a_checkout_says_what_is_missing(self):
        said = run_installed("import vtkcast_streamlit",
                             PYTHONPATH=os.path.join(ROOT, "python"))
        self.assertIn("install the package, pip install ./python", said)


if __name__ == "__main__":
    unittest.main()
