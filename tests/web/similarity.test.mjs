// SPDX-License-Identifier: BSD-3-Clause
//
// The measure of likeness, against ffmpeg's; what finds a shown frame's own.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { compare, findOffset, stretch } from './similarity.mjs';

const WIDTH = 320;
const HEIGHT = 240;
const PICTURE = `mandelbrot=size=${WIDTH}x${HEIGHT}:rate=1,format=gray`;
const SOFT = `${PICTURE},boxblur=2`;

function render(filter) {
  const data = execFileSync('ffmpeg', [
    '-v', 'error', '-f', 'lavfi', '-i', filter, '-frames:v', '1', '-f',
    'rawvideo', '-',
  ]);
  return { width: WIDTH, height: HEIGHT, data: new Uint8Array(data) };
}

test('likeness is what ffmpeg says', () => {
  const sharp = render(PICTURE);
  assert.equal(compare(sharp, sharp), 1);
  const { stderr } = spawnSync('ffmpeg', [
    '-f', 'lavfi', '-i', PICTURE, '-f', 'lavfi', '-i', SOFT, '-frames:v', '1',
    '-lavfi', 'ssim', '-f', 'null', '-',
  ], { encoding: 'utf8' });
  const theirs = Number(stderr.match(/SSIM Y:([\d.]+)/)[1]);
  const ours = compare(sharp, render(SOFT));
  assert.ok(theirs < 0.95, `${theirs}`);
  assert.ok(Math.abs(ours - theirs) < 0.005, `${ours}, ffmpeg ${theirs}`);
});

test('a small picture is stretched between its pixels', () => {
  const small = { width: 2, height: 1, data: Uint8Array.of(0, 100) };
  assert.deepEqual([...stretch(small, 4, 2).data],
                   [0, 25, 75, 100, 0, 25, 75, 100]);
  assert.equal(stretch(small, 2, 1), small);
});

test('two clocks are brought together by the times of their frames', () => {
  let time = 0;
  let seed = 7;
  const film = Array.from({ length: 300 }, () => {
    seed = seed * 1103515245 + 12345 & 0x7fffffff;
    return time += 12 + seed % 11;
  });
  // A third was never shown, and the recording missed a few.
  const shown = film.filter((_, i) => i % 3).map(at => at - 1234.3);
  const { offset, count } = findOffset(shown, film.filter((_, i) => i % 10));
  assert.ok(Math.abs(offset - 1234.3) <= 1.5, `${offset}`);
  assert.ok(count >= 0.85 * shown.length, `${count} of ${shown.length}`);
});
