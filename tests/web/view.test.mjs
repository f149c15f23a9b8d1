// SPDX-License-Identifier: BSD-3-Clause
//
// Hands on the view: what mouse, wheel, keys and fingers do to the picture.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { coverage, difference, launchBrowser, Server, until, Viewer }
  from './harness.mjs';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([
    launchBrowser(), Server.start({ scene: 'cone' }),
  ]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

let viewer;
let first;

beforeEach(async () => {
  viewer = await Viewer.watch(browser, server.url);
  await viewer.page.keyboard.press('r');
  await viewer.settle();
  first = await viewer.pixels();
});

afterEach(async () => {
  await viewer.close();
  await server.empty();
  assert.deepEqual(viewer.errors, []);
});

test('the picture appears, in the size of the element', async () => {
  assert.ok(coverage(first) > 0.05, 'there is something to see');
  assert.deepEqual(await viewer.size(), [640, 480]);
  assert.ok(!viewer.page.url().includes('token'), 'no token in the address');
  assert.equal(await viewer.get('controls'), true);
});

test('a left drag rotates, and r resets', async () => {
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first);
  await viewer.page.keyboard.press('r');
  await viewer.becomes(first);
});

test('the wheel zooms in and out, and reset() resets', async () => {
  await viewer.moveTo([0.5, 0.5]);
  const small = coverage(first);
  for (let n = 0; n < 3; n++)
    await viewer.page.mouse.wheel(0, -120);
  await until('larger', async () =>
    coverage(await viewer.pixels()) > 1.2 * small);
  for (let n = 0; n < 6; n++)
    await viewer.page.mouse.wheel(0, 120);
  await until('smaller', async () =>
    coverage(await viewer.pixels()) < 0.8 * small);
  await viewer.get('reset()');
  await viewer.becomes(first);
});

test('w shows wireframe, s the surface', async () => {
  const solid = coverage(first);
  await viewer.page.keyboard.press('w');
  await until('a wireframe', async () =>
    coverage(await viewer.pixels(640, 480)) < 0.7 * solid);
  await viewer.page.keyboard.press('s');
  await viewer.becomes(first);
});

test('the buttons of a chord are pressed and released one by one', async () => {
  const { mouse } = viewer.page;
  await viewer.press([0.4, 0.5], 'left');
  await mouse.down({ button: 'right' });
  await viewer.moveTo([0.6, 0.6], 4);
  await mouse.up({ button: 'left' });
  await viewer.moveTo([0.5, 0.3], 4);
  await mouse.up({ button: 'right' });
  await viewer.settle();
  const rest = await viewer.pixels();
  await viewer.moveTo([0.8, 0.2], 6);
  await viewer.settle();
  assert.ok(difference(rest, await viewer.pixels()) < 0.5,
            'nothing is held any more');
});

/** Ends a drag without a release, and moves on: the picture must not. */
async function testLost(how) {
  await viewer.press([0.4, 0.5]);
  await viewer.moveTo([0.6, 0.5], 6);
  await viewer.changed(first);
  await viewer.page.evaluate(how);
  // A capture that a script gives up is lost with the next event.
  await viewer.moveTo([0.61, 0.5]);
  await until('the server is told', async () =>
    (await viewer.sent()).at(-1).type === 'pointercancel');
  await viewer.settle();
  const rest = await viewer.pixels();
  await viewer.moveTo([0.3, 0.3], 8);
  await viewer.settle();
  assert.ok(difference(rest, await viewer.pixels()) < 0.5,
            'the drag has ended');
  await viewer.page.mouse.up();

  await viewer.drag([0.4, 0.5], [0.6, 0.7]);
  await viewer.changed(rest);
}

test('a lost capture ends the drag', () => testLost(() => {
  const view = document.querySelector('vtkcast-view');
  for (let id = 0; id < 100; id++)
    if (view.hasPointerCapture(id))
      view.releasePointerCapture(id);
}));

test('a window that loses the focus ends the drag', () =>
  testLost(() => window.dispatchEvent(new Event('blur'))));

test('the render size follows the element', async () => {
  await viewer.page.setViewportSize({ width: 501, height: 333 });
  await until('the new size', async () =>
    String(await viewer.size()) === '502,334');
});

test('and the device pixels, up to the limit', async () => {
  await viewer.close();
  viewer = await Viewer.watch(browser, server.url, {
    viewport: { width: 400, height: 300 }, deviceScaleFactor: 2,
  });
  assert.deepEqual(await viewer.size(), [800, 600]);
  await viewer.page.evaluate(() =>
    document.querySelector('vtkcast-view').setAttribute('max-pixels', 120000));
  await until('the limited size', async () =>
    String(await viewer.size()) === '400,300');
});

test('letterboxes are no part of the view', async () => {
  // The element changes its shape; until the server follows, the picture keeps
  // its own. A style that it cannot follow makes that last.
  await viewer.page.evaluate(() => {
    const view = document.querySelector('vtkcast-view');
    view.setAttribute('max-pixels', 640 * 480);
    view.style.width = '640px';
    view.style.height = '240px';
  });
  await viewer.page.mouse.move(160, 120);
  const { x, y } = (await viewer.sent()).findLast(
    ({ type }) => type === 'pointermove');
  assert.deepEqual([x, y], [0, 0.5], 'left edge of a 4:3 picture in 640 × 240');
});

test('a pinch zooms, one finger rotates', async () => {
  const small = coverage(first);
  await viewer.pinch(0.3, 0.1);
  await until('smaller', async () =>
    coverage(await viewer.pixels()) < 0.5 * small);
  await viewer.pinch(0.1, 0.36);
  await until('larger', async () =>
    coverage(await viewer.pixels()) > 1.2 * small);
  await viewer.settle();

  await viewer.page.keyboard.press('r');
  await viewer.becomes(first);
  await viewer.touch('touchStart', [[0.5, 0.5]]);
  for (let n = 1; n <= 10; n++)
    await viewer.touch('touchMove', [[0.5 + 0.03 * n, 0.5]]);
  await viewer.touch('touchEnd', []);
  await viewer.changed(first);
});

test('screenshot() gives the picture as PNG', async () => {
  const [type, width, height] = await viewer.page.evaluate(async () => {
    const blob = await document.querySelector('vtkcast-view').screenshot();
    const bitmap = await createImageBitmap(blob);
    return [blob.type, bitmap.width, bitmap.height];
  });
  assert.deepEqual([type, width, height], ['image/png', 640, 480]);
});

test('every frame that answers tells how long it took', async () => {
  await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 20 });
  const traces = await until('answers', async () => {
    const all = await viewer.page.evaluate(() => window.vtkcastTest.traces);
    const answers = all.filter(trace => trace.motionToPhoton !== null);
    return answers.length >= 3 && answers;
  });
  for (const trace of traces) {
    assert.ok(trace.motionToPhoton > 0 && trace.motionToPhoton < 5000);
    const stages = ['wait', 'render', 'send', 'network', 'buffer', 'decode',
                    'display'].map(stage => trace[stage]);
    assert.ok(stages.every(value => typeof value === 'number'), `${stages}`);
    const sum = stages.reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum - trace.motionToPhoton) < 0.01);
  }
  await viewer.get('updateStats()');
  await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 20 });
  const stats = await viewer.get('updateStats()');
  assert.ok(stats.motionToPhoton.p50 > 0);
  assert.ok(stats.fps > 0 && stats.bitrate > 0 && stats.frames > 0);
  assert.match(stats.codec, /H\.264|VP8/);
});

test('at rest nothing is rendered and nothing sent', async () => {
  const count = async () => [(await server.health()).renders,
                             (await viewer.get('updateStats()')).bytes];
  let before = await count();
  // The last frame is repeated a few times against loss; then there is silence.
  await until('a silent second', async () => {
    await new Promise(resolve => setTimeout(resolve, 1000));
    const now = await count();
    const same = String(now) === String(before);
    before = now;
    return same;
  });
});
