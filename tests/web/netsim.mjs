// SPDX-License-Identifier: BSD-3-Clause
//
// An emulated link between two network namespaces, and programs at its ends.

import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync }
  from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM, launchBrowser, ROOT, Server } from './harness.mjs';

const NETSIM = path.resolve(ROOT, process.env.NETSIM ??
                                  'build/tests/netsim/netsim');
export const SERVER = '10.77.0.1';

/** Round trip of the empty link, ms. */
export const PROFILES = {
  lan: 0.5, fibre: 20, dsl: 40, lte: 60, poor: 150, step: 50, lossy: 50,
  cut: 40,
};

/** Why there can be no emulated link here, or null. */
export function whyNot() {
  if (process.getuid() !== 0)
    return 'needs root';
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    return 'needs /dev/net/tun';
  }
  return null;
}

let links = 0;

export class Netsim {
  /** @param {string} profile a name of PROFILES */
  static async start(profile) {
    const name = `wan-${process.pid}-${links++}`;
    const file = path.join(ROOT, 'tests/netsim/profiles', profile);
    const child = spawn(NETSIM, [file, name], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const link = new Netsim(child, name);
    if (await link.#line() !== 'ready')
      throw new Error('netsim did not start');
    return link;
  }

  constructor(child, name) {
    this.child = child;
    this.name = name;
    this.folder = mkdtempSync(path.join(tmpdir(), 'vtkcast-wan-'));
    this.exited = new Promise(resolve => child.on('exit', resolve));
    this.lines = createInterface({ input: child.stdout })[
      Symbol.asyncIterator]();
  }

  async #line() {
    return (await this.lines.next()).value;
  }

  /** The profile's time begins. */
  begin() {
    this.child.stdin.write('start\n');
  }

  /** What was counted since the last report. */
  async report() {
    this.child.stdin.write('report\n');
    return JSON.parse(await this.#line());
  }

  startServer({ args = [], ...options } = {}) {
    return Server.start({
      ...options,
      args: ['--host', SERVER, '--insecure', ...args],
      prefix: ['ip', 'netns', 'exec', `${this.name}-server`],
    });
  }

  /**
   * A browser at the client's end, for which the server's plain HTTP counts as
   * secure: some of what a page may do depends on that.
   *
   * @param {URL} url of the server
   */
  launchBrowser(url) {
    const program = path.join(this.folder, 'chromium');
    writeFileSync(program, '#!/bin/sh\n' +
      `exec ip netns exec ${this.name}-client ${CHROMIUM} "$@"\n`);
    chmodSync(program, 0o755);
    return launchBrowser(
      [`--unsafely-treat-insecure-origin-as-secure=${url.origin}`], program);
  }

  async stop() {
    this.child.stdin.end();
    await this.exited;
    rmSync(this.folder, { recursive: true });
  }
}

/**
 * The wait in ms below which `share` of the packets lie.
 *
 * @param {[number, number][]} waits pairs: ms, packets
 */
export function waitQuantile(waits, share) {
  const counts = new Map();
  for (const [ms, count] of waits)
    counts.set(ms, (counts.get(ms) ?? 0) + count);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [ms, count] of sorted) {
    seen += count;
    if (seen >= share * total)
      return ms;
  }
  return null;
}
