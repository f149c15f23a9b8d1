// SPDX-License-Identifier: BSD-3-Clause
//
// python/vtkcast_streamlit in a real Streamlit app (tests/python/app.py).

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { coverage, launchBrowser, Server, until } from './harness.mjs';
import { parseMetrics } from './prometheus.mjs';
import { NO_PYTHON as skip } from './python.mjs';
import { freeOrigin, openApp, startApp, watchApp }
  from './streamlit.mjs';

const APP = 'tests/python/app.py';

let browser;
let server;
let app;
let viewer;
const programs = [];

async function start(origin, url) {
  programs.push(await startApp(APP, origin, url));
  return origin;
}

before(async () => {
  if (skip)
    return;
  const origin = await freeOrigin();
  [browser, server] = await Promise.all([
    launchBrowser(),
    Server.start({ scene: 'cone', args: ['--allow-origin', origin] }),
  ]);
  app = await start(origin, server.url);
});

afterEach(async () => {
  await viewer?.close();
  viewer = null;
  await server?.empty();
});

after(async () => {
  await browser?.close();
  await Promise.all(programs.map(program => program.stop()));
  await server?.stop();
});

async function watch() {
  viewer = await watchApp(browser, app);
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

const distance = (a, b) => Math.hypot(...a.map((x, n) => x - b[n]));

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

test('a slider and a checkbox of the app change the scene', { skip },
     async () => {
  await watch();
  const first = await viewer.pixels();
  const solid = coverage(first);
  await viewer.page.getByText('Wireframe').click();
  await until('a wireframe', async () =>
    coverage(await viewer.pixels(640, 480)) < 0.9 * solid);
  await viewer.page.getByText('Wireframe').click();
  await viewer.becomes(first);
  await viewer.page.getByRole('slider').press('Home');
  await until('nothing to see', async () =>
    coverage(await viewer.pixels()) < 0.1 * solid);
  await viewer.page.getByRole('slider').press('End');
  await viewer.becomes(first);
});

test('a drag in the view comes back as the camera, once it rests', { skip },
     async () => {
  await watch();
  const { camera } = await writes('a camera', value => value.camera);
  assert.deepEqual(Object.keys(camera).sort(), [
    'focalPoint', 'parallelScale', 'position', 'viewAngle', 'viewUp',
  ]);
  await viewer.settle();
  const { runs } = await written();
  await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 60 });
  const after = await writes('another camera', value =>
    distance(value.camera.position, camera.position) > 0.1);
  assert.equal(distance(after.camera.focalPoint, camera.focalPoint), 0);
  assert.ok(after.runs - runs <= 2, `${after.runs - runs} runs for one drag`);
});

test('a pick comes back, and the same one again', { skip }, async () => {
  await watch();
  await viewer.press([0.5, 0.5]);
  await viewer.page.mouse.up();
  const { picked } = await writes('a pick', value => value.picked);
  assert.equal(picked.position.length, 3);
  assert.deepEqual([picked.button, picked.number], [1, 1]);
  await viewer.press([0.02, 0.02]);
  await viewer.page.mouse.up();
  const next = await writes('another pick', value =>
    value.picked.number === 2);
  assert.equal(next.picked.position, null, 'there is nothing');
});

test('a value that cannot be is told over the picture', { skip }, async () => {
  await watch();
  await viewer.frame.evaluate(() =>
    document.getElementById('view').setAttribute('params', '{"opacity":7}'));
  await viewer.frame.getByText('“opacity” must be').waitFor();
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
    const origin = await start(await freeOrigin(), stranger.url);
    viewer = await openApp(browser, origin);
    await viewer.frame.getByText(`--allow-origin ${origin}?`).waitFor();
  } finally {
    await stranger.stop();
  }
});
