// SPDX-License-Identifier: BSD-3-Clause
//
// Mouse, pen, fingers and wheel on an element, as events of the protocol.
//
// A press that has no release is what makes remote views run on for ever, so
// what is held is compared with `buttons` of every event, and everything that
// can end a drag without a release (lost capture, blur, a hidden page) ends it
// here.

import { contentBox, viewPoint } from './geometry.js';

/**
 * @typedef {import('./geometry.js').Size} Size
 * @typedef {import('./input.js').InputEvent} InputEvent
 *
 * @typedef {object} PointerSink
 * @property {() => Size} pictureSize
 * @property {(event: InputEvent, time: number) => void} push
 * @property {(event: InputEvent, time: number) => void} move
 * @property {() => void} cancel release everything, keys too
 */

/** DOM's `button` and its bit in `buttons`. */
const BUTTONS = [[0, 1], [1, 4], [2, 2]];
const ALL_BUTTONS = 7;
const MAX_FINGERS = 16;
const DOUBLE_CLICK_TIME = 400;
const DOUBLE_CLICK_DISTANCE = 6;
const MAX_NOTCHES = 20;

/**
 * @param {{shiftKey: boolean, ctrlKey: boolean, altKey: boolean,
 *          metaKey: boolean}} event
 * @returns {{mods?: string[]}}
 */
export function modifiers(event) {
  const mods = [];
  if (event.shiftKey)
    mods.push('Shift');
  if (event.ctrlKey)
    mods.push('Control');
  if (event.altKey)
    mods.push('Alt');
  if (event.metaKey)
    mods.push('Meta');
  return mods.length > 0 ? { mods } : {};
}

/**
 * Notches of one axis of a wheel event: mice tell 120 units for each, others
 * pixels, lines or pages.
 *
 * @param {number} delta
 * @param {number} mode deltaMode
 * @param {number} units wheelDelta of that axis, 0 if unknown
 */
export function notches(delta, mode, units) {
  if (delta === 0)
    return 0;
  const perNotch = [100, 3, 1][mode] ?? 100;
  const mouse = units !== 0 && units % 120 === 0;
  const value = mouse ? Math.abs(units) / 120 * Math.sign(delta)
    : delta / perNotch;
  const limited = Math.min(Math.max(value, -MAX_NOTCHES), MAX_NOTCHES);
  return Math.round(limited * 1000) / 1000;
}

/** @param {Event} event */
function isMove(event) {
  return event.type === 'pointermove' || event.type === 'pointerrawupdate';
}

/** Tells double clicks from single ones, as pointer events do not. */
export class ClickCounter {
  constructor() {
    this.button = -1;
    this.time = -Infinity;
    this.x = 0;
    this.y = 0;
  }

  /**
   * @param {number} button
   * @param {number} time ms
   * @param {number} x pixels
   * @param {number} y pixels
   * @returns {1|2}
   */
  count(button, time, x, y) {
    const second = button === this.button &&
      time - this.time < DOUBLE_CLICK_TIME &&
      Math.abs(x - this.x) < DOUBLE_CLICK_DISTANCE &&
      Math.abs(y - this.y) < DOUBLE_CLICK_DISTANCE;
    // A third press begins anew.
    this.button = second ? -1 : button;
    this.time = time;
    this.x = x;
    this.y = y;
    return second ? 2 : 1;
  }
}

export class PointerInput {
  /** Held mouse buttons, as the server was told. */
  #held = 0;
  /** The drag began here; else a held button is none of ours. */
  #dragging = false;
  /** @type {Map<number, number>} pointerId → finger */
  #fingers = new Map();
  #clicks = new ClickCounter();
  /** Where the last move went to, of whatever pointer. */
  #lastMove = '';
  /** @type {AbortController|null} */
  #listening = null;

  /**
   * @param {HTMLElement} element
   * @param {PointerSink} sink
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
    /** @type {(type: string, handler: (event: any) => void,
     *          target?: EventTarget) => void} */
    const on = (type, handler, target = element) =>
      target.addEventListener(type, handler, { signal, passive: false });

    // Browsers hold moves back until they draw the next frame, 8 ms on average;
    // where there are raw ones those come first, and the later is the same.
    for (const type of ['pointerdown', 'pointerrawupdate', 'pointermove',
                        'pointerup'])
      on(type, event => this.#onPointer(event));
    for (const type of ['pointercancel', 'lostpointercapture'])
      on(type, event => this.#onLost(event));
    on('wheel', event => this.#onWheel(event));
    on('mousedown', event => this.#onMouseDown(event));
    // Safari's pinch, and menus and links that other buttons open.
    for (const type of ['contextmenu', 'auxclick', 'dragstart', 'gesturestart'])
      on(type, event => event.preventDefault());
    on('blur', () => this.cancel(), window);
    on('visibilitychange', () => {
      if (document.hidden)
        this.cancel();
    }, document);
  }

  detach() {
    this.cancel();
    this.#listening?.abort();
    this.#listening = null;
  }

  /** Releases whatever is held. */
  cancel() {
    if (this.#held !== 0 || this.#fingers.size > 0)
      this.sink.cancel();
  }

  /** Everything was released, whatever the hand still holds. */
  release() {
    this.#dragging = false;
    this.#held = 0;
    this.#fingers.clear();
  }

  /** Another viewer goes on with the drag: its server knows of no press yet. */
  restart() {
    this.#held = 0;
    this.#fingers.clear();
  }

  /** @param {MouseEvent} event */
  #onMouseDown(event) {
    // Without this, the middle button scrolls and the left one selects; but
    // then nobody gives us the focus.
    event.preventDefault();
    this.element.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    if (event.pointerType === 'touch')
      this.#onTouch(event);
    else
      this.#onMouse(event);
  }

  /**
   * @param {MouseEvent} event
   * @param {boolean} held
   */
  #point(event, held) {
    const box = contentBox(this.element.getBoundingClientRect(),
                           this.sink.pictureSize());
    return viewPoint(event.clientX, event.clientY, box, held);
  }

  /** @param {number} pointerId */
  #capture(pointerId) {
    try {
      this.element.setPointerCapture(pointerId);
    } catch {
      // The pointer has gone since; its release comes as lost capture or never.
    }
  }

  /** @param {PointerEvent} event */
  #onMouse(event) {
    const buttons = event.buttons & ALL_BUTTONS;
    if (event.type === 'pointerdown') {
      this.#capture(event.pointerId);
      this.#dragging = true;
    }
    if (buttons !== 0 && !this.#dragging)
      return;
    this.#dragging = buttons !== 0;

    // Only the first press and the last release have events of their own: the
    // others are moves with other `buttons`.
    const changed = this.#changeButtons(event, buttons);
    if (!changed && isMove(event))
      this.#move({
        type: 'pointermove',
        ...this.#point(event, buttons !== 0),
        buttons,
        ...modifiers(event),
      }, event.timeStamp);
  }

  /**
   * @param {InputEvent} message
   * @param {number} time
   */
  #move(message, time) {
    const text = JSON.stringify(message);
    if (text === this.#lastMove)
      return;
    this.#lastMove = text;
    this.sink.move(message, time);
  }

  /**
   * @param {PointerEvent} event
   * @param {number} buttons
   * @returns {boolean}
   */
  #changeButtons(event, buttons) {
    const before = this.#held;
    const at = this.#point(event, (before | buttons) !== 0);
    for (const [button, bit] of BUTTONS) {
      if (((this.#held ^ buttons) & bit) === 0)
        continue;
      const down = (buttons & bit) !== 0;
      this.#held ^= bit;
      const count = down ? this.#clicks.count(
        button, event.timeStamp, event.clientX, event.clientY) : 1;
      this.#lastMove = '';
      this.sink.push({
        type: down ? 'pointerdown' : 'pointerup',
        ...at,
        button,
        buttons: this.#held,
        ...(count > 1 ? { count } : {}),
        ...modifiers(event),
      }, event.timeStamp);
    }
    return this.#held !== before;
  }

  /** @param {PointerEvent} event */
  #onTouch(event) {
    const id = event.type === 'pointerdown' ? this.#addFinger(event.pointerId)
      : this.#fingers.get(event.pointerId);
    if (id === undefined)
      return;
    const type = isMove(event) ? 'pointermove'
      : /** @type {InputEvent['type']} */ (event.type);
    const message = {
      type, ...this.#point(event, true), pointer: /** @type {const} */ ('touch'),
      id, ...modifiers(event),
    };
    if (type === 'pointermove') {
      this.#move(message, event.timeStamp);
      return;
    }
    if (type === 'pointerup')
      this.#fingers.delete(event.pointerId);
    this.sink.push(message, event.timeStamp);
  }

  /**
   * @param {number} pointerId
   * @returns {number|undefined} the smallest number that no finger has
   */
  #addFinger(pointerId) {
    const used = new Set(this.#fingers.values());
    for (let id = 0; id < MAX_FINGERS; id++)
      if (!used.has(id)) {
        this.#fingers.set(pointerId, id);
        this.#capture(pointerId);
        return id;
      }
    return undefined;
  }

  /**
   * A capture is also lost after each release; then nothing is held any more.
   *
   * @param {PointerEvent} event
   */
  #onLost(event) {
    const finger = event.pointerType === 'touch';
    if (finger ? this.#fingers.has(event.pointerId) : this.#held !== 0)
      this.cancel();
  }

  /** @param {WheelEvent & {wheelDeltaX?: number, wheelDeltaY?: number}} event */
  #onWheel(event) {
    event.preventDefault();
    // A pinch on a touch pad comes as a wheel with Control, in small steps of
    // about a percent each; a notch is a tenth.
    const pinch = event.ctrlKey && event.deltaMode === 0 &&
      Math.abs(event.deltaY) < 50;
    const dx = notches(event.deltaX, event.deltaMode, event.wheelDeltaX ?? 0);
    const dy = pinch ? event.deltaY / 10
      : notches(event.deltaY, event.deltaMode, event.wheelDeltaY ?? 0);
    if (dx === 0 && dy === 0)
      return;
    this.sink.push({
      type: 'wheel', ...this.#point(event, this.#held !== 0),
      buttons: this.#held, dx, dy, ...(pinch ? {} : modifiers(event)),
    }, event.timeStamp);
  }
}
