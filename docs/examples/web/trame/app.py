"""A trame application around a view that vtkcast renders.

trame keeps the state and the widgets; vtkcast the pictures and the mouse.

    pip install trame
    python3 app.py --vtkcast http://127.0.0.1:8080 --token secret --server

SPDX-License-Identifier: BSD-3-Clause
"""
import argparse
import json
import urllib.error
import urllib.parse
import urllib.request

from trame.app import get_server
from trame.ui.html import DivLayout
from trame.widgets import html

parser = argparse.ArgumentParser(add_help=False)
parser.add_argument('--vtkcast', required=True)
parser.add_argument('--token', required=True)
options, _ = parser.parse_known_args()

server = get_server()
state = server.state
state.opacity = 1
state.problem = ''


def set_parameters(values):
    """Sets parameters of the scene; returns a sentence if that fails."""
    request = urllib.request.Request(
        f'{options.vtkcast}/api/v1/scene', method='PATCH',
        data=json.dumps(values).encode(),
        headers={'Authorization': f'Bearer {options.token}',
                 'Content-Type': 'application/merge-patch+json'})
    try:
        urllib.request.urlopen(request, timeout=5).close()
    except urllib.error.HTTPError as error:
        return json.load(error)['detail']
    return ''


@state.change('opacity')
def on_opacity(opacity, **_):
    state.problem = set_parameters({'opacity': float(opacity)})


with DivLayout(server):
    token = urllib.parse.quote(options.token)
    html.Iframe(src=f'{options.vtkcast}/?token={token}', allow='fullscreen',
                style='width: 640px; height: 400px; border: 0')
    with html.Label('Opacity'):
        html.Input(id='opacity', type='range', min=0, max=1, step=0.01,
                   v_model=('opacity', 1))
    html.P('{{ problem }}')

if __name__ == '__main__':
    server.start()
