// SPDX-License-Identifier: BSD-3-Clause
//
// Where the picture lies in its element, and a pointer in the picture.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentBox, renderSize, viewPoint } from '../../web/geometry.js';
import { ClickCounter, notches } from '../../web/pointer.js';

const element = { left: 10, top: 20, width: 400, height: 200 };

test('the picture is centred and keeps its shape', () => {
  const table = [
    [{ width: 0, height: 0 }, element],
    [{ width: 800, height: 400 }, element],
    [{ width: 100, height: 100 },
     { left: 110, top: 20, width: 200, height: 200 }],
    [{ width: 400, height: 100 },
     { left: 10, top: 70, width: 400, height: 100 }],
  ];
  for (const [picture, box] of table)
    assert.deepEqual(contentBox(element, picture), box);
});

test('points are 0…1 in the view, further out only while held', () => {
  const box = { left: 110, top: 20, width: 200, height: 200 };
  const table = [
    [110, 20, false, 0, 0],
    [210, 120, false, 0.5, 0.5],
    [310, 220, false, 1, 1],
    [0, 0, false, 0, 0],
    [10, 120, true, -0.5, 0.5],
    [99999, -99999, true, 10, -10],
  ];
  for (const [clientX, clientY, held, x, y] of table)
    assert.deepEqual(viewPoint(clientX, clientY, box, held), { x, y });
  assert.deepEqual(
    viewPoint(5, 5, { left: 0, top: 0, width: 0, height: 0 }, true),
    { x: 0, y: 0 });
});

test('render sizes are even, capped, and keep the shape', () => {
  const table = [
    [1280, 720, 1e9, 1280, 720],
    [1281, 719, 1e9, 1282, 720],
    [3840, 2160, 2560 * 1440, 2560, 1440],
    [3, 5, 1e9, 16, 16],
    [100000, 50000, 1e12, 7680, 3840],
    [1000, 100000, 1e12, 44, 4320],
  ];
  for (const [w, h, maxPixels, width, height] of table)
    assert.deepEqual(renderSize(w, h, maxPixels), { width, height });
});

test('wheel notches', () => {
  const table = [
    [100, 0, 0, 1],        // pixels
    [120, 0, -120, 1],     // a mouse in Chromium, whatever its pixels
    [53, 0, -120, 1],
    [-240, 0, 240, -2],
    [3, 1, 0, 1],          // lines, as Firefox tells them
    [-1, 2, 0, -1],        // pages
    [4, 0, -12, 0.04],     // a touch pad
    [0, 0, 0, 0],
    [99999, 0, 0, 20],
    [-99999, 1, 0, -20],
  ];
  for (const [delta, mode, units, expected] of table)
    assert.equal(notches(delta, mode, units), expected);
});

test('double clicks: same button, soon, near; a third begins anew', () => {
  const clicks = new ClickCounter();
  assert.equal(clicks.count(0, 0, 10, 10), 1);
  assert.equal(clicks.count(0, 200, 12, 10), 2);
  assert.equal(clicks.count(0, 400, 12, 10), 1);
  assert.equal(clicks.count(0, 900, 12, 10), 1, 'too late');
  assert.equal(clicks.count(1, 950, 12, 10), 1, 'another button');
  assert.equal(clicks.count(1, 1000, 30, 10), 1, 'too far');
  assert.equal(clicks.count(1, 1050, 30, 10), 2);
});
