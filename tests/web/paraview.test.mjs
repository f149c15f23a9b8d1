// SPDX-License-Identifier: BSD-3-Clause
//
// docs/examples/paraview: two ranks of pvserver render, pvpython streams, and a
// hand in the browser turns it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { coverage, difference, launchBrowser, PROGRAM, ROOT, until, Viewer }
  from './harness.mjs';

const PREFIX = path.join(ROOT, 'build/paraview-prefix');
const STREAM = path.join(ROOT, 'docs/examples/paraview/stream.py');
/** pvserver and pvpython load two hundred libraries each. */
const START = 90000;

const skip = !existsSync(path.join(PREFIX, 'complete')) &&
  'there is no ParaView: scripts/paraview-prefix';

/** Programs that print a line when they are ready. */
class Programs {
  #children = [];
  env = {
    ...process.env,
    LD_LIBRARY_PATH: path.join(PREFIX, 'usr/lib/x86_64-linux-gnu'),
    PYTHONPATH: [path.join(PREFIX, 'usr/lib/python3/dist-packages'),
                 process.env.VTKCAST_PYTHON ?? path.join(ROOT, 'python')].join(':'),
    VTKCAST: PROGRAM,
    OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
  };

  /** Resolves with what `pattern` finds in a line of the output. */
  async start(command, args, pattern) {
    const child = spawn(command, args, {
      env: this.env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const log = [];
    let found;
    let status;

    child.on('exit', (code, signal) => {
      status = signal ?? code;
    });
    child.on('error', error => {
      status = error.message;
    });
    this.#children.push(child);
    for (const stream of child.stdio.slice(1))
      createInterface({ input: stream }).on('line', line => {
        log.push(line);
        found ??= line.match(pattern);
      });
    await until(`${command} is ready`, () => {
      if (status !== undefined)
        throw new Error(`${command} ended (${status}):\n${log.join('\n')}`);
      return found;
    }, START).catch(error => {
      throw new Error(`${error.message}\n${log.join('\n')}`);
    });
    return { child, found, log };
  }

  async stop() {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null)
        continue;
      const exited = new Promise(resolve => child.on('exit', resolve));
      child.kill();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    }
  }
}

async function findPort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

const programs = new Programs();
let browser;
let url;

before(async () => {
  if (skip)
    return;
  const x = await programs.start('Xvfb', ['-displayfd', '3', '-screen', '0',
                                          '1280x1024x24', '-nolisten', 'tcp'],
                                 /^(\d+)$/);
  programs.env.DISPLAY = `:${x.found[1]}`;
  const port = await findPort();
  await programs.start('mpirun', ['--oversubscribe', '--bind-to', 'none', '-np',
                                  '2', path.join(PREFIX, 'usr/bin/pvserver'),
                                  `--server-port=${port}`], /Accepting/);
  const python = await programs.start(
    path.join(PREFIX, 'usr/bin/pvpython'),
    [STREAM, '--server', `localhost:${port}`, '--port', '0'], /open (http\S+)/);
  [, url] = python.found;
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

  const answer = await fetch(new URL('/api/v1/scene', url), {
    method: 'PATCH', body: '{"values": {"Isovalue": 220}}',
    headers: { 'Authorization': `Bearer ${new URL(url).searchParams.get('token')}`,
               'Content-Type': 'application/merge-patch+json' },
  });
  assert.equal(answer.status, 200);
  await until('another surface', async () =>
    coverage(await viewer.pixels()) < 0.8 * coverage(turned));
  await viewer.close();
  assert.deepEqual(viewer.errors, []);
});
