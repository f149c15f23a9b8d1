// SPDX-License-Identifier: BSD-3-Clause
//
// How soon the picture follows the hand, in headless Chromium on loopback.
//
//   node bench-latency.mjs [--scene ct|cone|mesh|bridge|FILE] [--size 1280x720]
//     [--codec auto|h264|vp8] [--seconds 20] [--input browser|page] [--json]
//
// A left drag moves 60 times a second. With `--input browser`, the default,
// each move goes the way that a mouse's goes: into the browser's process, and
// from there to the page with its next frame; that waiting is part of the
// figure. With `--input page`, events are made in the page at the begin of a
// frame: what remains is what vtkcast and the video take.

import { percentile } from '../../web/latency.js';
import { readOptions, report } from './bench-options.mjs';
import { coverage, launchBrowser, pause, Server, until, Viewer }
  from './harness.mjs';
import { cpuSeconds, residentBytes } from './process-usage.mjs';

const RATE = 60;
const STAGES = ['wait', 'render', 'send', 'network', 'buffer', 'decode',
                'display'];

/** Where the hand is after `s` seconds: a slow wobble that never rests. */
function place(s) {
  return [0.5 + 0.25 * Math.sin(2.1 * s), 0.5 + 0.18 * Math.sin(1.3 * s + 1)];
}

/**
 * 60 moves a second through the browser's input. A mouse and a display that
 * both have 60 Hz meet where chance put them, and a move waits between none and
 * a whole step of the display. So the mouse is slower by one step in the whole
 * drag: it meets the display in every way once, in every run alike.
 */
export async function dragInBrowser(viewer, { width, height, seconds }) {
  const client = await viewer.page.context().newCDPSession(viewer.page);
  const send = (type, [x, y], buttons) =>
    client.send('Input.dispatchMouseEvent', {
      type, x: x * width, y: y * height, buttons,
      // Chromium takes a captured mouse without a button for a released one.
      button: 'left', clickCount: 1,
    });
  const begin = performance.now();
  await send('mousePressed', place(0), 1);
  const period = 1000 / RATE * (1 + 1 / (RATE * seconds));
  let step = 1;
  while (step < RATE * seconds) {
    // A late timer skips places; it does not send them in a burst.
    step = Math.max(step + 1,
                    Math.floor((performance.now() - begin) / period));
    const due = begin + period * step;
    await pause(Math.max(0, due - performance.now()));
    // Not awaited: Chromium answers when the page has seen it, and a hand does
    // not wait for that.
    send('mouseMoved', place(step / RATE), 1).catch(() => {});
  }
  await send('mouseReleased', place(seconds), 0);
}

function dragInPage(viewer, { width, height, seconds }) {
  return viewer.page.evaluate(async ({ w, h, total, code }) => {
    const at = eval(code);
    const view = document.querySelector('vtkcast-view');
    const send = (type, s, button, buttons) => {
      const [x, y] = at(s);
      view.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, pointerType: 'mouse', clientX: x * w, clientY: y * h,
        button, buttons, bubbles: true, cancelable: true,
      }));
    };
    const begin = performance.now();
    send('pointerdown', 0, 0, 1);
    for (;;) {
      await new Promise(requestAnimationFrame);
      const s = (performance.now() - begin) / 1000;
      if (s >= total)
        break;
      send('pointermove', s, -1, 1);
    }
    send('pointerup', total, 0, 0);
  }, { w: width, h: height, total: seconds, code: `(${place})` });
}

const quantiles = values => ({
  p50: percentile(values, 0.5), p95: percentile(values, 0.95),
});

/** Frames of each full second of the drag. */
function perSecond(traces, begin, seconds) {
  const counts = new Array(Math.floor(seconds)).fill(0);
  for (const { shown } of traces) {
    const second = Math.floor((shown - begin) / 1000);
    if (second >= 0 && second < counts.length)
      counts[second]++;
  }
  return counts;
}

/** Time from the page's load event to the first displayed frame. */
function firstFrame(viewer) {
  return viewer.page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return window.vtkcastTest.firstAt - navigation.loadEventEnd;
  });
}

/**
 * Frames that the browser has put on screen so far. Its callbacks for video
 * frames run in the page's main thread, and one is left out where two frames
 * are composited between two turns of that.
 */
function displayed(viewer) {
  return viewer.page.evaluate(() => {
    const { totalVideoFrames, droppedVideoFrames } =
      window.vtkcastTest.video.getVideoPlaybackQuality();
    return totalVideoFrames - droppedVideoFrames;
  });
}

/** One drag; `samples` has each motion to photon. */
export async function measure(viewer, server, options) {
  const now = () => viewer.page.evaluate(() => {
    window.vtkcastTest.traces.length = 0;
    window.vtkcastTest.dispatch = [];
    return [performance.now(), window.vtkcastTest.frames];
  });
  await viewer.page.evaluate(input =>
    document.querySelector('vtkcast-view').addEventListener(
      // What the element takes its moves from, too.
      'onpointerrawupdate' in window && input === 'browser'
        ? 'pointerrawupdate' : 'pointermove',
      event => window.vtkcastTest.dispatch?.push(
        performance.now() - event.timeStamp)), options.input);
  const before = await viewer.get('updateStats()');
  const displayedBefore = await displayed(viewer);
  const [begin, frames] = await now();
  const cpu = cpuSeconds(server.pid);

  await (options.input === 'page' ? dragInPage : dragInBrowser)(viewer,
                                                                options);

  const { end, shown, traces, dispatch } = await viewer.page.evaluate(() => {
    const { frames, traces, dispatch } = window.vtkcastTest;
    return { end: performance.now(), shown: frames, traces, dispatch };
  });
  const displayedAfter = await displayed(viewer);
  const after = await viewer.get('updateStats()');
  const seconds = (end - begin) / 1000;
  const answers = traces.filter(trace => trace.motionToPhoton !== null);
  return {
    samples: answers.map(trace => trace.motionToPhoton),
    seconds,
    // Pictures: what the server repeats against loss has no report.
    fps: (displayedAfter - displayedBefore -
          (shown - frames - traces.length)) / seconds,
    callbackFps: traces.length / seconds,
    videoFps: (displayedAfter - displayedBefore) / seconds,
    fpsPerSecond: perSecond(traces, begin, seconds),
    motionToPhoton: {
      ...quantiles(answers.map(trace => trace.motionToPhoton)),
      count: answers.length,
    },
    inputRate: dispatch.length / seconds,
    stages: {
      dispatch: quantiles(dispatch),
      ...Object.fromEntries(STAGES.map(stage => [stage, quantiles(
        answers.map(trace => trace[stage]).filter(value => value !== null))])),
    },
    bitrate: 8 * (after.bytes - before.bytes) / seconds,
    keyFrames: after.keyFrames - before.keyFrames,
    packetsLost: after.packetsLost,
    cpu: 100 * (cpuSeconds(server.pid) - cpu) / seconds,
    rss: residentBytes(server.pid),
    codec: after.codec,
    encoder: after.encoder,
    decoder: after.decoder,
  };
}

export function startServer({ scene, width, height, codec }, args = []) {
  return Server.start({ scene, args: [
    '--codec', codec, '--size', `${width}x${height}`, ...args,
  ] });
}

/** Until the data are shown at that size. */
export async function openScene(browser, server, { width, height }) {
  const viewer = await Viewer.open(browser, server.url,
                                   { viewport: { width, height } });
  await viewer.reach('live', 60000);
  await until('data', () => viewer.get('status?.kind === "ready"'), 60000);
  await until('the size', async () =>
    String(await viewer.size()) === `${width},${height}`);
  return viewer;
}

export async function benchLatency(options) {
  const { scene, width, height } = options;
  const server = await startServer(options);
  const browser = await launchBrowser();
  try {
    const viewer = await openScene(browser, server, options);
    const first = await firstFrame(viewer);
    const covered = coverage(await viewer.pixels());
    const { samples, ...figures } = await measure(viewer, server, options);
    return { scene, width, height, input: options.input, firstFrame: first,
             coverage: covered, ...figures };
  } finally {
    await browser.close();
    await server.stop();
  }
}

const ms = value => value === null ? '–' : value.toFixed(1);

function print(figures) {
  const { p50, p95, count } = figures.motionToPhoton;
  const lines = [
    `${figures.scene}, ${figures.width}×${figures.height}, ` +
      `${figures.codec} (${figures.encoder}), ` +
      `${(100 * figures.coverage).toFixed(0)} % covered`,
    `displayed        ${figures.fps.toFixed(1)} fps ` +
      `(input ${figures.inputRate.toFixed(1)}/s, ` +
      `video ${figures.videoFps.toFixed(1)} fps, ` +
      `callbacks ${figures.callbackFps.toFixed(1)}/s)`,
    `motion to photon p50 ${ms(p50)} ms, p95 ${ms(p95)} ms (${count} frames)`,
    ...Object.entries(figures.stages).map(([stage, q]) =>
      `  ${stage.padEnd(14)} p50 ${ms(q.p50)} ms, p95 ${ms(q.p95)} ms`),
    `video            ${(figures.bitrate / 1e6).toFixed(2)} Mb/s, ` +
      `${figures.keyFrames} key frames, ${figures.packetsLost} packets lost`,
    `server           ${figures.cpu.toFixed(0)} % CPU, ` +
      `${(figures.rss / 1e6).toFixed(0)} MB`,
    `first frame      ${ms(figures.firstFrame)} ms after the load event`,
    `each second      ${figures.fpsPerSecond.join(' ')}`,
  ];
  console.log(lines.join('\n'));
}

/** A scene in another process is measured against one that is not. */
async function compareBridge(options) {
  const { benchBridge, print: printBridge, verdict } =
    await import('./bench-bridge.mjs');
  const figures = await benchBridge(options);
  report(options, figures, printBridge);
  for (const sentence of verdict(figures)) {
    console.error(`latency: ${sentence}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const options = readOptions({ scene: 'ct', size: '1280x720', codec: 'auto',
                                seconds: 20, input: 'browser' });
  // The first is not awaited: it imports this module, which has to be whole by
  // then.
  if (options.scene === 'bridge')
    compareBridge(options);
  else
    report(options, await benchLatency(options), print);
}
