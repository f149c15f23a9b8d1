// SPDX-License-Identifier: BSD-3-Clause
//
// Sends the queue of input events on its data channel when they are due.

import { InputQueue } from './input.js';

/** @typedef {import('./input.js').InputEvent} InputEvent */

/** Moves wait while the channel holds more than this: the network stalls. */
const MAX_BUFFERED = 16384;
const STALLED_RETRY = 20;

export class InputSender {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {RTCDataChannel} channel `input`, open
   * @param {(seq: number, time: number, event: InputEvent) => void} onNumber
   */
  constructor(channel, onNumber) {
    this.channel = channel;
    this.queue = new InputQueue({ onNumber });
  }

  /**
   * @param {InputEvent} event
   * @param {number} time
   */
  push(event, time) {
    this.queue.push(event, time);
    this.#flush();
  }

  /**
   * @param {InputEvent} event
   * @param {number} time
   */
  move(event, time) {
    this.queue.move(event, time);
    this.#flush();
  }

  /** @param {number} seq */
  acknowledge(seq) {
    this.queue.acknowledge(seq);
    this.#flush();
  }

  /** @param {number} seq */
  answered(seq) {
    this.queue.answered(seq);
  }

  stop() {
    clearTimeout(this.#timer);
    this.queue = new InputQueue();
  }

  #flush() {
    clearTimeout(this.#timer);
    if (this.channel.readyState !== 'open')
      return;
    if (this.channel.bufferedAmount > MAX_BUFFERED) {
      this.#timer = setTimeout(() => this.#flush(), STALLED_RETRY);
      return;
    }
    const message = this.queue.take(performance.now());
    if (message !== null)
      this.channel.send(message);
    this.#schedule();
  }

  #schedule() {
    const due = this.queue.due();
    if (due === Infinity)
      return;
    const delay = Math.max(1, due - performance.now());
    this.#timer = setTimeout(() => this.#flush(), delay);
  }
}
