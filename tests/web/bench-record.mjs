// SPDX-License-Identifier: BSD-3-Clause
//
// What recording costs the person who works: frame rate and motion to photon
// without it, with it, and with it on a disk that is much too slow, in turns in
// one run.
//
//   node bench-record.mjs [--scene ct|cone|mesh|FILE] [--size 1280x720]
//     [--codec auto|h264|vp8] [--seconds 8] [--rounds 3] [--json]
//
// The slow disk is a pipe that somebody empties at 100 kB/s. The exit status is
// 1 if a bound is missed.

import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { percentile } from '../../web/latency.js';
import { measure, openScene, startServer } from './bench-latency.mjs';
import { readOptions, report } from './bench-options.mjs';
import { coverage, launchBrowser, pause, until } from './harness.mjs';

const run = promisify(execFile);

const MODES = ['without', 'with', 'slow'];
/** Bounds of the ratios to what is without. */
const BOUNDS = { fps: 0.8, p95: 1.3, slowP95: 1.1 };
const SLOW_RATE = 100e3; // bytes per second
/** Seconds for which there is a pipe with the name that a recording gets. */
const AHEAD = 4;

async function ask(server, method, at = '', body = undefined) {
  const response = await fetch(new URL(`/api/v1/recordings${at}`, server.url), {
    method, body, headers: { 'Authorization': `Bearer ${server.token}` },
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${at}: ${text}`);
  return text && JSON.parse(text);
}

/** As the server names a recording that begins at `date`. */
function nameAt(date) {
  const two = n => String(n).padStart(2, '0');
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())]
    .join('-') + '_' +
    [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('-');
}

/** Pipes where the next recording's video would be written. */
async function layPipes(folder) {
  const now = Date.now();
  const paths = Array.from({ length: AHEAD }, (_, i) =>
    path.join(folder, `${nameAt(new Date(now + 1000 * i))}.mkv.part`));
  await run('mkfifo', paths);
  return paths;
}

/** Empties a pipe slowly until it is let go, then at once. */
async function drain(pipe) {
  const file = await open(pipe, 'r');
  const stream = createReadStream(null, { fd: file, highWaterMark: 10e3 });
  let slow = true;
  let bytes = 0;
  const done = (async () => {
    for await (const piece of stream) {
      bytes += piece.length;
      if (slow)
        await pause(1000 * piece.length / SLOW_RATE);
    }
  })();
  return { letGo: () => { slow = false; }, done, bytes: () => bytes };
}

async function finished(server, id) {
  let recording;
  await until('the recording is finished', async () => {
    recording = await ask(server, 'GET', `/${id}`);
    return recording.state === 'finished';
  });
  return recording;
}

async function recorded(server, folder, slow, work) {
  const pipes = slow ? await layPipes(folder) : [];
  const { id } = await ask(server, 'POST');
  const pipe = slow ? await drain(path.join(folder, `${id}.mkv.part`)) : null;
  const figures = await work();
  const { duration, bytes, dropped } = await ask(server, 'GET', `/${id}`);
  await ask(server, 'PATCH', `/${id}`, '{"state":"stopped"}');
  pipe?.letGo();
  await Promise.all([finished(server, id), pipe?.done]);
  await ask(server, 'DELETE', `/${id}`);
  await Promise.all(pipes.map(name => rm(name, { force: true })));
  return { ...figures, recording: { duration, bytes, dropped } };
}

function summarize(runs) {
  const samples = runs.flatMap(figures => figures.samples);
  const seconds = runs.reduce((sum, figures) => sum + figures.seconds, 0);
  const frames = runs.reduce((sum, { fps, seconds: s }) => sum + fps * s, 0);
  const mean = pick => runs.reduce((sum, figures) => sum + pick(figures), 0) /
    runs.length;
  const videos = runs.flatMap(({ recording }) => recording ?? []);
  return {
    fps: frames / seconds,
    p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
    count: samples.length,
    cpu: mean(({ cpu }) => cpu),
    render: mean(({ stages }) => stages.render.p50),
    send: mean(({ stages }) => stages.send.p50),
    perRun: runs.map(({ fps, motionToPhoton }) => [fps, motionToPhoton.p95]),
    ...videos.length > 0 && {
      recordedBitrate: 8 * videos.reduce((sum, { bytes }) => sum + bytes, 0) /
        videos.reduce((sum, { duration }) => sum + duration, 0),
      dropped: videos.reduce((sum, { dropped }) => sum + dropped, 0),
    },
  };
}

export async function benchRecord(options) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-bench-'));
  const server = await startServer(options, ['--recordings', folder]);
  const browser = await launchBrowser();
  try {
    const viewer = await openScene(browser, server, options);
    const covered = coverage(await viewer.pixels());
    const runs = Object.fromEntries(MODES.map(mode => [mode, []]));
    const drag = () => measure(viewer, server, options);
    for (let round = 0; round < options.rounds; round++)
      // Each mode is first, and last, as often as the others.
      for (let i = 0; i < MODES.length; i++) {
        const mode = MODES[(round + i) % MODES.length];
        await viewer.settle();
        runs[mode].push(mode === 'without' ? await drag()
          : await recorded(server, folder, mode === 'slow', drag));
      }
    const [without, recording, slow] = MODES.map(mode => summarize(runs[mode]));
    const ratios = {
      fps: recording.fps / without.fps,
      p95: recording.p95 / without.p95,
      slowP95: slow.p95 / Math.max(recording.p95, without.p95),
    };
    return {
      scene: options.scene, width: options.width, height: options.height,
      coverage: covered, load: os.loadavg()[0],
      without, with: recording, slow, ratios, bounds: BOUNDS,
      holds: ratios.fps >= BOUNDS.fps && ratios.p95 <= BOUNDS.p95 &&
        ratios.slowP95 <= BOUNDS.slowP95,
    };
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

function print(figures) {
  const { ratios, bounds } = figures;
  const line = (name, { fps, p50, p95, cpu, recordedBitrate, dropped }) =>
    `${name.padEnd(14)} ${fps.toFixed(1)} fps, p50 ${p50.toFixed(1)} ms, ` +
    `p95 ${p95.toFixed(1)} ms, ${cpu.toFixed(0)} % CPU` +
    (recordedBitrate === undefined ? ''
      : `, ${(recordedBitrate / 1e6).toFixed(1)} Mb/s on the disk, ` +
        `${dropped} frames left out`);
  console.log([
    `${figures.scene}, ${figures.width}×${figures.height}, ` +
      `${(100 * figures.coverage).toFixed(0)} % covered`,
    line('not recorded', figures.without),
    line('recorded', figures.with),
    line('on a slow disk', figures.slow),
    `fps ${(100 * ratios.fps).toFixed(0)} % (bound ${100 * bounds.fps}), ` +
      `p95 ×${ratios.p95.toFixed(2)} (${bounds.p95}), ` +
      `slow disk ×${ratios.slowP95.toFixed(2)} (${bounds.slowP95})`,
  ].join('\n'));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const options = readOptions({ scene: 'ct', size: '1280x720', codec: 'auto',
                                seconds: 8, rounds: 3 });
  const figures = await benchRecord({ ...options, input: 'browser' });
  report(options, figures, print);
  process.exitCode = figures.holds ? 0 : 1;
}
