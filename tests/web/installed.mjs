// SPDX-License-Identifier: BSD-3-Clause
//
// vtkcast as it is installed, in a temporary folder, and programs that are built
// against that, as anybody's are.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './harness.mjs';

const run = promisify(execFile);

/** The folder of *.pc below `folder`. */
async function findPkgConfig(folder) {
  const found = (await readdir(folder, { recursive: true }))
    .find(name => name.endsWith('vtkcast.pc'));
  return path.dirname(path.join(folder, found));
}

export class Installed {
  static async make() {
    const installed = new Installed();
    installed.folder = await mkdtemp(path.join(tmpdir(), 'vtkcast-'));
    // A build from before that was the default.
    await run('meson', ['configure', 'build', '-Dpkgconfig.relocatable=true'],
              { cwd: ROOT });
    await run('meson', ['install', '-C', 'build', '--quiet'],
              { cwd: ROOT, env: { ...process.env,
                                  DESTDIR: installed.folder } });
    installed.pkgConfig = await findPkgConfig(installed.folder);
    installed.libraries = path.dirname(installed.pkgConfig);
    return installed;
  }

  /** Variables with which programs are built and run. */
  get env() {
    return {
      ...process.env,
      PKG_CONFIG_PATH: this.pkgConfig,
      LD_LIBRARY_PATH: this.libraries,
      GST_PLUGIN_PATH: path.join(this.libraries, 'gstreamer-1.0'),
      GST_REGISTRY: path.join(this.folder, 'registry.bin'),
    };
  }

  /**
   * Builds a folder with CMake.
   *
   * @param {string} name of the folder, such as docs/examples/cpp
   * @returns {Promise<string>} where the programs are
   */
  async build(name) {
    const source = path.join(ROOT, name);
    const binary = path.join(this.folder, 'build', name);
    await run('cmake', ['-S', source, '-B', binary], { env: this.env });
    await run('cmake', ['--build', binary, '-j2'], { env: this.env });
    return binary;
  }

  /**
   * Builds the isosurface of docs/examples/cpp with what docs/embedding.md says.
   *
   * @returns {Promise<string>} the program
   */
  async buildByHand() {
    const page = await readFile(path.join(ROOT, 'docs/embedding.md'), 'utf8');
    const [, lines] = page.match(/```sh\n(dir=[^`]*)```/);
    const folder = path.join(this.folder, 'by-hand');
    await cp(path.join(ROOT, 'docs/examples/cpp'), folder, { recursive: true });
    await run('sh', ['-ec', lines], { cwd: folder, env: this.env });
    return path.join(folder, 'isosurface');
  }

  remove() {
    return rm(this.folder, { recursive: true });
  }
}
