// SPDX-License-Identifier: BSD-3-Clause
//
// What is said of the picture, in every situation; and our own SHA-256.

import assert from 'node:assert/strict';
import { createHash, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { isNewer, Quality } from '../../web/quality.js';
import { detailText } from '../../web/quality-label.js';
import { sha256 } from '../../web/sha256.js';

const head = { id: 7, rtp: 640007, seq: 5 };

/** One that shows `head`. */
function exact() {
  const quality = new Quality();
  quality.setPhase('refining');
  quality.setPhase('still');
  quality.announce(head);
  quality.verify(head, true);
  assert.equal(quality.state, 'lossless');
  return quality;
}

test('from hands to the exact picture', () => {
  const quality = new Quality();
  assert.equal(quality.state, 'lossy');
  quality.setPhase('refining');
  assert.equal(quality.state, 'sharpening');
  quality.setPhase('still');
  assert.equal(quality.state, 'sharpening');
  quality.announce(head);
  assert.equal(quality.state, 'sharpening');
  quality.verify(head, true);
  assert.equal(quality.state, 'lossless');
  quality.setPhase('moving');
  assert.equal(quality.state, 'lossy');
});

test('what ends it, and what does not', () => {
  const table = [
    ['touch', quality => quality.touch(), 'lossy'],
    ['input', quality => quality.input(6), 'lossy'],
    ['moving', quality => quality.setPhase('moving'), 'lossy'],
    ['refining', quality => quality.setPhase('refining'), 'lossless'],
    ['a newer frame', quality => quality.frame(640007 + 1501), 'sharpening'],
    ['its own frame', quality => quality.frame(640007), 'lossless'],
    ['its repeat', quality => quality.frame(640007 + 64 * 71), 'lossless'],
    ['an older frame', quality => quality.frame(640007 - 1501), 'lossless'],
    ['another', quality => quality.announce({ ...head, id: 8 }), 'sharpening'],
    ['a late result', quality => quality.verify({ ...head }, false),
     'lossless'],
    ['its own failure', quality => quality.verify(head, false), 'lossy'],
  ];
  for (const [what, act, wanted] of table) {
    const quality = exact();
    act(quality);
    assert.equal(quality.state, wanted, what);
  }
});

test('a picture that is wrong is lossy, also when it comes back', () => {
  const quality = new Quality();
  quality.setPhase('still');
  quality.announce(head);
  quality.verify(head, false);
  assert.equal(quality.state, 'lossy');
  assert.ok(quality.again(7, 5));
  assert.equal(quality.state, 'lossy');
});

test('it comes back only once the server knows what was done', () => {
  const quality = exact();
  quality.input(9);
  assert.ok(quality.again(7, 8));
  assert.equal(quality.state, 'lossy');
  assert.ok(!quality.again(6, 9));
  assert.equal(quality.state, 'lossy');
  assert.ok(quality.again(7, 9));
  assert.equal(quality.state, 'lossless');

  // The same of a new one.
  quality.input(12);
  const other = { id: 8, rtp: 700008, seq: 11 };
  quality.announce(other);
  quality.verify(other, true);
  assert.equal(quality.state, 'lossy');
});

test('a still that was overtaken by the video is not shown', () => {
  const quality = new Quality();
  quality.frame(640007 + 1501);
  quality.setPhase('still');
  quality.announce(head);
  quality.verify(head, true);
  assert.notEqual(quality.state, 'lossless');
});

test('which frame is newer', () => {
  const table = [
    [1000, 1000, false], [1064, 1000, false], [1001, 1000, true],
    [999, 1000, false], [1000 + 9e6 * 64, 1000, false],
    // Hours later, and over the end of 32 bits.
    [(1000 + 3e9 + 1) >>> 0, 1000, true],
    [5, 2 ** 32 - 2, true], [2 ** 32 - 2, 5, false], [62, 2 ** 32 - 2, false],
    // Too old to be on its way.
    [1000, 1001 + 11 * 90000, true],
  ];
  for (const [rtp, still, wanted] of table)
    assert.equal(isNewer(rtp, still), wanted, `${rtp} ${still}`);
});

test('the line in the corner', () => {
  const table = [
    ['lossy', 0, 3120000, 'H.264, 3.1 Mb/s'], ['lossy', 0, 0, 'H.264'],
    ['sharpening', 0, 1e6, ''], ['lossless', 0, 1e6, ''],
    ['lossless', 1, 0, '1 picture failed its check'],
    ['lossy', 2, 0, 'H.264 · 2 pictures failed their check'],
  ];
  for (const [state, mismatches, bitrate, wanted] of table)
    assert.equal(detailText({ state, mismatches }, { codec: 'H.264', bitrate }),
                 wanted);
});

test('SHA-256, with and without the browser\'s', async () => {
  // FIPS 180-4's examples, and lengths around the padding's edges.
  const ascii = text => new TextEncoder().encode(text);
  assert.equal(await sha256(ascii('abc'), null),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(
    await sha256(
      ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), null),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1');
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 3 << 20]) {
    const bytes = new Uint8Array(length).map((_, n) => 7 * n + (n >> 8));
    const wanted = createHash('sha256').update(bytes).digest('hex');
    assert.equal(await sha256(bytes, null), wanted, `${length}`);
    assert.equal(await sha256(bytes, webcrypto.subtle), wanted);
  }
});
