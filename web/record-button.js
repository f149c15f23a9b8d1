// SPDX-License-Identifier: BSD-3-Clause
//
// The button that begins and ends a recording.

/**
 * @typedef {import('./recordings-client.js').RecordingsClient} RecordingsClient
 * @typedef {import('./recording-label.js').RecordingLabel} RecordingLabel
 * @typedef {import('./types.js').RecordingState} RecordingState
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

export class RecordButton {
  /** @type {RecordingState|null} */
  #state = null;
  #asking = false;

  /**
   * @param {HTMLElement} button
   * @param {VtkcastView} view
   * @param {RecordingsClient} client
   * @param {RecordingLabel} label says what did not work
   */
  constructor(button, view, client, label) {
    this.button = button;
    this.view = view;
    this.client = client;
    this.label = label;
  }

  attach() {
    this.view.addEventListener('recording', event => {
      this.#state = /** @type {CustomEvent<RecordingState>} */ (event).detail;
      this.#update();
    });
    this.#update();
  }

  /** Begins, or ends what runs. */
  async toggle() {
    if (!this.#state) {
      this.label.complain(
        'This server does not record: start it with --recordings');
    } else if (this.#state.whole && this.#state.recording) {
      this.label.complain('This server records the whole session');
    } else if (!this.#asking) {
      this.#asking = true;
      await this.#ask(this.#state).catch(error =>
        this.label.complain(error.message));
      this.#asking = false;
    }
  }

  /** @param {RecordingState} state */
  #ask({ recording, id }) {
    return recording && id ? this.client.stop(id) : this.client.start();
  }

  #update() {
    const { button } = this;
    const recording = this.#state?.recording === true;
    const words = recording ? 'Stop recording' : 'Record';
    button.hidden = !this.#state;
    button.ariaPressed = String(recording);
    button.ariaLabel = words;
    button.title = `${words} (F9)`;
  }
}
