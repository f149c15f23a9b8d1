// SPDX-License-Identifier: BSD-3-Clause
//
// What the statistics were over the last minute. Pure: times come as
// arguments, in milliseconds of performance.now().

/** How far back samples are kept, ms. */
export const SPAN = 60000;
/** The least time between two samples, ms. */
export const INTERVAL = 500;
/** Where samples are further apart, nothing happened in between, ms. */
export const GAP = 3 * INTERVAL;

/**
 * @typedef {object} Point
 * @property {number} age ms before now
 * @property {number} value
 */

/** @template T */
export class History {
  /** @type {{time: number, sample: T}[]} oldest first */
  #samples = [];

  /**
   * Is it time for another sample?
   *
   * @param {number} now
   */
  isDue(now) {
    const last = this.#samples.at(-1);
    return !last || now - last.time >= INTERVAL;
  }

  /**
   * @param {number} now
   * @param {T} sample
   */
  add(now, sample) {
    const samples = this.#samples;
    samples.push({ time: now, sample });
    let old = 0;
    while (samples[old].time < now - SPAN)
      old++;
    samples.splice(0, old);
  }

  /**
   * One figure over time, in runs without a gap, oldest first.
   *
   * @param {(sample: T) => number|null} read
   * @param {number} now
   * @returns {Point[][]}
   */
  runs(read, now) {
    /** @type {Point[][]} */
    const runs = [];
    let before = -Infinity;
    for (const { time, sample } of this.#samples) {
      const value = read(sample);
      if (value === null || time < now - SPAN)
        continue;
      if (time - before > GAP)
        runs.push([]);
      /** @type {Point[]} */ (runs.at(-1)).push({ age: now - time, value });
      before = time;
    }
    return runs;
  }
}
