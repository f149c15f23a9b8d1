// SPDX-License-Identifier: BSD-3-Clause
//
// What it costs that the scene is in another process: the built-in cone and the
// same cone of a Python program, turn and turn about, so that both meet the same
// machine. Then both rest.
//
//   scripts/bench latency --scene bridge [--size 1280x720] [--seconds 20]
//     [--json]

import { measure, openScene, startServer } from './bench-latency.mjs';
import { BridgeProgram, PYTHONS } from './bridge.mjs';
import { launchBrowser, pause } from './harness.mjs';
import { percentile } from '../../web/latency.js';
import { cpuSeconds } from './process-usage.mjs';

const TURNS = 4;
/** ms */
export const COST_LIMIT = 4;
/** Of a core, in per cent, of each of the two processes. */
export const IDLE_LIMIT = 2;
const IDLE_SECONDS = 10;

async function idle(program) {
  const pids = { program: program.pid, server: program.serverPid };
  const seconds = () => Object.values(pids).map(cpuSeconds);
  // What comes at rest has come.
  await pause(2000);
  const [begin, before] = [performance.now(), seconds()];
  await pause(1000 * IDLE_SECONDS);
  const span = (performance.now() - begin) / 1000;
  const used = seconds().map((value, n) => 100 * (value - before[n]) / span);
  return Object.fromEntries(Object.keys(pids).map((name, n) =>
    [name, used[n]]));
}

const quantiles = list => ({
  p50: percentile(list, 0.5), p95: percentile(list, 0.95), count: list.length,
});

/** @param {ReturnType<import('./bench-options.mjs').readOptions>} options */
export async function benchBridge(options) {
  const { width, height, seconds } = options;
  const python = PYTHONS.find(({ skip }, n) => n > 0 && !skip) ?? PYTHONS[0];
  const [server, program, browser] = await Promise.all([
    startServer({ ...options, scene: 'cone' }),
    BridgeProgram.start(python, 'tests/python/cone.py',
                        { args: [String(width), String(height)] }),
    launchBrowser(),
  ]);
  try {
    const sides = [
      { name: 'built in', server, samples: [], renders: [] },
      {
        name: 'bridge', samples: [], renders: [],
        server: { url: program.url, pid: program.serverPid },
      },
    ];
    for (const side of sides)
      side.viewer = await openScene(browser, side.server, options);
    for (let turn = 0; turn < TURNS; turn++)
      for (const side of turn % 2 ? [...sides].reverse() : sides) {
        await side.viewer.page.bringToFront();
        const figures = await measure(side.viewer, side.server, {
          ...options, seconds: seconds / TURNS,
        });
        side.samples.push(...figures.samples);
        side.renders.push(figures.stages.render.p50);
      }
    const [builtIn, bridge] = sides.map(({ samples, renders }) => ({
      ...quantiles(samples), render: percentile(renders, 0.5),
    }));
    return { scene: 'bridge', python: python.name, width, height, builtIn,
             bridge, cost: bridge.p50 - builtIn.p50,
             idle: await idle(program) };
  } finally {
    await browser.close();
    await Promise.all([server.stop(), program.stop()]);
  }
}

/** The sentences that are not true, none if all is well. */
export function verdict({ cost, idle: { program, server } }) {
  const checks = [
    [cost <= COST_LIMIT, `the bridge costs ${cost.toFixed(1)} ms`],
    [program < IDLE_LIMIT, `the program takes ${program.toFixed(1)} % at rest`],
    [server < IDLE_LIMIT, `the server takes ${server.toFixed(1)} % at rest`],
  ];
  return checks.filter(([good]) => !good).map(([, sentence]) => sentence);
}

/** @param {Awaited<ReturnType<typeof benchBridge>>} figures */
export function print(figures) {
  const { width, height, python, builtIn, bridge, cost, idle: rest } = figures;
  const line = ({ p50, p95, count, render }) =>
    `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms ` +
    `(${count} frames; rendering ${render.toFixed(1)} ms)`;
  console.log([
    `cone, ${width}×${height}, ${python}`,
    `built in  ${line(builtIn)}`,
    `bridge    ${line(bridge)}`,
    `cost      ${cost.toFixed(1)} ms`,
    `at rest   program ${rest.program.toFixed(1)} %, ` +
      `server ${rest.server.toFixed(1)} % of a core`,
  ].join('\n'));
}
