// SPDX-License-Identifier: BSD-3-Clause
//
// Decides when what a person did with the view is worth another run of the
// script, which may take seconds.
//
// Pure: it is told the time.

/** A camera that has not moved for so long is at rest, ms. */
const REST = 300;
/** Between two cameras that are told while it moves, ms. */
const LIVE = 500;

/** @typedef {'rest'|'live'|'never'} CameraUpdates */

export class Report {
  /** @type {CameraUpdates} */
  cameraUpdates = 'rest';
  /** @type {object|null} */
  #camera = null;
  /** @type {object|null} */
  #picked = null;
  /** @type {number|null} when to tell what is new */
  #due = null;
  #toldAt = -Infinity;
  #told = '';
  #picks = 0;

  /**
   * @param {object} camera
   * @param {number} now
   */
  setCamera(camera, now) {
    this.#camera = camera;
    if (this.cameraUpdates === 'rest')
      this.#due = now + REST;
    else if (this.cameraUpdates === 'live')
      this.#due ??= Math.max(now, this.#toldAt + LIVE);
  }

  /**
   * @param {object} pick
   * @param {number} now
   */
  setPicked(pick, now) {
    this.#picked = { ...pick, number: ++this.#picks };
    this.#due = now;
  }

  /** When take() has something to tell; null: not before something happens. */
  get due() {
    return this.#due;
  }

  /**
   * @param {number} now
   * @returns {{camera: object|null, picked: object|null}|null} the news; null
   *   if there are none yet
   */
  take(now) {
    if (this.#due === null || now < this.#due)
      return null;
    this.#due = null;
    const value = { camera: this.#camera, picked: this.#picked };
    const text = JSON.stringify(value);
    if (text === this.#told)
      return null;
    this.#told = text;
    this.#toldAt = now;
    return value;
  }
}
