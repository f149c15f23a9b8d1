// SPDX-License-Identifier: BSD-3-Clause
//
// Programs with a VTK of their own, built against vtkcast as it is installed,
// on an X server of their own, and a browser to watch them.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { launchBrowser, Server } from './harness.mjs';
import { Installed } from './installed.mjs';
import { XServer } from './x-server.mjs';

export class Embedded {
  /**
   * Builds a folder.
   *
   * @param {string} folder such as docs/examples/cpp
   */
  static async build(folder) {
    const embedded = new Embedded();
    [embedded.browser, embedded.installed, embedded.display] =
      await Promise.all([launchBrowser(), Installed.make(), XServer.start()]);
    try {
      embedded.programs = await embedded.installed.build(folder);
    } catch (error) {
      await embedded.close();
      throw error;
    }
    return embedded;
  }

  get env() {
    return { ...this.installed.env, DISPLAY: this.display.display };
  }

  /** Starts a program that serves its window: of the folder, or a path. */
  start(name, ...args) {
    return Server.attach(spawn(path.resolve(this.programs, name), args, {
      env: this.env, stdio: ['pipe', 'pipe', 'pipe'],
    }));
  }

  async close() {
    await this.browser.close();
    this.display.stop();
    await this.installed.remove();
  }
}
