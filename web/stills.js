// SPDX-License-Identifier: BSD-3-Clause
//
// Exact pictures from one connection: received, decoded, verified, and drawn on
// a canvas that is to be shown for as long as the state is `lossless`.

import { Quality } from './quality.js';
import { sha256 } from './sha256.js';

/**
 * @typedef {import('./types.js').StillHead} StillHead
 *
 * @typedef {object} StillsHandlers
 * @property {() => void} onChange the state may be another
 * @property {() => void} onMismatch a picture is not what the server sent
 *
 * @typedef {object} Times performance.now() of the newest picture
 * @property {number} announced
 * @property {number} received
 * @property {number} verified
 */

/** What a picture may be at the most, in pixels and in bytes. */
const MAX_PIXELS = 7680 * 4320;
const MAX_BYTES = 4 * MAX_PIXELS;
const MAX_PARTS = 16;

/**
 * @param {any} head
 * @returns {head is StillHead}
 */
function isHead(head) {
  return [head?.id, head?.rtp, head?.seq, head?.size, head?.width, head?.height]
    .every(value => Number.isSafeInteger(value) && value >= 0) &&
    head.width * head.height <= MAX_PIXELS && head.size <= MAX_BYTES &&
    typeof head.sha256 === 'string' && typeof head.type === 'string' &&
    Array.isArray(head.parts) && head.parts.length <= MAX_PARTS;
}

/**
 * The strips of a picture, from top to bottom.
 *
 * @param {StillHead} head
 * @param {Uint8Array<ArrayBuffer>} file
 */
function decode({ parts, type }, file) {
  let end = 0;
  return Promise.all(parts.map(size => createImageBitmap(
    new Blob([file.subarray(end, end += size)], { type }),
    { colorSpaceConversion: 'none', premultiplyAlpha: 'none' })));
}

/**
 * The pixels' R, G and B.
 *
 * @param {Uint8ClampedArray} rgba
 */
function packRgb(rgba) {
  const rgb = new Uint8Array(rgba.length / 4 * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
  return rgb;
}

export class Stills {
  /** @type {Uint8Array<ArrayBuffer>|null} the file, as far as it came */
  #file = null;
  #filled = 0;
  #chunks = 0;
  #fetches = true;
  /** @type {AbortController|null} */
  #fetching = null;
  /** @type {Promise<Response|null>|null} a request for what is being made */
  #expected = null;
  #closed = false;

  /**
   * @param {RTCDataChannel} channel `still`
   * @param {{src: string, token: string}} options
   * @param {StillsHandlers} handlers
   */
  constructor(channel, options, handlers) {
    this.channel = channel;
    this.options = options;
    this.handlers = handlers;
    this.quality = new Quality();
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    /** @type {Times} */
    this.times = { announced: NaN, received: NaN, verified: NaN };
    channel.binaryType = 'arraybuffer';
    channel.addEventListener('message', ({ data }) => this.#receive(data));
    channel.addEventListener('open', () => this.#send({ fetch: true }));
  }

  /** The person did something that may change the picture. */
  touch() {
    this.#giveUp();
    this.quality.touch();
    this.handlers.onChange();
  }

  /** @param {number} seq the number that it got */
  input(seq) {
    this.quality.input(seq);
    this.handlers.onChange();
  }

  /**
   * A frame is displayed. A browser that does not tell its timestamp leaves it
   * to the server to say that the view moves.
   *
   * @param {number|undefined} rtp
   */
  frame(rtp) {
    if (rtp === undefined)
      return;
    this.quality.frame(rtp);
    this.handlers.onChange();
  }

  close() {
    this.#closed = true;
    this.#giveUp();
  }

  /** @param {unknown} data */
  #receive(data) {
    if (this.#closed)
      return;
    if (data instanceof ArrayBuffer)
      this.#addChunk(new Uint8Array(data));
    else if (typeof data === 'string')
      this.#hear(data);
  }

  /** @param {string} text */
  #hear(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (typeof message?.phase === 'string') {
      this.quality.setPhase(message.phase);
      if (message.phase === 'refining')
        this.#expect();
      else if (message.phase === 'moving')
        this.#giveUp();
    } else if (isHead(message?.still))
      this.#begin(message.still);
    else if (this.quality.again(message?.again, message?.seq))
      this.#resume();
    this.handlers.onChange();
  }

  /** @param {StillHead} head */
  #begin(head) {
    if (!this.#expected)
      this.#giveUp();
    this.times = { announced: performance.now(), received: NaN, verified: NaN };
    this.quality.announce(head);
    this.#file = new Uint8Array(head.size);
    this.#filled = 0;
    this.#chunks = 0;
    if (head.path)
      this.#fetch(head);
  }

  /** What comes in chunks goes on by itself. */
  #resume() {
    const { head } = this.quality;
    if (head?.path && this.#file && (this.#expected || !this.#fetching))
      this.#fetch(head);
  }

  /** @param {Uint8Array} chunk */
  #addChunk(chunk) {
    const file = this.#file;
    const { head } = this.quality;
    if (!file || !head || head.path ||
        this.#filled + chunk.length > file.length)
      return;
    file.set(chunk, this.#filled);
    this.#filled += chunk.length;
    this.#chunks++;
    this.#send({ ack: head.id, chunks: this.#chunks });
    if (this.#filled === file.length)
      this.#complete(head, file);
  }

  /** @param {object} message */
  #send(message) {
    if (this.channel.readyState === 'open')
      this.channel.send(JSON.stringify(message));
  }

  /** @param {string} path relative to the WHEP endpoint */
  #locate(path) {
    return new URL(path, new URL(this.options.src, document.baseURI));
  }

  /**
   * @param {string} path
   * @param {AbortSignal} signal
   */
  #request(path, signal) {
    const { token } = this.options;
    return fetch(this.#locate(path), {
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal, cache: 'no-store',
    });
  }

  /** A picture is being made: the server answers as soon as it is there, and
   * the way has been opened meanwhile. */
  #expect() {
    if (!this.#fetches)
      return;
    this.#giveUp();
    this.#fetching = new AbortController();
    this.#expected = this.#request('api/v1/stills/next', this.#fetching.signal)
      .catch(() => null);
  }

  #giveUp() {
    this.#fetching?.abort();
    this.#fetching = null;
    this.#expected = null;
  }

  /**
   * What was expected, if it is that picture, else a request of its own.
   *
   * @param {StillHead} head
   * @param {AbortSignal} signal
   */
  async #ask(head, signal) {
    const expected = this.#expected && await this.#expected;
    this.#expected = null;
    if (expected?.ok && expected.headers.get('ETag') === `"${head.sha256}"`)
      return expected;
    expected?.body?.cancel();
    return this.#request(head.path ?? '', signal);
  }

  /** @param {StillHead} head */
  async #fetch(head) {
    const fetching = this.#fetching ?? new AbortController();
    this.#fetching = fetching;
    try {
      const response = await this.#ask(head, fetching.signal);
      const file = new Uint8Array(await response.arrayBuffer());
      if (response.ok && head === this.quality.head)
        this.#complete(head, file);
      else if (!response.ok && response.status !== 404)
        this.#useChannel(head);
    } catch {
      // Given up, or no way there: a proxy that knows only the page.
      if (!fetching.signal.aborted)
        this.#useChannel(head);
    } finally {
      if (this.#fetching === fetching)
        this.#fetching = null;
    }
  }

  /** @param {StillHead} head */
  #useChannel(head) {
    this.#fetches = false;
    this.#send({ channel: head.id });
  }

  /**
   * @param {StillHead} head
   * @param {Uint8Array<ArrayBuffer>} file
   */
  async #complete(head, file) {
    this.#file = null;
    this.times.received = performance.now();
    const exact = await this.#check(head, file).catch(() => false);
    if (this.#closed || exact === null || head !== this.quality.head)
      return;
    this.times.verified = performance.now();
    this.quality.verify(head, exact);
    if (!exact)
      this.handlers.onMismatch();
    this.handlers.onChange();
  }

  /**
   * Draws the picture, and compares what was drawn with what the server has.
   *
   * @param {StillHead} head
   * @param {Uint8Array<ArrayBuffer>} file
   * @returns {Promise<boolean|null>} null if another picture came meanwhile
   */
  async #check(head, file) {
    const strips = await decode(head, file);
    if (head !== this.quality.head)
      return null;
    const { canvas } = this;
    canvas.width = head.width;
    canvas.height = head.height;
    const context = canvas.getContext('2d', {
      alpha: false, willReadFrequently: true,
    });
    if (!context)
      return false;
    let top = 0;
    for (const strip of strips) {
      context.drawImage(strip, 0, top);
      top += strip.height;
      strip.close();
    }
    const { data } = context.getImageData(0, 0, head.width, head.height);
    return await sha256(packRgb(data)) === head.sha256;
  }
}
