// SPDX-License-Identifier: BSD-3-Clause
//
// Python programs that stream with python/vtkcast.py.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { PROGRAM, ROOT, until } from './harness.mjs';
import { XServer } from './x-server.mjs';

const WHEELS = path.join(ROOT, 'build/venv-python/bin/python');

/** Two VTKs that have nothing in common but the protocol. */
export const PYTHONS = [
  { name: 'Debian’s VTK', program: '/usr/bin/python3', display: true },
  {
    name: 'VTK’s wheel', program: WHEELS, display: false,
    skip: existsSync(path.join(path.dirname(WHEELS), '../.installed')) ? false
      : 'there is no build/venv-python: scripts/python-env says why',
  },
];

export class BridgeProgram {
  /**
   * @param {typeof PYTHONS[number]} python
   * @param {string} script below the repository's root
   * @param {{port?: number, before?: string[], args?: string[]}} [options]
   *   before, args: of its arguments, those before and behind the port
   */
  static async start(python, script, { port = 0, before = [], args = [] } = {})
  {
    const program = new BridgeProgram();
    Object.assign(program, { python, before });
    if (python.display)
      program.display = await XServer.start();
    try {
      await program.run(script, port, args);
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  /** Once more, after it was killed. */
  async run(script = this.script, port = this.port, args = this.args) {
    Object.assign(this, { script, args, log: [] });
    const env = { ...process.env, VTKCAST: PROGRAM,
                  PYTHONPATH: path.join(ROOT, 'python') };
    delete env.DISPLAY;
    if (this.display)
      env.DISPLAY = this.display.display;
    this.child = spawn(this.python.program,
                       [path.join(ROOT, script), ...this.before, String(port),
                        ...args],
                       { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise(resolve => this.child.on('exit', resolve));
    for (const stream of [this.child.stdout, this.child.stderr])
      createInterface({ input: stream }).on('line', line => {
        this.log.push(line);
        if (process.env.VTKCAST_TEST_LOG)
          console.error(`python: ${line}`);
      });
    const address = () => this.log.join('\n').match(/open (\S+)/)?.[1];
    await until('the program prints an address', () => {
      if (this.child.exitCode !== null)
        throw new Error(`it has ended: ${this.log.join('\n')}`);
      return address();
    });
    this.url = new URL(address());
    this.port = Number(this.url.port);
    this.serverPid ??= await this.#findServer();
  }

  get pid() {
    return this.child.pid;
  }

  async #findServer() {
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const entry of readdirSync('/proc').filter(name => /^\d/.test(name)))
      try {
        const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
          .split('\0');
        const parent = readFileSync(`/proc/${entry}/stat`, 'utf8')
          .replace(/.*\) /, '').split(' ')[1];
        if (words.includes('--bridge') && Number(parent) === this.pid)
          return Number(entry);
      } catch {
        // It has gone meanwhile.
      }
    return null;
  }

  async health() {
    return (await fetch(new URL('/healthz', this.url))).json();
  }

  /** The program alone; its server goes on. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  async stop() {
    if (this.child?.exitCode === null) {
      // As Ctrl+C does it: the program ends its server, too.
      this.child.kill('SIGINT');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
      await this.exited;
      clearTimeout(timer);
    }
    try {
      process.kill(this.serverPid);
    } catch {
      // It has ended, as it should.
    }
    this.display?.stop();
  }
}
