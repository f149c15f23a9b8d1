// SPDX-License-Identifier: BSD-3-Clause
//
// How long to wait before the next attempt to connect.

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
