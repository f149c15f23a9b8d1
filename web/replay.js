// SPDX-License-Identifier: BSD-3-Clause
//
// The bar under a view that shows a recorded session: play, time, speed.

/**
 * @typedef {import('./types.js').ReplayState} ReplayState
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
/** Seconds that an arrow key goes. */
const STEP = 5;
const PLAY = 'M8 5.500v13l10.500-6.500Z';
const PAUSE = 'M8.500 5.500v13M15.500 5.500v13';

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

/** @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.floor(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60,
                     whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const MARKUP = `
  <button type="button" class="play" aria-label="Play" title="Play (Space)">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PLAY}"/></svg>
  </button>
  <div class="line">
    <div class="marks" aria-hidden="true"></div>
    <input type="range" min="0" step="any" value="0" aria-label="Time">
  </div>
  <output></output>
  <select aria-label="Speed" title="Speed"></select>`;

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
    /** @type {HTMLButtonElement} */
    this.button = this.#find('button');
    this.icon = this.#find('path');
    this.marks = this.#find('.marks');
    /** @type {HTMLInputElement} */
    this.slider = this.#find('input');
    this.time = this.#find('output');
    /** @type {HTMLSelectElement} */
    this.speed = this.#find('select');
    for (const speed of SPEEDS)
      this.speed.add(new Option(`${speed}×`, String(speed)));
  }

  attach() {
    this.view.addEventListener('replay', event =>
      this.#onReplay(/** @type {CustomEvent<ReplayState>} */ (event).detail));
    this.button.addEventListener('click', () => this.toggle());
    this.slider.addEventListener('input', () => {
      this.#dragging = true;
      this.seek(this.slider.valueAsNumber);
    });
    this.slider.addEventListener('change', () => {
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

  /** @param {string} selector */
  #find(selector) {
    return /** @type {any} */ (this.bar.querySelector(selector));
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
      this.#showMarks(state);
    this.#update();
    if (first)
      this.#tick();
  }

  /** @param {ReplayState} state */
  #showMarks({ marks = [], duration }) {
    this.marks.replaceChildren(...marks.map(({ position, what }) => {
      const mark = document.createElement('i');
      mark.style.left = `${100 * position / Math.max(duration, 1e-6)}%`;
      mark.title = `${timeText(position)} ${what}`;
      return mark;
    }));
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
    const text = `${timeText(position)} / ${timeText(state.duration)}`;
    const label = state.playing ? 'Pause' : 'Play';
    this.slider.max = String(state.duration);
    if (!this.#dragging && !this.#seeking)
      this.slider.value = String(position);
    this.slider.setAttribute('aria-valuetext', text);
    if (this.time.textContent !== text)
      this.time.textContent = text;
    this.icon.setAttribute('d', state.playing ? PAUSE : PLAY);
    this.button.ariaLabel = label;
    this.button.title = `${label} (Space)`;
    this.speed.value = String(state.speed);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = /** @type {Element} */ (event.target);
    if (!this.#state || event.ctrlKey || event.altKey || event.metaKey ||
        target.closest('input, select, dialog') ||
        (event.key === ' ' && target.closest('button')))
      return;
    const position = positionAt(this.#state, this.#toldAt, performance.now());
    /** @type {Record<string, () => void>} */
    const keys = {
      ' ': () => this.toggle(),
      'ArrowLeft': () => this.seek(position - STEP),
      'ArrowRight': () => this.seek(position + STEP),
      'Home': () => this.seek(0),
    };
    if (!keys[event.key])
      return;
    event.preventDefault();
    keys[event.key]();
  }
}
