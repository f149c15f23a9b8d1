// SPDX-License-Identifier: BSD-3-Clause
//
// Known colours, through each codec, on a canvas.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, Server, until, Viewer } from './harness.mjs';

/** As in src/scene/builtin.h. */
const COLUMNS = 4;
const PATCHES = [
  [0, 0, 0], [255, 255, 255], [128, 128, 128], [255, 0, 0],
  [0, 255, 0], [0, 0, 255], [0, 255, 255], [255, 0, 255],
  [255, 255, 0], [32, 32, 32], [224, 224, 224], [224, 172, 105],
];
const SIZE = { width: 640, height: 480 };
/** Eight bits of limited range lose 6 of each channel, and VP8 as much again at
 * the rate that a connection begins with. A wrong matrix makes more than 20. */
const CHROMA_TOLERANCE = 12;

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

const luma = ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b;

/** The mean colour of the middle of a patch. */
function patchColor(pixels, index) {
  const width = SIZE.width / COLUMNS;
  const height = SIZE.height / (PATCHES.length / COLUMNS);
  const left = Math.round((index % COLUMNS + 0.5) * width);
  const top = Math.round((Math.floor(index / COLUMNS) + 0.5) * height);
  const sum = [0, 0, 0];
  for (let y = top - 10; y < top + 10; y++)
    for (let x = left - 10; x < left + 10; x++)
      for (let channel = 0; channel < 3; channel++)
        sum[channel] += pixels[4 * (y * SIZE.width + x) + channel];
  return sum.map(value => value / 400);
}

/** A sentence for each patch whose colour is not what it should be. */
function wrongPatches(pixels) {
  return PATCHES.flatMap((wanted, index) => {
    const found = patchColor(pixels, index);
    const right = Math.abs(luma(found) - luma(wanted)) <= 2 &&
      found.every((value, channel) =>
        Math.abs(value - wanted[channel]) <= CHROMA_TOLERANCE);
    return right ? []
      : [`patch ${index}: ${found.map(Math.round)} for ${wanted}`];
  });
}

for (const codec of ['h264', 'vp8'])
  test(`colours are right with ${codec}`, async () => {
    const server = await Server.start({
      scene: 'patches', args: ['--codec', codec],
    });
    const viewer = await Viewer.watch(browser, server.url, { viewport: SIZE });
    try {
      const { codec: name } = await viewer.get('updateStats()');
      assert.equal(name, codec === 'h264' ? 'H.264' : 'VP8');
      let wrong = [];
      // The picture sharpens while it rests.
      await until('the colours', async () => {
        wrong = wrongPatches(await viewer.pixels(SIZE.width, SIZE.height,
                                                 { video: true }));
        return wrong.length === 0;
      }).catch(() => {});
      assert.deepEqual(wrong, []);
    } finally {
      await viewer.close();
      await server.stop();
    }
  });
