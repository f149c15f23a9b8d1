// SPDX-License-Identifier: BSD-3-Clause
//
// The last minute of the statistics, and how it is drawn: all pure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History, INTERVAL, SPAN } from '../../web/history.js';
import { highest, linePath } from '../../web/sparkline.js';

const read = sample => sample.value;

test('samples older than a minute are forgotten', () => {
  const history = new History();
  for (let time = 0; time <= 10 * SPAN; time += INTERVAL)
    history.add(time, { value: time });
  const runs = history.runs(read, 10 * SPAN);
  assert.equal(runs.length, 1);
  assert.equal(runs[0].length, SPAN / INTERVAL + 1);
  assert.deepEqual(runs[0].at(0), { age: SPAN, value: 9 * SPAN });
  assert.deepEqual(runs[0].at(-1), { age: 0, value: 10 * SPAN });
  assert.deepEqual(history.runs(read, 12 * SPAN), []);
});

test('another sample is due after half a second', () => {
  const history = new History();
  assert.ok(history.isDue(0));
  history.add(1000, { value: 1 });
  assert.ok(!history.isDue(1000 + INTERVAL - 1));
  assert.ok(history.isDue(1000 + INTERVAL));
});

test('a rest breaks the line, a missing value does not end it', () => {
  const history = new History();
  for (const [time, value] of [[0, 1], [500, null], [1000, 2], [9000, 3]])
    history.add(time, { value });
  assert.deepEqual(history.runs(read, 10000), [
    [{ age: 10000, value: 1 }, { age: 9000, value: 2 }],
    [{ age: 1000, value: 3 }],
  ]);
});

test('the plot goes from a minute ago to now, from zero to its top', () => {
  const runs = [[{ age: SPAN, value: 0 }, { age: SPAN / 2, value: 50 },
                 { age: 0, value: 200 }], [{ age: 0, value: 100 }]];
  assert.equal(highest(runs), 200);
  assert.equal(linePath(runs, 100),
               'M0.0 17.0L60.0 9.0L120.0 1.0M120.0 1.0h0.1');
  assert.equal(linePath([], 100), '');
  assert.equal(linePath([[{ age: 0, value: 0 }]], 0), 'M120.0 17.0h0.1');
});
