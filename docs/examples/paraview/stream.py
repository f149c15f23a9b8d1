# SPDX-License-Identifier: BSD-3-Clause
"""A ParaView view in the browser, of data that lie on a parallel pvserver.

    mpirun -np 4 pvserver --server-port=11111
    pvpython stream.py --server localhost:11111 --port 8080 [DATA]

Each rank of pvserver reads and renders its part, IceT puts the pictures
together, pvpython gets the one that comes of it, and vtkcast shows that.
Without DATA it is a wavelet with an isosurface, coloured by rank.
"""

import argparse

from paraview import simple

import vtkcast

# What ParaView asks its windows for when a picture is to be good.
STILL_RATE = 0.002


class Window:
    """A view's window, which lets ParaView render and change the size: it does
    so on all ranks."""

    def __init__(self, view):
        self._view = view
        self._window = view.GetRenderWindow()

    def __getattr__(self, name):
        return getattr(self._window, name)

    def Render(self):
        simple.Render(self._view)

    def SetSize(self, width, height):
        self._view.ViewSize = [width, height]


def show_wavelet(view):
    """Returns the isosurface."""
    wavelet = simple.Wavelet(WholeExtent=[-40, 40, -40, 40, -40, 40])
    surface = simple.Contour(Input=wavelet, ContourBy=["POINTS", "RTData"],
                             Isosurfaces=[157.0])
    # ParaView has renamed it.
    if hasattr(simple, "GenerateProcessIds"):
        ranks, name = simple.GenerateProcessIds(surface), "PointProcessIds"
    else:
        ranks, name = simple.ProcessIdScalars(surface), "ProcessId"
    display = simple.Show(ranks, view)
    simple.ColorBy(display, ("POINTS", name))
    display.RescaleTransferFunctionToDataRange(True, False)
    return surface


def connect(server):
    host, _, port = server.rpartition(":")
    simple.Connect(host or "localhost", int(port))


def make_view():
    view = simple.CreateView("RenderView")
    view.ViewSize = [1280, 720]
    view.OrientationAxesVisibility = 0
    # Nothing is small enough to be sent here and rendered here.
    view.RemoteRenderThreshold = 0
    # Squirt would change colours a little.
    view.CompressorConfig = "vtkLZ4Compressor 0 0"
    return view


def look_askance(view):
    """So that all ranks are seen."""
    simple.ResetCamera(view)
    camera = view.GetActiveCamera()
    camera.Azimuth(60)
    camera.Elevation(25)
    simple.Render(view)


def stream(view, port):
    """Returns a vtkcast.Session."""
    interactor = view.GetInteractor()
    interactor.SetStillUpdateRate(STILL_RATE)
    return vtkcast.stream(Window(view), port=port, interactor=interactor,
                          title="ParaView", resize=True, loop="none")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", help="HOST:PORT of pvserver; without it, "
                        "pvpython renders by itself")
    parser.add_argument("--port", type=int, default=8080,
                        help="where browsers find the view")
    parser.add_argument("data", nargs="*", help="files, as pvserver sees them")
    options = parser.parse_args()

    if options.server:
        connect(options.server)
    view = make_view()
    if options.data:
        simple.Show(simple.OpenDataFile(options.data), view)
        surface = None
    else:
        surface = show_wavelet(view)
    look_askance(view)

    session = stream(view, options.port)
    if surface:
        session.slider("Isovalue", 40, 270, value=157, on_change=lambda value:
                       setattr(surface, "Isosurfaces", [value]))
    session.button("Reset view", lambda: simple.ResetCamera(view))
    session.run()


if __name__ == "__main__":
    main()
