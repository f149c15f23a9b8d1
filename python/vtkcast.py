# SPDX-License-Identifier: BSD-3-Clause
"""Streams the render window of a VTK program to any browser.

    import vtkcast
    session = vtkcast.stream(render_window, port=8080)
    session.slider("Isovalue", 0, 255, value=80,
                   on_change=lambda value: contour.SetValue(0, value))
    session.run()              # or the program's own event loop

One file that needs nothing but the VTK (9.0 or newer) of the program that it is
dropped into: plain VTK, PyVista, 3D Slicer, ParaView. What renders is the
program, in its own thread; the program `vtkcast` sends the picture to browsers
and brings their events back. The two talk as docs/bridge.md says.
"""

import array
import atexit
import ctypes
import fcntl
import json
import math
import mmap
import os
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

__version__ = "0.1.0"
__all__ = ["stream", "Session", "Parameter", "VtkcastError"]

PROTOCOL = 1

# What a server may send at once (docs/bridge.md).
_MESSAGE_MAX = 4 * 1024 * 1024
_BUFFERS = 3
# Of what a server that we have started complains of; bytes.
_ERRORS_MAX = 1024 * 1024
# Of each text of a parameter, and of all its choices; bytes.
_TEXT_MAX = 4096
# Of parameters, and of their descriptions together, as _size() has them.
_PARAMETERS_MAX = 256
_SIZE_MAX = 65000
_PARAMETER_SIZE = 176
# Of fcntl, from Python 3.9 on; Linux's values.
_F_ADD_SEALS = getattr(fcntl, "F_ADD_SEALS", 1033)
_F_SEAL_SHRINK = getattr(fcntl, "F_SEAL_SHRINK", 2)
# How long a server may take to start, and an answer to come; seconds.
_START = 20.0
_ANSWER = 10.0
# When there is no server, it is looked for after these times; seconds.
_RETRIES = (0.2, 0.5, 1.0, 2.0, 5.0)
# In a loop of VTK's own, which only knows timers; milliseconds: while somebody
# interacts, and while nobody does.
_TICK_BUSY = 8
_TICK_IDLE = 100
_BUSY_SECONDS = 2.0
# A server that we have started ends after so many seconds without a program:
# one on a known port can be found again.
_WAIT_KNOWN, _WAIT_ANY = 600, 10

# Of what VTK calls the call data: its constant VTK_INT.
_VTK_INT = 6

# How far a click may move, pixels.
_CLICK = 3

_SHIFT, _CONTROL, _ALT = 1, 2, 4

_CHARACTERS = {
    "space": " ", "Return": "\r", "KP_Enter": "\r", "Tab": "\t",
    "BackSpace": "\b", "Escape": "\x1b", "Delete": "\x7f", "exclam": "!",
    "quotedbl": '"', "numbersign": "#", "dollar": "$", "percent": "%",
    "ampersand": "&", "apostrophe": "'", "parenleft": "(", "parenright": ")",
    "asterisk": "*", "plus": "+", "comma": ",", "minus": "-", "period": ".",
    "slash": "/", "colon": ":", "semicolon": ";", "less": "<", "equal": "=",
    "greater": ">", "question": "?", "at": "@", "bracketleft": "[",
    "backslash": "\\", "bracketright": "]", "asciicircum": "^",
    "underscore": "_", "grave": "`", "braceleft": "{", "bar": "|",
    "braceright": "}", "asciitilde": "~",
}


class VtkcastError(RuntimeError):
    """What went wrong, in a sentence."""


def _now_us():
    return time.monotonic_ns() // 1000


def _all_finite(*values):
    """Numbers and tuples of them. JSON knows no other numbers, and who zooms
    out for long enough comes to them."""
    return all(_all_finite(*value) if isinstance(value, tuple)
               else math.isfinite(value) for value in values)


# ── The other side ───────────────────────────────────────────────────────────


def _socket_path(name):
    """As the server finds it: a name without a slash is in the runtime folder."""
    if "/" in name:
        return os.path.abspath(name)
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if not folder:
        folder = (os.environ.get("XDG_CACHE_HOME") or
                  os.path.join(os.path.expanduser("~"), ".cache"))
    return os.path.join(folder, "vtkcast", name + ".sock")


def _find_program():
    named = os.environ.get("VTKCAST")
    if named:
        return named
    here = os.path.dirname(os.path.abspath(__file__))
    beside = [os.path.join(here, "vtkcast"),
              # In a checkout.
              os.path.join(here, "..", "build", "src", "vtkcast")]
    found = shutil.which("vtkcast") or next(
        (path for path in beside if os.access(path, os.X_OK) and
         os.path.isfile(path)), None)
    if not found:
        raise VtkcastError(
            "There is no vtkcast: put the program on PATH, next to vtkcast.py, "
            "or name it in $VTKCAST.")
    return os.path.normpath(found)


class _Server:
    """A vtkcast that we have started."""

    def __init__(self, arguments, token):
        self._errors = tempfile.TemporaryFile()
        fcntl.fcntl(self._errors, fcntl.F_SETFL, os.O_APPEND)
        try:
            # In a session of its own: Ctrl+C is for the program, which says
            # good-bye then.
            self._process = subprocess.Popen(
                [_find_program()] + arguments, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=self._errors,
                env={**os.environ, "VTKCAST_AUTH_KEY": token} if token
                else None, start_new_session=True)
        except OSError as error:
            self._errors.close()
            raise VtkcastError(
                f"Failed to start {error.filename}: {error.strerror}.") from None

    @property
    def pid(self):
        return self._process.pid

    def check(self):
        """Fails with the server's own words if it has ended."""
        if self._process.poll() is None:
            return
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace").strip()
        raise VtkcastError(words.splitlines()[-1] if words
                           else "The vtkcast server ended at once.")

    def tidy(self):
        """Who complains day and night does not fill the disk."""
        if os.fstat(self._errors.fileno()).st_size > _ERRORS_MAX:
            self._errors.truncate(0)

    def stop(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._errors.close()


class _Wire:
    """Messages to and from the server."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.settimeout(_ANSWER)
            self.socket.connect(path)
            self._check_peer(path)
        except BaseException:
            self.socket.close()
            raise
        self._buffer = bytearray()

    def _check_peer(self, path):
        raw = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        _, uid, _ = struct.unpack("3i", raw)
        if uid != os.geteuid():
            raise VtkcastError(f"What listens at {path} is another user's.")

    def fileno(self):
        return self.socket.fileno()

    def send(self, message, fd=None):
        # File names can have what UTF-8 has not.
        text = json.dumps(message, separators=(",", ":"), ensure_ascii=False
                          ).encode("utf-8", "replace")
        data = struct.pack("<I", len(text)) + text
        if fd is not None:
            rights = array.array("i", [fd])
            sent = self.socket.sendmsg(
                [data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            data = data[sent:]
        if data:
            self.socket.sendall(data)

    def receive(self, timeout=0.0):
        """All messages that are there; waits for the first `timeout` seconds,
        None: for ever. Raises ConnectionError at the end."""
        # Not by MSG_DONTWAIT: a socket with a time limit waits all the same.
        while select.select([self.socket], [], [], timeout)[0]:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionResetError("The server has closed")
            self._buffer += data
            if len(data) < 65536:
                break
            timeout = 0
        return list(self._take())

    def _take(self):
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from("<I", self._buffer)
            if length > _MESSAGE_MAX:
                raise ConnectionAbortedError("The server sends too much")
            if len(self._buffer) < 4 + length:
                return
            text = bytes(self._buffer[4:4 + length])
            del self._buffer[:4 + length]
            try:
                message = json.loads(text)
            except ValueError:
                raise ConnectionAbortedError("The server sends no JSON") from None
            if isinstance(message, dict):
                yield message

    def close(self):
        self.socket.close()


class _Ring:
    """Shared memory for pictures: VTK writes them there, the server reads."""

    def __init__(self, size):
        if not hasattr(os, "memfd_create"):
            raise VtkcastError("vtkcast.py needs Linux and Python 3.8 or newer.")
        self.size = size
        self.fd = os.memfd_create("vtkcast",
                                  os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(self.fd, size * _BUFFERS)
            fcntl.fcntl(self.fd, _F_ADD_SEALS, _F_SEAL_SHRINK)
            self._map = mmap.mmap(self.fd, size * _BUFFERS)
        except BaseException:
            os.close(self.fd)
            raise
        self._arrays = {}
        #: Buffers that the server has.
        self.held = set()

    def array(self, buffer, length):
        """The VTK array of so many bytes at the begin of a buffer. There is one
        for each length: VTK gives an array that is asked to change its size
        memory of its own."""
        key = buffer, length
        if key not in self._arrays:
            from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

            view = (ctypes.c_ubyte * length).from_buffer(self._map,
                                                         buffer * self.size)
            data = vtkUnsignedCharArray()
            data.SetNumberOfComponents(4)
            data.SetVoidArray(view, length, 1)
            self._arrays[key] = data, data.GetVoidPointer(0), view
        return self._arrays[key][:2]

    def forget(self, buffer, length):
        del self._arrays[buffer, length]

    def free(self):
        """A buffer to draw into, or None: the former picture was not taken."""
        if len(self.held) > 1:
            return None
        return next(n for n in range(_BUFFERS) if n not in self.held)

    def close(self):
        self._arrays.clear()
        os.close(self.fd)


# ── The program's window ─────────────────────────────────────────────────────


class _Hand:
    """Does with the program's interactor what a person does in the browser."""

    BUTTONS = {1: "Left", 2: "Middle", 3: "Right"}

    def __init__(self, window, interactor):
        self._window = window
        self._interactor = interactor
        self._down = set()
        self._wheel = [0.0, 0.0]
        self._finger = None
        self._gesturing = False
        self._style_before = None
        interactor.SetRecognizeGestures(False)

    def apply(self, event):
        kind = event["type"]
        if not kind.startswith("key-"):
            self._move_to(event)
        method = getattr(self, "_on_" + kind.replace("-", "_"), None)
        if method:
            method(event)

    def let_go(self):
        """Nobody is there any more who could release what is held."""
        for button in list(self._down):
            self._button(button, False)
        self._finger = None
        self._on_gesture_end({})

    def _move_to(self, event, repeat=0):
        width, height = self._window.GetSize()
        modifiers = int(event.get("modifiers", 0))
        x = int(min(max(event.get("x", 0), -100), 100) * width // 1)
        y = int(min(max(event.get("y", 0), -100), 100) * height // 1)
        self._interactor.SetEventInformation(
            x, height - 1 - y, int(bool(modifiers & _CONTROL)),
            int(bool(modifiers & _SHIFT)), "\0", repeat, None)
        self._interactor.SetAltKey(int(bool(modifiers & _ALT)))

    def _button(self, button, down, clicks=1):
        name = self.BUTTONS.get(button)
        if name is None or (button in self._down) == down:
            return
        if down:
            self._down.add(button)
        else:
            self._down.discard(button)
        getattr(self._interactor,
                f"{name}Button{'Press' if down else 'Release'}Event")()
        if down and clicks > 1:
            self._interactor.InvokeEvent(f"{name}ButtonDoubleClickEvent")

    def _on_move(self, event):
        self._interactor.MouseMoveEvent()

    def _on_press(self, event):
        clicks = int(event.get("clicks", 1))
        if clicks > 1:
            self._move_to(event, repeat=1)
        self._button(int(event.get("button", 0)), True, clicks)

    def _on_release(self, event):
        self._button(int(event.get("button", 0)), False)

    def _on_wheel(self, event):
        for axis, name, ways in ((1, "dy", ("Forward", "Backward")),
                                 (0, "dx", ("Right", "Left"))):
            delta = min(max(float(event.get(name, 0)), -100), 100)
            if self._wheel[axis] * delta < 0:
                self._wheel[axis] = 0.0
            self._wheel[axis] += delta
            notches = int(self._wheel[axis] + (1e-6 if delta > 0 else -1e-6))
            self._wheel[axis] -= notches
            turn = getattr(self._interactor,
                           f"MouseWheel{ways[notches < 0]}Event", None)
            for _ in range(abs(notches) if turn else 0):
                turn()

    def _on_key_press(self, event):
        character = self._set_key(event)
        self._interactor.KeyPressEvent()
        # Nobody ends the program from afar.
        if character != "\0" and character not in "eEqQ":
            self._poke_style()
            self._interactor.CharEvent()

    def _on_key_release(self, event):
        self._set_key(event)
        self._interactor.KeyReleaseEvent()

    def _set_key(self, event):
        name = str(event.get("key", ""))
        character = name if len(name) == 1 and name.isascii() else (
            _CHARACTERS.get(name, "\0"))
        modifiers = int(event.get("modifiers", 0))
        x, y = self._interactor.GetEventPosition()
        self._interactor.SetEventInformation(
            x, y, int(bool(modifiers & _CONTROL)),
            int(bool(modifiers & _SHIFT)), character, 0, name)
        self._interactor.SetAltKey(int(bool(modifiers & _ALT)))
        return character

    def _poke_style(self):
        """Styles learn which renderer is meant from buttons alone, and some
        keys need one before any button."""
        style = self._interactor.GetInteractorStyle()
        if hasattr(style, "GetCurrentStyle"):
            style = style.GetCurrentStyle()
        if hasattr(style, "FindPokedRenderer") and not self._down:
            style.FindPokedRenderer(*self._interactor.GetEventPosition())

    # One finger is the left button; two are a gesture.

    def _on_touch_down(self, event):
        if self._finger is None:
            self._finger = event.get("finger", 0)
            self._button(1, True)

    def _on_touch_move(self, event):
        if self._finger == event.get("finger", 0):
            self._interactor.MouseMoveEvent()

    def _on_touch_up(self, event):
        if self._finger == event.get("finger", 0):
            self._finger = None
            self._button(1, False)

    def _on_gesture_begin(self, event):
        from vtkmodules.vtkInteractionStyle import (
            vtkInteractorStyleMultiTouchCamera)

        if self._gesturing:
            return
        self._gesturing = True
        # The only one of VTK's styles that knows gestures.
        self._style_before = style = self._interactor.GetInteractorStyle()
        if style is None or not style.IsA("vtkInteractorStyleMultiTouchCamera"):
            self._interactor.SetInteractorStyle(
                vtkInteractorStyleMultiTouchCamera())
        self._interactor.SetScale(1)
        self._interactor.SetScale(1)
        self._interactor.StartPinchEvent()

    def _on_gesture(self, event):
        if not self._gesturing:
            return
        width, height = self._window.GetSize()
        scale = float(event.get("scale", 0))
        turn = float(event.get("rotation", 0))
        shift = (event.get("dx", 0) * width, -event.get("dy", 0) * height)
        # Each of these keeps its last value too; styles use the difference.
        if scale > 0 and scale != 1:
            self._interactor.SetScale(1)
            self._interactor.SetScale(min(max(scale, 0.01), 100))
            self._interactor.PinchEvent()
        if turn:
            self._interactor.SetRotation(0)
            self._interactor.SetRotation(turn)
            self._interactor.RotateEvent()
        if any(shift):
            self._interactor.SetTranslation((0, 0))
            self._interactor.SetTranslation(shift)
            self._interactor.PanEvent()

    def _on_gesture_end(self, event):
        if not self._gesturing:
            return
        self._gesturing = False
        self._interactor.EndPinchEvent()
        self._interactor.SetInteractorStyle(self._style_before)
        self._style_before = None


class _Timers:
    """The timers of an interactor that leaves them to others, as generic ones
    do, while we are the event loop."""

    def __init__(self, interactor):
        self._interactor = interactor
        self._due = {}
        self._tags = []
        if not interactor.IsA("vtkGenericRenderWindowInteractor"):
            return
        for name, method in (("CreateTimerEvent", self._on_create),
                             ("DestroyTimerEvent", self._on_destroy)):
            def observer(caller, event, timer, method=method):
                method(timer)
            observer.CallDataType = _VTK_INT
            self._tags.append(interactor.AddObserver(name, observer))

    def _on_create(self, timer):
        self._due[timer] = time.monotonic() + self._seconds(timer)

    def _on_destroy(self, timer):
        self._due.pop(timer, None)

    def _seconds(self, timer):
        return max(self._interactor.GetTimerDuration(timer), 1) / 1000

    def until_next(self):
        """Seconds, or None."""
        if not self._due:
            return None
        return max(0.0, min(self._due.values()) - time.monotonic())

    def fire(self):
        now = time.monotonic()
        for timer, due in list(self._due.items()):
            if due > now or timer not in self._due:
                continue
            if self._interactor.IsOneShotTimer(timer):
                del self._due[timer]
            else:
                self._due[timer] = now + self._seconds(timer)
            self._interactor.InvokeEvent("TimerEvent", timer)

    def close(self):
        for tag in self._tags:
            self._interactor.RemoveObserver(tag)


# ── Parameters ───────────────────────────────────────────────────────────────


def _bytes_of(text):
    return text.encode("utf-8", "replace")


def _size(description):
    """What a page is told of it, as the server counts it (docs/bridge.md)."""
    size = _PARAMETER_SIZE
    for text in [description[key] for key in ("name", "title", "unit", "group")
                 if key in description] + description.get("choices", []):
        size += sum(2 if byte in b'"\\' else 6 if byte < 32 else 1
                    for byte in _bytes_of(text))
    return size + 3 * len(description.get("choices", []))


def _check(descriptions):
    """What the server would not take would end the stream."""
    newest = descriptions[-1]
    for key in ("title", "unit", "group", "value"):
        text = newest.get(key)
        if isinstance(text, str) and len(_bytes_of(text)) > _TEXT_MAX:
            raise ValueError(f"A parameter's {key} has at most {_TEXT_MAX} "
                             "bytes")
    choices = newest.get("choices", [])
    if sum(len(_bytes_of(choice)) + 3 for choice in choices) > _TEXT_MAX:
        raise ValueError(f"“{newest['title']}” has too many choices, or too "
                         "long ones")
    if len(descriptions) > _PARAMETERS_MAX:
        raise ValueError(f"There can be {_PARAMETERS_MAX} parameters, and "
                         f"“{newest['title']}” is one too many")
    if sum(map(_size, descriptions)) > _SIZE_MAX:
        raise ValueError(f"“{newest['title']}” is too much: a page can be told "
                         f"of {_SIZE_MAX} bytes of parameters")


class Parameter:
    """A slider, checkbox, choice, text or button of the page."""

    def __init__(self, session, description, on_change):
        self._session = session
        self._description = description
        self._on_change = on_change

    @property
    def name(self):
        return self._description["name"]

    @property
    def value(self):
        """As the page shows it. Setting it tells the page, but not
        `on_change`. ValueError: it cannot be that."""
        return self._description.get("value")

    @value.setter
    def value(self, value):
        value = self._convert(value)
        if not self._allows(value):
            raise ValueError(
                f"“{self._description['title']}” cannot be {value!r}")
        self._description["value"] = value
        self._session._send({"type": "values",
                             "values": {self.name: self.value}})

    def _convert(self, value):
        kind = self._description["kind"]
        if kind == "integer":
            return int(value)
        if kind == "number":
            return float(value)
        if kind == "boolean":
            return bool(value)
        return str(value)

    def _allows(self, value):
        """What the server would not take would end the stream."""
        description = self._description
        if "choices" in description:
            return value in description["choices"]
        if "minimum" in description:
            return description["minimum"] <= value <= description["maximum"]
        if description["kind"] == "text":
            return len(_bytes_of(value)) <= _TEXT_MAX
        return description["kind"] != "action"

    def _set(self, value):
        """The page has a new one."""
        if self._description["kind"] == "action":
            arguments = ()
        else:
            self._description["value"] = self._convert(value)
            arguments = (self.value,)
        if self._on_change:
            self._session._call(self._on_change, *arguments)


# ── A stream ─────────────────────────────────────────────────────────────────


class Session:
    """A window that browsers see. Made by stream(); all of it is to be used in
    the thread that renders."""

    def __init__(self, window, interactor, *, socket_name, arguments, title,
                 resize, picks):
        self._window = window
        self._interactor = interactor
        self._socket_path = _socket_path(socket_name)
        self._arguments = arguments
        self._title = title
        self._resize = resize
        self._server = None
        self._wire = None
        self._ring = None
        self._parameters = {}
        self._listeners = []
        self._pending = []
        self._tries = 0
        self._try_at = 0.0
        self._active_at = 0.0
        self._closed = False
        self._processing = False
        self._leaving = False
        #: The answer to which the program has got, and is at.
        self._batch = 0
        self._collecting = False
        self._wanted = False
        self._rendered = False
        self._owed = False
        self._render_start = 0
        self._camera = None
        self._pressed = None
        self._picks = picks
        self._loop = None
        #: Where browsers see the window.
        self.url = None
        self._hand = _Hand(window, interactor)
        self._timers = _Timers(interactor)
        self._tags = [
            (window, window.AddObserver("StartEvent", self._on_start)),
            (window, window.AddObserver("EndEvent", self._on_end)),
            # Before who renders because of it, as ParaView does.
            (interactor, interactor.AddObserver("RenderEvent",
                                                self._on_render, 1.0)),
        ]

    def __repr__(self):
        # Notebooks keep what they print; the token is not for everybody.
        place = (self.url or "").partition("?")[0]
        return f"<vtkcast.Session {place or 'without a server'}>"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    # Controls of the page.

    def slider(self, title, minimum, maximum, value=None, *, step=None,
               unit=None, on_change=None, integer=False, name=None,
               group=None):
        """A number between two others. `on_change` gets it; then the window is
        rendered."""
        if not minimum < maximum:
            raise ValueError(f"“{title}” has nothing between {minimum} and "
                             f"{maximum}")
        value = minimum if value is None else value
        if not minimum <= value <= maximum:
            raise ValueError(f"“{title}” cannot be {value}: it goes from "
                             f"{minimum} to {maximum}")
        return self._add(title, "integer" if integer else "number", on_change,
                         name, value=int(value) if integer else float(value),
                         minimum=minimum, maximum=maximum, step=step,
                         unit=unit, group=group)

    def checkbox(self, title, value=False, *, on_change=None, name=None,
                 group=None):
        """Yes or no."""
        return self._add(title, "boolean", on_change, name, value=bool(value),
                         group=group)

    def select(self, title, choices, value=None, *, on_change=None, name=None,
               group=None):
        """One of several texts."""
        choices = [str(choice) for choice in choices]
        value = choices[0] if value is None else str(value)
        if value not in choices:
            raise ValueError(f"“{title}” has no choice “{value}”")
        return self._add(title, "choice", on_change, name, value=value,
                         choices=choices, group=group)

    def text(self, title, value="", *, on_change=None, name=None, group=None):
        """A line that can be typed."""
        return self._add(title, "text", on_change, name, value=str(value),
                         group=group)

    def button(self, title, on_click=None, *, name=None, group=None):
        """Something to be done."""
        return self._add(title, "action", on_click, name, group=group)

    def on_event(self, kind, function):
        """Calls `function` with each event of this kind before the interactor
        gets it; it does not get it if True is returned. Kinds are those of
        docs/bridge.md, such as "press" or "key-press", "*" for all of them;
        "pick", whose "position" is missing where nothing is; "connected" and
        "disconnected"."""
        self._listeners.append((kind, function))
        return function

    def _add(self, title, kind, on_change, name, **rest):
        if name is None:
            name = re.sub(r"[^A-Za-z0-9_.-]+", "-", title).strip("-.")[:48]
            if not name[:1].isalpha():
                name = "p" + name
            base, n = name, 2
            while name in self._parameters:
                name, n = f"{base}-{n}", n + 1
        elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", name):
            raise ValueError(f"“{name}” is no name of a parameter")
        description = {"name": name, "title": title, "kind": kind}
        description.update((key, value) for key, value in rest.items()
                           if value is not None)
        _check([*(other._description for key, other in
                  self._parameters.items() if key != name), description])
        parameter = Parameter(self, description, on_change)
        self._parameters[name] = parameter
        self._describe()
        return parameter

    def _describe(self):
        self._send({"type": "parameters", "parameters": [
            parameter._description
            for parameter in self._parameters.values()]})

    # The connection.

    @property
    def connected(self):
        return self._wire is not None

    @property
    def server_pid(self):
        """Of a server that this session has started, else None."""
        return self._server.pid if self._server else None

    def fileno(self):
        """For event loops of others: process() is due when it is readable."""
        return self._wire.fileno() if self._wire else -1

    def _connect(self):
        """Finds or starts the server."""
        try:
            self._join(_Wire(self._socket_path))
            return
        except (FileNotFoundError, ConnectionRefusedError):
            pass
        if self._server:
            self._server.stop()
        # With the same token, so that an open page finds its way back.
        self._server = _Server(self._arguments, self._token())
        end = time.monotonic() + _START
        while True:
            self._server.check()
            try:
                self._join(_Wire(self._socket_path))
                return
            except (FileNotFoundError, ConnectionError):
                # It does not listen yet, or has ended: see above.
                if time.monotonic() > end:
                    raise VtkcastError("The vtkcast server does not "
                                       "listen.") from None
            time.sleep(0.02)

    def _token(self):
        """Of a server that has gone."""
        found = re.search(r"[?&]token=([^&#]+)", self.url or "")
        return found and urllib.parse.unquote(found.group(1))

    def _join(self, wire):
        """Says hello, and is the program that streams if that goes well."""
        try:
            wire.send({"type": "hello", "version": PROTOCOL,
                       "title": self._title})
            self._wait_for_welcome(wire)
        except BaseException:
            wire.close()
            raise
        self._wire = wire
        self._tries = 0
        self._batch = 0
        self._camera = None
        self._active_at = time.monotonic()
        self._describe()
        if self._loop:
            self._loop.watch(wire)
        self._tell("connected")

    def _wait_for_welcome(self, wire):
        end = time.monotonic() + _ANSWER
        while time.monotonic() < end:
            messages = wire.receive(max(0.0, end - time.monotonic()))
            for n, message in enumerate(messages):
                if message.get("type") == "refused":
                    raise VtkcastError(str(message.get("reason")))
                if message.get("type") == "welcome":
                    # What came with it is for process().
                    self._pending = messages[n + 1:]
                    return
        raise VtkcastError("The vtkcast server does not answer.")

    def _lose(self):
        """The server has gone."""
        if not self._wire:
            return
        if self._loop:
            self._loop.watch(None)
        self._wire.close()
        self._wire = None
        if self._ring:
            self._ring.close()
            self._ring = None
        self._hand.let_go()
        self._try_at = time.monotonic() + _RETRIES[0]
        self._tell("disconnected")

    def _try_again(self):
        if time.monotonic() < self._try_at:
            return
        try:
            self._connect()
        except (OSError, VtkcastError):
            self._tries = min(self._tries + 1, len(_RETRIES) - 1)
            self._try_at = time.monotonic() + _RETRIES[self._tries]

    def _send(self, message, fd=None):
        if not self._wire:
            return False
        try:
            self._wire.send(message, fd)
            return True
        except OSError:
            self._lose()
            return False

    def _tell(self, kind, event=None):
        """Returns whether somebody has dealt with it."""
        event = event or {"type": kind}
        taken = False
        for wanted, function in list(self._listeners):
            if wanted == kind or (wanted == "*" and "x" in event):
                taken = self._call(function, event) is True or taken
        return taken

    def _call(self, function, *arguments):
        """What the program does wrong is shown, and does not end the stream."""
        try:
            return function(*arguments)
        except Exception:
            traceback.print_exc()
            return None

    # The event loop.

    def process(self, timeout=0.0):
        """Does what is to be done, and returns whether the session is open.
        Waits up to `timeout` seconds for something, None: for ever. For
        programs with a loop of their own, once per turn."""
        if self._closed or self._processing:
            return not self._closed
        self._processing = True
        try:
            self._process(timeout)
        finally:
            self._processing = False
        return not self._closed

    def _process(self, timeout):
        if not self._wire:
            self._try_again()
        if not self._wire:
            wait = max(0.0, self._try_at - time.monotonic())
            time.sleep(wait if timeout is None else min(wait, timeout))
            return
        try:
            messages = self._pending or self._wire.receive(timeout)
            self._pending = []
        except (OSError, ConnectionError):
            self._lose()
            return
        if self._server:
            self._server.tidy()
        for message in messages:
            if not self._wire:
                return
            self._handle(message)

    def run(self):
        """The event loop of a program that has no other: until close(), Ctrl+C,
        or until the interactor is told to end. Nothing happens in it while
        nothing is to be done."""
        self._leaving = False
        try:
            while not self._closed and not self._leaving:
                self._timers.fire()
                self.process(self._timers.until_next())
        except KeyboardInterrupt:
            self.close()

    def leave(self):
        """Ends run(). The stream goes on."""
        self._leaving = True

    def _busy(self):
        return time.monotonic() < self._active_at + _BUSY_SECONDS

    def _handle(self, message):
        kind = message.get("type")
        if kind == "work":
            self._active_at = time.monotonic()
            self._work(message)
        elif kind == "release" and self._ring:
            self._ring.held.discard(message.get("buffer"))
            if self._owed:
                self._owed = False
                self._window.Render()
        elif kind == "address":
            self.url = message.get("url")
        elif kind == "refused":
            sys.stderr.write(f"vtkcast: {message.get('reason')}\n")
            self._lose()

    # Work.

    def _work(self, message):
        full = message.get("tier") == "full"
        self._begin_work(message)
        self._wanted = self._fit(message)
        for event in message.get("events", ()):
            self._call(self._apply, event)
        self._wanted |= full
        self._end_work(full)

    def _begin_work(self, message):
        self._batch = message["batch"]
        self._answered = False
        self._collecting = True
        self._wanted = self._rendered = False
        # Each event asks for a picture; one of all together is enough.
        self._renders = self._interactor.GetEnableRender()
        self._interactor.EnableRenderOff()

    def _end_work(self, full):
        interactor, window = self._interactor, self._window
        if self._renders:
            interactor.EnableRenderOn()
        self._collecting = False
        if self._wanted:
            window.SetDesiredUpdateRate(
                interactor.GetStillUpdateRate() if full
                else interactor.GetDesiredUpdateRate())
            window.Render()
        elif self._rendered:
            self._capture()
        if not self._answered:
            self._send({"type": "done", "batch": self._batch})

    def _apply(self, event):
        kind = event.get("type")
        if kind == "set":
            for name, value in event.get("values", {}).items():
                if name in self._parameters:
                    self._parameters[name]._set(value)
            self._wanted = True
        elif not self._tell(kind, event):
            self._hand.apply(event)
            self._watch_click(event)

    # Clicks.

    def _watch_click(self, event):
        """A press and a release at one place point at it, and so does P."""
        kind = event["type"]
        place = self._interactor.GetEventPosition()
        who = event.get("viewer", 0), event.get("button", 0)
        if kind == "press":
            self._pressed = who, place
        elif kind == "release" and self._pressed is not None:
            pressed_by, begin = self._pressed
            self._pressed = None
            far = max(abs(a - b) for a, b in zip(place, begin))
            if far <= _CLICK and who == pressed_by:
                self._pick(place, event, who[1])
        elif kind == "key-press" and event.get("key") in ("p", "P"):
            self._pick(place, event, 0)

    def _pick(self, place, event, button):
        from vtkmodules.vtkRenderingCore import vtkCellPicker

        if not self._picks:
            return
        renderer = self._interactor.FindPokedRenderer(*place)
        if renderer is None:
            return
        # The interactor may stand for several windows.
        owner = renderer.GetRenderWindow().GetInteractor()
        if owner is not None:
            place = owner.GetEventPosition()
        picker = vtkCellPicker()
        picker.SetTolerance(0.0025)
        pick = {"type": "pick", "viewer": event.get("viewer", 0),
                "button": button}
        found = picker.Pick(*place, 0, renderer)
        if found and _all_finite(picker.GetPickPosition()):
            pick["position"] = list(picker.GetPickPosition())
        self._send(pick)
        self._wanted |= any(kind == "pick" for kind, _ in self._listeners)
        self._tell("pick", pick)

    def _send_camera(self):
        """Of the first renderer, if it has changed."""
        renderer = self._window.GetRenderers().GetFirstRenderer()
        if renderer is None:
            return
        camera = renderer.GetActiveCamera()
        values = {
            "position": camera.GetPosition(),
            "focalPoint": camera.GetFocalPoint(),
            "viewUp": camera.GetViewUp(), "viewAngle": camera.GetViewAngle(),
            "parallelScale": (camera.GetParallelScale()
                              if camera.GetParallelProjection() else 0.0)}
        if values != self._camera and _all_finite(*values.values()):
            self._camera = values
            self._send({"type": "camera", **values})

    def _fit(self, message):
        """Returns whether the window has another size now."""
        size = int(message.get("width", 0)), int(message.get("height", 0))
        if not self._resize or min(size) < 1 or size == self._window.GetSize():
            return False
        self._window.SetSize(*size)
        self._interactor.UpdateSize(*size)
        return True

    # Pictures.

    def render(self):
        """Renders and shows it."""
        self._window.Render()

    def _on_start(self, *_):
        self._render_start = _now_us()

    def _on_render(self, *_):
        self._wanted = True

    def _on_end(self, *_):
        if self._is_picking():
            return
        self._wanted = False
        self._rendered = True
        if not self._collecting:
            self._capture()

    def _is_picking(self):
        """A render for picking draws colours that mean something else."""
        renderers = self._window.GetRenderers()
        for n in range(renderers.GetNumberOfItems()):
            if renderers.GetItemAsObject(n).GetSelector():
                return True
        return False

    def _capture(self):
        """Hands over what the window holds."""
        if not self._wire:
            return
        width, height = self._window.GetSize()
        length = 4 * width * height
        if length == 0 or not self._have_ring(length):
            return
        buffer = self._ring.free()
        if buffer is None:
            self._owed = True
            return
        data, address = self._ring.array(buffer, length)
        self._window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, data)
        if data.GetVoidPointer(0) != address:
            # VTK thought otherwise of the size, and went elsewhere.
            self._ring.forget(buffer, length)
            return
        self._ring.held.add(buffer)
        self._answered = self._send({
            "type": "frame", "buffer": buffer, "width": width,
            "height": height, "stride": 4 * width, "bottom-up": True,
            "tier": self._tier(), "batch": self._batch,
            "start": self._render_start, "end": _now_us()})
        self._send_camera()

    def _have_ring(self, length):
        if self._ring and self._ring.size >= length:
            return True
        if self._ring:
            self._ring.close()
        self._ring = _Ring(length)
        return self._send({"type": "buffers", "count": _BUFFERS,
                           "size": length}, self._ring.fd)

    def _tier(self):
        still = self._interactor.GetStillUpdateRate()
        return ("interactive"
                if self._window.GetDesiredUpdateRate() > 1.01 * still
                else "full")

    # The end.

    def close(self):
        """Ends the stream, and a server that this session has started."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        if self._loop:
            self._loop.close()
        for owner, tag in self._tags:
            owner.RemoveObserver(tag)
        self._timers.close()
        if self._wire:
            self._wire.close()
            self._wire = None
        if self._ring:
            self._ring.close()
            self._ring = None
        if self._server:
            self._server.stop()
            self._server = None


# ── Event loops of others ────────────────────────────────────────────────────


class _StartLoop:
    """interactor.Start() of a window that nobody sees here is our run(): no
    event comes to it but ours."""

    def __init__(self, session, interactor):
        self._interactor = interactor
        self._tag = interactor.AddObserver("StartEvent",
                                           lambda *_: session.run())
        self._exit = interactor.AddObserver("ExitEvent",
                                            lambda *_: session.leave())

    def watch(self, wire):
        pass

    def close(self):
        self._interactor.RemoveObserver(self._tag)
        self._interactor.RemoveObserver(self._exit)


class _TimerLoop:
    """A timer in VTK's own loop, which holds Python's lock while it waits, so
    that no thread could wake it. Quick only while somebody interacts."""

    def __init__(self, session, interactor):
        self._session = session
        self._interactor = interactor
        self._timer = None
        self._interval = 0
        self._tag = interactor.AddObserver("TimerEvent", self._on_timer)
        if not interactor.GetInitialized():
            interactor.Initialize()
        self._set(_TICK_BUSY)

    def _set(self, interval):
        if interval == self._interval:
            return
        if self._timer is not None:
            self._interactor.DestroyTimer(self._timer)
        self._interval = interval
        self._timer = self._interactor.CreateRepeatingTimer(interval)

    def _on_timer(self, *_):
        self._session.process()
        if not self._session._closed:
            self._set(_TICK_BUSY if self._session._busy() else _TICK_IDLE)

    def watch(self, wire):
        pass

    def close(self):
        self._interactor.RemoveObserver(self._tag)
        self._interactor.DestroyTimer(self._timer)


class _QtLoop:
    """Qt tells when the socket has something; it waits as well as we do."""

    NAMES = ("PySide6", "PyQt6", "PySide2", "PyQt5")

    def __init__(self, session, core):
        self._session = session
        self._core = core
        self._notifier = None
        self._timer = core.QTimer()
        self._timer.setInterval(1000)
        self._connect(self._timer, "timeout", "timeout()")
        self._timer.start()

    @classmethod
    def find(cls):
        """The QtCore of a program that has an application, or None."""
        # 3D Slicer's is called qt.
        for name in [f"{name}.QtCore" for name in cls.NAMES] + ["qt"]:
            core = sys.modules.get(name)
            application = getattr(core, "QCoreApplication", None) or getattr(
                core, "QApplication", None)
            if application is not None and application.instance():
                return core
        return None

    def _connect(self, sender, signal, signature):
        if hasattr(sender, signal) and hasattr(getattr(sender, signal),
                                               "connect"):
            getattr(sender, signal).connect(self._on_turn)
        else:
            sender.connect(signature, self._on_turn)

    def _on_turn(self, *_):
        self._session.process()

    def watch(self, wire):
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if wire is not None:
            kinds = getattr(self._core.QSocketNotifier, "Type",
                            self._core.QSocketNotifier)
            self._notifier = self._core.QSocketNotifier(wire.fileno(),
                                                        kinds.Read)
            self._connect(self._notifier, "activated", "activated(int)")

    def close(self):
        self.watch(None)
        self._timer.stop()


def _is_seen(window):
    """Is there a window on a screen?"""
    if window.GetOffScreenRendering():
        return False
    return not hasattr(window, "GetShowWindow") or bool(window.GetShowWindow())


def _make_interactor(window):
    from vtkmodules.vtkInteractionStyle import vtkInteractorStyleSwitch
    from vtkmodules.vtkRenderingUI import vtkGenericRenderWindowInteractor

    interactor = vtkGenericRenderWindowInteractor()
    style = vtkInteractorStyleSwitch()
    style.SetCurrentStyleToTrackballCamera()
    interactor.SetInteractorStyle(style)
    interactor.SetRenderWindow(window)
    return interactor


def _unwrap(window, interactor):
    """Takes a PyVista plotter for its window, too."""
    plotter = window
    if not hasattr(window, "GetRGBACharPixelData"):
        window = getattr(plotter, "render_window",
                         getattr(plotter, "ren_win", None))
        if interactor is None:
            interactor = getattr(getattr(plotter, "iren", None), "interactor",
                                 None)
    if window is None or not hasattr(window, "GetRGBACharPixelData"):
        raise TypeError("stream() needs a vtkRenderWindow, or something that "
                        "has one, such as a pyvista.Plotter")
    return window, interactor or window.GetInteractor()


def _get_title(window):
    name = window.GetWindowName() or ""
    # What VTK says by itself helps nobody.
    if name and not name.startswith("Visualization Toolkit"):
        return name
    return os.path.splitext(os.path.basename(sys.argv[0]))[0] or "VTK"


def _loop_for(session, window, interactor, loop):
    if loop == "none":
        return None
    core = _QtLoop.find() if loop in ("auto", "qt") else None
    if core is not None:
        return _QtLoop(session, core)
    if loop == "qt":
        raise VtkcastError("There is no Qt application.")
    if loop == "timer" or (loop == "auto" and _is_seen(window) and
                           not interactor.IsA(
                               "vtkGenericRenderWindowInteractor")):
        return _TimerLoop(session, interactor)
    return _StartLoop(session, interactor)


def stream(render_window, port=8080, interactor=None, *, title=None,
           resize=None, loop="auto", socket_name=None, arguments=(),
           picks=True, quiet=False):
    """Shows a window to browsers, and returns a Session.

    render_window: a vtkRenderWindow, or something that has one, such as a
        pyvista.Plotter
    port: where browsers find it; a server that is there already for a program
        on that port is used. 0: any free one
    interactor: gets the events; by default the window's own, or a new one
    title: what the page calls it
    resize: may the browser change the window's size? By default if nobody sees
        the window here
    loop: who looks for events: "qt", "timer" (of VTK), "start" (run() or
        interactor.Start() of a window that nobody sees), "none" (process() is
        called), or "auto"
    socket_name: of the bridge; by default made of the port
    arguments: more of vtkcast's command line, such as ["--max-viewers", "2"]
    picks: is it found out where in the scene a click points? It takes a moment
        where there are many cells
    quiet: do not print the address
    """
    window, interactor = _unwrap(render_window, interactor)
    if interactor is None:
        interactor = _make_interactor(window)
    if not interactor.GetInitialized():
        interactor.Initialize()
    width, height = window.GetSize()
    if socket_name is None:
        socket_name = f"port-{port}" if port else f"program-{os.getpid()}"
    session = Session(
        window, interactor, socket_name=socket_name,
        arguments=["--bridge", socket_name, "--port", str(port),
                   "--bridge-wait", str(_WAIT_KNOWN if port else _WAIT_ANY),
                   "--size",
                   f"{min(max(width, 16), 7680)}x{min(max(height, 16), 4320)}",
                   *arguments],
        title=title or _get_title(window),
        resize=not _is_seen(window) if resize is None else resize,
        picks=picks)
    try:
        session._connect()
        session._loop = _loop_for(session, window, interactor, loop)
        if session._loop:
            session._loop.watch(session._wire)
        end = time.monotonic() + _ANSWER
        while session.url is None and time.monotonic() < end:
            session.process(0.1)
            if session._server:
                session._server.check()
        if session.url is None:
            raise VtkcastError("The vtkcast server says no address.")
    except BaseException:
        session.close()
        raise
    atexit.register(session.close)
    if not quiet:
        print(f"vtkcast: open {session.url}", flush=True)
    return session


def __getattr__(name):
    # The Jupyter widget needs anywidget, which a program that only streams
    # does not have.
    if name == "View":
        from vtkcast_jupyter import View

        return View
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
