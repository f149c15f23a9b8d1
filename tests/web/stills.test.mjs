// SPDX-License-Identifier: BSD-3-Clause
//
// The exact picture over the video: byte by byte what the server rendered, said
// to be so only then, and gone with the first movement.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { launchBrowser, Server, until, Viewer } from './harness.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

/** Runs in the page: what the tests know of `quality` and of the channel. */
function watchQuality() {
  const stills = window.vtkcastStills = {
    states: [], heads: 0, chunks: 0, sent: [],
    /** Tests put a function here that changes what comes. */
    change: data => data,
    /** Pictures are to come in chunks. */
    byChannel: false,
  };
  const { addEventListener } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.addEventListener = function (type, listener) {
    const changed = this.label !== 'still' || type !== 'message' ? listener
      : event => {
        stills.heads += typeof event.data === 'string' &&
          event.data.startsWith('{"still"') ? 1 : 0;
        stills.chunks += typeof event.data === 'string' ? 0 : 1;
        const data = stills.change(event.data);
        if (data !== null)
          listener({ data });
      };
    addEventListener.call(this, type, changed);
  };
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (text) {
    const message = this.label === 'still' ? JSON.parse(text) : null;
    if (message?.fetch && stills.byChannel)
      return;
    if (message)
      stills.sent.push(message);
    send.call(this, text);
  };
  window.addEventListener('DOMContentLoaded', () =>
    document.querySelector('vtkcast-view').addEventListener(
      'quality', ({ detail }) => stills.states.push(detail.state)));
}

/** @param {(() => void)[]} scripts run in the page before anything else */
async function open(server, scripts = [], options = {}) {
  const context = await browser.newContext({
    viewport: { width: 640, height: 480 }, ...options,
  });
  for (const script of [watchQuality, ...scripts])
    await context.addInitScript(script);
  const page = await context.newPage();
  const viewer = new Viewer(page);
  page.on('pageerror', error => viewer.errors.push(error.message));
  await page.goto(String(server.url));
  return viewer;
}

const reach = (viewer, state) => until(state, async () =>
  await viewer.get('quality.state') === state);

const states = viewer =>
  viewer.page.evaluate(() => window.vtkcastStills.states);

const label = viewer => viewer.page.evaluate(() =>
  document.getElementById('quality').innerText);

/** The pixels on the canvas that covers the video, R, G, B each. */
async function canvasPixels(viewer) {
  const text = await viewer.page.evaluate(() => {
    const canvas = document.querySelector('vtkcast-view').shadowRoot
      .querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(
      0, 0, canvas.width, canvas.height);
    let binary = '';
    for (let at = 0; at < data.length; at += 4)
      binary += String.fromCharCode(data[at], data[at + 1], data[at + 2]);
    return btoa(binary);
  });
  return Buffer.from(text, 'base64');
}

function snapshot(server, token = server.token) {
  return fetch(new URL('/api/v1/snapshot.png', server.url),
               { headers: { Authorization: `Bearer ${token}` } });
}

const hash = pixels => createHash('sha256').update(pixels).digest('hex');

/** Undoes PNG (8-bit, RGB or RGBA, not interlaced), by nobody's code but
 * zlib's. */
function decodePng(bytes) {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const step = bytes[25] === 6 ? 4 : 3;
  assert.deepEqual([...bytes.subarray(24, 29)],
                   [8, step === 4 ? 6 : 2, 0, 0, 0]);
  const parts = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const stride = step * width;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const here = y * stride + x;
      const a = x >= step ? pixels[here - step] : 0;
      const b = y > 0 ? pixels[here - stride] : 0;
      const c = x >= step && y > 0 ? pixels[here - stride - step] : 0;
      const p = a + b - c;
      const near = [a, b, c].reduce((best, value) =>
        Math.abs(p - value) < Math.abs(p - best) ? value : best);
      const guess = [0, a, b, (a + b) >> 1, near][filter];
      pixels[here] = rows[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return { width, height, step, pixels };
}

/** Mean difference of two pictures, 0…255. */
function apart(a, b) {
  let sum = 0;
  a.pixels.forEach((value, at) => {
    sum += Math.abs(value - b.pixels[at]);
  });
  return sum / a.pixels.length;
}

for (const scene of ['ct', 'mesh', 'patches'])
  test(`${scene}: every pixel is the server's`, async () => {
    const server = await Server.start({ scene });
    const viewer = await open(server);
    try {
      await until('data loaded', () => viewer.get('status?.kind === "ready"'));
      await reach(viewer, 'lossless');
      // Once more, from elsewhere.
      await viewer.drag([0.4, 0.5], [0.6, 0.55]);
      await reach(viewer, 'lossless');
      const response = await snapshot(server);
      const { width, height, pixels } =
        decodePng(Buffer.from(await response.arrayBuffer()));
      const shown = await canvasPixels(viewer);
      assert.deepEqual([width, height], [640, 480]);
      assert.ok(pixels.equals(shown), 'the same bytes');
      assert.ok(new Set(pixels).size > 4, 'of a picture');
      assert.equal(await viewer.get('quality.sha256'), hash(shown));
      assert.equal(response.headers.get('etag'), `"${hash(pixels)}"`);
      assert.equal((await label(viewer)).trim(), 'LOSSLESS ✓');
      assert.deepEqual(viewer.errors, []);
    } finally {
      await viewer.close();
      await server.stop();
    }
  });

test('the picture is exact, then hands come, then it is exact', async () => {
  const server = await Server.start({ scene: 'ct' });
  const viewer = await open(server);
  try {
    await until('data loaded', () => viewer.get('status?.kind === "ready"'));
    await reach(viewer, 'lossless');
    const first = await viewer.get('quality.sha256');

    // A mouse that passes over it does no harm.
    await viewer.moveTo([0.3, 0.3], 5);
    assert.equal(await viewer.get('quality.state'), 'lossless');

    const before = (await states(viewer)).length;
    const gone = viewer.page.evaluate(() => new Promise(resolve => {
      const view = document.querySelector('vtkcast-view');
      view.addEventListener('pointerdown', () => resolve(
        [view.quality.state, view.shadowRoot.querySelector('canvas')]));
    }));
    await viewer.press([0.4, 0.5]);
    assert.deepEqual(await gone, ['lossy', null], 'gone with the event');
    await viewer.moveTo([0.6, 0.5], 10);
    assert.match(await label(viewer), /^LOSSY\s+(H\.264|VP8)/);
    await viewer.page.mouse.up();
    await reach(viewer, 'lossless');
    const turned = await viewer.get('quality.sha256');
    assert.notEqual(turned, first);
    const seen = (await states(viewer)).slice(before);
    assert.deepEqual(seen.filter((state, n) => state !== seen[n - 1]).slice(-3),
                     ['lossy', 'sharpening', 'lossless']);
    assert.equal(seen.filter(state => state === 'lossless').length, 1);

    // The same view is the same picture.
    const reset = [];
    for (let n = 0; n < 2; n++) {
      await viewer.drag([0.4, 0.5], [0.6, 0.55]);
      await viewer.page.keyboard.press('r');
      await reach(viewer, 'lossless');
      reset.push(await viewer.get('quality.sha256'));
    }
    assert.equal(reset[0], reset[1]);
    assert.notEqual(reset[0], turned);

    // What changes nothing costs nothing.
    const heads = () =>
      viewer.page.evaluate(() => window.vtkcastStills.heads);
    const count = await heads();
    await viewer.page.keyboard.press('F9');
    await until('lossless again', async () =>
      (await states(viewer)).slice(-2).join() !== 'lossless' &&
      await viewer.get('quality.state') === 'lossless');
    assert.equal(await heads(), count);
    assert.deepEqual(viewer.errors, []);
  } finally {
    await viewer.close();
    await server.stop();
  }
});

test('who watches is shown the same', async () => {
  const server = await Server.start({ scene: 'mesh' });
  const first = await open(server);
  await reach(first, 'lossless');
  const second = await open(server, [], { viewport: { width: 300, height: 400 } });
  try {
    await reach(second, 'lossless');
    assert.equal(await first.get('quality.sha256'),
                 await second.get('quality.sha256'));
    const before = await states(second);
    await first.drag([0.4, 0.5], [0.6, 0.55]);
    await reach(first, 'lossless');
    await until('the same', async () =>
      await first.get('quality.sha256') === await second.get('quality.sha256'));
    assert.ok((await states(second)).slice(before.length).includes('lossy'));
    assert.equal(await second.get('quality.mismatches'), 0);
  } finally {
    await first.close();
    await second.close();
    await server.stop();
  }
});

/** Each changes one thing on the way. */
const corruptions = {
  'a bit of the file': () => {
    const { arrayBuffer } = Response.prototype;
    Response.prototype.arrayBuffer = async function () {
      const buffer = await arrayBuffer.call(this);
      new Uint8Array(buffer)[buffer.byteLength >> 1] ^= 1;
      return buffer;
    };
  },
  'a bit of a chunk': () => {
    window.vtkcastStills.byChannel = true;
    window.vtkcastStills.change = data => {
      if (typeof data !== 'string')
        new Uint8Array(data)[data.byteLength >> 1] ^= 1;
      return data;
    };
  },
  'the digest': () => {
    window.vtkcastStills.change = data => typeof data === 'string'
      ? data.replace(/"sha256":"../, '"sha256":"xx') : data;
  },
  'a pixel': () => {
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...args) {
      drawImage.apply(this, args);
      this.fillStyle = '#010203';
      this.fillRect(100, 100, 1, 1);
    };
  },
};

for (const [what, script] of Object.entries(corruptions))
  test(`${what} that is wrong is noticed, and not shown`, async () => {
    const server = await Server.start({ scene: 'mesh' });
    const viewer = await open(server, [script]);
    try {
      await until('noticed', async () =>
        await viewer.get('quality.mismatches') > 0);
      assert.equal(await viewer.get('quality.state'), 'lossy');
      assert.ok(!(await states(viewer)).includes('lossless'));
      assert.match(await label(viewer), /^LOSSY.* failed (its|their) check/s);
      assert.equal(await viewer.get('shadowRoot.querySelector("canvas")'), null);
    } finally {
      await viewer.close();
      await server.stop();
    }
  });

test('over HTTP, and without crypto.subtle', async () => {
  const server = await Server.start({ scene: 'mesh' });
  const viewer = await open(server, [() => {
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
  }]);
  try {
    await reach(viewer, 'lossless');
    const { pixels } = decodePng(
      Buffer.from(await (await snapshot(server)).arrayBuffer()));
    assert.ok(pixels.equals(await canvasPixels(viewer)));

    assert.equal(await viewer.page.evaluate(() => window.vtkcastStills.chunks),
                 0);

    // No way there: the channel is asked for.
    await viewer.page.route('**/api/v1/stills/*', route => route.abort());
    await viewer.drag([0.4, 0.5], [0.6, 0.55]);
    await until('asked', () => viewer.page.evaluate(() =>
      window.vtkcastStills.sent.some(({ channel }) => channel > 0)));
    await reach(viewer, 'lossless');
    assert.ok(await viewer.page.evaluate(
      () => window.vtkcastStills.chunks) > 0);
    assert.equal(await viewer.get('quality.mismatches'), 0);
  } finally {
    await viewer.close();
    await server.stop();
  }
});

test('the canvas lies on the video, pixel by pixel', async () => {
  const server = await Server.start({ scene: 'patches' });
  const first = await open(server);
  await reach(first, 'lossless');
  try {
    // Whoever only watches has bars at the sides, or above and below.
    for (const viewport of [{ width: 801, height: 300 },
                            { width: 333, height: 500 }]) {
      const second = await open(server, [], { viewport });
      await reach(second, 'lossless');
      const shoot = async () =>
        decodePng(await second.page.screenshot({ type: 'png' }));
      await second.page.addStyleTag({ content: 'body > :not(#view) { opacity: 0 }' })
        .catch(() => {});
      const covered = await shoot();
      await second.page.evaluate(() => {
        document.querySelector('vtkcast-view').shadowRoot
          .querySelector('canvas').style.visibility = 'hidden';
      });
      const bare = await shoot();
      // A shift by half a pixel would show along each patch.
      assert.ok(apart(covered, bare) < 1.5, `${apart(covered, bare)}`);
      assert.ok(apart(covered, bare) > 0, 'two different pictures');
      await second.close();
    }
  } finally {
    await first.close();
    await server.stop();
  }
});

test('a screenshot is exact, too; strangers get none', async () => {
  const server = await Server.start({ scene: 'mesh' });
  const viewer = await open(server);
  try {
    await reach(viewer, 'lossless');
    const base64 = await viewer.page.evaluate(async () => {
      const blob = await document.querySelector('vtkcast-view').screenshot();
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
    });
    const { pixels, step } = decodePng(Buffer.from(base64, 'base64'));
    const rgb = pixels.filter((_, at) => at % step < 3);
    assert.equal(hash(rgb), await viewer.get('quality.sha256'));
    assert.equal((await snapshot(server, 'guess')).status, 401);
  } finally {
    await viewer.close();
    await server.stop();
  }
});
