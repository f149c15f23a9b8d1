// SPDX-License-Identifier: BSD-3-Clause
//
// Whether the other side is alive: a ping each second, and what came back.
//
// Pure: time comes as an argument, in milliseconds.

const INTERVAL = 1000;
/** Neither an answer nor a frame for so long: the connection is lost. */
const SILENCE = 2000;
/** Frames come, but answers do not: the server removes us at 8 s. */
const DEAF = 5000;

export class Heartbeat {
  /** @param {number} now the channel is open */
  constructor(now) {
    this.pingAt = now;
    /** When the oldest ping that was not answered was sent. */
    this.unanswered = Infinity;
    this.heard = now;
    /** @type {number|null} */
    this.roundTrip = null;
  }

  /** A frame came. */
  hear(/** @type {number} */ now) {
    this.heard = now;
  }

  /**
   * Is a ping due? The caller then sends it.
   *
   * @param {number} now
   */
  takePing(now) {
    if (now < this.pingAt)
      return false;
    this.pingAt = now + INTERVAL;
    this.unanswered = Math.min(this.unanswered, now);
    return true;
  }

  /**
   * A ping was answered; those before it, too: the channel is ordered.
   *
   * @param {number} sent when it was sent
   * @param {number} now
   */
  pong(sent, now) {
    this.roundTrip = now - sent;
    this.heard = now;
    // Younger ones may be on their way; the next check finds them late enough.
    this.unanswered = Infinity;
  }

  /** @param {number} now */
  lost(now) {
    const waited = now - this.unanswered;
    return waited > DEAF || (waited > SILENCE && now - this.heard > SILENCE);
  }
}
