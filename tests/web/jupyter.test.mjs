// SPDX-License-Identifier: BSD-3-Clause
//
// python/vtkcast_jupyter in a real JupyterLab: docs/examples/jupyter.

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { coverage, launchBrowser, ROOT, Server, until, Viewer }
  from './harness.mjs';
import { freePort, NO_PYTHON as skip, programOf, PythonProgram }
  from './python.mjs';

const NOTEBOOK = 'head.ipynb';

let folder;
let browser;
let server;
let lab;
let viewer;

before(async () => {
  if (skip)
    return;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  folder = mkdtempSync(path.join(os.tmpdir(), 'vtkcast-jupyter-'));
  copyFileSync(path.join(ROOT, 'docs/examples/jupyter', NOTEBOOK),
               path.join(folder, NOTEBOOK));
  [browser, server] = await Promise.all([
    launchBrowser(),
    Server.start({ scene: 'ct', args: ['--allow-origin', origin] }),
  ]);
  lab = await PythonProgram.start(programOf('jupyter'), [
    'lab', '--no-browser', '--allow-root', '--ip', '127.0.0.1', '--port', port,
    '--IdentityProvider.token=', '--ServerApp.root_dir', folder,
    '--LabApp.news_url=None', '--ServerApp.log_level=ERROR',
  ], `${origin}/api/status`, {
    VTKCAST_URL: String(server.url), HOME: folder, JUPYTER_CONFIG_DIR: folder,
    JUPYTER_DATA_DIR: folder, IPYTHONDIR: folder,
  });
  viewer = await Viewer.open(browser, `${origin}/lab/tree/${NOTEBOOK}`, {
    // For all cells at once.
    viewport: { width: 1200, height: 1600 },
  });
  viewer.inset = true;
  await runNotebook(viewer.page);
  await viewer.reach('live');
  await viewer.settle();
});

after(async () => {
  await viewer?.close();
  await browser?.close();
  await lab?.stop();
  await server?.stop();
  if (folder)
    rmSync(folder, { recursive: true });
});

/** From a menu. */
async function choose(page, menu, item) {
  await page.getByRole('menuitem', { name: menu, exact: true }).click();
  await page.getByRole('menu').getByText(item, { exact: true }).click();
}

async function runNotebook(page) {
  await until('the kernel is there', async () => {
    const response = await fetch(new URL('/api/kernels', page.url()));
    const [kernel] = await response.json();
    return kernel?.connections > 0 && kernel.execution_state === 'idle';
  });
  await choose(page, 'Run', 'Run All Cells');
  await page.locator('vtkcast-view').waitFor();
}

test('a cell shows the view, and a drag rotates', { skip }, async () => {
  const first = await viewer.pixels();
  assert.ok(coverage(first) > 0.05, 'there is something to see');
  await viewer.drag([0.4, 0.5], [0.6, 0.6]);
  await viewer.changed(first);
});

test('VTK has the keys, not the notebook', { skip }, async () => {
  const count = () => viewer.page.locator('.jp-Cell').count();
  const cells = await count();
  await viewer.drag([0.5, 0.5], [0.51, 0.5]);
  for (const key of ['d', 'd', 'b', 'Enter', 'r'])
    await viewer.page.keyboard.press(key);
  const { key } = (await viewer.sent()).findLast(({ type }) =>
    type === 'keyup');
  assert.equal(key, 'r');
  assert.equal(await count(), cells);
});

test('a slider of the notebook changes the scene', { skip }, async () => {
  const window = async () => (await viewer.get('parameters'))
    .find(({ name }) => name === 'window').value;
  await until('the first value', async () => await window() === 1200);
  await viewer.settle();
  const before = await viewer.pixels();
  await viewer.page.getByRole('slider').press('End');
  await until('the last value', async () => await window() === 4000);
  await viewer.changed(before);
});

test('the camera and a pick come back', { skip }, async () => {
  const said = () => viewer.page.getByText(/^camera .*picked/).textContent();
  await until('a camera', async () => /camera \[/.test(await said()));
  await viewer.settle();
  const before = await said();
  await viewer.drag([0.4, 0.5], [0.5, 0.5], { steps: 20 });
  await until('another camera', async () =>
    /camera \[/.test(await said()) && await said() !== before);
  await viewer.page.getByRole('button', { name: 'First view' }).click();
  await until('the first camera', async () => await said() === before);
  await viewer.press([0.5, 0.5]);
  await viewer.page.mouse.up();
  await until('a pick', async () => /picked \[/.test(await said()));
});

test('neither address nor token get into the file', { skip }, async () => {
  const { page } = viewer;
  await choose(page, 'Settings', 'Save Widget State Automatically');
  await choose(page, 'File', 'Save Notebook');
  const read = () => readFileSync(path.join(folder, NOTEBOOK), 'utf8');
  await until('it is saved', () => read().includes('widget-state+json'));
  const text = read();
  assert.ok(text.includes('"height": 400'), 'the state of the view');
  assert.ok(!text.includes(server.token) && !text.includes(server.origin));
});
