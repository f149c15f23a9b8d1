// SPDX-License-Identifier: BSD-3-Clause
//
// @vtkcast/view as `npm pack` makes it: whole, and its types are those of the
// code.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync,
         writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { packView } from './package.mjs';
import { ROOT } from './harness.mjs';

const TSC = path.join(ROOT, 'tests/web/node_modules/typescript/bin/tsc');

let folder;
let view;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vtkcast-package-'));
  view = packView(path.join(folder, 'node_modules'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('each module finds those that it imports', () => {
  const names = readdirSync(view).filter(name => name.endsWith('.js'));
  assert.ok(names.includes('vtkcast-view.js'));
  for (const name of names) {
    const text = readFileSync(path.join(view, name), 'utf8');
    for (const [, from] of text.matchAll(/^(?:import|} from|export).*'(\.[^']+)'/gm))
      assert.ok(existsSync(path.join(view, from)), `${name} imports ${from}`);
  }
});

test('it has nothing of the page, and what a package needs', () => {
  const names = readdirSync(view);
  for (const name of ['viewer.js', 'index.html', 'meson.build', 'panel.js'])
    assert.ok(!names.includes(name), name);
  for (const name of ['README.md', 'LICENSE', 'index.d.ts', 'package.json'])
    assert.ok(names.includes(name), name);
  const { version, exports, types } = JSON.parse(
    readFileSync(path.join(view, 'package.json'), 'utf8'));
  const project = readFileSync(path.join(ROOT, 'meson.build'), 'utf8');
  assert.equal(version, project.match(/version: '([^']+)'/)[1]);
  for (const file of [exports['.'].default, exports['.'].types,
                      exports['./notice'], types])
    assert.ok(existsSync(path.join(view, file)), file);
});

/** Compiles a program that uses the package; throws what is wrong with it. */
function compile(name, source) {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  try {
    execFileSync(process.execPath, [
      TSC, '--noEmit', '--strict', '--target', 'es2022', '--module', 'es2022',
      '--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable',
      '--allowJs', '--checkJs', 'false', '--skipLibCheck',
      'false', file,
    ], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    throw new Error(error.stdout);
  }
}

test('programs in TypeScript are checked', () => {
  compile('good.ts', `
    import { VtkcastView, type Camera } from '@vtkcast/view';
    const view: VtkcastView = document.querySelector('vtkcast-view')!;
    let camera: Camera | null = view.camera;
    view.addEventListener('camera-changed', ({ detail }) => { camera = detail; });
    view.addEventListener('picked', ({ detail }) =>
      console.log(detail.position?.[2].toFixed(1), camera?.viewAngle));
    view.setParameters({ opacity: 0.5, shading: true }).then(() => {});
    for (const { name, kind, value } of view.parameters)
      console.log(name, kind === 'action', value);
  `);
  assert.throws(() => compile('bad.ts', `
    import '@vtkcast/view';
    document.querySelector('vtkcast-view')!.setParameters({ opacity: null });
  `), /null/);
});

test('the types are those of the code', () => {
  compile('same.ts', `
    import { VtkcastView as Declared } from '@vtkcast/view';
    import { VtkcastView as Real } from '${ROOT}/web/vtkcast-view.js';
    declare const real: Real;
    export const view: Omit<Declared, 'addEventListener'> = real;
  `);
});
