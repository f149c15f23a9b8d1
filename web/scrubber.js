// SPDX-License-Identifier: BSD-3-Clause
//
// What one plays something with: a button, a time line with marks, the time.

/** Seconds that an arrow key goes. */
const STEP = 5;
const PLAY = 'M8 5.500v13l10.500-6.500Z';
const PAUSE = 'M8.500 5.500v13M15.500 5.500v13';
const MARKUP = `
  <button type="button" class="play" aria-label="Play" title="Play (Space)">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PLAY}"/></svg>
  </button>
  <div class="line">
    <div class="marks" aria-hidden="true"></div>
    <input type="range" min="0" step="any" value="0" aria-label="Time">
  </div>
  <output></output>`;

/** @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.floor(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60,
                     whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/**
 * @typedef {object} Mark
 * @property {number} time seconds
 * @property {string} what happened there
 * @property {string} [kind] for the style sheet
 *
 * @typedef {object} Player what it works on
 * @property {() => void} toggle plays, or pauses
 * @property {(seconds: number) => void} seek
 */

export class Scrubber {
  /**
   * @param {HTMLElement} root gets it as its first children
   * @param {Player} player
   */
  constructor(root, player) {
    this.player = player;
    root.classList.add('scrubber');
    root.insertAdjacentHTML('afterbegin', MARKUP);
    const find = (/** @type {string} */ selector) =>
      /** @type {any} */ (root.querySelector(selector));
    /** @type {HTMLButtonElement} */
    this.button = find('.play');
    this.icon = find('path');
    this.marks = find('.marks');
    /** @type {HTMLInputElement} */
    this.slider = find('input');
    this.time = find('output');
    this.button.addEventListener('click', () => player.toggle());
    this.slider.addEventListener('input', () =>
      player.seek(this.slider.valueAsNumber));
  }

  /**
   * @param {Mark[]} marks
   * @param {number} duration seconds
   */
  showMarks(marks, duration) {
    this.marks.replaceChildren(...marks.map(({ time, what, kind }) => {
      const mark = document.createElement('i');
      const share = time / Math.max(duration, 1e-6);
      mark.style.left = `${100 * Math.min(share, 1)}%`;
      mark.title = `${timeText(time)} ${what}`;
      if (kind)
        mark.dataset.kind = kind;
      return mark;
    }));
  }

  /**
   * @param {{position: number, duration: number, playing: boolean}} state
   *   in seconds
   * @param {boolean} [held] the slider stays where a hand has put it
   */
  show({ position, duration, playing }, held = false) {
    const text = `${timeText(position)} / ${timeText(duration)}`;
    const label = playing ? 'Pause' : 'Play';
    this.slider.max = String(duration);
    if (!held)
      this.slider.value = String(position);
    this.slider.setAttribute('aria-valuetext', text);
    if (this.time.textContent !== text)
      this.time.textContent = text;
    this.icon.setAttribute('d', playing ? PAUSE : PLAY);
    this.button.ariaLabel = label;
    this.button.title = `${label} (Space)`;
  }

  /**
   * Does what a key asks for.
   *
   * @param {KeyboardEvent} event
   * @param {number} position seconds
   * @param {Record<string, () => void>} [more] what other keys do
   */
  key(event, position, more = {}) {
    if (event.ctrlKey || event.altKey || event.metaKey)
      return;
    /** @type {Record<string, () => void>} */
    const keys = {
      ' ': () => this.player.toggle(),
      'ArrowLeft': () => this.player.seek(position - STEP),
      'ArrowRight': () => this.player.seek(position + STEP),
      'Home': () => this.player.seek(0),
      ...more,
    };
    if (!keys[event.key])
      return;
    event.preventDefault();
    keys[event.key]();
  }
}
