// SPDX-License-Identifier: BSD-3-Clause
//
// docs/examples/web: views in other people's pages.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync }
  from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { difference, launchBrowser, ROOT, Server, until, Viewer }
  from './harness.mjs';
import { packView } from './package.mjs';
import { freePort, NO_PYTHON, programOf, PythonProgram } from './python.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript',
  '.json': 'application/json',
};

let folder;
let site;
let browser;
let server;
let trameOrigin;

/** As any server of files. */
function serve(root) {
  return new Promise(resolve => {
    const http = createServer((request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      const file = path.join(root, pathname.replace(/\/$/, '/index.html'));
      try {
        const body = readFileSync(file);
        response.setHeader('Content-Type', TYPES[path.extname(file)] ??
                           'application/octet-stream');
        response.end(body);
      } catch {
        response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
      }
    });
    http.listen(0, '127.0.0.1', () => resolve(http));
  });
}

const originOf = http => `http://127.0.0.1:${http.address().port}`;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vtkcast-examples-'));
  cpSync(path.join(ROOT, 'docs/examples/web'), folder, { recursive: true });
  const modules = path.join(folder, 'node_modules');
  packView(modules);
  symlinkSync(path.join(ROOT, 'tests/web/node_modules/@esm-bundle'),
              path.join(modules, '@esm-bundle'));
  site = await serve(folder);
  [browser, server] = await Promise.all([
    launchBrowser(),
    Server.start({ args: ['--allow-origin', originOf(site)] }),
  ]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(name) {
  const url = new URL(`/${name}/`, originOf(site));
  url.searchParams.set('server', server.origin);
  url.searchParams.set('token', server.token);
  return Viewer.open(browser, url, { viewport: { width: 800, height: 700 } });
}

async function close(viewer) {
  assert.deepEqual(viewer.errors, []);
  await viewer.close();
  await server.empty();
}

async function values(of = server) {
  const response = await fetch(`${of.origin}/api/v1/scene`, {
    headers: { Authorization: `Bearer ${of.token}` },
  });
  return (await response.json()).values;
}

const isLive = viewer => until('a picture', async () =>
  await viewer.get('state') === 'live');

test('plain HTML: a slider, the camera and picks', async () => {
  const viewer = await open('plain');
  const { page } = viewer;
  await isLive(viewer);
  await until('the camera', async () =>
    /^-?[\d.]+, -?[\d.]+, -?[\d.]+$/.test(
      await page.locator('#camera').innerText()));
  await page.locator('#opacity').fill('0.5');
  await until('the slider', async () => (await values()).opacity === 0.5);
  const before = await page.locator('#camera').innerText();
  const box = await page.locator('vtkcast-view').boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.4, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.6, 0.6), { steps: 10 });
  await page.mouse.up();
  await until('it turned', async () =>
    await page.locator('#camera').innerText() !== before);
  await page.mouse.click(...at(0.5, 0.5));
  await until('a pick', async () =>
    /\d/.test(await page.locator('#pick').innerText()));
  await page.locator('#opacity').fill('1');
  await until('the slider is back', async () => (await values()).opacity === 1);
  await close(viewer);
});

test('React: a control for each parameter', async () => {
  const viewer = await open('react');
  const { page } = viewer;
  await isLive(viewer);
  const colour = page.getByLabel('Colour');
  await until('the controls', () => colour.isVisible());
  await colour.selectOption('blue');
  await until('blue', async () => (await values()).colour === 'blue');
  await until('shown', async () => await colour.inputValue() === 'blue');
  await page.getByLabel('Opacity').fill('0.25');
  await until('opacity', async () => (await values()).opacity === 0.25);
  await page.getByRole('button', { name: 'Reset the view' }).click();
  await page.getByLabel('Opacity').fill('1');
  await colour.selectOption('orange');
  await until('orange', async () => (await values()).colour === 'orange');
  await close(viewer);
});

test('a frame: the page of the server, and a button around it', async () => {
  const viewer = await open('iframe');
  const { page } = viewer;
  viewer.frame = await until('the frame', () =>
    page.frames().find(frame => frame.url().startsWith(server.origin)));
  await isLive(viewer);
  const before = await viewer.pixels();
  await page.getByRole('button').click();
  await until('a word', async () =>
    await page.locator('output').innerText() === 'It is white.');
  await until('white', async () =>
    difference(before, await viewer.pixels()) > 20);
  await close(viewer);
});

test('trame: its slider sets a parameter', { skip: NO_PYTHON }, async () => {
  const port = await freePort();
  trameOrigin = `http://127.0.0.1:${port}`;
  const own = await Server.start({ args: ['--allow-origin', trameOrigin] });
  const program = await PythonProgram.start(programOf('python'), [
    path.join(ROOT, 'docs/examples/web/trame/app.py'), '--server',
    '--host', '127.0.0.1', '--port', String(port),
    '--vtkcast', own.origin, '--token', own.token,
  ], trameOrigin);
  const viewer = await Viewer.open(browser, trameOrigin,
                                   { viewport: { width: 800, height: 700 } });
  try {
    viewer.frame = await until('the frame', () =>
      viewer.page.frames().find(frame => frame.url().startsWith(own.origin)));
    await isLive(viewer);
    await viewer.page.locator('#opacity').fill('0.4');
    await until('set', async () => (await values(own)).opacity === 0.4);
  } finally {
    await viewer.close();
    await program.stop();
    await own.stop();
  }
});
