// SPDX-License-Identifier: BSD-3-Clause
//
// The line in the corner that says whether the picture is exact.

/**
 * @typedef {import('./types.js').QualityDetail} QualityDetail
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

const INTERVAL = 500;

const STATES = {
  none: '', lossy: 'LOSSY', sharpening: 'SHARPENING', lossless: 'LOSSLESS ✓',
};

/**
 * What follows the state.
 *
 * @param {QualityDetail} quality
 * @param {{codec: string, bitrate: number}} stats
 */
export function detailText({ state, mismatches }, { codec, bitrate }) {
  const parts = [];
  if (state === 'lossy' && codec)
    parts.push(bitrate > 0 ? `${codec}, ${(bitrate / 1e6).toFixed(1)} Mb/s`
      : codec);
  if (mismatches > 0)
    parts.push(mismatches === 1 ? '1 picture failed its check'
      : `${mismatches} pictures failed their check`);
  return parts.join(' · ');
}

export class QualityLabel {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {HTMLElement} line
   * @param {VtkcastView} view
   */
  constructor(line, view) {
    this.line = line;
    this.view = view;
    this.state = line.children[0];
    this.detail = line.children[1];
  }

  attach() {
    this.view.addEventListener('quality', () => this.#update());
    // The rate is asked for while pictures come, and then no more.
    this.view.addEventListener('frame', () => {
      this.#timer ??= setTimeout(() => this.#refresh(), INTERVAL);
    });
    this.#update();
  }

  async #refresh() {
    await this.view.updateStats();
    this.#timer = undefined;
    this.#update();
  }

  #update() {
    const { quality, stats } = this.view;
    const { line } = this;
    line.hidden = quality.state === 'none';
    line.dataset.state = quality.state;
    line.toggleAttribute('data-bad', quality.mismatches > 0);
    line.title = quality.sha256 && `SHA-256 ${quality.sha256}`;
    show(this.state, STATES[quality.state]);
    show(this.detail, detailText(quality, stats));
  }
}

/**
 * A screen reader speaks what is set, though it is the same.
 *
 * @param {Element} element
 * @param {string} text
 */
function show(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}
