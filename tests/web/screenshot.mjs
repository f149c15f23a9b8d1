// SPDX-License-Identifier: BSD-3-Clause
//
// Takes docs/screenshot.png: the CT head, turned a little, with statistics.
//
//   node screenshot.mjs [FILE]

import path from 'node:path';
import { launchBrowser, pause, ROOT, Server, until, Viewer } from './harness.mjs';

const file = process.argv[2] ?? path.join(ROOT, 'docs/screenshot.png');
const server = await Server.start({ scene: 'ct' });
const browser = await launchBrowser();
const viewer = await Viewer.watch(browser, server.url,
                                  { viewport: { width: 1280, height: 720 } });
await viewer.page.keyboard.press('F2');
await viewer.press([0.5, 0.5]);
for (let step = 0; step < 90; step++) {
  await viewer.moveTo([0.5 + 0.0009 * step, 0.5 + 0.0003 * step]);
  await pause(16);
}
await viewer.page.mouse.up();
await viewer.settle();
await until('statistics of the rest', async () =>
  /at rest/.test(await viewer.page.locator('#hud').innerText()));
await viewer.page.screenshot({ path: file });
await browser.close();
await server.stop();
