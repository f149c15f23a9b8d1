// SPDX-License-Identifier: BSD-3-Clause
//
// docs/examples/cpp: a program with a VTK of its own that serves its window.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { Embedded } from './embedded.mjs';
import { difference, until, Viewer } from './harness.mjs';
import { listenToPicks, picks } from './picks.mjs';
import { freePort } from './python.mjs';

let embedded;
let server;
let viewer;

before(async () => {
  embedded = await Embedded.build('docs/examples/cpp');
  server = await embedded.start('isosurface', '--port=0');
});

after(async () => {
  await server?.stop();
  await embedded?.close();
});

beforeEach(async () => {
  viewer = await Viewer.watch(embedded.browser, server.url);
});

afterEach(async () => {
  await viewer.close();
  assert.deepEqual(viewer.errors, []);
});

/** What a program prints that ends by itself. */
const run = (program, ...args) => promisify(execFile)(program, args, {
  env: embedded.env, encoding: 'buffer', maxBuffer: 1e8,
});

/** R, G, B of a place of a picture of 160 × 120. */
const at = (pixels, x, y) => [...pixels.subarray(4 * (160 * y + x)).slice(0, 3)];

/** The share of pixels that have the colour of the surface. */
function surface(pixels) {
  let count = 0;
  for (let p = 0; p < pixels.length; p += 4)
    count += pixels[p] > pixels[p + 2] + 40 ? 1 : 0;
  return 4 * count / pixels.length;
}

/** The values that a page sets. */
const set = values => viewer.page.evaluate(
  wanted => document.querySelector('vtkcast-view').setParameters(wanted),
  values);

test('the picture stands upright and has its colours', async () => {
  const pixels = await viewer.pixels();
  const [above, below] = [at(pixels, 3, 2), at(pixels, 3, 117)];
  assert.ok(Math.abs(above[0] - 26) < 4 && Math.abs(above[1] - 51) < 4 &&
            above[2] > 120, `above it is blue: ${above}`);
  assert.ok(below[1] > below[2] && below[2] < 40, `below green: ${below}`);
  assert.ok(surface(pixels) > 0.05, 'the surface is orange');
  assert.equal(await viewer.get('status.text'), 'Isosurface');
});

test('a drag rotates, r resets the distance, q ends nothing', async () => {
  const first = await viewer.pixels();
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first);
  await viewer.page.keyboard.press('q');
  await viewer.page.keyboard.press('e');
  await viewer.settle();
  const turned = await viewer.pixels();
  await viewer.page.mouse.wheel(0, -360);
  await viewer.changed(turned);
  await viewer.page.keyboard.press('r');
  await viewer.settle();
});

test('a pinch zooms', async () => {
  const before = surface(await viewer.pixels());
  await viewer.pinch(0.1, 0.16);
  await until('larger', async () =>
    surface(await viewer.pixels()) > 1.3 * before);
  await viewer.pinch(0.16, 0.1);
  await until('as before', async () =>
    Math.abs(surface(await viewer.pixels()) - before) < 0.02);
});

test('a click says where in the scene it is', async () => {
  await listenToPicks(viewer);
  await viewer.drag([0.5, 0.5], [0.5, 0.5]);
  const [{ button, position }] = await picks(viewer, 1);
  assert.equal(button, 1);
  assert.ok(position.every(coordinate => Math.abs(coordinate) <= 10),
            `${position}`);
  await viewer.drag([0.01, 0.01], [0.01, 0.01]);
  assert.equal((await picks(viewer, 2))[1].position, null);
});

test('the slider changes the surface', async () => {
  const before = surface(await viewer.pixels());
  const [slider] = await until('its description', () =>
    viewer.get('parameters'));
  assert.deepEqual(
    [slider.name, slider.title, slider.minimum, slider.maximum, slider.value],
    ['isovalue', 'Isovalue', 50, 250, 150]);
  await set({ isovalue: 220 });
  await until('a smaller surface', async () =>
    surface(await viewer.pixels()) < 0.7 * before);
  await assert.rejects(set({ isovalue: 1000 }), /isovalue/);
  await set({ isovalue: 150 });
  await until('as before', async () =>
    Math.abs(surface(await viewer.pixels()) - before) < 0.01);
});

test('the picture has the size of the page', async () => {
  assert.deepEqual(await viewer.size(), [640, 480]);
  await viewer.page.setViewportSize({ width: 500, height: 400 });
  await until('the new size', async () =>
    String(await viewer.size()) === '500,400');
});

test('at rest nothing is rendered', async () => {
  const { renders } = await server.health();
  await viewer.settle();
  await until('a silent second', async () => {
    const before = (await server.health()).renders;
    await new Promise(resolve => setTimeout(resolve, 1000));
    return (await server.health()).renders === before;
  });
  assert.ok(renders > 0);
});

test('the only VTK in the process is its own', async () => {
  const maps = await readFile(`/proc/${server.pid}/maps`, 'utf8');
  assert.match(maps, /libvtkcast-server\.so/);
  assert.match(maps, /libgstvtkcast\.so/);
  assert.match(maps, /libvtkRenderingCore/);
  assert.doesNotMatch(maps, /libvtkcast-scene/);
});

test('an open page finds its way to a program that came again', async () => {
  const options = [`--port=${await freePort()}`, '--auth-key=between-us-alone'];
  let other = await embedded.start('isosurface', ...options);
  try {
    const beside = await Viewer.watch(embedded.browser, other.url);
    other.wanted = false;
    other.child.kill('SIGKILL');
    await other.exited;
    other = await embedded.start('isosurface', ...options);
    await until('another connection', () => beside.page.evaluate(() =>
      window.vtkcastTest.connections.length > 1));
    await beside.reach('live', 30000);
    await until('the surface', async () =>
      surface(await beside.pixels()) > 0.05);
    await beside.close();
  } finally {
    await other.stop();
  }
});

test('compiled by hand it is the same', async () => {
  const program = await embedded.installed.buildByHand();
  const other = await embedded.start(program, '--port=0');
  try {
    const beside = await Viewer.watch(embedded.browser, other.url);
    assert.ok(surface(await beside.pixels()) > 0.05, 'the surface is orange');
    await beside.close();
  } finally {
    await other.stop();
  }
});

test('what its options say wrong is told in a sentence', async () => {
  for (const [option, sentence] of [
    ['--port=99999', /^--port must be from 0 to 65535, not 99999\.$/],
    ['--port=abc', /^Cannot parse integer value .abc. for --port/],
    ['9000', /^.9000. is no option\.$/],
  ])
    await assert.rejects(run(path.join(embedded.programs, 'isosurface'), option),
                         ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(String(stderr).trim(), sentence);
      return true;
    });
});

test('a view in a pipeline of its own makes a film', async () => {
  const film = path.join(embedded.installed.folder, 'cone.mkv');
  await run(path.join(embedded.programs, 'pipeline'), film);
  const { stdout } = await run('ffmpeg', '-v', 'error', '-i', film, '-f',
                               'rawvideo', '-fps_mode', 'passthrough', '-pix_fmt', 'rgba', '-s', '160x120',
                               '-');
  const pictures = Array.from({ length: stdout.length / (4 * 160 * 120) },
    (_, n) => stdout.subarray(4 * 160 * 120 * n, 4 * 160 * 120 * (n + 1)));
  assert.equal(pictures.length, 60);
  const [red, green, blue] = at(pictures[0], 3, 3);
  assert.ok(Math.abs(red - 26) < 12 && Math.abs(green - 51) < 12 &&
            Math.abs(blue - 128) < 12, `${red} ${green} ${blue}`);
  assert.ok(pictures.every(picture => surface(picture) > 0.02), 'a cone');
  const turned = difference(pictures[0], pictures[15]);
  assert.ok(turned > 5, `a quarter turn changes it by ${turned}`);
});
