// SPDX-License-Identifier: BSD-3-Clause
//
// Programs of others that stream through vtkcast, and what they need.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PROGRAM, until } from './harness.mjs';
import { XServer } from './x-server.mjs';

/** Some load hundreds of libraries. */
const START = 90000;
/** Of what a program said. */
const LINES = 20;

/** Programs that say when they are ready. */
export class Programs {
  #children = [];
  #logs = [];
  /** @type {XServer|null} */
  #display = null;

  /** @param {Record<string, string>} env */
  constructor(env) {
    this.env = { ...process.env, VTKCAST: PROGRAM, ...env };
  }

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {RegExp} pattern of a line that says so
   * @returns {Promise<RegExpMatchArray>}
   */
  async start(command, args, pattern) {
    const child = spawn(command, args, {
      env: this.env, stdio: ['ignore', 'pipe', 'pipe'],
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
    this.#logs.push(log);
    for (const stream of child.stdio.slice(1))
      createInterface({ input: stream }).on('line', line => {
        log.push(line);
        found ??= line.match(pattern);
      });
    try {
      await until(`${command} is ready`, () => {
        if (status !== undefined)
          throw new Error(`${command} ended (${status})`);
        return found;
      }, START);
    } catch (error) {
      // The reason may be in what another of them said.
      const said = this.#logs.map(lines => lines.slice(-LINES).join('\n'));
      throw new Error(`${error.message}\n${said.reverse().join('\n…\n')}`);
    }
    return found;
  }

  /** For those that need an X server even off screen. */
  async startDisplay() {
    this.#display = await XServer.start();
    this.env.DISPLAY = this.#display.display;
  }

  async stop() {
    for (const child of this.#children.reverse()) {
      if (child.pid === undefined || child.exitCode !== null ||
          child.signalCode !== null)
        continue;
      const exited = new Promise(resolve => child.on('exit', resolve));
      child.kill();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    }
    this.#display?.stop();
  }
}

/** What `GET path` answers, of a server's URL with its token. */
export function ask(url, path, options = {}) {
  const { searchParams } = new URL(url);
  return fetch(new URL(path, url), {
    ...options,
    headers: { Authorization: `Bearer ${searchParams.get('token')}`,
               ...options.headers },
  });
}

/** Sets parameters of the scene. */
export async function setValues(url, values) {
  const answer = await ask(url, '/api/v1/scene', {
    method: 'PATCH', body: JSON.stringify({ values }),
    headers: { 'Content-Type': 'application/merge-patch+json' },
  });
  assert.equal(answer.status, 200, await answer.text());
}

export async function getValues(url) {
  return (await (await ask(url, '/api/v1/scene')).json()).values;
}
