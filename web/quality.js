// SPDX-License-Identifier: BSD-3-Clause
//
// What is on screen: the video, or the exact picture of a view at rest.
//
//   lossy ──the best picture is made──▶ sharpening ──verified──▶ lossless
//     ▲                                     │                       │
//     └── an event is sent, the view moves, a frame shows another picture
//
// Pure: one for each connection, told of what comes and goes.

/**
 * @typedef {'lossy'|'sharpening'|'lossless'} QualityState
 * @typedef {import('./types.js').StillHead} StillHead
 */

const RTP_RATE = 90000;
/** How long a frame may be on its way while a picture that is newer than it
 * has come already. */
const MAX_LATE = 10 * RTP_RATE;
/** RTP timestamps that end with the same bits show the same picture. */
const SERIAL_MASK = 63;

/**
 * Does a frame show another picture than the still, a newer one?
 *
 * @param {number} rtp of the frame
 * @param {number} still RTP timestamp of the frame that it equals
 */
export function isNewer(rtp, still) {
  const late = (still - rtp) >>> 0;
  return ((rtp ^ still) & SERIAL_MASK) !== 0 && late > MAX_LATE;
}

export class Quality {
  constructor() {
    this.phase = 'moving';
    /** @type {StillHead|null} the newest that was announced */
    this.head = null;
    /** Of `head`: null before it was verified. @type {boolean|null} */
    this.exact = null;
    /** Something happened since `head` held. */
    this.past = true;
    this.seq = 0;
    /** @type {number|null} */
    this.rtp = null;
  }

  /** @returns {QualityState} */
  get state() {
    if (!this.past && this.exact)
      return 'lossless';
    if (this.phase === 'moving' || this.exact === false)
      return 'lossy';
    return 'sharpening';
  }

  /** @param {string} phase */
  setPhase(phase) {
    this.phase = phase;
    if (phase === 'moving')
      this.past = true;
  }

  /** @param {StillHead} head another picture */
  announce(head) {
    this.head = head;
    this.exact = null;
    this.#judge(head.seq);
  }

  /**
   * The view came back to a picture.
   *
   * @param {number} id
   * @param {number} seq
   * @returns {boolean} is it the one that was announced last?
   */
  again(id, seq) {
    if (this.head?.id !== id)
      return false;
    this.#judge(seq);
    return true;
  }

  /**
   * @param {StillHead} head which was checked
   * @param {boolean} exact
   */
  verify(head, exact) {
    if (head === this.head)
      this.exact = exact;
  }

  /** The person did something that may change the picture. */
  touch() {
    this.phase = 'moving';
    this.past = true;
  }

  /**
   * It got this number.
   *
   * @param {number} seq
   */
  input(seq) {
    this.touch();
    this.seq = Math.max(this.seq, seq);
  }

  /**
   * A frame is displayed.
   *
   * @param {number} rtp
   */
  frame(rtp) {
    this.rtp = rtp;
    if (this.head && isNewer(rtp, this.head.rtp))
      this.past = true;
  }

  /** @param {number} seq the last event that was applied before the picture */
  #judge(seq) {
    this.past = seq < this.seq || (this.rtp !== null && this.head !== null &&
                                   isNewer(this.rtp, this.head.rtp));
    if (!this.past)
      this.phase = 'still';
  }
}
