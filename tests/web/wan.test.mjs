// SPDX-License-Identifier: BSD-3-Clause
//
// Links that lose, and that change. Bounds are wide: computers that run tests
// are busy. What is reached is measured by scripts/bench wan.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchWan } from './bench-wan.mjs';
import { whyNot } from './netsim.mjs';

const skip = whyNot() ?? false;
const options = { scene: 'cone', width: 480, height: 360, codec: 'auto' };

function longest(freezes) {
  return Math.max(0, ...freezes.map(({ ms }) => ms));
}

test('a far link with loss is used, but not filled', { skip }, async () => {
  const figures = await benchWan('poor', { ...options, seconds: 6 });
  assert.ok(figures.fps > 8, `${figures.fps} fps`);
  assert.ok(longest(figures.freezes) < 2000, JSON.stringify(figures.freezes));
  assert.ok(figures.link.queue.p95 < 200, JSON.stringify(figures.link));
});

test('the picture goes on when the link becomes slow at once', { skip },
     async () => {
  const figures = await benchWan('step', { ...options, scene: 'ct',
                                           seconds: 16 });
  const after = figures.perSecond.slice(13, 16);
  const frames = after.reduce((sum, { fps }) => sum + fps, 0);
  assert.ok(frames > 15, JSON.stringify(after));
  for (const { mbps, room } of after)
    assert.ok(mbps <= 1.1 * room, JSON.stringify(after));
  assert.ok(longest(figures.freezes) < 4000, JSON.stringify(figures.freezes));
});
