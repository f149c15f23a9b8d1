// SPDX-License-Identifier: BSD-3-Clause
//
// tests/embed/own-thread: a program whose own thread keeps its window.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Embedded } from './embedded.mjs';
import { coverage, difference, until, Viewer } from './harness.mjs';
import { listenToPicks, picks } from './picks.mjs';

let embedded;
let server;
let viewer;

before(async () => {
  embedded = await Embedded.build('tests/embed');
  server = await embedded.start('own-thread');
  viewer = await Viewer.watch(embedded.browser, server.url);
});

after(async () => {
  await server?.stop();
  await embedded?.close();
});

/** The value that a page sets. */
const set = (name, value) => viewer.page.evaluate(
  wanted => document.querySelector('vtkcast-view').setParameters(wanted),
  { [name]: value });

/** R, G, B of the middle. */
async function middle() {
  const pixels = await viewer.pixels();
  return [...pixels.subarray(4 * (160 * 60 + 80)).slice(0, 3)];
}

test('a click is told, and what the program does then is shown', async () => {
  await listenToPicks(viewer);
  await viewer.drag([0.5, 0.5], [0.5, 0.5]);
  const [hit] = await picks(viewer, 1);
  assert.deepEqual([hit.button, hit.viewer > 0], [1, true]);
  // Of the cone's mantle, half a unit thick, which is seen along z.
  const [x, y, z] = hit.position;
  assert.ok(Math.abs(x) < 0.02 && Math.abs(y) < 0.02 &&
            Math.abs(z - 0.25) < 0.02, `${hit.position}`);
  await until('green', async () => (await middle())[1] > 60);
  await until('the panel says so', async () =>
    (await viewer.get('parameters')).find(({ name }) => name === 'colour')
      .value === 'green');

  // A drag is no click; beside the cone there is nothing.
  await viewer.drag([0.4, 0.5], [0.41, 0.52]);
  await viewer.drag([0.02, 0.02], [0.02, 0.02], { button: 'right' });
  await viewer.page.keyboard.press('p');
  assert.deepEqual((await picks(viewer, 3)).slice(1).map(
    ({ button, position }) => [button, position]), [[3, null], [0, null]]);
  await set('colour', 'red');
  await until('red again', async () => (await middle())[0] > 60);
});

test('its picture comes, and a drag rotates', async () => {
  const [red, green, blue] = await middle();
  assert.ok(red > 60 && green < 20 && blue < 20, `${red} ${green} ${blue}`);
  const first = await viewer.pixels();
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(first);
  await viewer.page.keyboard.press('q');
  await viewer.page.keyboard.press('e');
  await viewer.settle();
});

test('a pinch zooms, and the wheel does', async () => {
  const size = async () => coverage(await viewer.pixels());
  const before = await size();
  await viewer.pinch(0.3, 0.1);
  await until('smaller', async () => await size() < 0.5 * before);
  await viewer.pinch(0.1, 0.3);
  await until('as before', async () =>
    Math.abs(await size() - before) < 0.1 * before);
  await viewer.page.mouse.wheel(0, -240);
  await until('larger', async () => await size() > 1.2 * before);
  // The style from before is there again.
  const rest = await viewer.pixels();
  await viewer.drag([0.4, 0.5], [0.6, 0.5]);
  await viewer.changed(rest);
  await viewer.page.keyboard.press('r');
  await viewer.settle();
});

test('every frame of a drag says which event it answers', async () => {
  await viewer.page.evaluate(() => window.vtkcastTest.traces.splice(0));
  await viewer.drag([0.4, 0.5], [0.6, 0.4], { steps: 20 });
  const answers = await until('answers', async () => {
    const traces = await viewer.page.evaluate(() => window.vtkcastTest.traces);
    const found = traces.filter(trace => trace.motionToPhoton !== null);
    return found.length >= 3 && found;
  });
  for (const { motionToPhoton, render } of answers)
    assert.ok(motionToPhoton > 0 && motionToPhoton < 5000 && render > 0);
});

test('parameters are set in its thread', async () => {
  await set('colour', 'blue');
  await until('blue', async () => {
    const [red, , blue] = await middle();
    return blue > 60 && red < 20;
  });
  await set('throw', true);
  await set('colour', 'red');
  await until('red again', async () => (await middle())[0] > 60);
});

test('every kind of parameter is there, and no mistake', async () => {
  const parameters = await viewer.get('parameters');
  assert.deepEqual(parameters.map(({ name, kind }) => [name, kind]), [
    ['colour', 'choice'], ['spin', 'boolean'], ['stall', 'action'],
    ['throw', 'action'], ['name', 'text'], ['sides', 'integer'],
    ['zoom', 'choice'],
  ]);
  // A program that has not set its locale says ? for quotation marks.
  for (const sentence of [
    /empty. has a .minimum. above its .maximum/, /spin. is there twice/,
    /no parameter .nobody/, /sides. has a .step. that is not above 0/,
    /colour. must be one of: red, green, blue/,
  ])
    assert.ok(server.log.some(line => sentence.test(line)),
              `${sentence}: ${server.log.join('\n')}`);
  await set('name', 'green');
  await until('green', async () => (await middle())[1] > 60);
  await assert.rejects(set('sides', 3.5), /“sides” must be an integer/);
  await viewer.settle();
  const round = await viewer.pixels();
  await set('sides', 3);
  await viewer.changed(round, 1);
});

test('what an observer of its own renders is shown', async () => {
  await set('colour', 'red');
  await until('red', async () => (await middle())[0] > 60);
  await viewer.settle();
  await viewer.page.keyboard.press('b');
  await until('blue', async () => (await middle())[2] > 60);
});

test('a camera at infinity is not told', async () => {
  const rest = await viewer.pixels();
  await set('zoom', 'near');
  await viewer.changed(rest, 1);
  const near = await viewer.pixels();
  await viewer.page.evaluate(() => {
    window.scales = [];
    document.querySelector('vtkcast-view').addEventListener('camera-changed',
      ({ detail }) => window.scales.push(detail.parallelScale));
  });
  await set('zoom', 'endless');
  await viewer.changed(near, 1);
  await set('zoom', 'far');
  const scales = await until('the last scale', async () => {
    const told = await viewer.page.evaluate(() => window.scales);
    return told.at(-1) === 2 && told;
  });
  assert.ok(!scales.includes(0), `${scales}`);
  await set('zoom', 'perspective');
  await viewer.settle();
});

test('j is for joysticks: what is held turns on and on', async () => {
  await viewer.page.keyboard.press('j');
  await viewer.press([0.7, 0.5]);
  const begin = await viewer.frames();
  await until('it turns', async () => await viewer.frames() > begin + 20);
  await viewer.page.mouse.up();
  await viewer.page.keyboard.press('t');
  await viewer.settle();
});

test('what it renders by itself is shown, and then it is idle', async () => {
  await viewer.settle();
  const before = await viewer.frames();
  await set('spin', true);
  await until('an animation', async () =>
    await viewer.frames() > before + 20);
  await set('spin', false);
  await viewer.settle();
  await until('a silent second', async () => {
    const { renders } = await server.health();
    await new Promise(resolve => setTimeout(resolve, 1000));
    return (await server.health()).renders === renders;
  });
});

test('while it is busy, the server goes on, and nothing is lost', async () => {
  await viewer.settle();
  const rest = await viewer.pixels();
  const begin = Date.now();
  await set('stall', true);
  await viewer.drag([0.4, 0.5], [0.2, 0.3]);
  let answered = 0;
  while (Date.now() < begin + 2500) {
    await server.health();
    answered++;
    assert.equal(await viewer.get('state'), 'live');
  }
  assert.ok(answered > 20, `${answered} answers`);
  assert.ok(difference(rest, await viewer.pixels()) < 0.5, 'it is busy');
  await viewer.changed(rest);
  await viewer.settle();
});

test('it ends when it wants, busy or not', async () => {
  await set('stall', true);
  server.wanted = false;
  server.child.stdin.end();
  const begin = Date.now();
  await server.exited;
  assert.equal(server.child.exitCode, 0, server.log.join('\n'));
  assert.ok(Date.now() - begin < 8000);
});
