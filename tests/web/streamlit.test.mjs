// SPDX-License-Identifier: BSD-3-Clause
//
// python/vtkcast_streamlit in a real Streamlit app (tests/python/app.py).

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { coverage, launchBrowser, Server, until, Viewer } from './harness.mjs';
import { freePort, NO_PYTHON as skip, PythonProgram } from './python.mjs';
import { parseMetrics } from './prometheus.mjs';

const VIEWPORT = { width: 1100, height: 700 };

let browser;
let server;
let app;
let viewer;
const programs = [];

/**
 * @param {string} origin where the app is to be
 * @param {string|URL} url of the server that it shows
 */
async function startApp(origin, url) {
  const { port } = new URL(origin);
  const program = await PythonProgram.start('streamlit', [
    'run', 'tests/python/app.py', '--server.address', '127.0.0.1',
    '--server.port', port, '--server.headless', 'true',
    '--server.fileWatcherType', 'none', '--browser.gatherUsageStats', 'false',
  ], `${origin}/_stcore/health`, { VTKCAST_URL: String(url) });
  programs.push(program);
  return origin;
}

const freeOrigin = async () => `http://127.0.0.1:${await freePort()}`;

before(async () => {
  if (skip)
    return;
  const origin = await freeOrigin();
  [browser, server] = await Promise.all([
    launchBrowser(),
    Server.start({ scene: 'cone', args: ['--allow-origin', origin] }),
  ]);
  app = await startApp(origin, server.url);
});

afterEach(async () => {
  await viewer?.close();
  viewer = null;
  await until('nobody watches', async () =>
    !server || (await server.health()).viewers === 0);
});

after(async () => {
  await browser?.close();
  await Promise.all(programs.map(program => program.stop()));
  await server?.stop();
});

async function open(origin = app) {
  viewer = await Viewer.open(browser, origin, { viewport: VIEWPORT });
  viewer.frame = await until('the frame of the component', () =>
    viewer.page.frames().find(frame =>
      frame.url().includes('vtkcast_view')));
  viewer.inset = true;
}

/** … and waits for the picture. */
async function watch() {
  await open();
  await viewer.reach('live');
  await viewer.settle();
}

/** What the script wrote last. */
async function written() {
  const text = await viewer.page.locator('code').textContent();
  return JSON.parse(text);
}

/** Until what the script writes is as wanted. */
const writes = (what, wanted) => until(what, async () => {
  const value = await written();
  return wanted(value) && value;
});

/** Who came to the server, as /metrics tells. */
async function countViewers() {
  const response = await fetch(new URL('/metrics', server.url), {
    headers: { Authorization: `Bearer ${server.token}` },
  });
  const metrics = parseMetrics(await response.text());
  const count = name => metrics.get(name).samples[0].value;
  return {
    now: count('vtkcast_viewers'), ever: count('vtkcast_viewers_joined_total'),
  };
}

test('a view is in the page, and a drag rotates', { skip }, async () => {
  await watch();
  const first = await viewer.pixels();
  assert.ok(coverage(first) > 0.05, 'there is something to see');
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first);
});

test('50 runs of the script keep one connection', { skip }, async () => {
  await watch();
  const joined = await countViewers();
  const { runs } = await written();
  const again = viewer.page.getByRole('button', { name: 'Again' });
  for (let n = 1; n <= 50; n++) {
    await again.click();
    await writes(`run ${n}`, value => value.runs >= runs + n);
  }
  assert.deepEqual(joined, { now: 1, ever: joined.ever });
  assert.deepEqual(await countViewers(), joined);
  assert.equal(await viewer.frame.evaluate(
    () => window.vtkcastTest.connections.length), 1);
  assert.equal(await viewer.get('state'), 'live');
});

test('a server that does not know the page says what helps', { skip },
     async () => {
  const stranger = await Server.start({ scene: 'cone' });
  try {
    const origin = await startApp(await freeOrigin(), stranger.url);
    await open(origin);
    await viewer.frame.getByText(`--allow-origin ${origin}?`).waitFor();
  } finally {
    await stranger.stop();
  }
});

test('a wrong address is told in one sentence', { skip }, async () => {
  const origin = await startApp(await freeOrigin(), '127.0.0.1:8080');
  viewer = await Viewer.open(browser, origin, { viewport: VIEWPORT });
  await viewer.page.getByText(
    "'127.0.0.1:8080' is no address of a vtkcast server").first().waitFor();
});
