// SPDX-License-Identifier: BSD-3-Clause
//
// Streamlit apps with a view in them.

import { until, Viewer } from './harness.mjs';
import { freePort, programOf, PythonProgram } from './python.mjs';

const VIEWPORT = { width: 1100, height: 700 };

/** For an app to be; its server must be told before there is one. */
export async function freeOrigin() {
  return `http://127.0.0.1:${await freePort()}`;
}

/**
 * @param {string} script
 * @param {string} origin where the app is to be
 * @param {string|URL} url of the server that it shows
 */
export function startApp(script, origin, url) {
  const { port } = new URL(origin);
  return PythonProgram.start(programOf('streamlit'), [
    'run', script, '--server.address', '127.0.0.1', '--server.port', port,
    '--server.headless', 'true', '--server.fileWatcherType', 'none',
    '--browser.gatherUsageStats', 'false',
  ], `${origin}/_stcore/health`, { VTKCAST_URL: String(url) });
}

/** Opens an app until there is the frame with the view. */
export async function openApp(browser, origin) {
  const viewer = await Viewer.open(browser, origin, { viewport: VIEWPORT });
  viewer.inset = true;
  viewer.frame = await until('the frame of the component', () =>
    viewer.page.frames().find(frame => frame.url().includes('vtkcast_view')));
  return viewer;
}

/** … and until there is the picture. */
export async function watchApp(browser, origin) {
  const viewer = await openApp(browser, origin);
  await viewer.reach('live');
  await viewer.settle();
  return viewer;
}
