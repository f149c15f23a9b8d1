// SPDX-License-Identifier: BSD-3-Clause
//
// <vtkcast-view src="…/whep" token="…">: a view that vtkcast renders.
//
// Attributes: `src`, the WHEP endpoint; `token`; `codec`, "h264" or "vp8" to
// insist on one; `max-pixels`, how many to render at the most; `params`, values
// of the scene's parameters as a JSON object: what differs is sent when it
// changes.
// Events, with what they tell in `detail`: `statechange` (StateDetail),
// `status` (Status), `role` ({controls}), `frame` (FrameTrace, for each frame
// that is displayed), `quality` (QualityDetail), `link` (LinkStats),
// `parameters-changed` (Parameter[]), `camera-changed` (Camera), `picked`
// (Pick), `error` ({text}). The types are in types.d.ts and latency.js.

import { Display } from './display.js';
import { answersTo, mayChange } from './event-effect.js';
import { renderSize } from './geometry.js';
import { KeyboardInput } from './keyboard.js';
import { LatencyReport } from './latency-report.js';
import { LatencyMeter } from './latency.js';
import { PointerInput } from './pointer.js';
import { judgeQuality, NO_QUALITY, shownParams } from './quality-detail.js';
import { SceneClient } from './scene-client.js';
import { InputSender } from './sender.js';
import { Session } from './session.js';
import { Sizer } from './sizer.js';
import { CounterHistory, NO_STATS, readCounters } from './stats.js';
import { sheet } from './view-style.js';

/**
 * @typedef {import('./connection.js').Connection} Connection
 * @typedef {import('./input.js').InputEvent} InputEvent
 * @typedef {import('./latency.js').ShownFrame} ShownFrame
 * @typedef {import('./types.js').Hello} Hello
 * @typedef {import('./types.js').StateDetail} StateDetail
 * @typedef {import('./types.js').Status} Status
 * @typedef {import('./types.js').ViewState} ViewState
 * @typedef {import('./types.js').ViewStats} ViewStats
 */

const DEFAULT_MAX_PIXELS = 2560 * 1440;

export class VtkcastView extends HTMLElement {
  static observedAttributes = ['src', 'token', 'codec', 'max-pixels', 'params'];

  #internals = this.attachInternals();
  #display = new Display(frame => this.#onFrame(frame));
  #session = new Session({
    onState: detail => this.#onState(detail),
    onVideo: track => this.#display.show(track),
    onHello: (connection, hello) => this.#onHello(connection, hello),
    onNotification: (method, params) => this.#onNotification(method, params),
    onInput: message => this.#onInput(message),
    onQuality: () => this.#updateQuality(),
    onMismatch: () => {
      this.#mismatches++;
    },
  });
  #pointer = new PointerInput(this, {
    pictureSize: () => this.#display.size,
    push: (event, time) => this.#send('push', event, time),
    move: (event, time) => this.#send('move', event, time),
    cancel: () => this.#cancel(),
  });
  #keyboard = new KeyboardInput(this, {
    push: (event, time) => this.#send('push', event, time),
    cancel: () => this.#cancel(),
  });
  #sizer = new Sizer(this, () => this.#sendSize());
  #scene = new SceneClient({
    call: (method, params) => this.#call(method, params),
    emit: (type, detail) => this.#emit(type, detail),
  });
  /** @type {InputSender|null} */
  #sender = null;
  /** @type {LatencyMeter|null} */
  #meter = null;
  /** @type {LatencyReport|null} */
  #report = null;
  #history = new CounterHistory();
  /** @type {AbortController|null} */
  #listening = null;
  #token = '';
  #controls = false;
  #connectQueued = false;
  /** @type {Status|null} */
  #status = null;
  #stats = NO_STATS;
  /** @type {import('./types.js').LinkStats|null} */
  #link = null;
  #quality = NO_QUALITY;
  #mismatches = 0;
  /** The key that was pressed last, anywhere in the page. */
  #lastKey = '';

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#display.video);
    this.#internals.role = 'application';
    this.#internals.ariaLabel = 'Interactive 3-D view';
  }

  /** @returns {ViewState} */
  get state() {
    return this.#session.state;
  }

  /** The state with its reason, as `statechange` told it. */
  get stateDetail() {
    return this.#session.detail;
  }

  /** Does this viewer control the view? The others watch. */
  get controls() {
    return this.#controls;
  }

  /** What the server told last about its data; null before it did. */
  get status() {
    return this.#status;
  }

  /** What is on screen, as `quality` told it. */
  get quality() {
    return this.#quality;
  }

  /** As updateStats() found them last. */
  get stats() {
    return this.#stats;
  }

  /** What can be set of the scene, with its values now.
   *
   * @returns {import('./types.js').Parameter[]} */
  get parameters() {
    return this.#scene.parameters;
  }

  /** Where the scene's camera is; null until somebody listens for
   * `camera-changed` and there is an answer. */
  get camera() {
    return this.#scene.camera;
  }

  get src() {
    return this.getAttribute('src') ?? '';
  }

  set src(value) {
    this.setAttribute('src', value);
  }

  /** Set here, the token does not show up in the document. */
  get token() {
    return this.#token;
  }

  set token(value) {
    this.#token = value;
    this.#queueConnect();
  }

  connectedCallback() {
    if (!this.hasAttribute('tabindex'))
      this.tabIndex = 0;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener('online', () => this.#session.online(), { signal });
    window.addEventListener('offline', () => this.#session.networkChanged(),
                            { signal });
    navigator.connection?.addEventListener(
      'change', () => this.#session.networkChanged(), { signal });
    window.addEventListener('pagehide', () => this.#session.leave(),
                            { signal });
    window.addEventListener('pageshow', event => {
      if (event.persisted)
        this.connect();
    }, { signal });
    this.addEventListener('pointerdown', () => {
      this.#display.play();
      this.#showRing(false);
    }, { signal });
    window.addEventListener('keydown', event => {
      this.#lastKey = event.key;
    }, { signal, capture: true });
    this.addEventListener('focus', () =>
      this.#showRing(this.matches(':focus-visible') &&
                     ['', 'Tab', 'Shift'].includes(this.#lastKey)), { signal });
    this.addEventListener('blur', () => this.#showRing(false), { signal });
    this.#pointer.attach();
    this.#keyboard.attach();
    this.#sizer.attach();
    this.#queueConnect();
  }

  /** Around the view, for those who come by Tab. Who uses the view's keys needs
   * none, and :focus-visible would draw one with the first of them.
   *
   * @param {boolean} isNeeded */
  #showRing(isNeeded) {
    // Browsers before 2024 have none.
    if (isNeeded)
      this.#internals.states?.add('ring');
    else
      this.#internals.states?.delete('ring');
  }

  disconnectedCallback() {
    this.disconnect();
    this.#sizer.detach();
    this.#keyboard.detach();
    this.#pointer.detach();
    this.#listening?.abort();
  }

  /**
   * @param {string} name
   * @param {string|null} before
   * @param {string|null} value
   */
  attributeChangedCallback(name, before, value) {
    if (before === value)
      return;
    if (name === 'token')
      this.#token = value ?? '';
    if (name === 'max-pixels')
      this.#sendSize();
    else if (name === 'params')
      this.#scene.declare(value);
    else
      this.#queueConnect();
  }

  /**
   * @override
   * @param {string} type
   * @param {EventListenerOrEventListenerObject} listener
   * @param {boolean|AddEventListenerOptions} [options]
   */
  addEventListener(type, listener, options) {
    super.addEventListener(type, listener, options);
    // Nobody is told of a camera, or has picks made, for nothing.
    this.#scene.want(type);
  }

  /** Connects anew; by itself as soon as there is a `src`. */
  connect() {
    this.#connectQueued = false;
    this.#session.start({
      src: this.src,
      token: this.#token,
      codec: (this.getAttribute('codec') ?? '').toLowerCase(),
    });
  }

  disconnect() {
    this.#session.stop();
  }

  /** Does not wait any longer for the next attempt to connect. */
  retry() {
    if (this.state === 'failed' || this.state === 'ended')
      this.connect();
    else
      this.#session.retry();
  }

  /** The camera goes back to where it began. */
  reset() {
    const now = performance.now();
    this.#send('push', { type: 'keydown', key: 'r' }, now);
    this.#send('push', { type: 'keyup', key: 'r' }, now);
  }

  /**
   * Of a server that replays; it tells each change by the event `replay`.
   *
   * @param {{play?: boolean, speed?: number, seek?: number}} params
   * @returns {Promise<import('./types.js').ReplayState>}
   */
  replay(params) {
    return this.#call('replay', params);
  }

  /**
   * @param {Record<string, unknown>} values by name; all are set, or none
   * @returns {Promise<void>} when the scene has them; fails with a sentence
   */
  setParameters(values) {
    return this.#scene.set(values);
  }

  /**
   * @param {string} name
   * @param {unknown} value `true` for what is an action
   */
  setParameter(name, value) {
    return this.#scene.set({ [name]: value });
  }

  /** @returns {Promise<Blob>} the picture that is shown, as PNG; every pixel
   * as the server rendered it while `quality.state` is `lossless` */
  screenshot() {
    return this.#display.screenshot();
  }

  /** @returns {Promise<ViewStats>} */
  async updateStats() {
    const connection = this.#session.connection;
    if (!connection)
      return this.#stats = { ...NO_STATS, frames: this.#display.frames };
    const report = await connection.pc.getStats();
    const now = performance.now();
    /** @type {any[]} */
    const entries = [];
    report.forEach(entry => entries.push(entry));
    const counters = readCounters(entries, now);
    const roundTrip = counters.roundTrip === null ? connection.roundTrip
      : 1000 * counters.roundTrip;
    return this.#stats = {
      ...this.#history.add(counters),
      fps: this.#meter?.fps(now) ?? this.#display.fps(now),
      motionToPhoton: this.#meter?.summary() ?? NO_STATS.motionToPhoton,
      roundTrip,
      link: this.#link,
      quality: this.#quality.state,
      ...this.#display.size,
      frames: this.#display.frames,
      bytes: counters.bytes,
      packetsLost: counters.lost,
      keyFrames: counters.keyFrames,
      codec: connection.hello?.codec || counters.codec,
      encoder: connection.hello?.encoder ?? '',
      decoder: counters.decoder,
    };
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>}
   */
  #call(method, params) {
    return this.#session.connection?.rpc.call(method, params) ??
      Promise.reject(new Error('There is no connection'));
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #queueConnect() {
    if (!this.isConnected || !this.src || this.#connectQueued)
      return;
    // `src` and `token` are often set one after the other.
    this.#connectQueued = true;
    queueMicrotask(() => {
      if (this.#connectQueued && this.isConnected)
        this.connect();
      this.#connectQueued = false;
    });
  }

  /** @param {StateDetail} detail */
  #onState(detail) {
    if (detail.state !== 'live') {
      // What is done now would come to nobody, or much too late.
      this.#sender?.stop();
      this.#sender = null;
      this.#report?.stop();
      this.#scene.disconnected();
    }
    this.#updateQuality();
    this.#emit('statechange', detail);
    if (detail.state === 'failed')
      this.#emit('error', { text: detail.text });
  }

  /**
   * @param {Connection} connection
   * @param {Hello} hello
   */
  #onHello(connection, hello) {
    this.#report?.stop();
    const report = this.#report = new LatencyReport(samples =>
      connection.rpc.call('latency', { motionToPhoton: samples }).catch(() => {
        // Closed meanwhile, or a server that does not count.
      }));
    const meter = new LatencyMeter(trace => {
      if (trace.motionToPhoton !== null)
        report.add(trace.motionToPhoton);
      this.#emit('frame', trace);
    });
    this.#meter = meter;
    this.#link = null;
    this.#sender?.stop();
    this.#sender = new InputSender(connection.input, (seq, time, event) => {
      meter.sent(seq, time, answersTo(event));
      if (mayChange(event))
        connection.stills.input(seq);
    });
    this.#pointer.restart();
    this.#keyboard.release();
    this.#scene.connected();
    this.#setControls(hello.controls);
    this.#sendSize();
  }

  /**
   * @param {string} method
   * @param {any} params
   */
  #onNotification(method, params) {
    if (method === 'role') {
      this.#setControls(params.controls === true);
      this.#sendSize();
    } else if (method === 'status') {
      this.#status = params;
      this.#emit('status', params);
    } else if (method === 'link') {
      this.#link = params;
      this.#emit('link', params);
    } else if (method === 'replay' || method === 'recording') {
      this.#emit(method, params);
    } else {
      this.#scene.onNotification(method, params);
    }
  }

  /** @param {{ack?: number, frame?: import('./latency.js').FrameReport}} message
   */
  #onInput({ ack, frame }) {
    if (typeof ack === 'number')
      this.#sender?.acknowledge(ack);
    if (!frame)
      return;
    if (frame.seq !== undefined)
      this.#sender?.answered(frame.seq);
    this.#meter?.report(frame);
  }

  /** @param {ShownFrame|null} frame */
  #onFrame(frame) {
    if (frame)
      this.#meter?.show(frame);
    this.#session.connection?.stills.frame(frame?.rtp);
    this.#session.frameShown();
  }

  /** @param {boolean} controls */
  #setControls(controls) {
    this.#controls = controls;
    this.#scene.setControls(controls);
    if (!controls) {
      this.#pointer.release();
      this.#keyboard.release();
    }
    this.#emit('role', { controls });
  }

  /**
   * @param {'push'|'move'} how
   * @param {InputEvent} event
   * @param {number} time
   */
  #send(how, event, time) {
    if (!this.#controls)
      return;
    if (mayChange(event))
      this.#session.connection?.stills.touch();
    this.#sender?.[how](event, time);
  }

  #updateQuality() {
    const before = this.#quality;
    const stills = this.state === 'live' ? this.#session.connection?.stills
      : null;
    const now = judgeQuality(stills, this.#mismatches);
    if (now.state === before.state && now.sha256 === before.sha256 &&
        now.mismatches === before.mismatches)
      return;
    this.#quality = now;
    this.#display.cover(now.state === 'lossless'
      ? this.#session.connection?.stills.canvas ?? null : null);
    this.#emit('quality', now);
    const shown = shownParams(now);
    if (shown)
      this.#call('shown', shown).catch(() => {});
  }

  #cancel() {
    this.#pointer.release();
    this.#keyboard.release();
    this.#send('push', { type: 'pointercancel' }, performance.now());
  }

  #sendSize() {
    const { width, height } = this.#sizer.size;
    const connection = this.#session.connection;
    if (!this.#controls || !connection?.hello || width === 0 || height === 0)
      return;
    const limit = Number(this.getAttribute('max-pixels'));
    const size = renderSize(width, height,
                            limit > 0 ? limit : DEFAULT_MAX_PIXELS);
    connection.rpc.call('resize', size).catch(() => {
      // Closed meanwhile: the next connection is told the size at once.
    });
  }
}

customElements.define('vtkcast-view', VtkcastView);
