// SPDX-License-Identifier: BSD-3-Clause
//
// Records a session of a minute and renders it again, off-line, at 1920×1080:
// how long that takes, and whether the exact pictures are the same.
//
//   node bench-replay.mjs [--scene ct|cone|mesh|FILE] [--seconds 60] [--fps 30]
//     [--png-fps 30] [--json]
//
// The hand drags for 4 s of each 10 s. The exit status is 1 if an exact picture
// differs.

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dragInBrowser, openScene, startServer } from './bench-latency.mjs';
import { readOptions, report } from './bench-options.mjs';
import { launchBrowser, pause, PROGRAM, until } from './harness.mjs';

const SIZE = '1920x1080';
/** Seconds: so long it moves, of each period. */
const DRAG = 4;
const PERIOD = 10;

/** The journal of a session. */
async function recordSession(options, folder) {
  const server = await startServer(options, ['--record', folder]);
  const browser = await launchBrowser();
  try {
    const viewer = await openScene(browser, server, options);
    const begin = Date.now();
    for (let n = 1; n * PERIOD <= options.seconds; n++) {
      await dragInBrowser(viewer, { ...options, seconds: DRAG });
      await until('lossless', () =>
        viewer.get('quality.state === "lossless"'));
      await pause(Math.max(0, begin + 1000 * n * PERIOD - Date.now()));
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  const name = (await readdir(folder)).find(file => file.endsWith('.jsonl'));
  return path.join(folder, name);
}

/** Runs `vtkcast replay`: what it printed, and how many seconds it took. */
function replay(...args) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(PROGRAM, ['replay', ...args]);
    let out = '', err = '';
    child.stdout.on('data', data => out += data);
    child.stderr.on('data', data => err += data);
    child.on('error', reject);
    child.on('exit', status => {
      const seconds = (performance.now() - begin) / 1000;
      if (status === null || (status !== 0 && !out))
        reject(new Error(err));
      else
        resolve({ status, out, seconds });
    });
  });
}

export async function benchReplay(options) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vtkcast-replay-'));
  try {
    const journal = await recordSession(options, path.join(folder, 'session'));
    const film = path.join(folder, 'film.mkv');
    const pictures = path.join(folder, 'pictures');
    const verified = await replay(journal, '--verify');
    const mkv = await replay(journal, '-o', film, '--size', SIZE,
                             '--fps', String(options.fps));
    const png = await replay(journal, '-o', pictures, '--size', SIZE,
                             '--fps', String(options['png-fps']));
    const [, exact, different] =
      verified.out.match(/(\d+) exact pictures: \d+ equal, (\d+) not equal/)
        .map(Number);
    return {
      scene: options.scene, seconds: options.seconds, size: SIZE,
      verify: { seconds: verified.seconds, exact, different },
      mkv: { seconds: mkv.seconds, fps: options.fps,
             bytes: (await stat(film)).size },
      png: { seconds: png.seconds, fps: options['png-fps'],
             files: (await readdir(pictures)).length },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function print(figures) {
  console.log([
    `${figures.scene}, a session of ${figures.seconds} s`,
    `exact pictures ${figures.verify.exact}, ` +
      `${figures.verify.different} not equal`,
    `MKV ${SIZE}, ${figures.mkv.fps} fps: ` +
      `${figures.mkv.seconds.toFixed(0)} s`,
    `PNG ${SIZE}, ${figures.png.fps} fps: ` +
      `${figures.png.seconds.toFixed(0)} s, ${figures.png.files} files`,
  ].join('\n'));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const options = readOptions({ scene: 'ct', seconds: 60, fps: 30,
                                'png-fps': 30 });
  if (options.seconds < PERIOD)
    throw new Error(`--seconds is a number, ${PERIOD} or more`);
  const figures = await benchReplay({ ...options, width: 1280, height: 720,
                                      codec: 'auto' });
  report(options, figures, print);
  process.exitCode = figures.verify.different === 0 ? 0 : 1;
}
