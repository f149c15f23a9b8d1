// SPDX-License-Identifier: BSD-3-Clause
//
// A Python program with a VTK of its own, in the browser.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BridgeProgram, PYTHONS } from './bridge.mjs';
import { difference, launchBrowser, until, Viewer } from './harness.mjs';
import { freePort } from './python.mjs';

let browser;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

/** Of the pixel at (x, y), 0…1. */
function colour(pixels, x, y, width = 160, height = 120) {
  const at = 4 * (Math.round(y * (height - 1)) * width +
                  Math.round(x * (width - 1)));
  return pixels.slice(at, at + 3);
}

function near(actual, expected, what) {
  const far = Math.max(...expected.map((value, n) =>
    Math.abs(value - actual[n])));
  assert.ok(far <= 12, `${what}: ${actual} is not ${expected}`);
}

for (const python of PYTHONS)
  describe(python.name, { skip: python.skip }, () => {
    let program;
    let viewer;
    let first;

    before(async () => {
      program = await BridgeProgram.start(python, 'tests/python/colours.py',
                                          { port: await freePort() });
      viewer = await Viewer.watch(browser, program.url);
      first = await viewer.pixels();
    });

    after(async () => {
      await viewer?.close();
      await program?.stop();
    });

    test('the picture is the right way up, in its colours', async () => {
      assert.deepEqual(await viewer.size(), [640, 480]);
      near(colour(first, 0.02, 0), [26, 26, 204], 'above');
      near(colour(first, 0.98, 1), [204, 26, 26], 'below');
      const [red, green, blue] = colour(first, 0.5, 0.5);
      assert.ok(green > 2 * red && green > 2 * blue, 'a green cone');
      assert.equal(await viewer.get('status.text'), 'Colours');
    });

    test('a drag rotates, the wheel zooms, and r resets', async () => {
      await viewer.drag([0.4, 0.5], [0.7, 0.7]);
      await viewer.changed(first);
      await viewer.settle();
      const turned = await viewer.pixels();
      await viewer.page.mouse.wheel(0, -240);
      await viewer.changed(turned, 1);
      await viewer.settle();
      // The sides show the background as before: the picture is whole.
      near(colour(await viewer.pixels(), 0.02, 0), [26, 26, 204], 'above');
    });

    test('frames tell which input they answer', async () => {
      await viewer.page.evaluate(() => {
        window.vtkcastTest.traces.length = 0;
      });
      await viewer.drag([0.4, 0.5], [0.6, 0.4], { steps: 30 });
      const traces = await viewer.page.evaluate(() =>
        window.vtkcastTest.traces.filter(trace =>
          trace.motionToPhoton !== null && trace.render > 0));
      assert.ok(traces.length >= 5, `${traces.length} measured`);
    });

    test('hovering costs no frame', async () => {
      await viewer.settle();
      const { renders } = await program.health();
      await viewer.moveTo([0.2, 0.2], 20);
      await viewer.moveTo([0.6, 0.7], 20);
      await viewer.settle();
      assert.equal((await program.health()).renders, renders);
    });

    test('another size is rendered, not scaled', async () => {
      await viewer.page.setViewportSize({ width: 500, height: 300 });
      await until('the size', async () =>
        String(await viewer.size()) === '500,300');
      await viewer.settle();
      const pixels = await viewer.pixels();
      near(colour(pixels, 0.02, 0), [26, 26, 204], 'above');
      near(colour(pixels, 0.98, 1), [204, 26, 26], 'below');
      await viewer.page.setViewportSize({ width: 640, height: 480 });
      await until('the size', async () =>
        String(await viewer.size()) === '640,480');
      await viewer.settle();
    });

    test('a slider and a checkbox work on the program', async () => {
      const before = await viewer.pixels();
      const names = (await viewer.get('parameters')).map(({ name }) => name);
      assert.deepEqual(names, ['Radius', 'Visible']);
      await viewer.get('setParameters({Radius: 1.5})');
      await viewer.changed(before, 1);
      await viewer.get('setParameters({Visible: false})');
      await until('no cone', async () => {
        const [, green] = colour(await viewer.pixels(), 0.5, 0.5);
        return green < 60;
      });
      await viewer.get('setParameters({Visible: true, Radius: 0.5})');
      await viewer.becomes(before, 1);
    });

    test('a click says where it points, and the camera is known', async () => {
      await viewer.page.evaluate(() => {
        const view = document.querySelector('vtkcast-view');
        window.told = {};
        for (const type of ['picked', 'camera-changed'])
          view.addEventListener(type, ({ detail }) => {
            window.told[type] = detail;
          });
      });
      const { width, height } = viewer.page.viewportSize();
      const told = await until('both', async () => {
        await viewer.page.mouse.click(width / 2, height / 2);
        const now = await viewer.page.evaluate(() => window.told);
        return now.picked && now['camera-changed'] && now;
      });
      assert.equal(told.picked.position.length, 3);
      assert.equal(told['camera-changed'].position.length, 3);
      assert.equal(told['camera-changed'].viewAngle, 30);
    });

    test('the program dies and comes back to the same page', async () => {
      await viewer.settle();
      const before = await viewer.pixels();
      await program.kill();
      await until('a notice', async () =>
        (await viewer.words()).includes('The program has gone'));
      assert.ok(difference(before, await viewer.pixels()) < 3,
                'the picture stays');
      await program.run();
      await until('no notice', async () =>
        !(await viewer.words()).includes('The program has gone'));
      await viewer.becomes(first, 2);
      await viewer.drag([0.4, 0.5], [0.7, 0.7]);
      await viewer.changed(first);
      assert.equal(await viewer.page.evaluate(() =>
        window.vtkcastTest.connections.length), 1, 'one connection');
    });

    test('the server dies, and the program brings another', async () => {
      const connections = await viewer.page.evaluate(() =>
        window.vtkcastTest.connections.length);
      process.kill(program.serverPid, 'SIGKILL');
      await until('another connection', () => viewer.page.evaluate(n =>
        window.vtkcastTest.connections.length > n, connections));
      await viewer.reach('live', 30000);
      await until('the exact picture', async () =>
        await viewer.get('quality.state') === 'lossless');
      const turned = await viewer.pixels();
      await viewer.drag([0.4, 0.5], [0.7, 0.7]);
      await viewer.changed(turned, 1);
      viewer.errors.length = 0;
    });
  });

test('a page is told of many parameters and of long values', {
  skip: PYTHONS[1].skip,
}, async () => {
  const program = await BridgeProgram.start(PYTHONS[1], 'tests/python/many.py',
                                            { port: await freePort() });
  try {
    const viewer = await Viewer.watch(browser, program.url);
    const parameters = await until('all of them', async () => {
      const told = await viewer.get('parameters');
      return told.length === 220 && told.at(-1).value && told;
    });
    const texts = parameters.slice(0, 200);
    for (const [n, { value }] of texts.entries())
      assert.equal(value, String(n).padStart(4).repeat(1000));
    assert.equal(parameters.at(-1).choices.length, 10);
    // As many at once is more than a page can say.
    await assert.rejects(viewer.page.evaluate(
      values => document.querySelector('vtkcast-view').setParameters(values),
      Object.fromEntries(texts.map(({ name, value }) => [name, value]))),
    /64 kB can be sent at once, and this setParameters has 78\d kB/);
    await viewer.get('setParameters({text7: "short"})');
    await until('a short one', async () =>
      (await viewer.get('parameters'))[7].value === 'short');
    await viewer.close();
  } finally {
    await program.stop();
  }
});
