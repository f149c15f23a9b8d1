// SPDX-License-Identifier: BSD-3-Clause
//
// Firefox, driven by WebDriver BiDi: the picture comes (in VP8), and obeys.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { difference, fromBase64, readPixels, Server, until }
  from './harness.mjs';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

let browser;
let server;

before(async () => {
  if (!existsSync(FIREFOX))
    throw new Error(`${FIREFOX} is missing; FIREFOX may name another`);
  [browser, server] = await Promise.all([
    puppeteer.launch({
      browser: 'firefox', executablePath: FIREFOX, headless: true,
      extraPrefsFirefox: { 'media.autoplay.default': 0 },
    }),
    Server.start(),
  ]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What is on screen, small. */
const pixels = async page =>
  fromBase64(await page.evaluate(readPixels, [64, 48, false]));

test('Firefox shows the view and turns it', async () => {
  const page = await browser.newPage();
  await page.setViewport({ width: 640, height: 480 });
  await page.goto(String(server.url));
  const state = () => page.evaluate(() => {
    const view = document.querySelector('vtkcast-view');
    return view.state === 'live' && view.status?.kind === 'ready';
  });
  await until('live', state);

  const stats = await page.evaluate(() =>
    document.querySelector('vtkcast-view').updateStats());
  assert.match(stats.codec, /^(VP8|H\.264)$/);
  await until('rest', () => page.evaluate(() =>
    document.querySelector('vtkcast-view').quality.state === 'lossless'));
  let first = await pixels(page);
  await until('a picture that rests', async () => {
    const now = await pixels(page);
    const still = new Set(now).size > 3 && difference(first, now) < 0.25;
    first = now;
    return still;
  });

  await page.mouse.move(300, 240);
  await page.mouse.down();
  await page.mouse.move(420, 300, { steps: 10 });
  await page.mouse.up();
  await until('it turns', async () => difference(first, await pixels(page)) > 2);
  await page.keyboard.press('r');
  await until('it is back', async () =>
    difference(first, await pixels(page)) < 1);

  // And the exact picture, which a movement ends.
  const quality = () => page.evaluate(() => {
    const { quality } = document.querySelector('vtkcast-view');
    return [quality.state, quality.mismatches];
  });
  await until('lossless', async () => (await quality())[0] === 'lossless');
  const drawn = await page.evaluate(async () => {
    const view = document.querySelector('vtkcast-view');
    const canvas = view.shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(
      0, 0, canvas.width, canvas.height);
    const rgb = data.filter((_, at) => at % 4 < 3);
    const digest = await crypto.subtle.digest('SHA-256', rgb);
    return [canvas.getBoundingClientRect().toJSON(),
            view.shadowRoot.querySelector('video').getBoundingClientRect()
              .toJSON(),
            Array.from(new Uint8Array(digest),
                       byte => byte.toString(16).padStart(2, '0')).join('')];
  });
  assert.deepEqual(drawn[0], drawn[1]);
  const response = await fetch(
    new URL('/api/v1/snapshot.png', server.url),
    { headers: { Authorization: `Bearer ${server.token}` } });
  assert.equal(response.headers.get('etag'), `"${drawn[2]}"`);
  await page.mouse.move(300, 240);
  await page.mouse.down();
  await page.mouse.move(320, 250, { steps: 4 });
  assert.equal((await quality())[0], 'lossy');
  await page.mouse.up();
  await until('lossless again', async () =>
    (await quality())[0] === 'lossless');
  assert.equal((await quality())[1], 0);
  await page.close();
});
