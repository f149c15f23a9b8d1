// SPDX-License-Identifier: BSD-3-Clause
//
// tests/embed/on-screen: a desktop program that shows its window to browsers,
// too, and sleeps until somebody wants something.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Embedded } from './embedded.mjs';
import { until, Viewer } from './harness.mjs';
import { listenToPicks, picks } from './picks.mjs';

/** Of a page of 640 × 480, in whose middle the window lies. */
const WINDOW = { width: 400, height: 300 };
const DARKNESS = [24, 24, 24];
const BACKGROUND = [26, 26, 102];

let embedded;
let server;
let viewer;

before(async () => {
  embedded = await Embedded.build('tests/embed');
  server = await embedded.start('on-screen');
  viewer = await Viewer.watch(embedded.browser, server.url);
});

after(async () => {
  await server?.stop();
  await embedded?.close();
});

/** R, G, B of the page at x, y. */
async function at(x, y) {
  const pixels = await viewer.pixels(640, 480);
  return [...pixels.subarray(4 * (640 * y + x)).slice(0, 3)];
}

/** Where the window begins and ends in the page, along its middle lines. */
async function extent() {
  const pixels = await viewer.pixels(640, 480);
  const isDark = (x, y) => DARKNESS.every(
    (value, n) => pixels[4 * (640 * y + x) + n] === value);
  const inside = (length, test) => Array.from({ length }, (_, n) => n)
    .filter(n => !test(n));
  const across = inside(640, x => isDark(x, 240));
  const down = inside(480, y => isDark(320, y));
  return { x: across[0], width: across.at(-1) - across[0] + 1,
           y: down[0], height: down.at(-1) - down[0] + 1 };
}

test('the page shows the window in its size, with bars around', async () => {
  assert.deepEqual(await viewer.size(), [640, 480]);
  assert.deepEqual(await extent(), { x: 120, y: 90, ...WINDOW });
  assert.deepEqual(await at(125, 95), BACKGROUND);
  const [red, green, blue] = await at(320, 240);
  assert.ok(red > 60 && green < 20 && blue < 20, `${red} ${green} ${blue}`);
});

test('hands in the page wake it', async () => {
  const first = await viewer.pixels();
  await viewer.drag([0.4, 0.5], [0.6, 0.6]);
  await viewer.changed(first);
  await viewer.settle();
  const turned = await viewer.pixels();
  await viewer.pinch(0.3, 0.15);
  await viewer.changed(turned);
  await viewer.page.keyboard.press('q');
  await viewer.page.keyboard.press('r');
  await viewer.settle();
});

test('the pointer is where the window lies in the page', async () => {
  await listenToPicks(viewer);
  await viewer.drag([0.5, 0.5], [0.5, 0.5]);
  const corner = [(120 + 5) / 640, (90 + 5) / 480];
  await viewer.drag(corner, corner);
  const [middle, beside] = await picks(viewer, 2);
  assert.equal(middle.position.length, 3);
  assert.equal(beside.position, null);
});

test('what somebody does at the screen is seen in the page', async () => {
  await viewer.settle();
  const before = await viewer.pixels();
  server.child.stdin.write('drag\n');
  await viewer.changed(before);
  await viewer.settle();
});

test('at rest nothing is rendered', async () => {
  await until('a silent second', async () => {
    const { renders } = await server.health();
    await new Promise(resolve => setTimeout(resolve, 1000));
    return (await server.health()).renders === renders;
  });
});

test('its window may change its size', async () => {
  server.child.stdin.write('resize\n');
  await until('the new size', async () => {
    const { width, height } = await extent();
    return width === WINDOW.height && height === WINDOW.width;
  });
  await viewer.settle();
});

test('it ends, and nobody sleeps for ever', async () => {
  server.wanted = false;
  server.child.stdin.end();
  await server.exited;
  assert.equal(server.child.exitCode, 0, server.log.join('\n'));
});
