// SPDX-License-Identifier: BSD-3-Clause
//
// A small plot without axes: the last minute from left to right.

import { SPAN } from './history.js';

/** @typedef {import('./history.js').Point} Point */

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const HEIGHT = 18;
/** Room for half the line's width. */
const EDGE = 1;

/**
 * The "d" of an SVG path. A single point becomes a dot.
 *
 * @param {Point[][]} runs
 * @param {number} top the value at the upper edge; the lower one is 0
 */
export function linePath(runs, top) {
  /** @param {Point} point */
  const place = ({ age, value }) => {
    const share = top > 0 ? Math.min(Math.max(value / top, 0), 1) : 0;
    const x = WIDTH * (1 - age / SPAN);
    const y = HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return runs.map(run => run.length === 1 ? `M${place(run[0])}h0.1`
    : `M${run.map(place).join('L')}`).join('');
}

/** @param {Point[][]} runs */
export function highest(runs) {
  return runs.flat().reduce((most, { value }) => Math.max(most, value), 0);
}

export class Sparkline {
  constructor() {
    this.element = document.createElementNS(SVG, 'svg');
    this.element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute('aria-hidden', 'true');
    this.path = document.createElementNS(SVG, 'path');
    this.element.append(this.path);
  }

  /**
   * @param {Point[][]} runs
   * @param {number} least the upper edge is never below this value
   */
  draw(runs, least) {
    const line = linePath(runs, Math.max(highest(runs), least));
    if (this.path.getAttribute('d') !== line)
      this.path.setAttribute('d', line);
  }
}
