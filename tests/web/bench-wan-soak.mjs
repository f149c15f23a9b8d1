// SPDX-License-Identifier: BSD-3-Clause
//
// Work and rest in turns over a slow link: does anything drift?
//
//   node bench-wan-soak.mjs [--profile NAME] [--scene NAME] [--size WxH]
//     [--codec NAME] [--rounds N] [--work N] [--rest N] [--json]
//
// The figures of each round, and those of the last third of the rounds against
// those of the first. Needs what bench-wan.mjs needs.

import { percentile } from '../../web/latency.js';
import { dragInBrowser } from './bench-latency.mjs';
import { readOptions, report } from './bench-options.mjs';
import { timeToLossless, withViewer } from './bench-wan.mjs';
import { pause } from './harness.mjs';
import { whyNot } from './netsim.mjs';
import { residentBytes } from './process-usage.mjs';

async function runRound(viewer, server, options) {
  await viewer.page.evaluate(() => { window.vtkcastTest.traces.length = 0; });
  await dragInBrowser(viewer, { ...options, seconds: options.work });
  const until = performance.now() + 1000 * options.rest;
  const lossless = await timeToLossless(viewer, 1000 * options.rest);
  const latencies = await viewer.page.evaluate(() =>
    window.vtkcastTest.traces.map(({ motionToPhoton }) => motionToPhoton)
      .filter(value => value !== null));
  await pause(Math.max(0, until - performance.now()));
  return {
    p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95),
    fps: latencies.length / options.work,
    lossless,
    rss: residentBytes(server.pid),
  };
}

const median = values => percentile(values, 0.5);

/** The last third of the rounds, over the first third. */
export function compareThirds(rounds) {
  const third = Math.max(1, Math.floor(rounds.length / 3));
  const ratio = field =>
    median(rounds.slice(-third).map(round => round[field])) /
    median(rounds.slice(0, third).map(round => round[field]));
  return { p50: ratio('p50'), p95: ratio('p95'), rss: ratio('rss') };
}

function print({ rounds, drift }) {
  rounds.forEach(({ p50, p95, fps, lossless, rss }, i) => console.log(
    `${i + 1}: ${p50.toFixed(0)} / ${p95.toFixed(0)} ms, ` +
      `${fps.toFixed(1)} fps, lossless ${lossless?.toFixed(1) ?? '–'} s, ` +
      `${(rss / 1e6).toFixed(0)} MB`));
  console.log('last third over the first: ' + Object.entries(drift)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', '));
}

const reason = whyNot();
if (reason !== null) {
  console.error(`bench wan-soak ${reason}`);
  process.exit(77);
}
const options = readOptions({
  profile: 'dsl', scene: 'ct', size: '1280x720', codec: 'auto', rounds: 20,
  work: 20, rest: 10,
});
const figures = await withViewer(options.profile, options, [],
                                 async (viewer, link, server) => {
  const rounds = [];
  link.begin();
  for (let i = 0; i < options.rounds; i++)
    rounds.push(await runRound(viewer, server, options));
  return { rounds, drift: compareThirds(rounds) };
});
report(options, figures, print);
