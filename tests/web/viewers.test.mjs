// SPDX-License-Identifier: BSD-3-Clause
//
// Who may watch, who controls, and what happens when the server goes away.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { difference, launchBrowser, Server, until, Viewer }
  from './harness.mjs';

const KEY = ['--auth-key', 'a-key-that-survives-a-restart'];

let browser;
let server;
const viewers = [];

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

afterEach(async () => {
  await Promise.all(viewers.splice(0).map(viewer => viewer.close()));
  await server?.stop();
  server = null;
});

async function watch() {
  const viewer = await Viewer.watch(browser, server.url);
  viewers.push(viewer);
  return viewer;
}

/** Counts how often the video shows nothing but one colour. */
function watchForBlanks(viewer) {
  return viewer.page.evaluate(() => {
    const canvas = new OffscreenCanvas(16, 12);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    window.blanks = { looks: 0, blanks: 0 };
    const look = () => {
      context.clearRect(0, 0, 16, 12);
      context.drawImage(window.vtkcastTest.video, 0, 0, 16, 12);
      const { data } = context.getImageData(0, 0, 16, 12);
      window.blanks.looks++;
      if (data.every((value, at) =>
        at % 4 === 3 || Math.abs(value - data[at % 4]) < 16))
        window.blanks.blanks++;
      requestAnimationFrame(look);
    };
    look();
  });
}

test('two watch the same picture; the first controls, then the second',
     async () => {
  server = await Server.start();
  const one = await watch();
  const first = await one.pixels();
  const two = await watch();
  assert.equal(await one.get('controls'), true);
  assert.equal(await two.get('controls'), false);
  await until('a notice', async () =>
    (await two.words()).includes('You are watching'));
  await two.becomes(first);

  await one.drag([0.4, 0.5], [0.7, 0.6]);
  await one.changed(first);
  await one.settle();
  await two.becomes(await one.pixels());

  const turned = await two.pixels();
  await two.drag([0.7, 0.5], [0.2, 0.3]);
  await two.page.keyboard.press('r');
  await two.settle();
  assert.ok(difference(turned, await two.pixels()) < 0.5,
            'who watches changes nothing');
  assert.deepEqual(await two.sent(), [], 'and is not even heard');

  await one.close();
  viewers.shift();
  await until('the role', () => two.get('controls'));
  assert.equal(await two.words(), '');
  await two.page.keyboard.press('r');
  await two.becomes(first);
});

/** Notes the width of each frame that is shown. */
function noteWidths() {
  window.widths = [];
  addEventListener('DOMContentLoaded', () =>
    customElements.whenDefined('vtkcast-view').then(() => {
      const video = document.querySelector('vtkcast-view').shadowRoot
        .querySelector('video');
      const next = (_, { width }) => {
        window.widths.push(width);
        video.requestVideoFrameCallback(next);
      };
      video.requestVideoFrameCallback(next);
    }));
}

test('who comes sees a small picture first, and the whole one next',
     async () => {
  server = await Server.start({ args: ['--size', '1280x720'] });
  const viewer = await Viewer.watch(browser, server.url, {
    viewport: { width: 1280, height: 720 }, init: noteWidths,
  });
  viewers.push(viewer);
  const widths = await viewer.page.evaluate(() => window.widths);
  assert.ok(widths[0] < 1280, String(widths));
  assert.equal(widths.at(-1), 1280);
});

test('a tab that is closed in the middle of a drag leaves nothing', async () => {
  server = await Server.start();
  const one = await watch();
  const two = await watch();
  await one.press([0.4, 0.5]);
  await one.moveTo([0.6, 0.6], 5);
  await one.page.close({ runBeforeUnload: false });
  await until('the role', () => two.get('controls'));
  await until('one viewer', async () => (await server.health()).viewers === 1);
  await two.settle();
  const rest = await two.pixels();
  await two.moveTo([0.2, 0.2], 5);
  await two.settle();
  assert.ok(difference(rest, await two.pixels()) < 0.5);
});

for (const signal of ['SIGTERM', 'SIGKILL'])
  test(`a restart of the server is survived (${signal})`, async () => {
    server = await Server.start({ args: KEY });
    const { port } = server.url;
    const viewer = await watch();
    const first = await viewer.pixels();
    await server.stop(signal);
    await viewer.reach('reconnecting');
    // Nobody vouches for the exact one any more: the video is what remains.
    assert.ok(difference(first, await viewer.pixels()) < 2,
              'the last picture stays');
    assert.match(await viewer.words(), /Connection lost/);

    server = await Server.start({ args: [...KEY, '--port', port] });
    await viewer.reach('live');
    await viewer.becomes(first);
    await viewer.drag([0.4, 0.5], [0.7, 0.6]);
    await viewer.changed(first);
    assert.equal(await viewer.words(), '');
  });

test('a server that hangs is replaced as soon as it answers', async () => {
  server = await Server.start();
  const viewer = await watch();
  const first = await viewer.pixels();
  await watchForBlanks(viewer);
  server.child.kill('SIGSTOP');
  try {
    await viewer.reach('reconnecting', 6000);
  } finally {
    server.child.kill('SIGCONT');
  }
  await viewer.reach('live');
  const { looks, blanks } = await viewer.page.evaluate(() => window.blanks);
  assert.ok(looks > 50);
  assert.equal(blanks, 0, 'the old picture stays until the new one is there');
  await until('one viewer', async () => (await server.health()).viewers === 1);
  await until('the role', () => viewer.get('controls'));
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first);
});

test('who controlled controls again after a break of the network', async () => {
  server = await Server.start();
  const one = await watch();
  const two = await watch();
  // Not a word of the page's: it finds out by itself.
  await one.page.evaluate(() => window.vtkcastTest.connections[0].close());
  await until('the other controls', () => two.get('controls'));
  await until('reconnected', () =>
    one.page.evaluate(() => window.vtkcastTest.connections.length === 2));
  await until('the role', async () =>
    await one.get('state') === 'live' && await one.get('controls') &&
    !await two.get('controls'));
  await one.settle();
  const first = await one.pixels();
  await one.drag([0.4, 0.5], [0.7, 0.6]);
  await one.changed(first);
  await until('two viewers', async () => (await server.health()).viewers === 2);
});

test('a server that hangs changes nobody’s role', async () => {
  server = await Server.start();
  const one = await watch();
  const two = await watch();
  server.child.kill('SIGSTOP');
  try {
    await Promise.all([one, two].map(
      viewer => viewer.reach('reconnecting', 6000)));
  } finally {
    server.child.kill('SIGCONT');
  }
  await Promise.all([one, two].map(viewer => viewer.reach('live')));
  await until('two viewers', async () => (await server.health()).viewers === 2);
  assert.deepEqual([await one.get('controls'), await two.get('controls')],
                   [true, false]);
});

test('a wrong token gets a plain sentence, and the right one helps',
     async () => {
  server = await Server.start();
  const url = new URL(server.url);
  url.searchParams.set('token', 'wrong');
  const viewer = await Viewer.open(browser, url);
  viewers.push(viewer);
  await viewer.reach('failed');
  await until('words', async () =>
    (await viewer.words()).includes('does not accept this token'));

  await viewer.page.getByLabel('Access token').fill(String(server.url));
  await viewer.page.keyboard.press('Enter');
  await viewer.reach('live');
  await viewer.page.reload();
  await viewer.reach('live');
});

test('no token gets a sentence too', async () => {
  server = await Server.start();
  const viewer = await Viewer.open(browser, server.origin);
  viewers.push(viewer);
  await viewer.reach('failed');
  await until('words', async () =>
    (await viewer.words()).includes('address that vtkcast printed'));
});

test('a file that cannot be read gets the server’s sentence', async () => {
  const { mkdtempSync, writeFileSync, rmSync } = await import('node:fs');
  const folder = mkdtempSync('/tmp/vtkcast-web-');
  const file = `${folder}/broken.vtp`;
  writeFileSync(file, '<?xml version="1.0"?>\n<VTKFile type="PolyData" ' +
    'version="0.1" byte_order="LittleEndian"><PolyData><Piece NumberOfPoints=');
  try {
    server = await Server.start({ scene: ['cone', file] });
    const viewer = await Viewer.open(browser, server.url);
    viewers.push(viewer);
    await until('words', async () => {
      const words = await viewer.words();
      return words.includes('cannot be shown') && words.includes('broken.vtp');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
