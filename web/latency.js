// SPDX-License-Identifier: BSD-3-Clause
//
// Motion to photon: how long an event takes until its picture is on screen.
//
// Two messages meet here for each frame, in either order: the server's report
// (which event the frame answers, and how long it took there) and the
// browser's video frame callback. The frame's RTP timestamp joins them. Pure:
// all times come as arguments, in milliseconds of performance.now().

/**
 * What the server reports of a frame: `frame` in docs/protocol.md.
 *
 * @typedef {object} FrameReport
 * @property {number} rtp
 * @property {number} [seq]
 * @property {number} [wait]
 * @property {number} [render]
 * @property {number} [send]
 * @property {string} [tier]
 *
 * What the browser tells of it: VideoFrameCallbackMetadata and the time.
 *
 * @typedef {object} ShownFrame
 * @property {number} rtp
 * @property {number} now performance.now() in the callback
 * @property {number} [received] when its last packet came
 * @property {number} [decode] ms of decoding
 * @property {number} [presented] when it was given to the compositor
 * @property {number} width
 * @property {number} height
 *
 * A frame's whole way.
 *
 * @typedef {object} FrameTrace
 * @property {number} rtp
 * @property {number} shown time of the callback
 * @property {number} width
 * @property {number} height
 * @property {number|null} seq
 * @property {string|null} tier
 * @property {number|null} motionToPhoton ms; null if the frame is not the first
 *   one that answers its event, or answers none
 * @property {number|null} wait ms from the event's arrival to the render
 * @property {number|null} render ms
 * @property {number|null} send ms
 * @property {number|null} network ms: input's way to the server, encoding, and
 *   the frame's way back
 * @property {number|null} buffer ms in the jitter buffer
 * @property {number|null} decode ms
 * @property {number|null} display ms from the compositor to the callback
 */

/**
 * Which frames answer an event. `none`: a hover move may change nothing, and
 * the next frame, whenever it comes, is no answer to it. `motion`: after a
 * release comes the picture in full quality; its time says nothing about
 * motion, so only frames drawn while interacting count.
 *
 * @typedef {'none'|'motion'|'any'} Answers
 */
const ANSWERS = ['none', 'motion', 'any'];

const RING = 4096;
const FPS_SPAN = 1000;
const MAX_UNMATCHED = 256;

/**
 * The value below which `share` of the samples lie (nearest rank).
 *
 * @param {ArrayLike<number>} samples
 * @param {number} share 0…1
 * @returns {number|null}
 */
export function percentile(samples, share) {
  if (samples.length === 0)
    return null;
  const sorted = Float64Array.from(samples).sort();
  const rank = Math.ceil(share * sorted.length) - 1;
  return sorted[Math.min(Math.max(rank, 0), sorted.length - 1)];
}

/** The last `capacity` samples. */
export class SampleWindow {
  /** @param {number} capacity */
  constructor(capacity) {
    this.samples = new Float64Array(capacity);
    this.total = 0;
  }

  /** @param {number} value */
  add(value) {
    this.samples[this.total++ % this.samples.length] = value;
  }

  /** Oldest first. */
  values() {
    const size = this.samples.length;
    if (this.total <= size)
      return this.samples.slice(0, this.total);
    const split = this.total % size;
    const values = new Float64Array(size);
    values.set(this.samples.subarray(split));
    values.set(this.samples.subarray(0, split), size - split);
    return values;
  }

  /** @param {number} since how many samples are not older than this */
  countSince(since) {
    const size = this.samples.length;
    let count = 0;
    while (count < Math.min(this.total, size) &&
           this.samples[(this.total - 1 - count) % size] >= since)
      count++;
    return count;
  }
}

/**
 * @template T
 * @param {Map<number, T>} map
 */
function trim(map) {
  if (map.size > MAX_UNMATCHED)
    map.delete(/** @type {number} */ (map.keys().next().value));
}

export class LatencyMeter {
  /** @param {(trace: FrameTrace) => void} onTrace */
  constructor(onTrace) {
    this.onTrace = onTrace;
    this.seqs = new Uint32Array(RING);
    this.times = new Float64Array(RING);
    this.answers = new Uint8Array(RING);
    /** @type {Map<number, FrameReport>} */
    this.reports = new Map();
    /** @type {Map<number, ShownFrame>} */
    this.shown = new Map();
    this.lastSeq = 0;
    this.window = new SampleWindow(300);
    this.frameTimes = new SampleWindow(256);
  }

  /**
   * An event got its number.
   *
   * @param {number} seq
   * @param {number} time when it happened: the DOM's timeStamp
   * @param {Answers} answers
   */
  sent(seq, time, answers) {
    this.seqs[seq % RING] = seq;
    this.times[seq % RING] = time;
    this.answers[seq % RING] = ANSWERS.indexOf(answers);
  }

  /** @param {FrameReport} report */
  report(report) {
    const shown = this.shown.get(report.rtp);
    if (shown) {
      this.shown.delete(report.rtp);
      this.#match(report, shown);
    } else {
      this.reports.set(report.rtp, report);
      trim(this.reports);
    }
  }

  /** @param {ShownFrame} shown */
  show(shown) {
    const report = this.reports.get(shown.rtp);
    if (report) {
      this.reports.delete(shown.rtp);
      this.#match(report, shown);
    } else {
      this.shown.set(shown.rtp, shown);
      trim(this.shown);
    }
  }

  /**
   * Pictures displayed in the last second. The server repeats a picture against
   * loss; such a frame has no report, and is none.
   *
   * @param {number} now
   * @returns {number|null} null if no report was ever matched
   */
  fps(now) {
    return this.frameTimes.total > 0
      ? this.frameTimes.countSince(now - FPS_SPAN) : null;
  }

  /** p50 and p95 of the last 300 answers. */
  summary() {
    const values = this.window.values();
    return {
      p50: percentile(values, 0.5),
      p95: percentile(values, 0.95),
      count: this.window.total,
    };
  }

  /**
   * When the event happened that this frame answers, NaN if it answers none.
   *
   * @param {FrameReport} report
   */
  #begin({ seq = 0, tier }) {
    const place = seq % RING;
    if (seq <= this.lastSeq || this.seqs[place] !== seq)
      return NaN;
    const answers = ANSWERS[this.answers[place]];
    const counts = answers === 'any' ||
      (answers === 'motion' && tier === 'interactive');
    return counts ? this.times[place] : NaN;
  }

  /**
   * @param {FrameReport} report
   * @param {ShownFrame} shown
   */
  #match(report, shown) {
    const total = shown.now - this.#begin(report);
    this.lastSeq = Math.max(this.lastSeq, report.seq ?? 0);
    this.frameTimes.add(shown.now);
    if (total >= 0)
      this.window.add(total);
    this.onTrace(trace(report, shown, total >= 0 ? total : null));
  }
}

/**
 * @param {FrameReport} report
 * @param {ShownFrame} shown
 * @param {number|null} total
 * @returns {FrameTrace}
 */
function trace(report, shown, total) {
  const { wait = null, render = null, send = null } = report;
  const { received, decode, presented, now } = shown;
  const server = (wait ?? 0) + (render ?? 0) + (send ?? 0);
  const known = received !== undefined && presented !== undefined &&
    decode !== undefined;
  return {
    rtp: report.rtp,
    shown: now,
    width: shown.width,
    height: shown.height,
    seq: report.seq ?? null,
    tier: report.tier ?? null,
    motionToPhoton: total,
    wait,
    render,
    send,
    network: known && total !== null ? received - (now - total) - server : null,
    buffer: known ? presented - received - decode : null,
    decode: decode ?? null,
    display: presented !== undefined ? now - presented : null,
  };
}
