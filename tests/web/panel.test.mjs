// SPDX-License-Identifier: BSD-3-Clause
//
// Parameters: the element's API, and the page's panel by mouse, by keyboard and
// on a phone. With SCREENSHOTS=FOLDER it leaves pictures there.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { areAlike } from '../../web/panel.js';
import { numberText } from '../../web/parameter-control.js';
import { difference, launchBrowser, Server, until, Viewer }
  from './harness.mjs';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([launchBrowser(), Server.start()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const withViewer = (body, options) =>
  Viewer.use(browser, server, body, options);

function scene(method = 'GET', body = undefined) {
  return fetch(`${server.origin}/api/v1/scene`, {
    method,
    headers: {
      'Authorization': `Bearer ${server.token}`,
      'Content-Type': 'application/merge-patch+json',
    },
    body: body && JSON.stringify(body),
  }).then(response => response.json());
}

async function shot(viewer, name) {
  if (process.env.SCREENSHOTS)
    await viewer.page.screenshot({
      path: path.join(process.env.SCREENSHOTS, `${name}.png`),
    });
}

const values = async () => (await scene()).values;
const valueOf = (viewer, name) =>
  viewer.get(`parameters.find(({ name }) => name === '${name}')?.value`);
const focusedRow = viewer => viewer.page.evaluate(() =>
  document.activeElement.closest('.row')?.dataset.name);

test('descriptions are alike if only values differ', () => {
  const list = [{ name: 'a', title: 'A', kind: 'number', value: 1 }];
  assert.ok(areAlike(list, [{ ...list[0], value: 2 }]));
  assert.ok(!areAlike(list, [{ ...list[0], unit: 'mm' }]));
  assert.ok(!areAlike(list, []));
});

test('numbers have the digits that their slider needs', () => {
  assert.equal(numberText({ kind: 'number', step: 0.01 }, 0.1 + 0.2), '0.3');
  assert.equal(numberText({ kind: 'number', step: 1 }, 39.7), '40');
  assert.equal(numberText({ kind: 'integer' }, 3.2), '3');
  assert.equal(numberText({ kind: 'number', minimum: 0, maximum: 10 }, 1 / 3),
               '0.33');
  assert.equal(numberText({ kind: 'number' }, 1e-9), '0');
});

test('the element tells parameters, and sets them', () =>
  withViewer(async viewer => {
    const first = await viewer.pixels();
    assert.equal(await valueOf(viewer, 'colour'), 'orange');
    await viewer.frame.evaluate(() => {
      const view = document.querySelector('vtkcast-view');
      window.told = [];
      view.addEventListener('parameters-changed', ({ detail }) =>
        window.told.push(detail.find(({ name }) => name === 'colour').value));
      return view.setParameters({ colour: 'blue', opacity: 0.5 });
    });
    await viewer.changed(first);
    await until('told', async () =>
      (await viewer.frame.evaluate(() => window.told)).includes('blue'));
    assert.equal((await values()).opacity, 0.5);
    const refusal = await viewer.frame.evaluate(() =>
      document.querySelector('vtkcast-view').setParameter('opacity', 7)
        .catch(error => error.message));
    assert.equal(refusal, '“opacity” must be a number from 0 to 1');
    await scene('PATCH', { colour: 'orange', opacity: 1 });
    await until('told of others', async () =>
      await valueOf(viewer, 'opacity') === 1);
    await viewer.settle();
    await viewer.becomes(first);
  }));

test('camera and picks come to who listens', () =>
  withViewer(async viewer => {
    assert.equal(await viewer.get('camera'), null);
    await viewer.frame.evaluate(() => {
      const view = document.querySelector('vtkcast-view');
      window.cameras = [];
      view.addEventListener('camera-changed', ({ detail }) =>
        window.cameras.push(detail));
      view.addEventListener('picked', ({ detail }) => {
        window.picked = detail;
      });
    });
    const cameras = () => viewer.frame.evaluate(() => window.cameras);
    await until('the first', async () => (await cameras()).length > 0);
    const [{ position, viewAngle }] = await cameras();
    assert.equal(position.length, 3);
    assert.equal(viewAngle, 30);
    await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 30 });
    await until('others', async () => (await cameras()).length > 3);
    await viewer.settle();
    await viewer.press([0.5, 0.5]);
    await viewer.page.mouse.up();
    const pick = await until('a pick', () =>
      viewer.frame.evaluate(() => window.picked));
    assert.equal(pick.button, 1);
    assert.equal(pick.position.length, 3);
    const last = (await cameras()).at(-1);
    assert.deepEqual(await viewer.get('camera'), last);
    await viewer.frame.evaluate(() =>
      document.querySelector('vtkcast-view').setParameter('reset-view', true));
    await until('the camera is back', async () =>
      Math.abs((await cameras()).at(-1).position[0] - position[0]) < 1e-9);
  }));

test('what the attribute declares is set, and then its difference', () =>
  withViewer(async viewer => {
    const declare = text => viewer.frame.evaluate(params =>
      document.querySelector('vtkcast-view').setAttribute('params', params),
    text);
    await declare('{"colour":"green","background":"grey"}');
    await until('declared', async () => (await values()).colour === 'green');
    await scene('PATCH', { background: 'black' });
    await declare('{"colour":"red","background":"grey"}');
    await until('changed', async () => (await values()).colour === 'red');
    assert.equal((await values()).background, 'black');
    await scene('PATCH', { colour: 'orange', background: 'dark' });
  }));

test('the panel: mouse', () => withViewer(async viewer => {
  const { page } = viewer;
  const row = name => page.locator(`#panel .row[data-name="${name}"]`);
  const first = await viewer.pixels();
  assert.equal(await page.locator('#panel').isVisible(), false);
  await page.click('#tool-panel');
  await until('open', () => page.locator('#panel').isVisible());
  await shot(viewer, 'panel');
  const slider = await row('opacity').locator('input[type=range]').boundingBox();
  await page.mouse.move(slider.x + slider.width - 9, slider.y + 5);
  await page.mouse.down();
  await page.mouse.move(slider.x + slider.width / 2, slider.y + 5,
                        { steps: 20 });
  await page.mouse.up();
  await until('half', async () =>
    Math.abs((await values()).opacity - 0.5) < 0.03);
  await until('the number is the value', async () =>
    Number(await row('opacity').locator('input[type=number]').inputValue()) ===
    (await values()).opacity);
  await row('colour').locator('select').selectOption('blue');
  await until('blue', async () => (await values()).colour === 'blue');
  await viewer.changed(first);
  await row('opacity').locator('input[type=number]').fill('7');
  await page.keyboard.press('Enter');
  await until('a sentence', async () =>
    /must be a number from 0 to 1/.test(
      await page.locator('#panel .problem').innerText()));
  await until('the old value is back', async () =>
    Number(await row('opacity').locator('input[type=number]').inputValue()) ===
    (await values()).opacity);
  // What somebody else does meanwhile is no reason to lose what is typed.
  const field = row('opacity').locator('input[type=number]');
  await field.fill('0.7');
  await scene('PATCH', { opacity: 0.3, colour: 'green' });
  await until('the panel follows', async () =>
    await row('colour').locator('select').inputValue() === 'green');
  assert.equal(await field.inputValue(), '0.7');
  await field.press('Enter');
  await until('typed', async () => (await values()).opacity === 0.7);
  await row('reset-view').locator('button').click();
  await scene('PATCH', { opacity: 1, colour: 'orange' });
  await until('the panel follows', async () =>
    await row('colour').locator('select').inputValue() === 'orange');
  await viewer.settle();
  await viewer.becomes(first);
}, { viewport: { width: 1100, height: 700 }, colorScheme: 'dark' }));

test('the panel: keyboard', () => withViewer(async viewer => {
  const { page } = viewer;
  await page.keyboard.press('F4');
  await until('focus', async () => await focusedRow(viewer) === 'opacity');
  await page.keyboard.press('Home');
  await until('0', async () => (await values()).opacity === 0);
  await page.keyboard.press('End');
  await until('1', async () => (await values()).opacity === 1);
  // Keys of the view and the page do nothing here.
  await page.keyboard.press('Tab');
  assert.equal(await focusedRow(viewer), 'representation');
  await page.keyboard.press('w');
  await until('chosen by its first letter', async () =>
    (await values()).representation === 'wireframe');
  await page.keyboard.press('ArrowDown');
  await until('surface', async () =>
    (await values()).representation === 'surface');
  await page.keyboard.press('Escape');
  await until('closed', async () => !await page.locator('#panel').isVisible());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'view');
  await page.keyboard.press('w');
  await until('the view has its keys', async () =>
    await valueOf(viewer, 'representation') === 'wireframe');
  await page.keyboard.press('s');
  await page.keyboard.press(',');
  await until('open', () => page.locator('#panel').isVisible());
  await page.keyboard.press('F4');
  await until('closed', async () => !await page.locator('#panel').isVisible());
}));

test('the panel: a phone', () => withViewer(async viewer => {
  const { page } = viewer;
  await page.tap('#tool-panel');
  await until('open', () => page.locator('#panel').isVisible());
  const panel = await page.locator('#panel').boundingBox();
  const tools = await page.locator('#tools').boundingBox();
  assert.ok(panel.y > 300, 'the picture stays in sight');
  assert.ok(panel.y + panel.height <= tools.y, 'above the buttons');
  assert.ok(panel.x >= 0 && panel.x + panel.width <= 390);
  for (const box of await page.locator('#panel .row').all())
    assert.ok((await box.boundingBox()).height >= 36);
  await shot(viewer, 'panel-phone');
}, {
  viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
  deviceScaleFactor: 2,
}));

test('who only watches sees values, and cannot change them', () =>
  withViewer(async first => {
    const second = await Viewer.watch(browser, server.url);
    await second.page.keyboard.press('F4');
    await until('said', async () =>
      /Only the viewer who controls/.test(
        await second.page.locator('#panel .problem').innerText()));
    assert.ok(await second.page.locator('#panel select').first().isDisabled());
    await first.frame.evaluate(() =>
      document.querySelector('vtkcast-view').setParameter('colour', 'cyan'));
    await until('seen', async () =>
      await valueOf(second, 'colour') === 'cyan');
    await first.frame.evaluate(() =>
      document.querySelector('vtkcast-view').setParameter('colour', 'orange'));
    await second.close();
  }));

test('a scene without parameters of its own still has its view', async () => {
  const patches = await Server.start({ scene: 'patches' });
  const viewer = await Viewer.watch(browser, patches.url);
  const names = await viewer.get('parameters.map(({ name }) => name)');
  assert.deepEqual(names, ['background', 'look-from', 'reset-view']);
  assert.ok(difference(await viewer.pixels(), await viewer.pixels()) < 1);
  await viewer.close();
  await patches.stop();
});
