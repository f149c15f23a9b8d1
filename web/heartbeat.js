// SPDX-License-Identifier: BSD-3-Clause
//
// Whether the other side is alive: a ping each second, and what came back.
//
// Pure: time comes as an argument, in milliseconds.

const INTERVAL = 1000;
/** Neither an answer nor a frame for so long: the connection is lost, if there
 * was time for an answer. */
const SILENCE = 2000;
const ANSWER = 900;
/** The same, once there is reason to believe that the network changed: so many
 * round trips, and so long at the least. */
const DOUBT_ROUND_TRIPS = 3;
const DOUBT_SILENCE = 750;
/** The page itself slept for so long: answers may wait to be read. */
const SLEEP = 1500;
/** Frames come, but answers do not: the server removes us at 8 s. */
const DEAF = 5000;

export class Heartbeat {
  /** @param {number} now the channel is open */
  constructor(now) {
    this.pingAt = now;
    /** When the oldest ping that was not answered was sent. */
    this.unanswered = Infinity;
    this.heard = now;
    this.doubtedAt = -Infinity;
    this.checked = now;
    /** @type {number|null} */
    this.roundTrip = null;
  }

  /**
   * The network may have changed. The next ping is due.
   *
   * @param {number} now
   */
  doubt(now) {
    if (this.doubtedAt > this.heard)
      return;
    this.doubtedAt = now;
    this.pingAt = now;
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

  /**
   * To be asked several times a second.
   *
   * @param {number} now
   */
  lost(now) {
    if (now - this.checked > SLEEP)
      this.#wake(now);
    this.checked = now;
    const waited = now - this.unanswered;
    return waited > DEAF || this.#vanished(now) ||
      (waited > ANSWER && now - this.heard > SILENCE);
  }

  /** @param {number} now */
  #vanished(now) {
    const patience = Math.max(DOUBT_SILENCE,
                              DOUBT_ROUND_TRIPS * (this.roundTrip ?? 0));
    return this.doubtedAt > this.heard && now - this.doubtedAt > patience;
  }

  /** @param {number} now */
  #wake(now) {
    this.heard = Math.max(this.heard, now);
    if (this.unanswered < now)
      this.unanswered = now;
  }
}
