// SPDX-License-Identifier: BSD-3-Clause
//
// A Python program shows the CT head, and somebody works with it without a
// pause: drags with all buttons, the wheel, the slider and the checkbox. Is the
// last part as quick as the first, does the program's memory stay, and is it
// quiet when they let go? What seems to be slower is compared with a program and
// a server that were just started, turn and turn about: what work has spoilt
// stays so, and what the machine had to do beside meets both.
//
//   scripts/bench bridge-soak [--seconds 300] [--json]

import { percentile } from '../../web/latency.js';
import { readOptions } from './bench-options.mjs';
import { BridgeProgram, PYTHONS } from './bridge.mjs';
import { launchBrowser, pause, ROOT, until, Viewer } from './harness.mjs';
import { cpuSeconds, residentBytes } from './process-usage.mjs';

/** Of the last minute's p95 to the first's. */
export const P95_LIMIT = 1.1;
/** What allocators keep; a leak of each frame's is thousands of times that. */
export const RSS_STEP = 8e6;
/** Of a core, of each process, per cent. */
export const IDLE_LIMIT = 2;
const BUTTONS = ['left', 'middle', 'right'];

/** About sixty moves a second on a curve, with a button held. */
async function drag(viewer, button, seconds) {
  const end = performance.now() + 1000 * seconds;
  await viewer.press([0.5, 0.5], button);
  while (performance.now() < end) {
    const s = performance.now() / 1000;
    await viewer.moveTo([0.5 + 0.15 * Math.sin(3 * s),
                         0.5 + 0.15 * Math.cos(2 * s)]);
    await pause(14);
  }
  await viewer.page.mouse.up({ button });
}

/** One of everything. Ends where it began, so that all rounds are alike. */
async function round(viewer, n) {
  for (const button of BUTTONS)
    await drag(viewer, button, 1.2);
  for (const dy of [-120, -120, 120, 120])
    await viewer.page.mouse.wheel(0, dy);
  await viewer.get(`setParameters({Isovalue: ${600 + 20 * (n % 10)}})`);
  await viewer.get(`setParameters({Outline: ${n % 2 === 0}})`);
  await viewer.page.keyboard.press('r');
}

async function idle(program) {
  await pause(2000);
  const { renders } = await program.health();
  const pids = [program.pid, program.serverPid];
  const before = pids.map(cpuSeconds);
  await pause(5000);
  return {
    renders: (await program.health()).renders - renders,
    program: 20 * (cpuSeconds(pids[0]) - before[0]),
    server: 20 * (cpuSeconds(pids[1]) - before[1]),
  };
}

const start = python =>
  BridgeProgram.start(python, 'docs/examples/python/head.py',
                      { before: [`${ROOT}/.data/ct-head.nhdr`] });

const take = viewer => viewer.page.evaluate(() =>
  window.vtkcastTest.traces.splice(0));

const summary = traces => {
  const times = traces.map(({ motionToPhoton }) => motionToPhoton)
    .filter(value => value !== null);
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95),
           count: times.length };
};

/** The same work for this program and a fresh one. */
async function compare(browser, python, viewer) {
  const fresh = await start(python);
  try {
    const other = await Viewer.watch(browser, fresh.url);
    const traces = new Map([[viewer, []], [other, []]]);
    for (let n = 0; n < 5; n++)
      for (const [who, list] of traces) {
        await who.page.bringToFront();
        await take(who);
        await round(who, n);
        // The first of a fresh one warms it up.
        if (n > 0)
          list.push(...await take(who));
      }
    await other.close();
    return { worked: summary(traces.get(viewer)),
             fresh: summary(traces.get(other)) };
  } finally {
    await fresh.stop();
  }
}

function isAsQuick({ parts, again }) {
  const [before, now] = again ? [again.fresh, again.worked]
    : [parts[0], parts.at(-1)];
  return now.p95 <= P95_LIMIT * before.p95;
}

export async function bridgeSoak({ seconds = 300 } = {}) {
  const python = PYTHONS.find(({ skip }, n) => n > 0 && !skip) ?? PYTHONS[0];
  const [program, browser] = await Promise.all([
    start(python), launchBrowser(),
  ]);
  try {
    const viewer = await Viewer.watch(browser, program.url);
    await until('the role', () => viewer.get('controls'));
    // Caches, allocators and the browser's compiler warm up.
    for (let n = 0; n < 2; n++)
      await round(viewer, n);
    await take(viewer);
    const parts = [];
    const memory = [residentBytes(program.pid)];
    const begin = performance.now();
    const part = Math.min(60, seconds / 3);
    for (let n = 0; performance.now() < begin + 1000 * seconds;) {
      const end = performance.now() + 1000 * part;
      for (; performance.now() < end; n++)
        await round(viewer, n);
      parts.push(summary(await take(viewer)));
      memory.push(residentBytes(program.pid));
    }
    const result = { python: python.name, seconds, parts, memory,
                     idle: await idle(program), errors: viewer.errors };
    for (let n = 0; n < 3 && !isAsQuick(result); n++)
      result.again = await compare(browser, python, viewer);
    return result;
  } finally {
    await browser.close();
    await program.stop();
  }
}

/** The sentences that are not true, none if all is well. */
export function verdict(result) {
  const { parts, memory, idle: rest, errors } = result;
  const [first, last] = [parts[0], parts.at(-1)];
  const checks = [
    [first.count > 100 && last.count > 100, 'too few frames were measured'],
    [isAsQuick(result), `p95 grew from ${first.p95} to ${last.p95} ms`],
    [memory.at(-1) <= memory[0] + RSS_STEP,
     `memory grew from ${memory[0]} to ${memory.at(-1)} bytes`],
    [rest.renders === 0, `${rest.renders} renders at rest`],
    [rest.program < IDLE_LIMIT, `the program takes ${rest.program} % at rest`],
    [rest.server < IDLE_LIMIT, `the server takes ${rest.server} % at rest`],
    [errors.length === 0, `the page complained: ${errors.join('; ')}`],
  ];
  return checks.filter(([good]) => !good).map(([, sentence]) => sentence);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const result = await bridgeSoak(readOptions({ seconds: 300 }));
  console.log(JSON.stringify(result, null, 2));
  for (const sentence of verdict(result)) {
    console.error(`bridge-soak: ${sentence}`);
    process.exitCode = 1;
  }
}
