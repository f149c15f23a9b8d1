// SPDX-License-Identifier: BSD-3-Clause
//
// The page around the view: help, statistics, the keyboard alone, a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { difference, launchBrowser, ROOT, Server, until, Viewer }
  from './harness.mjs';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([launchBrowser(), Server.start()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const withViewer = (body, options) =>
  Viewer.use(browser, server, body, options);

const shown = (viewer, id) => viewer.page.locator(`#${id}`).isVisible();
const focused = viewer =>
  viewer.page.evaluate(() => document.activeElement.id);

test('F1 and ? open the help, which keeps its keys to itself', () =>
  withViewer(async viewer => {
    const { keyboard } = viewer.page;
    const first = await viewer.pixels();
    for (const key of ['F1', '?']) {
      await keyboard.press(key);
      await until('help', () => shown(viewer, 'help'));
      const text = await viewer.page.locator('#help').innerText();
      assert.match(text, /Settings/);
      assert.doesNotMatch(text, /Record/, 'here is nothing to record');
      await keyboard.press('w');
      await keyboard.press('Escape');
      await until('no help', async () => !await shown(viewer, 'help'));
      assert.equal(await focused(viewer), 'view');
    }
    await viewer.settle();
    assert.ok(difference(first, await viewer.pixels()) < 0.5,
              'w in the help was not for the view');
  }));

test('F2 and ` show the statistics, with numbers in them', () =>
  withViewer(async viewer => {
    await viewer.page.keyboard.press('F2');
    await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 30 });
    const text = () => viewer.page.locator('#hud').innerText();
    await until('numbers', async () =>
      /\d+ fps/.test(await text()) &&
      /Motion to photon\s+\d+ ms/.test(await text()) &&
      /640 × 480/.test(await text()) &&
      /Link carries\s+[\d.]+ Mb\/s/.test(await text()) &&
      /Quality\s+lossless/.test(await text()));
    await until('plots', async () => (await viewer.page.locator('#hud path')
      .evaluateAll(paths => paths.map(path => path.getAttribute('d'))))
      .every(line => /^M[\d. ]+/.test(line ?? '')));
    await viewer.page.keyboard.press('`');
    assert.equal(await shown(viewer, 'hud'), false);
    await viewer.page.keyboard.press('r');
  }));

test('everything can be reached by keyboard', () =>
  withViewer(async viewer => {
    const { keyboard } = viewer.page;
    assert.equal(await focused(viewer), 'view', 'keys work at once');
    const ring = () => viewer.get('matches(":state(ring)")');
    assert.equal(await ring(), false);
    await keyboard.press('Tab');
    await keyboard.press('Shift+Tab');
    assert.equal(await focused(viewer), 'view');
    assert.equal(await ring(), true, 'Tab shows where it has come to');
    const order = [];
    for (let n = 0; n < 6; n++) {
      await keyboard.press('Tab');
      order.push(await focused(viewer));
    }
    assert.deepEqual(order, ['tool-reset', 'tool-picture', 'tool-hud',
                             'tool-panel', 'tool-screen', 'tool-help']);
    await keyboard.press('Enter');
    await until('help', () => shown(viewer, 'help'));
    await keyboard.press('Escape');
    await until('the keys are the view’s again',
                async () => await focused(viewer) === 'view');

    const first = await viewer.pixels();
    await keyboard.press('w');
    await viewer.changed(first, 0.5);
    assert.equal(await ring(), false,
                 'a key draws no frame around the picture');
    await keyboard.press('s');
    await viewer.becomes(first);
  }));

test('full screen by key, and back', () =>
  withViewer(async viewer => {
    const full = () =>
      viewer.page.evaluate(() => document.fullscreenElement !== null);
    await viewer.page.keyboard.press('Shift+Enter');
    await until('full screen', full);
    await viewer.page.keyboard.press('Shift+Enter');
    await until('a window', async () => !await full());
  }));

test('a button saves the picture', () =>
  withViewer(async viewer => {
    const download = viewer.page.waitForEvent('download');
    await viewer.page.locator('#tool-picture').click();
    assert.match((await download).suggestedFilename(), /^vtkcast-.*\.png$/);
    assert.equal(await focused(viewer), 'view', 'keys go to the view again');
  }));

test('a phone in the hand', () =>
  withViewer(async viewer => {
    const first = await viewer.pixels(90, 160);
    // The link is found fast enough for the whole picture in a moment.
    await until('each pixel of the screen', async () =>
      String(await viewer.size()) === '780,1688');
    const scroll = await viewer.page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth > innerWidth, scrollHeight > innerHeight];
    });
    assert.deepEqual(scroll, [false, false]);
    await viewer.page.locator('#tool-help').tap();
    await until('help', () => shown(viewer, 'help'));
    const box = await viewer.page.locator('#help').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390);
    assert.ok(first.length > 0);
  }, {
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2,
    hasTouch: true, isMobile: true,
  }));

test('the browser agrees to wait for whole key frames', () =>
  withViewer(async viewer => {
    const sdp = await viewer.page.evaluate(() =>
      window.vtkcastTest.connections.at(-1).localDescription.sdp);
    assert.match(sdp, /packetization-mode=1.*;sps-pps-idr-in-keyframe=1/);
  }));

test('the element alone makes a view in another page', () =>
  withViewer(async viewer => {
    await viewer.page.evaluate(async ({ token }) => {
      document.querySelector('vtkcast-view').remove();
      const view = document.createElement('vtkcast-view');
      view.setAttribute('src', '/whep');
      view.setAttribute('token', token);
      window.seen = [];
      view.addEventListener('statechange', ({ detail }) =>
        window.seen.push(detail.state));
      document.body.prepend(view);
    }, { token: server.token });
    await viewer.reach('live');
    const shape = await viewer.page.evaluate(() => {
      const root = document.querySelector('vtkcast-view').shadowRoot;
      return [root.mode, [...root.querySelectorAll('*')].map(e => e.tagName)];
    });
    // The canvas is there once the first exact still has come.
    const [mode, [first, ...others]] = shape;
    assert.deepEqual([mode, first], ['open', 'VIDEO']);
    assert.deepEqual(others.filter(tag => tag !== 'CANVAS'), []);
    assert.deepEqual(await viewer.page.evaluate(() => window.seen),
                     ['connecting', 'live']);
    await viewer.get('disconnect()');
    assert.equal(await viewer.get('state'), 'ended');
    await viewer.get('connect()');
    await viewer.reach('live');
  }));

test('the page’s types are right', async () => {
  const { spawnSync } = await import('node:child_process');
  const { status, stdout, error } = spawnSync(
    'tests/web/node_modules/.bin/tsc', ['-p', 'web/jsconfig.json'],
    { cwd: ROOT, encoding: 'utf8' });
  assert.equal(error, undefined);
  assert.equal(status, 0, stdout);
});
