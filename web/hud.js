// SPDX-License-Identifier: BSD-3-Clause
//
// The statistics in the corner, four times a second while they are shown.

/** @typedef {import('./types.js').ViewStats} ViewStats */

const INTERVAL = 250;

/**
 * @param {number|null} value
 * @param {number} digits
 */
function number(value, digits) {
  return value === null ? '–' : value.toFixed(digits);
}

/** @type {[string, (stats: ViewStats) => string][]} */
const ROWS = [
  // Nothing moves, nothing is rendered, nothing is sent.
  ['Displayed', stats => stats.fps > 0 ? `${stats.fps} fps` : 'at rest'],
  ['Motion to photon', stats => `${number(stats.motionToPhoton.p50, 0)} ms`],
  ['95 % within', stats => `${number(stats.motionToPhoton.p95, 0)} ms`],
  ['Round trip', stats => `${number(stats.roundTrip, 1)} ms`],
  ['Received', stats => `${number(stats.bitrate / 1e6, 2)} Mb/s`],
  ['Size', stats => stats.width ? `${stats.width} × ${stats.height}` : '–'],
  ['Codec', stats => stats.codec || '–'],
  ['Encoder', stats => stats.encoder || '–'],
];

export class Hud {
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #timer;
  /** @type {HTMLElement[]} */
  #values = [];

  /**
   * @param {HTMLElement} panel
   * @param {import('./vtkcast-view.js').VtkcastView} view
   */
  constructor(panel, view) {
    this.panel = panel;
    this.view = view;
    for (const [name] of ROWS) {
      const label = document.createElement('span');
      const value = document.createElement('span');
      label.textContent = name;
      value.textContent = '–';
      panel.append(label, value);
      this.#values.push(value);
    }
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

  async #update() {
    const stats = await this.view.updateStats();
    ROWS.forEach(([, format], row) => {
      const text = format(stats);
      if (this.#values[row].textContent !== text)
        this.#values[row].textContent = text;
    });
  }
}
