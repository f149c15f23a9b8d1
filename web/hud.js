// SPDX-License-Identifier: BSD-3-Clause
//
// The statistics in the corner: figures, and how they went in the last minute.

import { History } from './history.js';
import { Sparkline } from './sparkline.js';

/**
 * @typedef {import('./types.js').ViewStats} ViewStats
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {(stats: ViewStats) => string} text
 * @property {(stats: ViewStats) => number|null} [plot] what is drawn over time
 * @property {number} [least] of the plot's height: what is small stays small
 */

/** Figures change this often while they are shown, ms. */
const INTERVAL = 250;

/**
 * @param {number|null} value
 * @param {number} digits
 */
function number(value, digits) {
  return value === null ? '–' : value.toFixed(digits);
}

/** @param {number|undefined} bitrate */
function megabits(bitrate) {
  return bitrate === undefined ? '–' : `${number(bitrate / 1e6, 2)} Mb/s`;
}

/** @type {string[]} from the worst to the best */
const QUALITIES = ['none', 'lossy', 'sharpening', 'lossless'];

/** @type {Row[]} */
const ROWS = [
  {
    name: 'Displayed',
    // Nothing moves, nothing is rendered, nothing is sent.
    text: stats => stats.fps > 0 ? `${stats.fps} fps` : 'at rest',
    plot: stats => stats.fps,
    least: 60,
  },
  {
    name: 'Motion to photon',
    text: stats => `${number(stats.motionToPhoton.p50, 0)} ms`,
    plot: stats => stats.motionToPhoton.p50,
    least: 100,
  },
  {
    name: '95 % within',
    text: stats => `${number(stats.motionToPhoton.p95, 0)} ms`,
  },
  {
    name: 'Round trip',
    text: stats => `${number(stats.roundTrip, 1)} ms`,
    plot: stats => stats.roundTrip,
    least: 20,
  },
  {
    name: 'Received',
    text: stats => `${number(stats.bitrate / 1e6, 2)} Mb/s`,
    plot: stats => stats.bitrate,
    least: 1e6,
  },
  {
    name: 'Sent',
    text: stats => megabits(stats.link?.sent),
    plot: stats => stats.link?.sent ?? null,
    least: 1e6,
  },
  {
    name: 'Link carries',
    text: stats => megabits(stats.link?.estimate),
    plot: stats => stats.link?.estimate ?? null,
    least: 1e6,
  },
  {
    name: 'Lost',
    text: stats => stats.link === null ? '–'
      : `${number(100 * stats.link.loss, 1)} %`,
    plot: stats => stats.link?.loss ?? null,
    least: 0.05,
  },
  {
    name: 'Quality',
    text: stats => stats.quality === 'none' ? '–' : stats.quality,
    plot: stats => QUALITIES.indexOf(stats.quality),
    least: QUALITIES.length - 1,
  },
  {
    name: 'Size',
    text: stats => stats.width ? `${stats.width} × ${stats.height}` : '–',
  },
  { name: 'Codec', text: stats => stats.codec || '–' },
  { name: 'Encoder', text: stats => stats.encoder || '–' },
];

/** @param {string} text */
function span(text) {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

export class Hud {
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #timer;
  /** @type {{row: Row, value: HTMLElement, line: Sparkline|null}[]} */
  #lines;
  /** @type {History<ViewStats>} */
  #history = new History();
  #asking = false;

  /**
   * @param {HTMLElement} panel
   * @param {import('./vtkcast-view.js').VtkcastView} view
   */
  constructor(panel, view) {
    this.panel = panel;
    this.view = view;
    this.#lines = ROWS.map(row => {
      const value = span('–');
      const line = row.plot ? new Sparkline() : null;
      panel.append(span(row.name), line?.element ?? span(''), value);
      return { row, value, line };
    });
    // While nothing is displayed there is nothing to remember.
    view.addEventListener('frame', () => {
      if (this.#history.isDue(performance.now()))
        this.#remember();
    });
    for (const type of ['link', 'quality'])
      view.addEventListener(type, () => this.#remember());
  }

  get shown() {
    return !this.panel.hidden;
  }

  toggle() {
    this.panel.hidden = this.shown;
    clearInterval(this.#timer);
    if (!this.shown)
      return;
    this.#timer = setInterval(() => this.#update(), INTERVAL);
    this.#update();
  }

  async #remember() {
    if (this.#asking)
      return;
    this.#asking = true;
    const stats = await this.view.updateStats();
    this.#history.add(performance.now(), stats);
    this.#asking = false;
  }

  async #update() {
    const stats = await this.view.updateStats();
    const now = performance.now();
    for (const { row, value, line } of this.#lines) {
      const text = row.text(stats);
      if (value.textContent !== text)
        value.textContent = text;
      if (line && row.plot)
        line.draw(this.#history.runs(row.plot, now), row.least ?? 0);
    }
  }
}
