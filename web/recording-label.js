// SPDX-License-Identifier: BSD-3-Clause
//
// The line that tells everybody that the session is recorded.

import { timeText } from './scrubber.js';

/**
 * @typedef {import('./types.js').RecordingState} RecordingState
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1e6)
    return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB`
    : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** @param {RecordingState} state */
export function recordingText({ recording, seconds, bytes, dropped, problem }) {
  const parts = [`${recording ? '● REC' : 'Recorded'} ${timeText(seconds)}`,
                 sizeText(bytes)];
  if (dropped > 0)
    parts.push(dropped === 1 ? '1 frame left out'
      : `${dropped} frames left out`);
  if (problem)
    parts.push(problem);
  return parts.join(' · ');
}

/** How long it is said that a recording is finished, ms. */
const FINISHED_TIME = 8000;
const PROBLEM_TIME = 30000;
const COMPLAINT_TIME = 4000;

export class RecordingLabel {
  /** The recording that this page saw running. */
  #seen = '';
  /** performance.now() until which a complaint is to be read. */
  #busyUntil = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {HTMLElement} line
   * @param {VtkcastView} view
   */
  constructor(line, view) {
    this.line = line;
    this.view = view;
    this.words = line.children[0];
    this.figures = line.children[1];
  }

  attach() {
    this.view.addEventListener('recording', event =>
      this.#show(/** @type {CustomEvent<RecordingState>} */ (event).detail));
    // Without a connection nobody knows; the next one tells it at once.
    this.view.addEventListener('statechange', () => {
      if (this.view.state !== 'live')
        this.line.hidden = true;
    });
  }

  /**
   * Something did not work.
   *
   * @param {string} sentence
   */
  complain(sentence) {
    this.#write(sentence, sentence, true);
    this.#busyUntil = performance.now() + COMPLAINT_TIME;
    this.#hideIn(FINISHED_TIME);
  }

  /** @param {RecordingState} state */
  #show(state) {
    const { recording, finishing, problem, whole, id = '' } = state;
    // What was recorded before is of no interest to who comes later.
    if (!recording && (!id || this.#seen !== id) && !problem)
      return;
    this.#seen = id;
    if (performance.now() < this.#busyUntil)
      return;
    // Spoken once; the figures change each second.
    const words = problem ? `Recording: ${problem}`
      : recording ? 'This session is recorded' : 'Recording ended';
    this.#write(words, recordingText(state), Boolean(problem));
    clearTimeout(this.#timer);
    if (!recording && !finishing && !(problem && whole))
      this.#hideIn(problem ? PROBLEM_TIME : FINISHED_TIME);
  }

  /**
   * @param {string} words
   * @param {string} figures
   * @param {boolean} bad
   */
  #write(words, figures, bad) {
    this.line.hidden = false;
    this.line.toggleAttribute('data-bad', bad);
    if (this.words.textContent !== words)
      this.words.textContent = words;
    this.figures.textContent = figures;
  }

  /** @param {number} time ms */
  #hideIn(time) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.line.hidden = true;
    }, time);
  }
}
