// SPDX-License-Identifier: BSD-3-Clause
//
// The list of recordings in the page, and the player with the journal's chapters
// and marks.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, Server, until, Viewer } from './harness.mjs';
import { indexAt, readTimeLine } from '../../web/journal-marks.js';
import { detailText } from '../../web/recordings-list.js';

let folder;
let browser;
let server;
let viewer;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-playback-'));
  browser = await launchBrowser();
});

after(async () => {
  await viewer?.close();
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true });
});

const event = (t, fields) => ({ type: 'event', t, event: fields });
const text = lines => lines.map(line => JSON.stringify(line)).join('\n');

test('a journal becomes chapters and marks on the video’s time', () => {
  const line = readTimeLine(text([
    { type: 'header', t: 0 },
    { type: 'video', t: 1.5, what: 'began', file: 'a.mkv', pts: 5e9 },
    { type: 'sent', t: 1.25, frame: 1, pts: 5e9 },
    { type: 'sent', t: 2.02, frame: 2, pts: 6e9 },
    event(3, { type: 'press', button: 1 }),
    event(3.5, { type: 'move' }),
    event(4, { type: 'release', button: 1 }),
    event(5, { type: 'wheel', dy: 1 }),
    { type: 'still', t: 6, frame: 9, sha256: 'x' },
    { type: 'viewer', t: 7, viewer: 2, what: 'joined' },
    { type: 'parameters', t: 8, values: { window: 400, level: 40 } },
    event(20, { type: 'key-press', key: 'w' }),
    event(30, { type: 'move' }),
    { type: 'video', t: 21, what: 'began', file: 'a-002.mkv', pts: 24.5e9 },
  ]) + '\n{"type":"eve');
  assert.deepEqual(line.videos, [{ file: 'a.mkv', begin: 0 },
                                 { file: 'a-002.mkv', begin: 19.5 }]);
  const round = value => Math.round(value * 100) / 100;
  // The second frame was noted soonest after it was sent: time 0 is t 1.02.
  assert.deepEqual(line.chapters.map(({ time, title }) => [round(time), title]),
                   [[0, 'Begin'], [1.98, 'Turned, zoomed'], [18.98, 'Key w']]);
  assert.deepEqual(line.marks.map(({ time, kind, what }) =>
    [round(time), kind, what]), [
    [4.98, 'still', 'Exact picture'],
    [5.98, 'viewer', 'Viewer 2 came'],
    [6.98, 'parameter', 'window, level'],
    [18.98, 'key', 'Key w'],
  ]);
  assert.equal(readTimeLine('{"type":"header","t":0}\n'), null);
  assert.equal(readTimeLine(''), null);
  assert.deepEqual([-1, 0, 1.9, 1.98, 50].map(time =>
    indexAt(line.chapters, time)), [0, 0, 0, 1, 2]);
});

test('what the list says of a recording', () => {
  const recording = { duration: 75, bytes: 3.4e6, dropped: 2,
                      state: 'finishing' };
  assert.equal(detailText(recording),
               '1:15 · 3.4 MB · being finished · 2 frames left out');
});

/** Records a drag, a rest and a key. */
async function record() {
  const { page } = viewer;
  await page.keyboard.press('F9');
  await until('the sign', () => page.evaluate(() =>
    /REC/.test(document.querySelector('#recording').textContent)));
  await viewer.drag([0.4, 0.5], [0.6, 0.6], { steps: 20 });
  await viewer.settle();
  // Chapters are what rests divide.
  await until('a rest', () => page.evaluate(() =>
    performance.now() - window.vtkcastTest.shownAt > 3300));
  await page.keyboard.press('w');
  await viewer.settle();
  await page.keyboard.press('F9');
}

const look = () => viewer.page.evaluate(() => {
  const dialog = document.querySelector('#recordings');
  const video = dialog.querySelector('video');
  return {
    open: dialog.open,
    items: [...dialog.querySelectorAll('li .text')].map(item => item.innerText),
    say: dialog.querySelector('.say').textContent,
    thumbnails: [...dialog.querySelectorAll('img')].map(img =>
      img.naturalWidth),
    playing: !video.paused,
    at: video.currentTime,
    size: [video.videoWidth, video.videoHeight],
    slider: dialog.querySelector('input').valueAsNumber,
    max: Number(dialog.querySelector('input').max),
    time: dialog.querySelector('output').textContent,
    trouble: dialog.querySelector('.trouble').textContent,
    chapters: [...dialog.querySelectorAll('.chapters button')].map(button =>
      button.textContent),
    now: dialog.querySelector('.chapters [data-now]')?.textContent,
    marks: [...dialog.querySelectorAll('.marks i')].map(mark =>
      mark.dataset.kind),
  };
});

test('recordings are listed, played with their chapters, fetched and deleted',
     async () => {
  server = await Server.start({ scene: 'cone', args: [
    '--size', '640x480', '--recordings', folder, '--record-format', 'mp4',
  ] });
  viewer = await Viewer.watch(browser, server.url);
  const { page } = viewer;
  await page.keyboard.press('F8');
  await until('words', async () => /none yet/.test((await look()).say));
  await page.keyboard.press('Escape');
  await record();
  await page.click('#tool-recordings');
  await until('a thumbnail', async () => (await look()).thumbnails[0] === 320);
  const { items } = await look();
  assert.equal(items.length, 1);
  assert.match(items[0], /0:0\d · \d+ kB/);
  if (process.env.VTKCAST_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.VTKCAST_SCREENSHOTS}/list.png` });

  const parts = [];
  page.on('response', response => {
    if (response.url().includes('.mp4'))
      parts.push(response.status());
  });
  await page.click('#recordings .thumbnail');
  await until('it plays', async () => (await look()).at > 0.5);
  const before = await look();
  assert.equal(before.trouble, '');
  assert.deepEqual(before.size, [640, 480]);
  assert.deepEqual(before.chapters.map(title => title.replace(/^\S+ /, '')),
                   ['Begin', 'Turned', 'Key w']);
  assert.ok(before.marks.includes('still') && before.marks.includes('key'),
            before.marks.join());
  assert.ok(parts.every(status => status === 206), parts.join());
  if (process.env.VTKCAST_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.VTKCAST_SCREENSHOTS}/play.png` });

  await page.keyboard.press(' ');
  await until('it pauses', async () => !(await look()).playing);
  await page.keyboard.press('End');
  await until('the end', async () => {
    const { slider, max, now } = await look();
    return max - slider < 0.3 && /Key w/.test(now);
  });
  await page.keyboard.press('PageUp');
  await until('the chapter', async () => /Key w|Turned/.test((await look()).now));
  await page.keyboard.press('Home');
  await until('the begin', async () => (await look()).slider === 0);
  await page.click('#recordings .chapters li:last-child button');
  await until('the last chapter', async () => /Key w/.test((await look()).now));

  await page.click('#recordings .back');
  for (const [index, ending] of ['.mp4', '.jsonl'].entries()) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#recordings .actions a').nth(index).click(),
    ]);
    const name = download.suggestedFilename();
    assert.ok(name.endsWith(ending), name);
    assert.deepEqual(await readFile(await download.path()),
                     await readFile(path.join(folder, name)));
  }

  await page.click('#recordings .delete');
  assert.equal((await look()).items.length, 1);
  await page.click('#recordings .delete');
  await until('it is gone', async () => (await look()).items.length === 0);
  assert.deepEqual(await readdir(folder), []);
  assert.deepEqual(viewer.errors, []);
});
