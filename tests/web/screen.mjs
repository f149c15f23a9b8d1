// SPDX-License-Identifier: BSD-3-Clause
//
// An X server without a screen, for VTKs that cannot do without one, such as
// Debian's python3-vtk9.

import { spawn } from 'node:child_process';

export class Screen {
  static async start() {
    const child = spawn('Xvfb', [
      '-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp',
    ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => reject(new Error('Xvfb does not start')));
      child.stdio[3].once('data', resolve);
    });
    return new Screen(child, `:${String(number).trim()}`);
  }

  /** @param {string} name for DISPLAY */
  constructor(child, name) {
    this.child = child;
    this.name = name;
    this.exited = new Promise(resolve => child.on('exit', resolve));
  }

  async stop() {
    this.child.kill();
    await this.exited;
  }
}
