// SPDX-License-Identifier: BSD-3-Clause
//
// The keyboard on an element, as events of the protocol.

import { modifiers } from './pointer.js';

/**
 * @typedef {import('./input.js').InputEvent} InputEvent
 *
 * @typedef {object} KeySink
 * @property {(event: InputEvent, time: number) => void} push
 * @property {() => void} cancel release everything, buttons too
 */

/** Keys that are the browser's, the page's or no keys at all. */
const LEFT_ALONE = new Set([
  'Tab', 'Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock',
  'ScrollLock', 'ContextMenu', 'PrintScreen', 'Dead', 'Process', 'Unidentified',
]);
const FUNCTION_KEY = /^F\d+$/;
const MAX_KEY_BYTES = 31;

/**
 * Is this key for the view? Shortcuts with Control, Alt or Meta are the
 * browser's, but AltGr, which types, is both Control and Alt on Windows.
 *
 * @param {KeyboardEvent} event
 */
export function isForView(event) {
  const types = event.getModifierState?.('AltGraph') ?? false;
  const shortcut = (event.ctrlKey || event.altKey || event.metaKey) && !types;
  return !shortcut && !event.isComposing && !LEFT_ALONE.has(event.key) &&
    !FUNCTION_KEY.test(event.key) &&
    new TextEncoder().encode(event.key).length <= MAX_KEY_BYTES;
}

export class KeyboardInput {
  /** @type {Map<string, string>} code → key, as the server was told */
  #held = new Map();
  /** @type {AbortController|null} */
  #listening = null;

  /**
   * @param {HTMLElement} element
   * @param {KeySink} sink
   */
  constructor(element, sink) {
    this.element = element;
    this.sink = sink;
  }

  attach() {
    this.detach();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const { element } = this;
    element.addEventListener('keydown', event => this.#onDown(event),
                             { signal });
    element.addEventListener('keyup', event => this.#onUp(event), { signal });
    element.addEventListener('blur', () => this.cancel(), { signal });
  }

  detach() {
    this.cancel();
    this.#listening?.abort();
    this.#listening = null;
  }

  /** Releases whatever is held: its release will go elsewhere. */
  cancel() {
    if (this.#held.size > 0)
      this.sink.cancel();
  }

  /** Everything was released, whatever the hand still holds. */
  release() {
    this.#held.clear();
  }

  /** @param {KeyboardEvent} event */
  #onDown(event) {
    // The page, which hears first, may have used it.
    if (event.defaultPrevented)
      return;
    // While Meta is down, macOS tells no releases.
    if (event.key === 'Meta')
      this.cancel();
    if (!isForView(event))
      return;
    event.preventDefault();
    this.#held.set(event.code, event.key);
    this.sink.push({ type: 'keydown', key: event.key, ...modifiers(event) },
                   event.timeStamp);
  }

  /** @param {KeyboardEvent} event */
  #onUp(event) {
    // With Shift let go first, `a` goes up where `A` went down.
    const key = this.#held.get(event.code);
    if (key === undefined)
      return;
    this.#held.delete(event.code);
    event.preventDefault();
    this.sink.push({ type: 'keyup', key, ...modifiers(event) },
                   event.timeStamp);
  }
}
