// SPDX-License-Identifier: BSD-3-Clause
//
// Recordings that browsers begin and end: the button, the key, the words, a full
// disk.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile }
  from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchBrowser, PROGRAM, Server, until, Viewer } from './harness.mjs';

const run = promisify(execFile);

let folder;
let browser;
let server;
let viewers = [];

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-recordings-'));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  await Promise.all(viewers.map(viewer => viewer.close()));
  await server?.stop();
  viewers = [];
  server = null;
});

async function serve(name, args = []) {
  const to = path.join(folder, name);
  server = await Server.start({ scene: 'cone', args: [
    '--size', '640x480', '--recordings', to, ...args,
  ] });
  return to;
}

async function watch() {
  const viewer = await Viewer.watch(browser, server.url);
  viewers.push(viewer);
  return viewer;
}

async function ask(method, at = '', body = undefined) {
  const response = await fetch(new URL(`/api/v1/recordings${at}`, server.url), {
    method, body, headers: { 'Authorization': `Bearer ${server.token}` },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers,
           body: text && JSON.parse(text) };
}

const list = async () => (await ask('GET')).body.recordings;

const label = viewer => viewer.page.evaluate(() => {
  const line = document.querySelector('#recording');
  return line.hidden ? '' : line.lastElementChild.textContent;
});

const button = viewer => viewer.page.evaluate(() => {
  const { hidden, ariaLabel, ariaPressed } =
    document.querySelector('#tool-record');
  return { hidden, ariaLabel, ariaPressed };
});

test('a button begins it, a key ends it, and everybody sees it', async () => {
  const to = await serve('button');
  const one = await watch();
  const two = await watch();
  await until('a button', async () => !(await button(one)).hidden);
  assert.equal(await label(one), '');
  await one.page.click('#tool-record');
  await until('the sign', async () => /^● REC 0:0/.test(await label(one)));
  await until('the other sign', async () => /^● REC/.test(await label(two)));
  assert.deepEqual(await button(two), {
    hidden: false, ariaLabel: 'Stop recording', ariaPressed: 'true',
  });
  await one.drag([0.4, 0.5], [0.6, 0.6]);
  await two.page.keyboard.press('F9');
  await until('the end', async () => /^Recorded 0:/.test(await label(one)));
  await until('the other end', async () => /^Recorded/.test(await label(two)));
  await until('finished', async () => (await list())[0].state === 'finished');

  const [recording] = await list();
  assert.match(recording.id, /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$/);
  assert.deepEqual(recording.files.map(({ kind }) => kind),
                   ['video', 'journal', 'thumbnail']);
  assert.equal((await readdir(to)).length, 3);
  // Who comes now has no reason to read of it.
  const three = await watch();
  assert.equal(await label(three), '');
  assert.deepEqual(one.errors, []);
});

/** Of what is on the page: each pair of which the one hides the other. */
const findHidden = viewer => viewer.page.evaluate(() => {
  const ids = ['quality', 'banner', 'recording', 'hud', 'tools'];
  const boxes = ids.map(id => document.getElementById(id))
    .filter(({ hidden }) => !hidden)
    .map(element => [element.id, element.getBoundingClientRect()]);
  const pairs = boxes.flatMap(([a, one], index) =>
    boxes.slice(index + 1).filter(([, two]) =>
      one.left < two.right && two.left < one.right &&
      one.top < two.bottom && two.top < one.bottom)
      .map(([b]) => `${a} and ${b}`));
  return { n: boxes.length, pairs };
});

test('who watches on a phone sees all that is said', async () => {
  await serve('phone');
  const one = await watch();
  await one.page.click('#tool-record');
  for (const [width, height] of [[390, 844], [844, 390], [1280, 800]]) {
    const two = await Viewer.watch(browser, server.url, {
      viewport: { width, height }, hasTouch: true, isMobile: width < 1000,
    });
    viewers.push(two);
    await two.page.locator('#tool-hud').tap();
    await until('words', async () => /● REC/.test(await label(two)) &&
                                     /watching/.test(await two.words()));
    assert.deepEqual(await findHidden(two), { n: 5, pairs: [] },
                     `${width} × ${height}`);
  }
});

const probe = async (file, entry) => (await run('ffprobe', [
  '-v', 'error', '-of', 'csv=p=0', '-select_streams', 'v',
  '-show_entries', entry, file])).stdout.trim();

test('WebM in several files, each of which can be played', async () => {
  const to = await serve('webm', ['--record-format', 'webm',
                                  '--record-split', '1s']);
  const viewer = await watch();
  const { body: { id } } = await ask('POST');
  const end = Date.now() + 2500;
  while (Date.now() < end)
    await viewer.drag([0.4, 0.5], [0.6, 0.6], { steps: 20 });
  await ask('PATCH', `/${id}`, '{"state":"stopped"}');
  await until('finished', async () => (await list())[0].state === 'finished');
  const [{ files, duration }] = await list();
  const videos = files.filter(({ kind }) => kind === 'video');
  assert.ok(videos.length >= 2, `${videos.length} files`);
  let sum = 0;
  for (const [index, { name }] of videos.entries()) {
    const file = path.join(to, name);
    assert.equal(name, `${id}-00${index + 1}.webm`);
    assert.equal(await probe(file, 'stream=codec_name'), 'vp9');
    sum += Number(await probe(file, 'format=duration'));
  }
  assert.ok(Math.abs(sum - duration) < 0.1, `${sum} s of ${duration} s`);
});

test('AV1 where there is an encoder, else a sentence', async () => {
  const to = path.join(folder, 'av1');
  const args = ['--port', '0', '--record', to, '--record-codec', 'av1',
                'vtkcast:cone'];
  const has = await run('gst-inspect-1.0', []).then(({ stdout }) =>
    /(svtav1enc|av1enc|rav1enc):/.test(stdout));
  if (!has) {
    await assert.rejects(run(PROGRAM, args), ({ code, stderr }) => code === 1 &&
      /^vtkcast: No encoder for AV1 recordings is installed\n$/.test(stderr));
    return;
  }
  server = await Server.start({ scene: 'cone', args: args.slice(2, -1) });
  const viewer = await watch();
  await viewer.drag([0.4, 0.5], [0.6, 0.6]);
  await Promise.all(viewers.map(each => each.close()));
  viewers = [];
  await server.stop();
  server = null;
  const name = (await readdir(to)).find(file => file.endsWith('.mkv'));
  assert.equal(await probe(path.join(to, name), 'stream=codec_name'), 'av1');
});

test('without a folder there is no button, and the key says why', async () => {
  server = await Server.start({ scene: 'cone' });
  const viewer = await watch();
  assert.equal((await button(viewer)).hidden, true);
  await viewer.page.keyboard.press('F9');
  await until('words', async () =>
    /start it with --recordings/.test(await label(viewer)));
});

test('a session that is recorded as a whole cannot be stopped', async () => {
  server = await Server.start({ scene: 'cone', args: [
    '--record', path.join(folder, 'whole')] });
  const viewer = await watch();
  await until('the sign', async () => /● REC/.test(await label(viewer)));
  await viewer.page.keyboard.press('F9');
  await until('words', async () =>
    /records the whole session/.test(await label(viewer)));
  await until('the sign again', async () => /● REC/.test(await label(viewer)));
});

async function mount(at) {
  try {
    await run('mkdir', ['-p', at]);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', at]);
    return true;
  } catch {
    return false;
  }
}

test('a full disk ends it with a sentence, and keeps what was written',
     async context => {
  const disk = path.join(folder, 'disk');
  if (!await mount(disk))
    return context.skip('a small disk needs root');
  try {
    await serve('disk');
    const viewer = await watch();
    await viewer.page.click('#tool-record');
    await until('the sign', async () => /● REC/.test(await label(viewer)));
    await run('sh', ['-c', 'head -c 60000000 /dev/zero >"$0/ballast" || true',
                     disk]).catch(() => {});
    // Frames need room.
    const move = setInterval(() =>
      viewer.drag([0.4, 0.5], [0.6, 0.6]).catch(() => {}), 300);
    await until('words', async () =>
      /The disk is nearly full/.test(await label(viewer)));
    clearInterval(move);
    await until('finished', async () => (await list())[0].state === 'finished');
    const [{ problem, files }] = await list();
    assert.match(problem, /The disk is nearly full/);
    const video = files.find(({ kind }) => kind === 'video');
    await run('ffprobe', ['-v', 'error', path.join(disk, video.name)]);
    const { status, body } = await ask('POST');
    assert.equal(status, 507);
    assert.equal(body.detail, 'The disk is full: nothing can be recorded');
    // With room again, it goes on.
    await truncate(path.join(disk, 'ballast'), 0);
    assert.equal((await ask('POST')).status, 201);
    await Promise.all(viewers.map(viewer => viewer.close()));
    viewers = [];
    await server.stop();
    server = null;
  } finally {
    await run('umount', ['-l', disk]);
  }
});

test('recordings have no more space than they may have', async () => {
  const to = path.join(folder, 'limit');
  await mkdir(to);
  await writeFile(path.join(to, 'old.mkv'), Buffer.alloc(990000));
  await serve('limit', ['--record-limit', '1MB']);
  await until('the old one', async () => (await list()).length === 1);
  const viewer = await watch();
  await viewer.page.click('#tool-record');
  await until('words', async () => {
    await viewer.drag([0.4, 0.5], [0.6, 0.6], { steps: 20 });
    return /all the space that they may have/.test(await label(viewer));
  });
  await until('finished', async () => (await list())[0].state === 'finished');
  assert.match((await list())[0].problem, /all the space.* is kept/);
  const { status, body } = await ask('POST');
  assert.deepEqual([status, body.detail], [
    507, 'Recordings have all the space that they may have: delete some first',
  ]);
  // Whoever wants room makes it.
  assert.equal((await ask('DELETE', '/old')).status, 204);
  assert.equal((await ask('POST')).status, 201);
});
