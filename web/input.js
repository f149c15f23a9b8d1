// SPDX-License-Identifier: BSD-3-Clause
//
// The queue of input events between a person and the data channel `input`.
//
// Pure: no DOM, no timer, no clock. The protocol is docs/protocol.md: each
// message repeats every event other than a move that was not acknowledged, so
// that a message that is lost costs nothing but the time until the next.

/**
 * An event without its number.
 *
 * @typedef {object} InputEvent
 * @property {'pointermove'|'pointerdown'|'pointerup'|'pointercancel'|'wheel'|
 *            'keydown'|'keyup'} type
 * @property {number} [x]
 * @property {number} [y]
 * @property {'mouse'|'touch'} [pointer]
 * @property {number} [id]
 * @property {number} [button]
 * @property {number} [buttons]
 * @property {number} [count]
 * @property {number} [dx]
 * @property {number} [dy]
 * @property {string} [key]
 * @property {string[]} [mods]
 *
 * @typedef {InputEvent & {seq: number}} NumberedEvent
 *
 * @typedef {object} InputOptions
 * @property {number} [moveGap] ms between two messages with moves alone
 * @property {(seq: number, time: number, event: InputEvent) => void} [onNumber]
 *   an event got its number; `time` is when it happened
 */

/** Events in one message. A lost datagram costs less if it is small. */
const MAX_EVENTS = 64;
/** Un-acknowledged events beyond which only what must not be lost is taken. */
const MAX_WAITING = 512;
const FIRST_REPEAT = 50;
const LAST_REPEAT = 1000;
/** Nothing acknowledges a move, so the last one is repeated this often. */
const MOVE_REPEATS = 2;

export class InputQueue {
  /** @param {InputOptions} [options] */
  constructor(options = {}) {
    this.moveGap = options.moveGap ?? 8;
    this.onNumber = options.onNumber ?? (() => {});
    /** @type {number} */
    this.seq = 0;
    /** @type {NumberedEvent[]} not acknowledged, by seq; no moves */
    this.waiting = [];
    /** @type {Map<number, {event: InputEvent, time: number}>} by finger */
    this.pending = new Map();
    /** @type {Map<number, NumberedEvent>} newest sent, by finger */
    this.moves = new Map();
    this.lastSent = -Infinity;
    this.repeatAt = Infinity;
    this.repeatDelay = FIRST_REPEAT;
    this.moveRepeats = 0;
    this.urgent = false;
  }

  /**
   * @param {InputEvent} event
   * @param {number} time when it happened
   */
  push(event, time) {
    const fresh = event.type === 'wheel' || event.type === 'keydown';
    if (fresh && this.waiting.length >= MAX_WAITING)
      return;

    // A press happens where the pointer is: the move before it goes first.
    this.#numberMoves();
    this.waiting.push(this.#number(event, time));
    this.urgent = true;
  }

  /**
   * A newer move replaces an older one that was not sent.
   *
   * @param {InputEvent} event
   * @param {number} time when it happened
   */
  move(event, time) {
    this.pending.set(event.id ?? -1, { event, time });
  }

  /**
   * The message that is due at `now`, or null.
   *
   * @param {number} now
   * @returns {string|null}
   */
  take(now) {
    if (now < this.due())
      return null;

    const news = this.urgent || this.pending.size > 0;
    this.#numberMoves();
    this.urgent = false;
    this.#planRepeat(now, news);

    const events = this.#message();
    if (events.length === 0)
      return null;
    this.lastSent = now;
    return JSON.stringify(events);
  }

  /** When to call take(): a time, Infinity if nothing is to be sent. */
  due() {
    if (this.urgent)
      return -Infinity;
    if (this.pending.size > 0)
      return Math.min(this.lastSent + this.moveGap, this.repeatAt);
    return this.repeatAt;
  }

  /**
   * Every event up to `seq` has been applied.
   *
   * @param {number} seq
   */
  acknowledge(seq) {
    const left = this.waiting.filter(event => event.seq > seq);
    // What did not fit into a message before can go now.
    if (left.length > 0 && left.length < this.waiting.length)
      this.urgent = this.waiting.length > MAX_EVENTS;
    this.waiting = left;
    this.#forgetMoves(seq);
  }

  /**
   * A frame shows the effect of `seq`, and so of the moves up to it.
   *
   * @param {number} seq
   */
  answered(seq) {
    this.#forgetMoves(seq);
  }

  /**
   * @param {InputEvent} event
   * @param {number} time
   * @returns {NumberedEvent}
   */
  #number(event, time) {
    const seq = ++this.seq;
    this.onNumber(seq, time, event);
    const { type, ...rest } = event;
    return { type, seq, ...rest };
  }

  #numberMoves() {
    for (const [finger, { event, time }] of this.pending) {
      this.moves.delete(finger);
      this.moves.set(finger, this.#number(event, time));
    }
    this.pending.clear();
  }

  /** @returns {NumberedEvent[]} */
  #message() {
    if (this.waiting.length > MAX_EVENTS)
      // The server drops what is older than what it applied, so nothing newer
      // may overtake the events that have to wait.
      return this.waiting.slice(0, MAX_EVENTS);

    return [...this.waiting, ...this.moves.values()]
      .sort((a, b) => a.seq - b.seq);
  }

  /**
   * @param {number} now
   * @param {boolean} news this message is no mere repetition
   */
  #planRepeat(now, news) {
    if (news) {
      this.repeatDelay = FIRST_REPEAT;
      this.moveRepeats = 0;
    } else {
      this.repeatDelay = Math.min(2 * this.repeatDelay, LAST_REPEAT);
      if (this.waiting.length === 0 && ++this.moveRepeats >= MOVE_REPEATS) {
        this.repeatAt = Infinity;
        return;
      }
    }
    this.repeatAt = now + this.repeatDelay;
  }

  /** @param {number} seq */
  #forgetMoves(seq) {
    for (const [finger, event] of this.moves)
      if (event.seq <= seq)
        this.moves.delete(finger);
    if (this.waiting.length === 0 && this.moves.size === 0)
      this.repeatAt = Infinity;
  }
}
