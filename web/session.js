// SPDX-License-Identifier: BSD-3-Clause
//
// Keeps one view connected: a new connection takes over from one that was
// lost, whose last picture stays on screen meanwhile.
//
//   idle ──start──▶ connecting ──first frame──▶ live ──lost──▶ reconnecting
//                     │                          ▲                 │
//                     │                          └───first frame───┘
//                     ▼ refused for good (failed), said good-bye (ended)
//
// From failed and ended only start() leads out. A connection that is neither
// the current nor the next one is closed, and closed ones call nobody.

import { Connection } from './connection.js';
import { Backoff, Patience } from './reconnect.js';
import { WhepError } from './whep.js';

/**
 * @typedef {import('./types.js').Hello} Hello
 * @typedef {import('./types.js').StateDetail} StateDetail
 * @typedef {import('./types.js').ViewState} ViewState
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 *
 * @typedef {object} SessionHandlers
 * @property {(detail: StateDetail) => void} onState
 * @property {(track: MediaStreamTrack) => void} onVideo show this one now
 * @property {(connection: Connection, hello: Hello) => void} onHello from now
 *   on, events go to this connection
 * @property {(method: string, params: any) => void} onNotification
 * @property {(message: any) => void} onInput
 * @property {() => void} onQuality the connection's `stills` changed
 * @property {() => void} onMismatch
 */

/** What the server recommended is asked for again after this, ms. */
const ICE_SERVERS_AGE = 3600e3;

export class Session {
  /** @type {Connection|null} whose picture is shown */
  #current = null;
  /** @type {Connection|null} that is being made */
  #next = null;
  /** @type {Connection|null} whose track the element has */
  #shown = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #backoff = new Backoff();
  #patience = new Patience();
  /** Of the last connection that was let in, for the next one.
   * @type {{servers: RTCIceServer[], at: number}|null} */
  #ice = null;
  #running = false;
  #wasLive = false;
  #currentLost = false;

  /** @param {SessionHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    /** @type {ConnectionOptions} */
    this.options = { src: '', token: '', codec: '' };
    /** @type {StateDetail} */
    this.detail = { state: 'idle', text: '' };
  }

  get state() {
    return this.detail.state;
  }

  /** The connection that says most about now. */
  get connection() {
    return this.#next?.hello ? this.#next : this.#current ?? this.#next;
  }

  /** @param {ConnectionOptions} options */
  start(options) {
    this.stop();
    this.options = options;
    this.#running = true;
    this.#wasLive = false;
    this.#ice = null;
    this.#backoff.reset();
    this.#setState('connecting', '');
    this.#attempt();
  }

  /** Leaves the server. */
  stop() {
    if (!this.#running)
      return;
    this.#finish('ended', '');
  }

  /** Does not wait any longer for the next attempt. */
  retry() {
    if (this.#running && !this.#next && this.state !== 'live')
      this.#attempt();
  }

  /** The network is back: what waits for an answer now may wait in vain. */
  online() {
    if (!this.#running)
      return;
    if (this.state === 'live')
      this.#current?.doubt();
    else
      this.#attempt();
  }

  /** The network is another one, or will be. */
  networkChanged() {
    this.#current?.doubt();
  }

  /** The page is being closed: the server shall not wait for us. */
  leave() {
    this.#current?.leave();
    this.#next?.leave();
  }

  /** The element showed a frame. */
  frameShown() {
    if (this.#next && this.#next === this.#shown)
      this.#promote(this.#next);
    this.#current?.frameShown();
    // A track that ends may show a frame, too: a black one.
    if (!this.#running || !this.#current || this.#next || this.#currentLost ||
        this.state === 'live')
      return;
    this.#wasLive = true;
    this.#backoff.reset();
    this.#patience.reset();
    this.#setState('live', '');
  }

  /**
   * @param {ViewState} state
   * @param {string} text
   * @param {Partial<StateDetail>} [more]
   */
  #setState(state, text, more = {}) {
    this.detail = { state, text, ...more };
    this.handlers.onState(this.detail);
  }

  #attempt() {
    clearTimeout(this.#timer);
    this.#next?.close();
    const connection = new Connection({
      ...this.options,
      // Who controlled shall control again.
      replaces: this.#current?.id,
      iceServers: this.#takeIceServers(),
      answerTimeout: this.#wasLive
        ? this.#patience.next(this.#current?.roundTrip ?? 0) : undefined,
    }, {
      onAnswer: () => this.#answered(connection),
      onVideo: () => this.#promote(connection),
      onHello: hello => this.handlers.onHello(connection, hello),
      onNotification: (method, params) =>
        this.#onNotification(connection, method, params),
      onInput: message => {
        if (connection === this.connection)
          this.handlers.onInput(message);
      },
      onQuality: () => {
        if (connection === this.connection)
          this.handlers.onQuality();
      },
      onMismatch: () => this.handlers.onMismatch(),
      onLost: reason => this.#lost(connection, reason),
    });
    this.#next = connection;
    connection.open().catch(error => this.#refused(connection, error));
  }

  /** Those of the last time cost no round trip, but if they do not help, the
   * server is asked. */
  #takeIceServers() {
    const ice = this.#ice;
    this.#ice = null;
    return ice && performance.now() - ice.at < ICE_SERVERS_AGE
      ? ice.servers : null;
  }

  /**
   * What comes is shown from the very first frame, as there may be no second one
   * soon; until then, the element keeps the old picture.
   *
   * @param {Connection} connection
   */
  #answered(connection) {
    if (this.#next !== connection)
      return;
    this.#shown = connection;
    this.#ice = { servers: connection.iceServers, at: performance.now() };
    this.handlers.onVideo(connection.track);
  }

  /**
   * @param {Connection} connection
   * @param {unknown} error
   */
  #refused(connection, error) {
    if (this.#next !== connection)
      return;
    this.#next = null;
    connection.close();
    const text = error instanceof WhepError ? error.message
      : 'The browser cannot use what the server offers.';
    if (!(error instanceof WhepError) || !error.temporary) {
      const status = error instanceof WhepError ? error.status : 0;
      this.#finish('failed', text, { unauthorized: status === 401 });
      return;
    }
    this.#waitAndRetry(text, this.#backoff.next(error.retryAfter));
  }

  /** @param {Connection} connection */
  #promote(connection) {
    if (connection !== this.#next)
      return;
    const old = this.#current;
    this.#current = connection;
    this.#currentLost = false;
    this.#next = null;
    old?.close();
  }

  /**
   * @param {Connection} connection
   * @param {string} reason
   */
  #lost(connection, reason) {
    if (!this.#running)
      return;
    if (connection === this.#next) {
      this.#next = null;
      connection.close();
      this.#waitAndRetry(reason, this.#backoff.next());
    } else if (connection === this.#current && !this.#next &&
               !this.#currentLost) {
      // Kept until another shows its picture: its last one is what there is to
      // see.
      this.#currentLost = true;
      this.#waitAndRetry(reason, 0);
    }
  }

  /**
   * @param {string} text
   * @param {number} delay ms
   */
  #waitAndRetry(text, delay) {
    const state = this.#wasLive ? 'reconnecting' : 'connecting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), delay);
    this.#setState(state, text, { retryAt: performance.now() + delay });
  }

  /**
   * @param {Connection} connection
   * @param {string} method
   * @param {any} params
   */
  #onNotification(connection, method, params) {
    if (method !== 'bye') {
      // What the one says that is being replaced holds no more.
      if (connection === this.connection)
        this.handlers.onNotification(method, params);
    } else if (params.reconnect) {
      this.#lost(connection, `${params.reason ?? 'The server restarts'}.`);
    } else {
      this.#finish('ended', `${params.reason ?? ''}`);
    }
  }

  /**
   * @param {ViewState} state
   * @param {string} text
   * @param {Partial<StateDetail>} [more]
   */
  #finish(state, text, more) {
    clearTimeout(this.#timer);
    this.#running = false;
    this.#next?.close();
    this.#current?.close();
    this.#next = null;
    this.#current = null;
    this.#shown = null;
    this.#setState(state, text, more);
  }
}
