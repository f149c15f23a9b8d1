// SPDX-License-Identifier: BSD-3-Clause
//
// The bar under a view that shows a recorded session: play, time, speed.

import { Scrubber } from './scrubber.js';

/**
 * @typedef {import('./types.js').ReplayState} ReplayState
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

/**
 * Where the replay is now, if nothing was said since.
 *
 * @param {ReplayState} state
 * @param {number} at ms, when it was told
 * @param {number} now ms
 */
export function positionAt({ position, duration, playing, speed }, at, now) {
  const passed = playing ? Math.max(now - at, 0) / 1000 * speed : 0;
  return Math.min(position + passed, duration);
}

const MARKUP = '<select aria-label="Speed" title="Speed"></select>';

export class ReplayBar {
  /** @type {ReplayState|null} */
  #state = null;
  #toldAt = 0;
  #dragging = false;
  #seeking = false;
  /** @type {number|null} the newest place that was not asked for yet */
  #wanted = null;

  /**
   * @param {HTMLElement} bar
   * @param {VtkcastView} view
   */
  constructor(bar, view) {
    this.bar = bar;
    this.view = view;
    bar.innerHTML = MARKUP;
    this.scrubber = new Scrubber(bar, this);
    /** @type {HTMLSelectElement} */
    this.speed = /** @type {any} */ (bar.querySelector('select'));
    for (const speed of SPEEDS)
      this.speed.add(new Option(`${speed}×`, String(speed)));
  }

  attach() {
    this.view.addEventListener('replay', event =>
      this.#onReplay(/** @type {CustomEvent<ReplayState>} */ (event).detail));
    const { slider } = this.scrubber;
    slider.addEventListener('input', () => {
      this.#dragging = true;
    });
    slider.addEventListener('change', () => {
      this.#dragging = false;
    });
    this.speed.addEventListener('change', () =>
      this.#ask({ speed: Number(this.speed.value) }));
    document.addEventListener('keydown', event => this.#onKey(event),
                              { capture: true });
  }

  toggle() {
    this.#ask({ play: !this.#state?.playing });
  }

  /**
   * One request at a time: a slider moves faster than pictures come.
   *
   * @param {number} seconds
   */
  async seek(seconds) {
    this.#wanted = Math.min(Math.max(seconds, 0), this.#state?.duration ?? 0);
    if (this.#seeking)
      return;
    this.#seeking = true;
    while (this.#wanted !== null) {
      const target = this.#wanted;
      this.#wanted = null;
      await this.#ask({ seek: target });
    }
    this.#seeking = false;
  }

  /** @param {{play?: boolean, speed?: number, seek?: number}} params */
  async #ask(params) {
    try {
      this.#onReplay(await this.view.replay(params));
    } catch {
      // Closed meanwhile: the next connection tells how things stand.
    }
  }

  /** @param {ReplayState} state */
  #onReplay(state) {
    const first = this.#state === null;
    this.#state = state;
    this.#toldAt = performance.now();
    this.bar.hidden = false;
    if (state.marks)
      this.scrubber.showMarks(state.marks.map(({ position, what }) =>
        ({ time: position, what })), state.duration);
    this.#update();
    if (first)
      this.#tick();
  }

  /** Time goes on between two messages. */
  #tick() {
    if (this.#state?.playing)
      this.#update();
    requestAnimationFrame(() => this.#tick());
  }

  #update() {
    const state = /** @type {ReplayState} */ (this.#state);
    const position = positionAt(state, this.#toldAt, performance.now());
    this.scrubber.show({ ...state, position },
                       this.#dragging || this.#seeking);
    this.speed.value = String(state.speed);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (!this.#state || target.closest('input, select, dialog') ||
        (event.key === ' ' && target.closest('button')))
      return;
    this.scrubber.key(event, positionAt(this.#state, this.#toldAt,
                                        performance.now()));
  }
}
