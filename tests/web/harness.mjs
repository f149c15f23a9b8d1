// SPDX-License-Identifier: BSD-3-Clause
//
// The real program and a real browser, and what tests ask of them.
//
// VTKCAST names the program (default build/src/vtkcast), CHROMIUM and FIREFOX
// the browsers.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)),
                                 '../..');
export const PROGRAM = path.resolve(ROOT, process.env.VTKCAST ?? 'build/src/vtkcast');
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** How long a condition may take before a test fails. */
const PATIENCE = 20000;

export const SCENES = {
  cone: 'vtkcast:cone',
  mesh: 'vtkcast:mesh',
  patches: 'vtkcast:patches',
  ct: path.join(ROOT, '.data/ct-head.nhdr'),
};

/**
 * Asks again until the answer is true, or fails.
 *
 * @template T
 * @param {string} what
 * @param {() => T|Promise<T>} condition
 * @returns {Promise<T>}
 */
export async function until(what, condition, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value)
      return value;
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${patience / 1000} s`);
    await pause(40);
  }
}

/** For what is a span of time by its nature: a rate, a drag. */
export function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}

export class Server {
  /**
   * @param {{scene?: string|string[], args?: string[],
   *   prefix?: string[], command?: string[]}} [options] scene: keys
   *   of SCENES, or locations; prefix: a command that runs the program;
   *   command: of the program's own
   */
  static async start({ scene = 'cone', args = [], prefix = [],
                       command: subcommand = [] } = {}) {
    if (!existsSync(PROGRAM))
      throw new Error(`${PROGRAM} is missing: build it, or set VTKCAST`);
    const data = [scene].flat().map(name => SCENES[name] ?? name);
    const [command, ...rest] = [...prefix, PROGRAM, ...subcommand, '--port', '0',
                                ...args, ...data];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return Server.attach(child);
  }

  /** Of a program that prints “listening on” and its address. */
  static async attach(child) {
    const server = new Server(child);
    await server.#listening();
    return server;
  }

  constructor(child) {
    this.child = child;
    this.log = [];
    this.wanted = true;
    this.exited = new Promise(resolve => child.on('exit', (status, signal) => {
      if (this.wanted)
        console.error(`vtkcast went by itself: ${signal ?? status}\n` +
                      this.log.join('\n'));
      resolve();
    }));
    createInterface({ input: child.stderr }).on('line', line => {
      this.log.push(line);
      if (process.env.VTKCAST_TEST_LOG)
        console.error(`server: ${line}`);
    });
  }

  get pid() {
    return this.child.pid;
  }

  get origin() {
    return this.url.origin;
  }

  get token() {
    return this.url.searchParams.get('token');
  }

  async #listening() {
    const lines = createInterface({ input: this.child.stdout });
    const found = new Promise(resolve => lines.on('line', line => {
      const address = line.match(/listening on (\S+)/)?.[1];
      if (address)
        resolve(new URL(address));
    }));
    let timer;
    const failed = this.exited.then(() => {
      throw new Error(`vtkcast did not start: ${this.log.join('\n')}`);
    });
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        this.child.kill('SIGKILL');
        reject(new Error('vtkcast printed no address'));
      }, PATIENCE);
    });
    // Whichever of them comes after the race is over is none of its business.
    failed.catch(() => {});
    late.catch(() => {});
    this.url = await Promise.race([found, failed, late])
      .finally(() => clearTimeout(timer));
  }

  async health() {
    const response = await fetch(new URL('/healthz', this.url));
    return response.json();
  }

  /** Until it knows of no viewer any more. */
  async empty() {
    await until('nobody watches', async () =>
      (await this.health()).viewers === 0);
  }

  /** @param {NodeJS.Signals} [signal] */
  async stop(signal = 'SIGTERM') {
    this.wanted = false;
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5000);
    await this.exited;
    clearTimeout(timer);
  }
}

export function launchBrowser(args = [], executablePath = CHROMIUM) {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      ...args,
    ],
  });
}

/** A page with a view, and what one does and sees there. */
export class Viewer {
  /** @type {import('playwright-core').CDPSession|undefined} */
  #client;

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string|URL} url
   * @param {import('playwright-core').BrowserContextOptions &
   *   {init?: () => void}} [options] init: runs in the page before its scripts
   */
  static async open(browser, url, { init, ...options } = {}) {
    const context = await browser.newContext({
      viewport: { width: 640, height: 480 }, ...options,
    });
    const page = await context.newPage();
    const viewer = new Viewer(page);
    page.on('pageerror', error => viewer.errors.push(error.message));
    // A picture may be gone before it is fetched: docs/protocol.md.
    const isGone = url => url.includes('/api/v1/stills/');
    page.on('console', message => {
      if (message.type() === 'error' && !isGone(message.location().url))
        viewer.errors.push(message.text());
    });
    // The console does not say which request it was.
    page.on('response', response => {
      const request = response.request();
      if (response.status() >= 400 &&
          !(response.status() === 404 && isGone(request.url())))
        viewer.errors.push(`${request.method()} ${request.url()}: ` +
                           response.status());
    });
    await page.addInitScript(watchView);
    if (init)
      await page.addInitScript(init);
    await page.goto(String(url));
    return viewer;
  }

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    /** That holds the view. */
    this.frame = page.mainFrame();
    /** Is there more in the page than the view? */
    this.inset = false;
    this.errors = [];
  }

  /** Opens, and waits for the first picture of the loaded data at the size
   * that the page asked for. */
  static async watch(browser, url, options) {
    const viewer = await Viewer.open(browser, url, options);
    await viewer.reach('live');
    await until('data loaded', () => viewer.get('status?.kind === "ready"'));
    await viewer.settle();
    return viewer;
  }

  /**
   * Gives `body` a viewer that watches, and after that nobody does. The page
   * must not report errors.
   *
   * @param {import('playwright-core').Browser} browser
   * @param {Server} server
   * @param {(viewer: Viewer) => Promise<void>} body
   */
  static async use(browser, server, body, options) {
    const viewer = await Viewer.watch(browser, server.url, options);
    try {
      await body(viewer);
      assert.deepEqual(viewer.errors, []);
    } finally {
      await viewer.close();
    }
    await server.empty();
  }

  /**
   * Evaluates an expression on the element.
   *
   * @param {string} expression
   */
  get(expression) {
    return this.frame.evaluate(
      `document.querySelector('vtkcast-view')?.${expression}`);
  }

  async reach(state, patience) {
    try {
      await until(`state ${state}`,
                  async () => await this.get('state') === state, patience);
    } catch (error) {
      const now = await this.frame.evaluate(async () => {
        const view = document.querySelector('vtkcast-view');
        return JSON.stringify([view.stateDetail, await view.updateStats(),
                               window.vtkcastTest.frames]);
      });
      throw new Error(`${error.message}: ${now} ${this.errors.join('; ')}`);
    }
  }

  /** What the page says in words. */
  words() {
    return this.frame.evaluate(() =>
      ['banner', 'notice'].map(id => document.getElementById(id))
        .filter(element => element && !element.hidden)
        .map(element => element.innerText).join(' '));
  }

  size() {
    return this.frame.evaluate(() => {
      const { video } = window.vtkcastTest;
      return [video.videoWidth, video.videoHeight];
    });
  }

  /** The last events that went out on `input`, repetitions too. */
  sent() {
    return this.frame.evaluate(() => window.vtkcastTest.sent);
  }

  frames() {
    return this.frame.evaluate(() => window.vtkcastTest.frames);
  }

  /** Until the exact picture of a view at rest is on screen. */
  async settle() {
    await until('the picture rests', () => this.frame.evaluate(() => {
      const { shownAt, tier, frames } = window.vtkcastTest;
      return frames > 0 && performance.now() - shownAt > 600 &&
        tier !== 'interactive' &&
        document.querySelector('vtkcast-view').quality.state === 'lossless';
    }));
  }

  /**
   * What is on screen, scaled: an array of R, G, B, A.
   *
   * @param {{video?: boolean}} [options] video: not what may lie over it
   * @returns {Promise<Uint8Array>}
   */
  async pixels(width = 160, height = 120, { video = false } = {}) {
    return fromBase64(await this.frame.evaluate(readPixels,
                                                [width, height, video]));
  }

  /** Until the picture differs from `before` by more than `amount`. */
  changed(before, amount = 2) {
    return until('the picture changes', async () =>
      difference(before, await this.pixels()) > amount);
  }

  /** Until the picture is like `wanted`. */
  async becomes(wanted, amount = 1) {
    let last = Infinity;
    try {
      await until('the picture is back', async () => {
        last = difference(wanted, await this.pixels());
        return last <= amount;
      });
    } catch (error) {
      throw new Error(`${error.message}; it differs by ${last.toFixed(2)}`);
    }
  }

  /** Drags in view coordinates. */
  async drag(from, to, { button = 'left', steps = 8 } = {}) {
    await this.press(from, button);
    await this.moveTo(to, steps);
    await this.page.mouse.up({ button });
  }

  async press(at, button = 'left') {
    await this.moveTo(at);
    await this.page.mouse.down({ button });
  }

  async moveTo([x, y], steps = 1) {
    const box = await this.#box();
    await this.page.mouse.move(box.x + x * box.width, box.y + y * box.height,
                               { steps });
  }

  /**
   * Fingers, in view coordinates.
   *
   * @param {'touchStart'|'touchMove'|'touchEnd'} type
   * @param {[number, number][]} places of all that are down
   */
  async touch(type, places) {
    this.#client ??= await this.page.context().newCDPSession(this.page);
    const box = await this.#box();
    await this.#client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: places.map(([x, y], id) => ({
        x: box.x + x * box.width, y: box.y + y * box.height, id,
      })),
    });
  }

  /** Two fingers beside each other, `from` and then `to` apart. */
  async pinch(from, to, { steps = 10 } = {}) {
    for (let n = 0; n <= steps; n++) {
      const half = (from + (to - from) * n / steps) / 2;
      await this.touch(n === 0 ? 'touchStart' : 'touchMove',
                       [[0.5 - half, 0.5], [0.5 + half, 0.5]]);
    }
    await this.touch('touchEnd', []);
  }

  /** Where the view is in the page. */
  async #box() {
    return this.inset
      ? this.frame.locator('vtkcast-view').boundingBox()
      : { x: 0, y: 0, ...this.page.viewportSize() };
  }

  close() {
    return this.page.context().close();
  }
}

/**
 * Runs in the page: what a view shows, scaled, as Base64 of R, G, B, A.
 *
 * @param {[number, number, boolean]} how wide, how high, without what may lie
 *   over the video?
 */
export function readPixels([width, height, videoOnly]) {
  const { shadowRoot } = document.querySelector('vtkcast-view');
  const video = shadowRoot.querySelector('video');
  const cover = videoOnly ? null : shadowRoot.querySelector('canvas');
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(cover ?? video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let binary = '';
  for (let at = 0; at < data.length; at += 8192)
    binary += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(binary);
}

/** @param {string} text */
export function fromBase64(text) {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

/** Runs in the page before anything else. */
function watchView() {
  const test = window.vtkcastTest = {
    video: null, frames: 0, firstAt: 0, shownAt: 0, tier: '', traces: [],
    sent: [], connections: [],
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      test.connections.push(this);
    }
  };
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (text) {
    if (this.label === 'input') {
      test.sent.push(...JSON.parse(text));
      test.sent.splice(0, test.sent.length - 1000);
    }
    send.call(this, text);
  };
  const watch = view => {
    customElements.whenDefined('vtkcast-view').then(() => {
      test.video = view.shadowRoot.querySelector('video');
      const next = () => {
        test.frames++;
        test.shownAt = performance.now();
        test.firstAt ||= test.shownAt;
        test.video.requestVideoFrameCallback(next);
      };
      test.video.requestVideoFrameCallback(next);
    });
    view.addEventListener('frame', ({ detail }) => {
      test.tier = detail.tier;
      test.traces.push(detail);
      if (test.traces.length > 100000)
        test.traces.splice(0, 50000);
    });
  };
  addEventListener('DOMContentLoaded', () => {
    // Other people's pages make the view later, if at all.
    const find = () => {
      const view = document.querySelector('vtkcast-view');
      if (view) {
        observer.disconnect();
        watch(view);
      }
    };
    const observer = new MutationObserver(find);
    observer.observe(document, { childList: true, subtree: true });
    find();
  });
}

/** Mean absolute difference of R, G and B, 0…255. */
export function difference(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++)
    if (at % 4 !== 3)
      sum += Math.abs(a[at] - b[at]);
  return sum / (a.length * 3 / 4);
}

/** The share of pixels that are not like the corner. */
export function coverage(pixels) {
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const far = [0, 1, 2].some(
      channel => Math.abs(pixels[at + channel] - pixels[channel]) > 24);
    count += far ? 1 : 0;
  }
  return 4 * count / pixels.length;
}
