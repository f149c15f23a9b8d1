// SPDX-License-Identifier: BSD-3-Clause
//
// `vtkcast --record`: a session as a film and a journal, and what the page says
// of it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchBrowser, PROGRAM, ROOT, Server, until, Viewer } from './harness.mjs';
import { recordingText, sizeText } from '../../web/recording-label.js';

const run = promisify(execFile);

let folder;
let browser;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-record-'));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

async function probe(file, ...what) {
  const { stdout } = await run('ffprobe', [
    '-v', 'error', '-of', 'json', ...what, file]);
  return JSON.parse(stdout);
}

async function readJournal(file) {
  return (await readFile(file, 'utf8')).trim().split('\n')
    .map(line => JSON.parse(line));
}

/** Against docs/journal.schema.json, where there is a validator. */
async function checkSchema(file) {
  await run(path.join(ROOT, 'tests/check-journal'), [file])
    .catch(error => assert.equal(error.code, 77, error.stderr));
}

const label = viewer => viewer.page.evaluate(() => {
  const line = document.querySelector('#recording');
  return line.hidden ? '' : line.textContent;
});

/** One file of `to` with that ending. */
async function find(to, ending) {
  const names = (await readdir(to)).filter(name => name.endsWith(ending));
  assert.equal(names.length, 1, (await readdir(to)).join());
  return path.join(to, names[0]);
}

test('words about a recording', () => {
  const state = { recording: true, seconds: 75.4, bytes: 3.44e6, dropped: 0 };
  assert.equal(recordingText(state), '● REC 1:15 · 3.4 MB');
  assert.equal(recordingText({ ...state, dropped: 1 }),
               '● REC 1:15 · 3.4 MB · 1 frame left out');
  assert.equal(recordingText({ ...state, recording: false,
                               problem: 'The disk is full' }),
               'Recorded 1:15 · 3.4 MB · The disk is full');
  assert.deepEqual([0, 999, 12345, 5e6, 3e9].map(sizeText),
                   ['0 kB', '1 kB', '12 kB', '5.0 MB', '3.00 GB']);
});

test('a session is recorded, people know, and it can be seen again exactly',
     async () => {
  const to = path.join(folder, 'new', 'session');
  const server = await Server.start({ scene: 'cone', args: [
    // As large as the page, for a new size is a new file.
    '--size', '640x480', '--record', to,
  ] });
  const viewer = await Viewer.watch(browser, server.url);
  await until('the sign', async () => /● REC/.test(await label(viewer)));
  const lossless = () => until('lossless', () =>
    viewer.get('quality.state === "lossless"'));
  await lossless();
  await viewer.drag([0.4, 0.5], [0.6, 0.6]);
  await lossless();
  const shown = await viewer.get('quality.sha256');
  await viewer.close();
  await server.stop();

  const video = await find(to, '.mkv');
  const journal = await find(to, '.jsonl');
  assert.equal((await stat(to)).mode & 0o777, 0o700);
  const endings = (await readdir(to)).map(name => path.extname(name));
  assert.deepEqual(endings.sort(), ['.jpg', '.jsonl', '.mkv']);
  const { streams, format } = await probe(video, '-show_streams',
                                          '-show_format');
  assert.equal(streams[0].codec_name, 'h264');
  assert.equal(streams[0].width, 640);

  const lines = await readJournal(journal);
  assert.equal(lines[0].type, 'header');
  assert.ok(lines.some(({ type, what }) => type === 'viewer' &&
                                           what === 'controls'));
  assert.ok(lines.some(({ type, sha256 }) => type === 'still' &&
                                             sha256 === shown));
  // What was on screen: exact, then the movement, then exact again.
  const qualities = lines.filter(({ type }) => type === 'shown')
    .map(({ quality }) => quality);
  assert.match(qualities.join(' '), /lossless .*lossy .*lossless/);
  assert.ok(lines.some(line => line.type === 'shown' &&
    line.quality === 'lossless' && line.sha256 === shown &&
    lines.some(({ type, frame }) => type === 'still' && frame === line.frame)));
  await checkSchema(journal);
  // Each frame that was sent is in the video, where the journal says.
  const began = lines.find(({ type, what }) => type === 'video' &&
                                               what === 'began');
  const sent = lines.filter(({ type, pts }) => type === 'sent' &&
                                               pts >= began.pts);
  const { packets } = await probe(video, '-show_packets');
  const times = packets.map(({ pts_time: time }) => Number(time));
  assert.ok(times.length >= sent.length, `${times.length} of ${sent.length}`);
  for (const { pts } of sent) {
    const time = (pts - began.pts) / 1e9;
    assert.ok(times.some(other => Math.abs(other - time) < 0.002),
              `a frame at ${time} s`);
  }
  assert.ok(Number(format.duration) >= times.at(-1) - 0.002);

  const { stdout } = await run(PROGRAM, ['replay', journal, '--verify']);
  assert.match(stdout, /: equal/);
  assert.match(stdout, /, 0 not equal/);
});

test('what kill -9 leaves can be read', async () => {
  const to = path.join(folder, 'killed');
  const server = await Server.start({ scene: 'cone', args: [
    '--size', '640x480', '--record', to] });
  const viewer = await Viewer.watch(browser, server.url);
  await viewer.drag([0.4, 0.5], [0.6, 0.6]);
  server.wanted = false;
  server.child.kill('SIGKILL');
  await server.exited;
  await viewer.close();
  const { packets } = await probe(await find(to, '.mkv.part'),
                                  '-show_packets');
  assert.ok(packets.length > 3, `${packets.length} frames`);
  const text = await readFile(await find(to, '.jsonl'), 'utf8');
  for (const line of text.split('\n').slice(0, -1))
    JSON.parse(line);

  // The next start makes whole files of it.
  const next = await Server.start({ scene: 'cone', args: [
    '--recordings', to] });
  try {
    const list = async () => (await (await fetch(
      new URL('/api/v1/recordings', next.url),
      { headers: { 'Authorization': `Bearer ${next.token}` } })).json())
      .recordings;
    await until('the repair', async () =>
      (await list())[0]?.state === 'finished');
    const [{ problem, files }] = await list();
    assert.match(problem, /cut off/);
    assert.deepEqual(files.map(({ kind }) => kind),
                     ['video', 'journal', 'thumbnail']);
    const { packets: repaired, format } = await probe(
      await find(to, '.mkv'), '-show_packets', '-show_format');
    // The last one may have been cut off.
    assert.ok(repaired.length >= packets.length - 1);
    assert.ok(Number(format.duration) > 0);
  } finally {
    await next.stop();
  }
});

test('a folder that cannot be written into ends the program', async () => {
  await assert.rejects(
    run(PROGRAM, ['--port', '0', '--record', '/proc/nowhere', 'vtkcast:cone']),
    ({ code, stderr }) => code === 1 &&
      /^vtkcast: Failed to record into “\/proc\/nowhere”: .+\.\n$/.test(stderr));
});
