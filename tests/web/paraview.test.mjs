// SPDX-License-Identifier: BSD-3-Clause
//
// docs/examples/paraview: two ranks of pvserver render, pvpython streams, and a
// hand in the browser turns it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { coverage, difference, launchBrowser, ROOT, until, Viewer }
  from './harness.mjs';
import { Programs, setValues } from './programs.mjs';
import { freePort } from './python.mjs';

const PREFIX = path.join(ROOT, 'build/paraview-prefix');
const STREAM = path.join(ROOT, 'docs/examples/paraview/stream.py');
const skip = !existsSync(path.join(PREFIX, 'complete')) &&
  'there is no ParaView: scripts/paraview-prefix';

const programs = new Programs({
  LD_LIBRARY_PATH: path.join(PREFIX, 'usr/lib/x86_64-linux-gnu'),
  PYTHONPATH: [path.join(PREFIX, 'usr/lib/python3/dist-packages'),
               path.join(ROOT, 'python')].join(':'),
  OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
});
let browser;
let url;

before(async () => {
  if (skip)
    return;
  await programs.startDisplay();
  const port = await freePort();
  await programs.start('mpirun', ['--oversubscribe', '--bind-to', 'none', '-np',
                                  '2', path.join(PREFIX, 'usr/bin/pvserver'),
                                  `--server-port=${port}`], /Accepting/);
  const python = await programs.start(
    path.join(PREFIX, 'usr/bin/pvpython'),
    [STREAM, '--server', `localhost:${port}`, '--port', '0'], /open (http\S+)/);
  [, url] = python;
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await programs.stop();
});

/** How many of the pixels are nearer to one colour than to the other. */
function count(pixels, isOne) {
  let n = 0;
  for (let at = 0; at < pixels.length; at += 4)
    n += isOne(pixels[at], pixels[at + 1], pixels[at + 2]) ? 1 : 0;
  return n;
}

test('two ranks draw, a drag rotates, a slider reaches the pipeline',
     { skip }, async () => {
  const viewer = await Viewer.watch(browser, url);
  const first = await viewer.pixels();

  assert.deepEqual(await viewer.size(), [640, 480]);
  assert.ok(coverage(first) > 0.1, 'there is something to see');
  // ParaView's "Cool to Warm": rank 0 is blue, rank 1 is red.
  assert.ok(count(first, (r, g, b) => b > r + 60) > 500, 'rank 0 drew');
  assert.ok(count(first, (r, g, b) => r > b + 60) > 500, 'rank 1 drew');

  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first, 5);
  await viewer.settle();
  const turned = await viewer.pixels();
  assert.ok(difference(first, turned) > 5);

  await setValues(url, { Isovalue: 220 });
  await until('another surface', async () =>
    coverage(await viewer.pixels()) < 0.8 * coverage(turned));
  await viewer.close();
  assert.deepEqual(viewer.errors, []);
});
