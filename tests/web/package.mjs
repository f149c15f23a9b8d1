// SPDX-License-Identifier: BSD-3-Clause
//
// @vtkcast/view, packed and installed without an index.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './harness.mjs';

/**
 * @param {string} modules a folder node_modules, which is made
 * @returns {string} where the package is
 */
export function packView(modules) {
  const folder = path.join(modules, '@vtkcast/view');
  mkdirSync(folder, { recursive: true });
  const [{ filename }] = JSON.parse(execFileSync('npm', [
    'pack', '--json', '--pack-destination', modules, path.join(ROOT, 'web'),
  ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  execFileSync('tar', ['-xzf', path.join(modules, filename.replace('@', '')
    .replace('/', '-')), '-C', folder, '--strip-components=1']);
  return folder;
}
