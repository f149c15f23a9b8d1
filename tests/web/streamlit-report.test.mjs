// SPDX-License-Identifier: BSD-3-Clause
//
// When the Streamlit component tells the script something: pure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Report } from '../../python/vtkcast_streamlit/frontend/report.js';

/** Moves the camera each 100 ms; when, and with which camera, is it told? */
function told(cameraUpdates, moves) {
  const report = new Report();
  report.cameraUpdates = cameraUpdates;
  const news = [];
  const look = now => {
    const value = report.take(now);
    if (value)
      news.push([now, value.camera.n]);
  };
  for (let n = 1; n <= moves; n++) {
    report.setCamera({ n }, 100 * n);
    look(100 * n);
  }
  while (report.due !== null)
    look(report.due);
  return news;
}

test('a camera is told when it has come to rest', () => {
  assert.deepEqual(told('rest', 12), [[1500, 12]]);
});

test('or while it moves, twice per second, and the last one', () => {
  assert.deepEqual(told('live', 12), [[100, 1], [600, 6], [1100, 11],
                                      [1600, 12]]);
});

test('or never', () => {
  assert.deepEqual(told('never', 12), []);
});

test('a pick is told at once, with the newest camera, and again', () => {
  const report = new Report();
  report.setCamera({ n: 1 }, 0);
  report.setPicked({ position: [1, 2, 3] }, 10);
  assert.deepEqual(report.take(10), {
    camera: { n: 1 }, picked: { position: [1, 2, 3], number: 1 },
  });
  assert.equal(report.due, null, 'the camera has been told too');
  report.setPicked({ position: [1, 2, 3] }, 20);
  assert.equal(report.take(20).picked.number, 2);
});

test('what is known already is not told', () => {
  const report = new Report();
  report.setCamera({ n: 1 }, 0);
  assert.ok(report.take(300));
  report.setCamera({ n: 2 }, 400);
  report.setCamera({ n: 1 }, 500);
  assert.equal(report.take(800), null);
  assert.equal(report.due, null);
});
