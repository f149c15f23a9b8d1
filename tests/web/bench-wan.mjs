// SPDX-License-Identifier: BSD-3-Clause
//
// How the program does over a slow, far or lossy link, in headless Chromium.
//
//   node bench-wan.mjs [--profile NAME|all] [--scene ct|cone|mesh|FILE]
//     [--size 1280x720] [--codec auto|h264|vp8] [--seconds N]
//     [--similarity N] [--json]
//
// Needs root and /dev/net/tun: server and browser live in two network
// namespaces, with tests/netsim between them. A left drag moves 60 times a
// second, then the hand rests. Times are those of the page; waits and losses
// are counted by the link itself. How like the rendered pictures the shown ones
// are is measured in another drag, of --similarity seconds (0: not), for it
// takes a share of the cores.

import { loadavg } from 'node:os';
import { percentile } from '../../web/latency.js';
import { dragInBrowser } from './bench-latency.mjs';
import { readOptions } from './bench-options.mjs';
import { pause, until, Viewer } from './harness.mjs';
import { Netsim, PROFILES, waitQuantile, whyNot } from './netsim.mjs';
import { keepPictures, makeRecordFolder, measureSimilarity }
  from './similarity.mjs';

const FREEZE = 200;
const TICK = 500;
/** When the profile's rate changes, seconds: down and up. */
const STEPS = { step: { down: [10, 30], up: [20] }, cut: { up: [14] } };
const STEP_RATE = 8e6;
/** m2p after a step down must be back under this, ms. */
const CALM = 150;
const LOSSLESS_PATIENCE = 15000;
/** Between two pictures that are compared, ms. */
const COMPARED = 300;

function readProfiles(profile) {
  const profiles = profile === 'all' ? Object.keys(PROFILES)
    : profile.split(',');
  if (!profiles.every(name => PROFILES[name]))
    throw new Error(`profiles are ${Object.keys(PROFILES).join(', ')} and all`);
  return profiles;
}

/** Notes every frame that is displayed, with a report or without. */
function watchFrames() {
  const { video } = window.vtkcastTest;
  const shown = window.vtkcastTest.shown = [];
  const next = (_, { rtpTimestamp, width, height }) => {
    shown.push({ at: performance.now(), rtp: rtpTimestamp, width, height });
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}

/** What the link counted in each TICK, until `done`. */
async function watchLink(link, done) {
  const ticks = [];
  let running = true;
  done.finally(() => { running = false; }).catch(() => {});
  await link.report();
  while (running) {
    await Promise.race([pause(TICK), done.catch(() => {})]);
    ticks.push(await link.report());
  }
  return ticks;
}

function sum(ticks, way, field) {
  return ticks.reduce((total, tick) => total + tick[way][field], 0);
}

function describeLink(ticks, seconds) {
  const waits = ticks.flatMap(({ down }) => down.waits);
  const lost = sum(ticks, 'down', 'lost');
  const overflowed = sum(ticks, 'down', 'overflowed');
  const bytes = sum(ticks, 'down', 'bytes');
  return {
    bytes,
    bitrate: 8 * bytes / seconds,
    utilisation: bytes / sum(ticks, 'down', 'room'),
    queue: { p50: waitQuantile(waits, 0.5), p95: waitQuantile(waits, 0.95) },
    loss: (lost + overflowed) /
      (sum(ticks, 'down', 'sent') + lost + overflowed),
    overflowed,
  };
}

/** Pauses of the picture during the drag. The first one begins when the link
 * could have brought an answer. */
function findFreezes(shown, begin, end, rtt) {
  const times = [begin + rtt, ...shown.map(({ at }) => at)
    .filter(at => at > begin + rtt && at < end), end];
  return times.slice(1).map((at, i) => ({
    at: (times[i] - begin) / 1000, ms: at - times[i],
  })).filter(({ ms }) => ms > FREEZE);
}

/** Seconds from `from` until all frames of a second came in time. */
function findCalm(traces, from) {
  let since = from;
  for (const { shown, motionToPhoton } of traces) {
    if (shown <= from)
      continue;
    if (shown - since >= 1000)
      break;
    if (motionToPhoton > CALM)
      since = shown;
  }
  return (since - from) / 1000;
}

/** How the link's changes were followed; the share of a faster link is that
 * of the fifth second after it became so. */
function describeSteps(profile, ticks, traces, shown, begin) {
  const { down = [], up = [] } = STEPS[profile] ?? {};
  const from = ticks[0]?.time - TICK / 1000;
  const within = (a, b) => ticks.filter(
    ({ time }) => time - from >= a + TICK / 1000 && time - from <= b + 0.1);
  return {
    calmAfterDown: profile !== 'step' ? undefined : down.map(
      second => findCalm(traces, begin + 1000 * second)),
    shareAfterUp: profile !== 'step' ? undefined : up.map(second => {
      const span = within(second + 4, second + 5);
      return 8 * sum(span, 'down', 'bytes') /
        (STEP_RATE * span.length * TICK / 1000);
    }),
    backAfterCut: profile !== 'cut' ? undefined : up.map(second => {
      const first = shown.find(({ at }) => at > begin + 1000 * second);
      return first ? (first.at - begin) / 1000 - second : null;
    }),
  };
}

/** Seconds from now until the page says that the picture is exact; null if it
 * never does, or cannot. */
export async function timeToLossless(viewer, patience) {
  const begin = performance.now();
  const read = () => viewer.page.evaluate(() =>
    document.querySelector('vtkcast-view').quality?.state ?? null);
  if (await read() === null)
    return null;
  try {
    await until('lossless', async () => await read() === 'lossless', patience);
  } catch {
    return null;
  }
  return (performance.now() - begin) / 1000;
}

async function measure(viewer, link, profile, options) {
  await viewer.page.evaluate(watchFrames);
  const before = await viewer.get('updateStats()');
  const begin = await viewer.page.evaluate(() => {
    window.vtkcastTest.traces.length = 0;
    return performance.now();
  });
  link.begin();
  const drag = dragInBrowser(viewer, options);
  const ticks = await watchLink(link, drag);
  await drag;
  const lossless = await timeToLossless(viewer, LOSSLESS_PATIENCE);
  const { end, shown, traces, sent } = await viewer.page.evaluate(() => ({
    end: performance.now(), shown: window.vtkcastTest.shown,
    traces: window.vtkcastTest.traces, sent: window.vtkcastTest.sent,
  }));
  const after = await viewer.get('updateStats()');

  const stop = begin + 1000 * options.seconds;
  const answers = traces.filter(({ motionToPhoton, shown: at }) =>
    motionToPhoton !== null && at < stop);
  const latencies = answers.map(({ motionToPhoton }) => motionToPhoton);
  const during = shown.filter(({ at }) => at > begin && at < stop);
  const rtt = PROFILES[profile];
  return {
    profile, rtt,
    motionToPhoton: {
      p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95),
      max: percentile(latencies, 1), count: latencies.length,
    },
    beyondRtt: percentile(latencies, 0.95) - rtt,
    fps: during.length / options.seconds,
    // A browser without time skips moves: then the figures say nothing.
    inputRate: Math.max(0, ...sent.map(({ seq }) => seq)) / options.seconds,
    freezes: findFreezes(shown, begin, stop, rtt),
    link: describeLink(ticks, options.seconds),
    ...describeSteps(profile, ticks, traces, shown, begin),
    lossless,
    keyFrames: after.keyFrames - before.keyFrames,
    sizes: [...new Set(during.map(({ width, height }) => `${width}x${height}`))],
    codec: after.codec,
    load: loadavg()[0],
    perSecond: perSecond(ticks, during, answers, begin, end, options),
  };
}

/** For people who look for the reason: bitrate, room, wait, fps, latency. */
function perSecond(ticks, during, answers, begin, end, { seconds }) {
  const rows = [];
  for (let second = 0; second < seconds; second++) {
    const from = begin + 1000 * second;
    const inside = at => at >= from && at < from + 1000;
    const pair = ticks.slice(2 * second, 2 * second + 2);
    const frames = during.filter(({ at }) => inside(at));
    rows.push({
      mbps: +(8e-6 * sum(pair, 'down', 'bytes')).toFixed(2),
      room: +(8e-6 * sum(pair, 'down', 'room')).toFixed(2),
      wait: waitQuantile(pair.flatMap(({ down }) => down.waits), 0.95),
      fps: frames.length,
      height: frames.at(-1)?.height ?? null,
      p95: percentile(answers.filter(({ shown }) => inside(shown))
        .map(({ motionToPhoton }) => Math.round(motionToPhoton)), 0.95),
    });
  }
  return rows;
}

/**
 * Gives `use` a viewer behind the link who sees the data.
 *
 * @template T
 * @param {string} profile
 * @param {{scene: string, width: number, height: number, codec: string}} options
 * @param {string[]} args of the server
 * @param {(viewer: Viewer, link: Netsim, server: Server) => Promise<T>} use
 */
export async function withViewer(profile, { scene, width, height, codec }, args, use) {
  const link = await Netsim.start(profile);
  let server;
  let browser;
  try {
    server = await link.startServer({
      scene, args: ['--codec', codec, '--size', `${width}x${height}`, ...args],
    });
    browser = await link.launchBrowser(server.url);
    const viewer = await Viewer.open(browser, server.url,
                                     { viewport: { width, height } });
    await viewer.reach('live', 60000);
    await until('data', () => viewer.get('status?.kind === "ready"'), 60000);
    await viewer.settle();
    return await use(viewer, link, server);
  } finally {
    await browser?.close();
    await server?.stop();
    await link.stop();
  }
}

export function benchWan(profile, options) {
  const seconds = options.seconds || (STEPS[profile] ? 40 : 30);
  return withViewer(profile, options, [], (viewer, link) =>
    measure(viewer, link, profile, { ...options, seconds }));
}

/** SSIM of what is shown while a drag lasts. */
export function benchSimilarity(profile, options) {
  const folder = makeRecordFolder();
  return withViewer(profile, options, ['--record', folder],
                    async (viewer, link, server) => {
    await viewer.page.evaluate(keepPictures, COMPARED);
    link.begin();
    await dragInBrowser(viewer, { ...options, seconds: options.similarity });
    await server.stop();
    return measureSimilarity(viewer, folder);
  });
}

const ms = value => value === null ? '–' : value.toFixed(0);

function print(figures) {
  const { motionToPhoton: m2p, link } = figures;
  console.log([
    `${figures.profile} (round trip ${figures.rtt} ms), ${figures.codec}, ` +
      `load ${figures.load.toFixed(1)}`,
    `  motion to photon p50 ${ms(m2p.p50)}, p95 ${ms(m2p.p95)}, ` +
      `max ${ms(m2p.max)} ms; p95 beyond the round trip ` +
      `${ms(figures.beyondRtt)} ms`,
    `  ${figures.fps.toFixed(1)} fps of ${figures.inputRate.toFixed(1)} ` +
      `moves a second, ${figures.freezes.length} freezes ` +
      figures.freezes.map(({ at, ms: length }) =>
        `${length.toFixed(0)} ms at ${at.toFixed(1)} s`).join(', '),
    `  ${(link.bitrate / 1e6).toFixed(2)} Mb/s, ` +
      `${(100 * link.utilisation).toFixed(0)} % of the link, queue p50 ` +
      `${ms(link.queue.p50)}, p95 ${ms(link.queue.p95)} ms, ` +
      `loss ${(100 * link.loss).toFixed(1)} % (${link.overflowed} overflowed)`,
    `  ${figures.keyFrames} key frames, ${figures.sizes.join(' ')}, lossless ` +
      `${figures.lossless === null ? '–' : `${figures.lossless.toFixed(1)} s`}`,
    ...(figures.ssim ? [`  SSIM ${figures.ssim.mean.toFixed(3)}, p5 ` +
      `${figures.ssim.p5.toFixed(3)} (${figures.ssim.count} pictures)`] : []),
    ...['calmAfterDown', 'shareAfterUp', 'backAfterCut']
      .filter(name => figures[name])
      .map(name => `  ${name} ${figures[name].map(
        value => value?.toFixed(2) ?? '–').join(', ')}`),
    ...(process.env.BENCH_SECONDS ? figures.perSecond.map((row, second) =>
      `    ${second} ${JSON.stringify(row)}`) : []),
  ].join('\n'));
}

async function main() {
  const reason = whyNot();
  if (reason !== null) {
    console.error(`bench wan ${reason}`);
    process.exit(77);
  }
  const options = readOptions({
    profile: 'all', scene: 'ct', size: '1280x720', codec: 'auto', seconds: 0,
    similarity: 10,
  }, ['seconds', 'similarity']);
  const all = [];
  for (const profile of readProfiles(options.profile)) {
    const figures = await benchWan(profile, options);
    if (options.similarity > 0)
      figures.ssim = await benchSimilarity(profile, options);
    all.push(figures);
    if (!options.json)
      print(figures);
  }
  if (options.json)
    console.log(JSON.stringify(all, null, 2));
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  await main();
