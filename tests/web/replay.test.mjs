// SPDX-License-Identifier: BSD-3-Clause
//
// `vtkcast replay`: a journal as pictures, and as something to watch.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile }
  from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { coverage, difference, launchBrowser, PROGRAM, SCENES, Server, until,
         Viewer } from './harness.mjs';
import { positionAt } from '../../web/replay.js';
import { timeText } from '../../web/scrubber.js';

/** Of journals by hand. */
const HEADER = {
  type: 'header', t: 0, version: 1, software: 'a test', width: 320, height: 240,
  data: { locations: [SCENES.cone] },
};

let folder;
let browser;
let server;
let viewer;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-replay-'));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  await viewer?.close();
  await server?.stop();
  viewer = server = null;
});

function event(t, fields) {
  return { type: 'event', t, event: { viewer: 1, ...fields } };
}

/** A drag from `begin` on, for a second, then a wireframe, then rest. */
function dragAndKey(begin) {
  const lines = [event(begin, { type: 'move', x: 0.4, y: 0.5 }),
                 event(begin, { type: 'press', x: 0.4, y: 0.5, button: 1,
                                buttons: 1 })];
  for (let i = 1; i <= 20; i++)
    lines.push(event(begin + i / 20, { type: 'move', x: 0.4 + i / 80,
                                       y: 0.5 + i / 160, buttons: 1 }));
  lines.push(event(begin + 1.1, { type: 'release', x: 0.65, y: 0.625,
                                  button: 1 }),
             { type: 'still', t: begin + 1.5, frame: 7,
               sha256: '0'.repeat(64) },
             event(begin + 2, { type: 'key-press', x: 0.65, y: 0.6,
                                key: 'w' }),
             { type: 'end', t: begin + 4 });
  return lines;
}

async function write(name, lines) {
  const file = path.join(folder, name);
  const text = lines.map(line =>
    typeof line === 'string' ? line : JSON.stringify(line));
  await writeFile(file, `${text.join('\n')}\n`);
  return file;
}

/** Runs the command, and tells how it went. */
function replay(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, ['replay', ...args]);
    let out = '', err = '';
    child.stdout.on('data', data => out += data);
    child.stderr.on('data', data => err += data);
    child.on('error', reject);
    child.on('exit', status => resolve({ status, out, err }));
  });
}

async function assertRefused(words, ...args) {
  const { status, err } = await replay(...args);
  assert.equal(status, 1, err);
  assert.match(err, words);
  assert.equal(err.trim().split('\n').length, 1, 'it is one sentence');
}

test('time goes on between two messages, and is told in words', () => {
  const state = { position: 10, duration: 60, playing: true, speed: 2 };
  assert.equal(positionAt(state, 1000, 3500), 15);
  assert.equal(positionAt({ ...state, playing: false }, 1000, 3500), 10);
  assert.equal(positionAt(state, 1000, 90000), 60);
  assert.equal(positionAt(state, 1000, 900), 10);
  assert.deepEqual([0, 59.9, 60, 3599, 3600, 36061].map(timeText),
                   ['0:00', '0:59', '1:00', '59:59', '1:00:00', '10:01:01']);
});

test('a folder of pictures, of which equal ones are one file', async () => {
  const journal = await write('folder.jsonl', [HEADER, ...dragAndKey(0)]);
  const to = path.join(folder, 'pictures');
  const { status, err } = await replay(journal, '-o', to, '--fps', '10',
                                       '--size', '200x150');
  assert.equal(status, 0, err);
  assert.match(err, /100 %/);
  const names = (await readdir(to)).sort();
  assert.equal(names.length, 41, 'one each tenth of 4 s, and the end');
  assert.equal(names[0], 'frame-000000.png');
  const inodes = await Promise.all(names.map(async name =>
    (await stat(path.join(to, name))).ino));
  assert.equal(new Set(inodes.slice(0, 11)).size, 11, 'it moves');
  assert.equal(new Set(inodes.slice(12, 19)).size, 1, 'it rests');
  assert.notEqual(inodes[19], inodes[20], 'a wireframe');
  const png = await readFile(path.join(to, names[0]));
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [200, 150]);
  await assertRefused(/exists|in the folder/, journal, '-o', to);
});

test('a part of it, as video files', async () => {
  const journal = await write('film.jsonl', [HEADER, ...dragAndKey(0)]);
  const magic = { mkv: '1a45dfa3', webm: '1a45dfa3', mp4: '66747970' };
  for (const ending of Object.keys(magic)) {
    const to = path.join(folder, `film.${ending}`);
    const { status, err } = await replay(journal, '-o', to, '--from', '0.5',
                                         '--to', '1.5');
    assert.equal(status, 0, err);
    const bytes = await readFile(to);
    const begin = ending === 'mp4' ? 4 : 0;
    assert.equal(bytes.subarray(begin, begin + 4).toString('hex'),
                 magic[ending]);
  }
  const left = (await readdir(folder)).filter(name => /part/.test(name));
  assert.deepEqual(left, []);
});

test('exact pictures that are others fail the check', async () => {
  const frame = { type: 'frame', t: 0.5, frame: 7, tier: 'full', width: 320,
                  height: 240, ready: true };
  const wrong = { type: 'still', t: 0.6, frame: 7, sha256: '0'.repeat(64) };
  const moving = { type: 'shown', t: 0.55, viewer: 1, quality: 'sharpening' };
  const early = { ...wrong, frame: 6 };
  const one = await replay(
    await write('wrong.jsonl', [HEADER, frame, moving, early, wrong]),
    '--verify');
  assert.equal(one.status, 1);
  assert.match(one.out, /NOT EQUAL/);
  assert.match(one.out, /rendered before the journal began/);
  assert.match(one.out,
               /2 exact pictures: 0 equal, 1 not equal, 1 not compared/);
  const [, sha256] = one.out.match(/now it is ([0-9a-f]{64})/);
  const two = await replay(
    await write('right.jsonl', [HEADER, frame, { ...wrong, sha256 }]),
    '--verify');
  assert.equal(two.status, 0, two.out);
  assert.match(two.out, /frame 7: equal/);
  assert.match(two.out, /1 exact pictures: 1 equal, 0 not equal, 0 not/);
});

test('what cannot be replayed is said in a sentence', async () => {
  const good = await write('good.jsonl', [HEADER, ...dragAndKey(0)]);
  const other = { ...HEADER,
                  data: { ...HEADER.data, sha256: 'a'.repeat(64) } };
  const gone = { ...HEADER, data: { locations: ['/nowhere/head.nrrd'] } };
  const cases = [
    [/Failed to open the journal/, [path.join(folder, 'none.jsonl')]],
    [/“.*empty.jsonl” is no journal/, [await write('empty.jsonl', [])]],
    [/Line 1: Failed to parse JSON/, [await write('one.jsonl', ['{"'])]],
    [/ct-head.raw” is no journal/, [SCENES.ct.replace('nhdr', 'raw')]],
    [/Line 2: Failed to parse JSON/,
     [await write('broken.jsonl', [HEADER, '{"type":', '{}'])]],
    [/version 9, and this program knows version 1 only/,
     [await write('version.jsonl', [{ ...HEADER, version: 9 }])]],
    [/other data than the journal was made of/,
     [await write('other.jsonl', [other])]],
    [/The journal's data are not there/, [await write('gone.jsonl', [gone])]],
    [/other data than the journal was made of/,
     [await write('data.jsonl', [other]), '--data', SCENES.patches]],
    [/Unknown option/, [good, '--frobnicate']],
    [/--size must be/, [good, '--size', 'large']],
    [/the journal ends after 4/, [good, '--from', '9', '-o',
                                  path.join(folder, 'late.mkv')], true],
  ];
  for (const [words, args, whole] of cases)
    await assertRefused(words, ...args, ...whole ? [] : ['--verify']);
  await assertRefused(/must be called .mkv, .mp4 or .webm.* write “.*.avi\/”/,
                      good, '-o', path.join(folder, 'film.avi'));
  await assertRefused(/Say where the pictures go/, good);
  await assertRefused(/Name the journal/);
});

test('a journal that was cut off is replayed up to there', async () => {
  const file = path.join(folder, 'cut.jsonl');
  const text = [HEADER, ...dragAndKey(0)].map(line => JSON.stringify(line))
    .join('\n');
  await writeFile(file, text.slice(0, 900));
  const { status, err } = await replay(file, '-o', path.join(folder, 'cut'));
  assert.equal(status, 0, err);
});

async function serve(lines, scene) {
  const journal = await write('serve.jsonl', lines);
  server = await Server.start({ scene: journal, command: ['replay'],
                                args: ['--serve', '--max-fps', '30'] });
  viewer = await Viewer.watch(browser, server.url);
}

/** How the bar says that things stand. */
function bar() {
  return viewer.page.evaluate(() => {
    const root = document.getElementById('replay');
    return {
      hidden: root.hidden,
      label: root.querySelector('button').ariaLabel,
      time: root.querySelector('output').textContent,
      value: root.querySelector('input').valueAsNumber,
      speed: root.querySelector('select').value,
      marks: root.querySelectorAll('.marks i').length,
    };
  });
}

test('a browser plays it, pauses and seeks', async () => {
  await serve([HEADER, ...dragAndKey(0.5)]);
  const { page } = viewer;
  const first = await viewer.pixels();
  assert.ok(coverage(first) > 0.02, 'there is something to see');
  assert.deepEqual(await bar(), { hidden: false, label: 'Play',
                                  time: '0:00 / 0:04', value: 0, speed: '1',
                                  marks: 1 });

  await page.click('#replay .play');
  await until('it plays', async () => (await bar()).label === 'Pause');
  await viewer.changed(first);
  await until('it ends', async () => (await bar()).label === 'Play');
  assert.equal((await bar()).time, '0:04 / 0:04');
  await viewer.settle();
  const last = await viewer.pixels();

  await page.keyboard.press('Home');
  await viewer.becomes(first);
  await page.keyboard.press('ArrowRight');
  await viewer.becomes(last);

  await page.locator('#replay input').fill('2');
  await viewer.settle();
  const turned = await viewer.pixels();
  assert.ok(difference(turned, first) > 2 && difference(turned, last) > 2,
            'turned, and not yet a wireframe');
  await page.locator('#replay input').fill('4');
  await viewer.becomes(last);
  assert.deepEqual(viewer.errors, []);
});

/** How much of it is not as dark as what is around a picture: of its upper, its
 * middle and its lower third. */
const lightOf = pixels => [0, 1, 2].map(part => {
  const third = pixels.subarray(part * pixels.length / 3,
                                (part + 1) * pixels.length / 3);
  return third.filter((value, at) => at % 4 !== 3 && value !== 24).length /
    third.length;
});

test('a phone shows all that was seen', async () => {
  const journal = await write('phone.jsonl', [HEADER, ...dragAndKey(0)]);
  server = await Server.start({ scene: journal, command: ['replay'],
                                args: ['--serve'] });
  const landscape = await Viewer.watch(browser, server.url, {
    viewport: { width: 640, height: 480 },
  });
  const whole = await landscape.pixels(240, 180);
  await landscape.close();
  viewer = await Viewer.watch(browser, server.url, {
    viewport: { width: 480, height: 1080 },
  });
  // 480 × 360 in the middle of 480 × 1080.
  const tall = await viewer.pixels(240, 540);
  const [upper, middle, lower] = lightOf(tall);
  assert.deepEqual([upper, lower], [0, 0]);
  assert.ok(middle > 0.7);
  const third = tall.subarray(tall.length / 3, 2 * tall.length / 3);
  assert.ok(difference(whole, third) < 2, 'the same picture');
  assert.deepEqual(viewer.errors, []);
});

test('speed changes, and hands on the picture change nothing', async () => {
  await serve([HEADER, ...dragAndKey(0)]);
  const { page } = viewer;
  const first = await viewer.pixels();
  await viewer.drag([0.3, 0.3], [0.6, 0.6]);
  await page.keyboard.press('w');
  await viewer.settle();
  assert.ok(difference(first, await viewer.pixels()) < 0.5);

  await page.selectOption('#replay select', '8');
  await until('faster', async () => (await bar()).speed === '8');
  const began = Date.now();
  await page.evaluate(() => document.querySelector('vtkcast-view').focus());
  await page.keyboard.press('Space');
  await until('it ends', async () => (await bar()).value >= 4);
  assert.ok(Date.now() - began < 3000, 'four seconds take less');
  assert.deepEqual(viewer.errors, []);
});

test('who asks for nonsense is told so', async () => {
  await serve([HEADER, ...dragAndKey(0)]);
  for (const params of [{ play: 'yes' }, { speed: 0 }, { speed: 1e9 },
                        { seek: -1 }, { seek: 5 }, { seek: '1' }])
    assert.equal(await viewer.page.evaluate(asked =>
      document.querySelector('vtkcast-view').replay(asked)
        .then(() => 'done', () => 'refused'), params), 'refused',
                 JSON.stringify(params));
  const state = await viewer.page.evaluate(() =>
    document.querySelector('vtkcast-view').replay({ seek: 1.25 }));
  assert.deepEqual(state, { position: 1.25, duration: 4, playing: false,
                            speed: 1 });
});

test('a server that shows data has no bar, and no such request', async () => {
  server = await Server.start();
  viewer = await Viewer.watch(browser, server.url);
  assert.equal((await bar()).hidden, true);
  const reason = await viewer.page.evaluate(() =>
    document.querySelector('vtkcast-view').replay({ play: true })
      .then(() => '', error => error.message));
  assert.match(reason, /no such method/);
});

test('other data end the server', async () => {
  const journal = await write('other-serve.jsonl', [
    { ...HEADER, data: { ...HEADER.data, sha256: 'b'.repeat(64) } }]);
  const { status, err } = await replay(journal, '--serve', '--port', '0');
  assert.equal(status, 1);
  assert.match(err, /other data than the journal was made of/);
});
