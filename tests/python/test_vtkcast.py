# SPDX-License-Identifier: BSD-3-Clause
"""vtkcast.py against the real server: what a browser would be shown, and what
becomes of a program and its server when one of them misbehaves."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]

import colours  # noqa: E402 (finds vtkcast.py)
import vtkcast  # noqa: E402

from vtkmodules.vtkInteractionStyle import (  # noqa: E402
    vtkInteractorStyleMultiTouchCamera)
from vtkmodules.vtkIOImage import vtkPNGReader  # noqa: E402
from vtkmodules.vtkRenderingCore import (  # noqa: E402
    vtkCellPicker, vtkPropPicker)

SECONDS = 20
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(session, path):
    """What the server answers, while the program goes on."""
    base, _, token = session.url.partition("?token=")
    request = urllib.request.Request(
        base + path, headers={"Authorization": f"Bearer {token}"})
    answer = []

    def fetch():
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:
                answer.append(response.read())
        except OSError as error:
            answer.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    while thread.is_alive():
        session.process(0.02)
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]


def picture(session):
    """Of a view at rest: a function of x, y from the lower left corner, and the
    size."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(get(session, "api/v1/snapshot.png"))
        file.flush()
        reader = vtkPNGReader()
        reader.SetFileName(file.name)
        reader.Update()
    image = reader.GetOutput()
    width, height, _ = image.GetDimensions()

    def pixel(x, y):
        return tuple(int(image.GetScalarComponentAsDouble(x, y, 0, n))
                     for n in range(3))
    return pixel, width, height


def until(session, condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {SECONDS} s")
        session.process(0.05)


class StreamTest(unittest.TestCase):

    def setUp(self):
        self.window, self.renderer, self.actor, self.source = (
            colours.make_window())
        self.port = free_port()
        self.session = vtkcast.stream(self.window, port=self.port, quiet=True)
        self.addCleanup(self.session.close)

    def health(self):
        return json.loads(get(self.session, "healthz"))

    def render(self):
        """Until the server shows it."""
        before = self.health()["renders"]
        self.session.render()
        until(self.session, lambda: self.health()["renders"] > before,
              "a picture")

    def assert_near(self, actual, expected):
        self.assertLessEqual(max(abs(a - e) for a, e in zip(actual, expected)),
                             12, f"{actual} is not {expected}")

    def test_picture(self):
        pixel, width, height = picture(self.session)
        self.assertEqual((width, height), (640, 480))
        self.assert_near(pixel(5, height - 1), (26, 26, 204))
        self.assert_near(pixel(width - 5, 0), (204, 26, 26))
        red, green, blue = pixel(width // 2, height // 2)
        self.assertGreater(green, 2 * max(red, blue))

    def test_endless_zoom(self):
        """A camera that JSON has no words for does not end the stream."""
        gone = []
        self.session.on_event("disconnected", gone.append)
        self.renderer.GetActiveCamera().SetParallelProjection(True)
        self.renderer.GetActiveCamera().SetParallelScale(float("inf"))
        self.session.render()
        picture(self.session)
        self.assertEqual(gone, [])

    def test_complaints(self):
        """A server that complains without end does not fill the disk."""
        errors = self.session._server._errors
        os.write(errors.fileno(), b"x" * (2 * vtkcast._ERRORS_MAX))
        picture(self.session)
        self.assertLess(os.fstat(errors.fileno()).st_size, vtkcast._ERRORS_MAX)

    def test_render(self):
        """What the program shows by itself is seen."""
        picture(self.session)
        self.actor.VisibilityOff()
        self.render()
        pixel, width, height = picture(self.session)
        self.assertLess(pixel(width // 2, height // 2)[1], 60)

    def test_size(self):
        """The program changes the size of its window: it is fitted in."""
        picture(self.session)
        self.window.SetSize(1000, 240)
        self.render()
        pixel, width, height = picture(self.session)
        self.assertEqual((width, height), (640, 480))
        self.assertEqual(pixel(5, height - 1), (24, 24, 24))
        self.assert_near(pixel(5, height // 2 + 70), (26, 26, 204))

    def test_picks(self):
        """The colours of a pick are nobody's picture."""
        before = picture(self.session)[0](320, 240)
        renders = self.health()["renders"]
        picker = vtkPropPicker()
        self.assertTrue(picker.Pick(320, 240, 0, self.renderer))
        self.assertTrue(vtkCellPicker().Pick(320, 240, 0, self.renderer))
        self.session.process(0.1)
        self.assertEqual(self.health()["renders"], renders)
        self.render()
        self.assertEqual(picture(self.session)[0](320, 240), before)

    def test_many_frames(self):
        """Memory does not grow, nor do descriptors."""
        def render(n):
            for _ in range(n):
                self.renderer.GetActiveCamera().Azimuth(1)
                self.window.Render()
                self.session.process()
        render(100)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        fds = len(os.listdir("/proc/self/fd"))
        render(400)
        # kB; allocators round up.
        self.assertLess(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, peak + 4096)
        self.assertEqual(len(os.listdir("/proc/self/fd")), fds)

    def test_idle(self):
        """Nothing happens while nothing is to be done."""
        picture(self.session)
        self.session.process(0.2)
        begin, cpu = time.monotonic(), time.process_time()
        while time.monotonic() < begin + 1:
            self.session.process(1.0)
        self.assertLess(time.process_time() - cpu, 0.02)

    def test_second_program(self):
        with self.assertRaisesRegex(vtkcast.VtkcastError, "Another program"):
            vtkcast.stream(colours.make_window()[0], port=self.port, quiet=True)

    def test_server_dies(self):
        """The program brings another server, with the same address."""
        url = self.session.url
        seen = []
        self.session.on_event("disconnected", lambda event: seen.append(0))
        self.session.on_event("connected", lambda event: seen.append(1))
        pid = self.session.server_pid
        os.kill(pid, signal.SIGKILL)
        until(self.session, lambda: 1 in seen, "another server")
        self.assertEqual(seen, [0, 1])
        self.assertNotEqual(self.session.server_pid, pid)
        self.session.url = None
        until(self.session, lambda: self.session.url, "an address")
        self.assertEqual(self.session.url, url)
        picture(self.session)

    def test_close(self):
        pid = self.session.server_pid
        self.session.close()
        self.session.close()
        self.assertFalse(self.session.process(1.0))
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)
        # The window is the program's own again.
        self.window.Render()

    def test_parameters(self):
        calls = []
        radius = self.session.slider("Radius in mm", 0, 2, value=1, unit="mm",
                                     on_change=calls.append)
        again = self.session.slider("Radius in mm", 0, 2)
        choice = self.session.select("Colour", ["red", "blue"])
        self.assertEqual((radius.name, again.name),
                         ("Radius-in-mm", "Radius-in-mm-2"))
        self.assertEqual((radius.value, again.value, choice.value),
                         (1.0, 0.0, "red"))
        radius.value = 1.5
        self.assertEqual((radius.value, calls), (1.5, []))
        for wrong in (lambda: self.session.slider("A", 1, 1),
                      lambda: self.session.slider("A", 0, 1, value=2),
                      lambda: self.session.select("A", ["a"], "b"),
                      lambda: self.session.button("A", name="1 a")):
            with self.assertRaises(ValueError):
                wrong()
        text = self.session.text("Text")
        for wrong in (lambda: self.session.text("A", "é" * 3000),
                      lambda: self.session.button("A" * 5000),
                      lambda: self.session.select("A", ["a" * 80] * 60)):
            with self.assertRaises(ValueError):
                wrong()
        gone = []
        self.session.on_event("disconnected", gone.append)
        for parameter, wrong in ((radius, 3), (radius, float("nan")),
                                 (choice, "green"), (text, "é" * 3000)):
            with self.assertRaises(ValueError):
                parameter.value = wrong
        picture(self.session)
        self.assertEqual(gone, [])
        self.assertEqual((radius.value, choice.value, text.value),
                         (1.5, "red", ""))


    def fill(self, title, **rest):
        """Adds parameters until there is one too many, and returns how many
        were added; the page is still told of them."""
        gone = []
        self.session.on_event("disconnected", gone.append)
        n = 0
        with self.assertRaises(ValueError):
            while n < 1000:
                self.session.select(title, ["a", "b"], name=f"p{n}", **rest)
                n += 1
        def told():
            scene = json.loads(get(self.session, "api/v1/scene"))
            return len(scene["schema"]["properties"])
        until(self.session, lambda: told() == n, f"{n} parameters")
        self.assertEqual(gone, [])
        # The same again takes the place of the first.
        self.session.select(title, ["a", "b"], name="p0", **rest)
        return n

    def test_many_parameters(self):
        self.assertEqual(self.fill("P"), vtkcast._PARAMETERS_MAX)

    def test_long_parameters(self):
        """The server takes what is taken here, up to the last byte."""
        title = '\t"\\é' * 100
        each = (vtkcast._PARAMETER_SIZE + len("p0") + 1200 + len("mm") +
                2 * (1 + 3))
        self.assertEqual(self.fill(title, group="mm"),
                         vtkcast._SIZE_MAX // each)


class FailureTest(unittest.TestCase):

    def stream(self, **environment):
        before = {name: os.environ.get(name) for name in environment}
        os.environ.update(environment)
        try:
            return vtkcast.stream(colours.make_window()[0], port=free_port(),
                                  quiet=True)
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def test_no_program(self):
        with self.assertRaisesRegex(vtkcast.VtkcastError, "Failed to start"):
            self.stream(VTKCAST="/nowhere/vtkcast")

    def test_port_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with self.assertRaisesRegex(vtkcast.VtkcastError, "port"):
                vtkcast.stream(colours.make_window()[0],
                               port=taken.getsockname()[1], quiet=True)

    def test_open_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "vtkcast"))
            os.chmod(os.path.join(folder, "vtkcast"), 0o755)
            with self.assertRaisesRegex(vtkcast.VtkcastError, "nobody else"):
                self.stream(XDG_RUNTIME_DIR=folder)

    def test_no_window(self):
        with self.assertRaises(TypeError):
            vtkcast.stream(object())


class Peer:
    """The server's side of a socket, to say what a server would, and worse."""

    def __init__(self, path):
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(path)
        self.listening.listen()
        self.thread = threading.Thread(target=self._welcome)
        self.thread.start()
        self.messages = []

    def _welcome(self):
        connection, _ = self.listening.accept()
        self.wire = vtkcast._Wire.__new__(vtkcast._Wire)
        self.wire.socket = connection
        self.wire._buffer = bytearray()
        self.wire.receive(SECONDS)
        self.wire.send({"type": "welcome", "version": 1, "width": 640,
                        "height": 480})
        self.wire.send({"type": "address", "url": "http://127.0.0.1:1/"})

    def ask(self, session, **work):
        """One batch of work; returns its answer."""
        self.batch = getattr(self, "batch", 0) + 1
        message = {"type": "work", "batch": self.batch, "width": 640,
                   "height": 480, "tier": "interactive", "events": []}
        message.update(work)
        self.wire.send(message)
        while True:
            session.process()
            for answer in self.wire.receive():
                if answer["type"] == "frame":
                    self.free(answer["buffer"])
                if (answer["type"] in ("frame", "done") and
                        answer["batch"] == self.batch):
                    return answer

    def free(self, buffer):
        self.wire.send({"type": "release", "buffer": buffer})

    def close(self):
        self.thread.join()
        self.wire.socket.close()
        self.listening.close()


class WireTest(unittest.TestCase):

    def test_full_read(self):
        """What fills a read to its last byte is no reason to wait for more."""
        ours, theirs = socket.socketpair()
        wire = vtkcast._Wire.__new__(vtkcast._Wire)
        wire.socket, wire._buffer = ours, bytearray()
        ours.settimeout(SECONDS)
        text = json.dumps({"x": "y" * (65536 - 4 - len('{"x": ""}'))}).encode()
        sender = threading.Thread(target=theirs.sendall, args=(
            len(text).to_bytes(4, "little") + text,))
        sender.start()
        begin = time.monotonic()
        messages = []
        while not messages:
            messages = wire.receive(SECONDS)
        self.assertLess(time.monotonic() - begin, SECONDS / 2)
        self.assertEqual(len(messages), 1)
        self.assertEqual(wire.receive(0), [])
        sender.join()
        ours.close()
        theirs.close()


class WorkTest(unittest.TestCase):
    """Events, as the server would send them."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "peer")
        self.peer = Peer(path)
        self.window, self.renderer, self.actor, self.source = (
            colours.make_window())
        self.session = vtkcast.stream(self.window, socket_name=path, quiet=True)
        self.addCleanup(self.peer.close)
        self.addCleanup(self.session.close)
        self.camera = self.renderer.GetActiveCamera()
        self.peer.ask(self.session, tier="full")

    def ask(self, *events, **rest):
        return self.peer.ask(self.session, events=list(events), **rest)

    def event(self, kind, x=0.5, y=0.5, **rest):
        return {"type": kind, "viewer": 1, "x": x, "y": y, "modifiers": 0,
                "buttons": 0, **rest}

    def test_ten_moves_are_one_render(self):
        renders = []
        self.window.AddObserver("EndEvent", lambda *_: renders.append(1))
        before = self.camera.GetPosition()
        answer = self.ask(
            self.event("press", button=1, buttons=1, clicks=1),
            *(self.event("move", 0.5 + n / 40, buttons=1) for n in range(10)))
        self.assertEqual(len(renders), 1)
        self.assertEqual(answer["type"], "frame")
        self.assertEqual(answer["tier"], "interactive")
        self.assertLessEqual(answer["start"], answer["end"])
        self.assertNotEqual(self.camera.GetPosition(), before)
        rest = self.ask(self.event("release", button=1), tier="full")
        self.assertEqual(rest["tier"], "full")

    def test_hover(self):
        self.assertEqual(self.ask(self.event("move", 0.1))["type"], "done")

    def test_buttons(self):
        for button in (1, 2, 3):
            before = (self.camera.GetPosition(), self.camera.GetFocalPoint())
            self.ask(self.event("press", 0.4, 0.4, button=button),
                     self.event("move", 0.6, 0.7),
                     self.event("release", 0.6, 0.7, button=button))
            self.assertNotEqual(
                (self.camera.GetPosition(), self.camera.GetFocalPoint()),
                before, f"button {button}")

    def test_wheel_and_keys(self):
        distance = self.camera.GetDistance()
        # Parts of notches add up.
        for _ in range(4):
            self.ask(self.event("wheel", dy=0.5))
        self.assertAlmostEqual(self.camera.GetDistance(), distance / 1.1 ** 4,
                               delta=distance / 50)
        self.ask({"type": "key-press", "key": "r"},
                 {"type": "key-release", "key": "r"})
        self.assertAlmostEqual(self.camera.GetDistance(), distance,
                               delta=distance / 100)
        self.ask({"type": "key-press", "key": "w"})
        self.assertEqual(self.actor.GetProperty().GetRepresentation(), 1)

    def test_gesture(self):
        distance = self.camera.GetDistance()
        style = self.session._interactor.GetInteractorStyle()
        self.ask(self.event("gesture-begin"),
                 self.event("gesture", scale=2.0),
                 self.event("gesture-end"))
        self.assertLess(self.camera.GetDistance(), 0.8 * distance)
        self.assertIs(self.session._interactor.GetInteractorStyle(), style)

    def test_gesture_of_other_styles(self):
        """None is there again as it was, and one that knows gestures stays."""
        interactor = self.session._interactor
        for style in None, vtkInteractorStyleMultiTouchCamera():
            interactor.SetInteractorStyle(style)
            self.ask(self.event("gesture-begin"))
            during = interactor.GetInteractorStyle()
            self.assertEqual(during is style, style is not None)
            self.ask(self.event("gesture", scale=2.0),
                     self.event("gesture-end"))
            self.assertIs(interactor.GetInteractorStyle(), style)

    def test_size_comes_first(self):
        """Also of a picture of full quality, as after a greeting."""
        answer = self.ask(width=500, height=400, tier="full")
        self.assertEqual((answer["width"], answer["height"]), (500, 400))
        sizes = []
        self.session.on_event(
            "press", lambda event: sizes.append(self.window.GetSize()))
        self.ask(self.event("press", button=1), width=300, height=200)
        self.assertEqual(sizes, [(300, 200)])

    def test_nobody_ends_the_program(self):
        ended = []
        self.session._interactor.AddObserver("ExitEvent",
                                             lambda *_: ended.append(1))
        for key in "eq":
            self.ask({"type": "key-press", "key": key})
        self.assertEqual(ended, [])

    def test_values(self):
        got = []
        self.session.slider("A", 0, 9, integer=True, on_change=got.append)
        self.session.button("Go", lambda: got.append("go"))
        answer = self.ask({"type": "set", "values": {
            "A": 5.0, "Go": True, "unknown": 1}})
        self.assertEqual(got, [5, "go"])
        self.assertEqual(answer["type"], "frame")

    def test_errors_of_the_program(self):
        """They are shown, and the stream goes on."""
        def fail(*_):
            raise ZeroDivisionError("on purpose")
        self.session.button("Fail", fail)
        self.session.on_event("press", fail)
        stderr, sys.stderr = sys.stderr, tempfile.TemporaryFile("w+")
        try:
            self.ask({"type": "set", "values": {"Fail": True}})
            self.ask(self.event("press", button=1))
            sys.stderr.seek(0)
            self.assertEqual(sys.stderr.read().count("Error: on purpose"), 2)
        finally:
            sys.stderr.close()
            sys.stderr = stderr
        self.ask(self.event("release", button=1))

    def test_picks(self):
        picks = []
        self.session.on_event("pick", picks.append)
        self.ask(self.event("press", button=1), self.event("release", button=1))
        self.ask(self.event("press", 0.5, button=1),
                 self.event("move", 0.6), self.event("release", 0.6, button=1))
        self.ask(self.event("move", 0.01, 0.01),
                 {"type": "key-press", "key": "p"})
        # Two hands at one place are no click, nor are two buttons.
        self.ask(self.event("press", button=1),
                 self.event("release", button=1, viewer=2),
                 self.event("press", button=1), self.event("release", button=3))
        self.ask(self.event("press", button=3), self.event("release", button=3))
        self.assertEqual([pick["button"] for pick in picks], [1, 0, 3])
        self.assertEqual(len(picks[0]["position"]), 3)
        self.assertNotIn("position", picks[1])

    def test_what_a_click_changes(self):
        """It is rendered by itself, as after any other callback."""
        # With a style there is always something to be rendered.
        self.session._interactor.SetInteractorStyle(None)
        self.session.on_event("pick", lambda event: self.actor.VisibilityOff())
        answer = self.ask(self.event("press", button=1),
                          self.event("release", button=1))
        self.assertEqual(answer["type"], "frame")

    def test_event_taken(self):
        before = self.camera.GetPosition()
        self.session.on_event("press", lambda event: True)
        self.ask(self.event("press", button=1), self.event("move", 0.9))
        self.assertEqual(self.camera.GetPosition(), before)

    def test_token_is_not_shown(self):
        self.session.url = "http://127.0.0.1:1/?token=secret"
        self.assertEqual(repr(self.session),
                         "<vtkcast.Session http://127.0.0.1:1/>")

    def test_back_pressure(self):
        """While no buffer comes back, nothing is read; then it is."""
        self.session._ring.held.update((0, 1))
        self.window.Render()
        self.window.Render()
        self.assertEqual(self.peer.wire.receive(0.05), [])
        self.peer.free(0)
        self.session.process(SECONDS)
        self.assertEqual([m["type"] for m in self.peer.wire.receive(SECONDS)],
                         ["frame"])

    def test_nonsense(self):
        self.ask(self.event("press", button=7), self.event("nothing"),
                 self.event("move", 1e300, -1e300),
                 self.event("key-press", key="\u20ac" * 40),
                 self.event("wheel", dy=1e300), {"type": "set"})
        self.peer.wire.socket.sendall(b"\xff\xff\xff\x7f")
        self.session.process(SECONDS)
        self.assertFalse(self.session.connected)


class Program:
    """One of its own process, which streams."""

    def __init__(self, script, folder):
        here = os.path.dirname(os.path.abspath(__file__))
        self.process = subprocess.Popen(
            [sys.executable, script], cwd=folder, text=True,
            env={**os.environ, "PYTHONPATH": here},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __enter__(self):
        line = self.process.stdout.readline()
        self.base, self.token = line.split("open ")[1].strip().split("?token=")
        return self

    def get(self, path, method="GET", data=None):
        request = urllib.request.Request(
            self.base + path, data, method=method,
            headers={"Authorization": f"Bearer {self.token}",
                     "Content-Type": "application/merge-patch+json"})
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return response.read()

    def set(self, name, value):
        self.get("api/v1/scene", "PATCH", json.dumps({name: value}).encode())

    def value(self, name):
        return json.loads(self.get("api/v1/scene"))["values"][name]

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *exception):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            # VTK's own loop does not listen to it.
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class ProgramTest(unittest.TestCase):
    """Programs of their own."""

    def test_example(self):
        """interactor.Start() of an off-screen window is our loop."""
        code = (
            "import sys, colours, vtkcast\n"
            "window = colours.make_window()[0]\n"
            "from vtkmodules.vtkRenderingUI import "
            "vtkGenericRenderWindowInteractor as Interactor\n"
            "interactor = Interactor()\n"
            "interactor.SetRenderWindow(window)\n"
            "session = vtkcast.stream(window, port=0, interactor=interactor)\n"
            "interactor.Initialize()\n"
            "fired = []\n"
            "def on_timer(caller, event, timer):\n"
            "    fired.append(timer)\n"
            "    if len(fired) == 3: session.leave()\n"
            "on_timer.CallDataType = 6\n"
            "interactor.AddObserver('TimerEvent', on_timer)\n"
            "timer = interactor.CreateRepeatingTimer(10)\n"
            "interactor.Start()\n"
            "print('left', fired == 3 * [timer])\n")
        here = os.path.dirname(os.path.abspath(__file__))
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True,
            timeout=60, env={**os.environ, "PYTHONPATH": here})
        self.assertIn("left True", done.stdout, done.stderr)

    def test_tutorial(self):
        """What the tutorial says, in an empty folder."""
        with open(os.path.join(ROOT, "docs/tutorial-bring-your-own-vtk.md"),
                  encoding="utf-8") as file:
            code, controls = (part.split("```")[0] for part in
                              file.read().split("```python\n")[1:3])
        self.assertIn("port=8080", code)
        code = code.replace("session.run()", controls + "session.run()")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(os.path.join(ROOT, "python/vtkcast.py"), folder)
            with open(os.path.join(folder, "viewer.py"), "w",
                      encoding="utf-8") as file:
                file.write(code.replace("8080", "0"))
            with Program("viewer.py", folder) as program:
                # A picture of one colour is far smaller.
                self.assertGreater(len(program.get("api/v1/snapshot.png")),
                                   20000)
                seen = {program.get("api/v1/snapshot.png")}
                for name, value in (
                        ("Label", "Liver"), ("Background", "paper"),
                        ("View-angle", 50), ("Isovalue", 200), ("Edges", True)):
                    program.set(name, value)
                    now = program.get("api/v1/snapshot.png")
                    self.assertNotIn(now, seen, name)
                    seen.add(now)
                program.set("Reset-the-view", True)
                end = time.monotonic() + SECONDS
                while (program.value("View-angle") != 30 and
                       time.monotonic() < end):
                    pass
                self.assertEqual(program.value("View-angle"), 30)

    @unittest.skipUnless(os.environ.get("DISPLAY"), "there is no X server")
    def test_window_on_screen(self):
        """In VTK's own loop, a timer looks for events, seldom at rest."""
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "seen.py"), "w",
                      encoding="utf-8") as file:
                file.write(
                    "import colours, vtkcast\n"
                    "from vtkmodules.vtkRenderingCore import "
                    "vtkRenderWindowInteractor\n"
                    "window = colours.make_window()[0]\n"
                    "window.SetOffScreenRendering(0)\n"
                    "interactor = vtkRenderWindowInteractor()\n"
                    "interactor.SetRenderWindow(window)\n"
                    "vtkcast.stream(window, port=0)\n"
                    "interactor.Start()\n")
            with Program("seen.py", folder) as program:
                self.assertGreater(len(program.get("api/v1/snapshot.png")), 999)
                # It goes on looking closely for a while.
                time.sleep(vtkcast._BUSY_SECONDS + 0.5)
                before = program.cpu_seconds()
                time.sleep(4)
                # A timer costs 2 % in VTK's own X11 loop, whatever its interval.
                self.assertLess(program.cpu_seconds() - before, 0.2)

    def test_qt(self):
        """Qt's loop wakes us."""
        code = (
            "import colours, vtkcast\n"
            "from PyQt5 import QtCore\n"
            "application = QtCore.QCoreApplication([])\n"
            "session = vtkcast.stream(colours.make_window()[0], port=0)\n"
            "application.exec()\n")
        try:
            import PyQt5  # noqa: F401
        except ImportError:
            self.skipTest("PyQt5 is not installed")
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "qt.py"), "w",
                      encoding="utf-8") as file:
                file.write(code)
            with Program("qt.py", folder) as program:
                before = program.cpu_seconds()
                time.sleep(1)
                self.assertLess(program.cpu_seconds() - before, 0.03)
                self.assertGreater(len(program.get("api/v1/snapshot.png")), 999)

    def test_pyvista(self):
        try:
            import pyvista
        except ImportError:
            self.skipTest("pyvista is not installed")
        plotter = pyvista.Plotter(off_screen=True, window_size=(320, 240))
        plotter.add_mesh(pyvista.Sphere(), color="green")
        plotter.set_background("blue")
        plotter.reset_camera()
        session = vtkcast.stream(plotter, port=free_port(), quiet=True)
        self.addCleanup(session.close)
        pixel, width, height = picture(session)
        self.assertEqual((width, height), (320, 240))
        self.assertEqual(pixel(2, 2), (0, 0, 255))
        self.assertGreater(pixel(160, 120)[1], 60)


if __name__ == "__main__":
    unittest.main()
