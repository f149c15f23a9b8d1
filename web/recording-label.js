// SPDX-License-Identifier: BSD-3-Clause
//
// The line that tells everybody that the session is recorded.

import { timeText } from './replay.js';

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

export class RecordingLabel {
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
  }

  /** @param {RecordingState} state */
  #show(state) {
    const { line } = this;
    line.hidden = false;
    line.toggleAttribute('data-bad', Boolean(state.problem));
    // Spoken once; the figures change each second.
    const words = state.problem ? `Recording: ${state.problem}`
      : state.recording ? 'This session is recorded' : 'Recording ended';
    if (this.words.textContent !== words)
      this.words.textContent = words;
    this.figures.textContent = recordingText(state);
  }
}
