// SPDX-License-Identifier: BSD-3-Clause
//
// Works hard and long, as people do who never let go properly, and then looks
// whether the server is as quick and as quiet as at the beginning.
//
//   node soak.mjs [--seconds 60] [--scene cone]
//
// The time is cut into equal rounds with the same gestures. In the end, the
// rounds of the last third are compared with those of the first. Whether the
// machine itself has become slower (it may have other things to do) is told by a
// server that is started for each round and does nothing but the drag that is
// measured. What looks slower all the same is compared with a fresh server once
// more: what work has spoilt stays so, noise does not.

import { percentile } from '../../web/latency.js';
import { readOptions } from './bench-options.mjs';
import { launchBrowser, pause, Server, until, Viewer } from './harness.mjs';
import { cpuSeconds, residentBytes } from './process-usage.mjs';

/** Of the last third to the first. A p95 of some hundred frames is itself
 * uncertain by a tenth and more, so it gets room for that. */
export const P50_LIMIT = 1.1;
export const P95_LIMIT = 1.25;
/** Frames are shown each 16.7 ms: a median can jump by a part of that when the
 * frame's arrival moves by a tenth of it, ms. */
export const DISPLAY_STEP = 8.4;
/** A twentieth is noise, and so is one step: over thirty rounds, memory stays
 * within a megabyte but for a single rise of 8 MB, which comes early or late. A
 * leak of each round's shows beside it, the better the longer one soaks. */
export const RSS_LIMIT = 1.05;
export const RSS_STEP = 8.5e6;
const BUTTONS = ['left', 'middle', 'right'];
const ROUND = 10;

/** Moves for `seconds`, about 60 times each, on a curve. */
async function wander(viewer, seconds, phase) {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    const s = performance.now() / 1000 + phase;
    await viewer.moveTo([0.5 + 0.2 * Math.sin(3 * s),
                         0.5 + 0.2 * Math.cos(2 * s)]);
    await pause(14);
  }
}

/** One of everything; each leaves the view as a careless hand does. */
const GESTURES = [
  async function drags(viewer) {
    for (const button of BUTTONS) {
      await viewer.press([0.45, 0.5], button);
      await wander(viewer, 0.5, 0);
      await viewer.page.mouse.up({ button });
    }
  },
  async function combinations(viewer) {
    const { mouse } = viewer.page;
    for (const [one, two] of [['left', 'right'], ['middle', 'left'],
                              ['right', 'middle']]) {
      await viewer.press([0.5, 0.5], one);
      await mouse.down({ button: two });
      await wander(viewer, 0.3, 1);
      await mouse.up({ button: one });
      await wander(viewer, 0.2, 1);
      await mouse.up({ button: two });
    }
  },
  async function doubleClicks(viewer) {
    await viewer.moveTo([0.5, 0.5]);
    for (let n = 0; n < 6; n++)
      await viewer.page.mouse.click(300 + n, 240, { clickCount: 2 });
  },
  async function releasesOutside(viewer) {
    for (const [x, y] of [[1.5, 0.5], [-0.5, 0.5], [0.5, -1]]) {
      await viewer.press([0.5, 0.5]);
      await wander(viewer, 0.2, 2);
      await viewer.moveTo([x, y], 3);
      await viewer.page.mouse.up();
    }
  },
  async function lostCaptures(viewer) {
    for (const button of BUTTONS) {
      await viewer.press([0.5, 0.5], button);
      await wander(viewer, 0.2, 3);
      await viewer.page.evaluate(() => {
        const view = document.querySelector('vtkcast-view');
        for (let id = 0; id < 100; id++)
          if (view.hasPointerCapture(id))
            view.releasePointerCapture(id);
      });
      await wander(viewer, 0.1, 3);
      await viewer.page.mouse.up({ button });
    }
  },
  async function blurs(viewer) {
    await viewer.press([0.5, 0.5]);
    await wander(viewer, 0.2, 4);
    await viewer.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await viewer.page.mouse.up();
  },
  async function wheelAndKeys(viewer) {
    await viewer.moveTo([0.5, 0.5]);
    for (const dy of [-120, -120, 120, 120])
      await viewer.page.mouse.wheel(0, dy);
    for (const key of ['w', 's', 'r'])
      await viewer.page.keyboard.press(key);
  },
];

/** A plain drag, whose button stays down. For each event that a frame answers,
 * how long it took until the frame had arrived and until it was shown, ms. */
async function measure(viewer, seconds) {
  await viewer.page.bringToFront();
  await viewer.press([0.45, 0.5]);
  await wander(viewer, 0.3, 0);
  await viewer.page.evaluate(() => {
    window.vtkcastTest.traces.length = 0;
  });
  await wander(viewer, seconds, 0);
  return viewer.page.evaluate(() =>
    window.vtkcastTest.traces.filter(trace => trace.network !== null)
      .map(({ wait, render, send, network, motionToPhoton }) => ({
        arrived: wait + render + send + network, shown: motionToPhoton,
      })));
}

/** What `use` returns for a viewer of a server that was just started. */
async function withFresh(browser, scene, use) {
  const server = await Server.start({ scene });
  try {
    const viewer = await Viewer.watch(browser, server.url);
    try {
      return await use(viewer);
    } finally {
      await viewer.close();
    }
  } finally {
    await server.stop();
  }
}

/** Plain drags of `viewer` and of a fresh server's, turn and turn about, so that
 * both meet the same machine. */
function compare(browser, scene, viewer, seconds, turns) {
  return withFresh(browser, scene, async other => {
    const latencies = [];
    const fresh = [];
    for (let n = 0; n < turns; n++)
      for (const [who, list] of [[viewer, latencies], [other, fresh]]) {
        list.push(...await measure(who, seconds));
        await who.page.mouse.up();
      }
    return { latencies, fresh };
  });
}

/** One viewer's life, with a tab that is closed in the middle of a drag. */
async function round(browser, server, scene, seconds) {
  const span = Math.max(0.5, 0.15 * seconds);
  const viewer = await Viewer.watch(browser, server.url);
  await until('the role', () => viewer.get('controls'));
  await viewer.page.keyboard.press('r');
  // What is compared is a plain drag; the rest is there to do harm.
  const { latencies, fresh } = await compare(browser, scene, viewer, span, 2);

  await viewer.page.bringToFront();
  const end = performance.now() + 600 * seconds;
  for (let n = 0; performance.now() < end || n < GESTURES.length; n++)
    await GESTURES[n % GESTURES.length](viewer);

  await viewer.press([0.45, 0.5]);
  await wander(viewer, 0.2, 0);
  const { errors } = viewer;
  await viewer.close();
  await until('the viewer is gone', async () =>
    (await server.health()).viewers === 0, 12000);
  return { latencies, fresh, errors, rss: residentBytes(server.pid) };
}

/** What the server does while somebody only looks. */
async function idle(browser, server) {
  const viewer = await Viewer.watch(browser, server.url);
  const bytes = async () => (await viewer.get('updateStats()')).bytes;
  // The last frame is repeated a few times against loss.
  let last = await bytes();
  await until('the video ends', async () => {
    await pause(700);
    const now = await bytes();
    const same = now === last;
    last = now;
    return same;
  });
  const { renders } = await server.health();
  const cpu = cpuSeconds(server.pid);
  const begin = performance.now();
  await pause(5000);
  const seconds = (performance.now() - begin) / 1000;
  const result = {
    renders: (await server.health()).renders - renders,
    bytes: await bytes() - last,
    cpu: 100 * (cpuSeconds(server.pid) - cpu) / seconds,
  };
  await viewer.close();
  return result;
}

const percentiles = list => ({
  arrived: percentile(list.map(({ arrived }) => arrived), 0.5),
  shown: percentile(list.map(({ shown }) => shown), 0.5),
  shown95: percentile(list.map(({ shown }) => shown), 0.95),
});

const third = (rounds, which) => {
  const size = Math.max(1, Math.floor(rounds.length / 3));
  const part = which === 'first' ? rounds.slice(0, size) : rounds.slice(-size);
  const latencies = part.flatMap(({ latencies }) => latencies);
  return {
    ...percentiles(latencies), count: latencies.length,
    fresh: percentiles(part.flatMap(({ fresh }) => fresh)),
    rss: Math.max(...part.map(({ rss }) => rss)),
  };
};

/** Compares the server after all its work with a fresh one, some times if it
 * seems to be slower. */
async function again(browser, server, scene, result) {
  for (let n = 0; n < 3 && slower(result).length > 0; n++) {
    const viewer = await Viewer.watch(browser, server.url);
    await until('the role', () => viewer.get('controls'));
    const { latencies, fresh } = await compare(browser, scene, viewer, 2, 4);
    await viewer.close();
    Object.assign(result.first, percentiles(fresh), { fresh: {} });
    Object.assign(result.last, percentiles(latencies), { fresh: {} });
    result.again = n + 1;
  }
}

export async function soak({ seconds = 60, scene = 'cone' } = {}) {
  const server = await Server.start({ scene });
  const browser = await launchBrowser();
  try {
    const count = Math.max(3, Math.round(seconds / ROUND));
    // The first round warms caches, allocators and the browser's compiler up.
    await round(browser, server, scene, 1);
    const rounds = [];
    for (let n = 0; n < count; n++)
      rounds.push(await round(browser, server, scene, seconds / count));
    const result = {
      first: third(rounds, 'first'),
      last: third(rounds, 'last'),
      idle: await idle(browser, server),
      errors: rounds.flatMap(({ errors }) => errors),
      rounds: rounds.map(({ latencies, fresh, rss }) => ({
        ...percentiles(latencies), fresh: percentiles(fresh), rss,
      })),
    };
    await again(browser, server, scene, result);
    return result;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** By how much the machine has become slower; never quicker, lest a noisy
 * beginning be held against the end. */
const drift = (first, last, key) =>
  Math.max(1, last.fresh[key] / first.fresh[key] || 1);

/** What has become slower, in sentences. */
function slower({ first, last }) {
  const limits = [['arrived', P50_LIMIT, 0], ['shown', P50_LIMIT, DISPLAY_STEP],
                  ['shown95', P95_LIMIT, 0]];
  return limits
    .filter(([key, limit, room]) =>
      !(last[key] <= limit * drift(first, last, key) * first[key] + room))
    .map(([key]) => `${key} grew from ${first[key]} to ${last[key]} ms`);
}

/** The sentences that are not true, none if all is well. */
export function verdict(result) {
  const { first, last, idle: rest, errors } = result;
  const checks = [
    [first.count > 50 && last.count > 50, 'too few frames were measured'],
    [last.rss <= RSS_LIMIT * first.rss + RSS_STEP,
     `memory grew from ${first.rss} to ${last.rss} bytes`],
    [rest.renders === 0, `${rest.renders} renders at rest`],
    [rest.bytes === 0, `${rest.bytes} bytes of video at rest`],
    [rest.cpu < 2, `${rest.cpu} % of a core at rest`],
    [errors.length === 0, `the page complained: ${errors.join('; ')}`],
  ];
  return [
    ...slower(result),
    ...checks.filter(([good]) => !good).map(([, sentence]) => sentence),
  ];
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const result = await soak(readOptions({ seconds: 60, scene: 'cone' }));
  console.log(JSON.stringify(result, null, 2));
  const wrong = verdict(result);
  for (const sentence of wrong)
    console.error(`soak: ${sentence}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
