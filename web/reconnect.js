// SPDX-License-Identifier: BSD-3-Clause
//
// How long to wait before the next attempt to connect, and for its answer.

const DELAYS = [250, 500, 1000, 2000, 4000, 5000];

export class Backoff {
  constructor() {
    this.attempts = 0;
  }

  /**
   * @param {number} [atLeast] ms that the server asked for
   * @returns {number} ms
   */
  next(atLeast = 0) {
    const delay = DELAYS[Math.min(this.attempts, DELAYS.length - 1)];
    this.attempts++;
    return Math.max(delay, atLeast);
  }

  reset() {
    this.attempts = 0;
  }
}

/**
 * How long the answer to a new offer is waited for while a connection is to be
 * replaced. While the network is away, each attempt begins a new TCP connection,
 * and one of them is tried every second; those that exist try ever more rarely.
 */
const ANSWERS = [1000, 2000, 2000, 4000, 8000];
const ROUND_TRIPS = 4;

export class Patience {
  constructor() {
    this.attempts = 0;
  }

  /**
   * @param {number} roundTrip ms, as it was
   * @returns {number} ms
   */
  next(roundTrip) {
    const answer = ANSWERS[Math.min(this.attempts, ANSWERS.length - 1)];
    this.attempts++;
    return answer + ROUND_TRIPS * roundTrip;
  }

  reset() {
    this.attempts = 0;
  }
}
