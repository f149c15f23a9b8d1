// SPDX-License-Identifier: BSD-3-Clause
//
// An X server without a screen, for programs whose VTK needs one even off
// screen, as Debian's does. It does not begin anew when the last of them goes,
// for then it turns away who comes meanwhile.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class XServer {
  static async start() {
    const child = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp', '-noreset',
                                 '-screen', '0', '1280x1024x24'],
                        { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const failed = new Promise((_, reject) => child.on('error', reject));
    const number = new Promise(resolve =>
      createInterface({ input: child.stdio[3] }).once('line', resolve));
    const server = new XServer();
    server.child = child;
    server.display = `:${await Promise.race([number, failed])}`;
    return server;
  }

  stop() {
    this.child.kill();
  }
}
