// SPDX-License-Identifier: BSD-3-Clause
//
// Tells the server now and then how long pictures took. While there is nothing
// to tell, nothing runs.

const DELAY = 5000;
const MAX_SAMPLES = 1000;

export class LatencyReport {
  /** @type {number[]} */
  #samples = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {(samples: number[]) => void} send
   * @param {number} [delay] ms from the first sample until they are sent
   */
  constructor(send, delay = DELAY) {
    this.send = send;
    this.delay = delay;
  }

  /** @param {number} sample ms */
  add(sample) {
    if (this.#samples.length < MAX_SAMPLES)
      this.#samples.push(Math.round(10 * sample) / 10);
    this.#timer ??= setTimeout(() => this.#flush(), this.delay);
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #flush() {
    const samples = this.#samples;
    this.#samples = [];
    this.#timer = undefined;
    this.send(samples);
  }
}
