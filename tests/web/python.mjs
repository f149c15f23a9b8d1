// SPDX-License-Identifier: BSD-3-Clause
//
// Python programs, and those of build/venv-python, which scripts/python-env
// makes.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { ROOT, until } from './harness.mjs';

const FOLDER = path.join(ROOT, 'build/venv-python');

/** Why tests that need Python packages cannot run; false if they can. */
export const NO_PYTHON = existsSync(path.join(FOLDER, '.installed')) ? false
  : 'there is no build/venv-python: scripts/python-env says why';

/** Of this machine, that nobody uses now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A program of the environment. */
export const programOf = name => path.join(FOLDER, 'bin', name);

export class PythonProgram {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {string|RegExp} ready an address that answers then, or what is
   *   printed, which `said` has
   * @param {Record<string, string>} [env]
   */
  static async start(command, args, ready, env = {}) {
    const child = spawn(command, args, {
      cwd: ROOT, env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new PythonProgram(child);
    try {
      await until(`${path.basename(command)} is ready`,
                  () => program.#isReady(ready), 60000);
    } catch (error) {
      await program.stop();
      throw new Error(`${error.message}\n${program.log.join('')}`);
    }
    return program;
  }

  constructor(child) {
    this.child = child;
    this.log = [];
    /** @type {RegExpMatchArray|null} */
    this.said = null;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', data => this.log.push(String(data)));
    this.exited = new Promise(resolve => child.on('close', resolve));
  }

  get pid() {
    return this.child.pid;
  }

  async #isReady(ready) {
    if (this.child.exitCode !== null)
      throw new Error('It has ended');
    if (ready instanceof RegExp)
      return this.said = this.log.join('').match(ready);
    try {
      return (await fetch(ready)).ok;
    } catch {
      return false;
    }
  }

  async stop() {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await this.exited;
    clearTimeout(timer);
  }
}
