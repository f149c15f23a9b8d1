// SPDX-License-Identifier: BSD-3-Clause
//
// What this project began with: a Python program with a VTK of its own shows a
// CT head in a Streamlit page, and stays quick and quiet however long one works
// with it.
//
//   node acceptance.mjs [--seconds 300]
//
// Somebody drags with every button, without a pause, and now and then moves the
// slider or clicks the checkbox of the app. The latency of the last minute is
// compared with that of the first.

import { percentile } from '../../web/latency.js';
import { readOptions } from './bench-options.mjs';
import { BridgeProgram, PYTHONS } from './bridge.mjs';
import { launchBrowser, pause, SCENES, until } from './harness.mjs';
import { cpuSeconds, residentBytes } from './process-usage.mjs';
import { freeOrigin, startApp, watchApp } from './streamlit.mjs';

const FOLDER = 'docs/examples/streamlit/own';

/** Of the last span to the first. */
export const P95_LIMIT = 1.1;
/** Of Python's memory after the first span: allocators settle once. */
const RSS_LIMIT = 1.05;
const RSS_STEP = 8e6;
/** Share of one core at rest. */
const IDLE_LIMIT = 2;
const BUTTONS = ['left', 'middle', 'right'];
/** One button, s. */
const STROKE = 1.2;

/** Moves about 60 times each second on a curve. */
async function wander(viewer, seconds) {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    const s = performance.now() / 1000;
    await viewer.moveTo([0.5 + 0.15 * Math.sin(3 * s),
                         0.5 + 0.15 * Math.cos(2 * s)]);
    await pause(14);
  }
}

/** One drag with each button, chords of two, a wheel; and what brings the head
 * back before it has left the picture. */
async function gestures(viewer) {
  const { mouse, keyboard } = viewer.page;
  for (const [n, button] of BUTTONS.entries()) {
    await viewer.press([0.5, 0.5], button);
    await wander(viewer, STROKE);
    const other = BUTTONS[(n + 1) % BUTTONS.length];
    await mouse.down({ button: other });
    await wander(viewer, STROKE / 4);
    await mouse.up({ button });
    await wander(viewer, STROKE / 4);
    await mouse.up({ button: other });
  }
  for (const dy of [-120, -120, 120, 120])
    await mouse.wheel(0, dy);
  await keyboard.press('r');
}

/** The widgets of the app. */
async function useWidgets({ page }, n) {
  // Another surface takes longer than another look at it. Once in a while, it
  // leaves the 95th percentile alone.
  if (n % 4 !== 0)
    return;
  await page.getByRole('slider').first()
    .press(n % 8 ? 'ArrowLeft' : 'ArrowRight');
  await page.getByText('Smooth').click();
}

/** Works without a pause; `after` is called once, when `share` of the time is
 * over. */
async function work(viewer, seconds, share, after) {
  const begin = performance.now();
  const part = () => (performance.now() - begin) / 1000 / seconds;
  let called = false;
  for (let n = 0; part() < 1; n++) {
    await gestures(viewer);
    await useWidgets(viewer, n);
    if (!called && part() >= share) {
      called = true;
      after();
    }
  }
}

/** Figures of the frames that were shown from `from` to `to`, ms. */
function summarize(traces, from, to) {
  const frames = traces.filter(({ shown, motionToPhoton }) =>
    motionToPhoton !== null && shown >= from && shown < to);
  const samples = frames.map(({ motionToPhoton }) => motionToPhoton);
  return {
    count: samples.length, p50: percentile(samples, 0.5),
    p95: percentile(samples, 0.95),
    render: percentile(frames.map(({ render }) => render ?? 0), 0.5),
  };
}

/** The frames of the view, and the page's time. */
function readTraces(viewer) {
  return viewer.frame.evaluate(() => ({
    now: performance.now(),
    traces: window.vtkcastTest.traces.map(
      ({ shown, motionToPhoton, render }) =>
        ({ shown, motionToPhoton, render })),
  }));
}

/** What the app's widgets say, and what the scene has. */
async function readValues(viewer) {
  const slider = viewer.page.getByRole('slider').first();
  const wanted = Number(await slider.inputValue());
  const has = async () => (await viewer.get('parameters')).find(
    ({ name }) => name === 'isovalue').value;
  await until('the scene follows the slider', async () => await has() === wanted);
  return { isovalue: await has() };
}

/** What the two processes do while somebody only looks. */
async function idle(head, viewer) {
  const pids = [head.pid, head.serverPid];
  await viewer.settle();
  const count = async () => (await head.health()).renders;
  await until('the renders end', async () => {
    const before = await count();
    await pause(1000);
    return await count() === before;
  });
  const renders = await count();
  const before = pids.map(cpuSeconds);
  const begin = performance.now();
  await pause(4000);
  const seconds = (performance.now() - begin) / 1000;
  const cpu = pids.map((pid, n) =>
    100 * (cpuSeconds(pid) - before[n]) / seconds);
  return { renders: await count() - renders, cpu };
}

/**
 * @param {{seconds?: number, share?: number}} [options] share: of the time, that
 *   is compared at its beginning and end
 */
export async function accept({ seconds = 300,
                               share = Math.min(0.4, 60 / seconds) } = {}) {
  const origin = await freeOrigin();
  const head = await BridgeProgram.start(
    PYTHONS[0], `${FOLDER}/program.py`, { args: [SCENES.ct, origin] });
  const [browser, app] = await Promise.all([
    launchBrowser(), startApp(`${FOLDER}/app.py`, origin, head.url),
  ]);
  try {
    const viewer = await watchApp(browser, origin);
    // Caches, allocators and the browser's compiler are warm from now on.
    await gestures(viewer);
    const { now: begin } = await readTraces(viewer);
    const rss = [];
    const look = () => rss.push(residentBytes(head.pid));
    await work(viewer, seconds, share, look);
    look();
    const { now: end, traces } = await readTraces(viewer);
    const span = share * (end - begin);
    return {
      first: summarize(traces, begin, begin + span),
      last: summarize(traces, end - span, end),
      rss, idle: await idle(head, viewer),
      values: await readValues(viewer),
      connections: await viewer.frame.evaluate(
        () => window.vtkcastTest.connections.length),
      errors: viewer.errors,
    };
  } finally {
    await browser.close();
    await app.stop();
    await head.stop();
  }
}

/** The sentences that are not true, none if all is well. */
export function verdict({ first, last, rss, idle: rest, connections, errors },
                        limit = P95_LIMIT) {
  const checks = [
    [first.count > 50 && last.count > 50, 'too few frames were measured'],
    [last.p95 <= limit * first.p95,
     `p95 grew from ${first.p95} to ${last.p95} ms`],
    [rss[1] <= RSS_LIMIT * rss[0] + RSS_STEP,
     `Python's memory grew from ${rss[0]} to ${rss[1]} bytes`],
    [rest.renders === 0, `${rest.renders} renders at rest`],
    [rest.cpu.every(share => share < IDLE_LIMIT),
     `${rest.cpu.join(' and ')} % of a core at rest`],
    [connections === 1, `${connections} connections were made`],
    [errors.length === 0, `the page complained: ${errors.join('; ')}`],
  ];
  return checks.filter(([good]) => !good).map(([, sentence]) => sentence);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const result = await accept(readOptions({ seconds: 300 }));
  console.log(JSON.stringify(result, null, 2));
  const wrong = verdict(result);
  for (const sentence of wrong)
    console.error(`acceptance: ${sentence}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
