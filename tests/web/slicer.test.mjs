// SPDX-License-Identifier: BSD-3-Clause
//
// slicer/Vtkcast in a stand-in for 3D Slicer (tests/python/slicer_standin.py):
// a layout of two views, worked with in a real browser.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { difference, launchBrowser, ROOT, until, Viewer } from './harness.mjs';
import { ask, getValues, Programs, setValues } from './programs.mjs';

const PROGRAM = path.join(ROOT, 'tests/python/slicer_program.py');

const programs = new Programs({ PYTHONPATH: path.join(ROOT, 'python') });
let browser;
let url;
let viewer;

before(async () => {
  await programs.startDisplay();
  [, url] = await programs.start('/usr/bin/python3', [PROGRAM, '0'],
                                 /open (http\S+)/);
  browser = await launchBrowser();
  // As large as the layout, so that nothing is scaled.
  viewer = await Viewer.watch(browser, url,
                              { viewport: { width: 640, height: 360 } });
});

after(async () => {
  await viewer?.close();
  await browser?.close();
  await programs.stop();
});

/** The two views and what lies beside them, each as R, G, B, A. */
async function look() {
  const pixels = await viewer.pixels(640, 360);
  const cut = (left, top, right, bottom) => {
    const rows = [];
    for (let y = top; y < bottom; y++)
      rows.push(pixels.subarray(4 * (640 * y + left), 4 * (640 * y + right)));
    return Uint8Array.from(Buffer.concat(rows));
  };
  return { threeD: cut(0, 0, 320, 360), red: cut(328, 100, 640, 360),
           beside: cut(322, 2, 638, 98) };
}

function countGreen(pixels) {
  let n = 0;
  for (let at = 0; at < pixels.length; at += 4)
    n += pixels[at + 1] > pixels[at + 2] + 40 ? 1 : 0;
  return n;
}

test('the layout is one picture', async () => {
  const { threeD, red, beside } = await look();
  assert.deepEqual(await viewer.size(), [640, 360]);
  assert.ok(countGreen(threeD) > 5000, 'a cone on the left');
  assert.deepEqual([...red.subarray(0, 3)], [128, 0, 0]);
  assert.deepEqual([...red.subarray(-4, -1)], [128, 0, 0]);
  assert.ok(beside.every((value, n) => n % 4 === 3 || value === 0),
            'nothing between');
});

test('a drag turns the view in which it began, the wheel the other', async () => {
  const first = await look();
  await viewer.drag([0.25, 0.5], [0.7, 0.6]);
  await until('the cone turns', async () =>
    difference(first.threeD, (await look()).threeD) > 5);
  await viewer.settle();
  const turned = await look();
  assert.equal(difference(first.red, turned.red), 0);

  await viewer.moveTo([0.75, 0.6]);
  await viewer.page.mouse.wheel(0, -120);
  await until('the slice is another', async () => (await look()).red[0] > 140);
  await viewer.settle();
  assert.equal(difference(turned.threeD, (await look()).threeD), 0);
});

test('a node and its controls follow each other', async () => {
  assert.deepEqual(await getValues(url),
                   { 'look-from': 'free', Opacity: 1, Visible: true, Note: 'none' });
  await setValues(url, { Visible: false, Note: 'seen' });
  await until('no cone', async () => countGreen((await look()).threeD) === 0);
  await setValues(url, { Visible: true });
  await until('the cone', async () => countGreen((await look()).threeD) > 5000);
  await setValues(url, { 'Node-changes': true });
  await until('the slider follows', async () =>
    (await getValues(url)).Opacity === 0.25);
  assert.equal((await getValues(url)).Note, 'seen');
  await setValues(url, { Opacity: 1 });
  await viewer.settle();
});

test('another layout is shown, and the one before again', async () => {
  await setValues(url, { 'One-up': true });
  // It is fitted into the page with bars at its sides.
  await until('one view', async () => (await look()).red[0] < 60);
  await viewer.drag([0.4, 0.5], [0.6, 0.5]);
  await viewer.settle();
  await setValues(url, { 'Two-up': true });
  await until('two views', async () => (await look()).red[0] > 140);
});

test('scripts for Slicer’s WebServer look from an axis', async () => {
  const before = await look();
  const answer = await ask(url, '/slicer/threeD?lookFromAxis=R');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'image/png');
  await until('the cone turns', async () =>
    difference(before.threeD, (await look()).threeD) > 5);
  assert.deepEqual(viewer.errors, []);
});
