// SPDX-License-Identifier: BSD-3-Clause
//
// What the browser knows about the video it receives, as rates.

/**
 * The counters of one moment; sums since the connection began.
 *
 * @typedef {object} Counters
 * @property {number} time ms
 * @property {number} bytes
 * @property {number} decoded frames
 * @property {number} decodeTime s
 * @property {number} emitted frames that left the jitter buffer
 * @property {number} bufferDelay s
 * @property {number} lost packets
 * @property {number} packets that came
 * @property {number} keyFrames
 * @property {number|null} roundTrip s, of the chosen pair of candidates
 * @property {string} codec "H.264"
 * @property {string} decoder
 *
 * @typedef {object} Rates
 * @property {number} bitrate b/s
 * @property {number|null} decode ms per frame
 * @property {number|null} jitterBuffer ms per frame
 * @property {number|null} loss 0…1 of the packets; null if there were none
 */

/** Before anything is known.
 *
 * @type {import('./types.js').ViewStats}
 */
export const NO_STATS = Object.freeze({
  fps: 0, bitrate: 0,
  motionToPhoton: Object.freeze({ p50: null, p95: null, count: 0 }),
  roundTrip: null, jitterBuffer: null, decode: null, loss: null,
  link: null, quality: 'none',
  width: 0, height: 0, frames: 0, bytes: 0, packetsLost: 0, keyFrames: 0,
  codec: '', encoder: '', decoder: '',
});

/** Rates are over this long, so that they can be read though they are shown
 * four times a second. */
const SPAN = 1000;

/** @param {string} mimeType "video/H264" */
function codecName(mimeType) {
  const name = mimeType.replace(/^video\//i, '');
  return name.toUpperCase() === 'H264' ? 'H.264' : name;
}

/**
 * @param {Iterable<any>} entries of an RTCStatsReport
 * @returns {{inbound: any, pair: any, codec: any}}
 */
function pick(entries) {
  /** @type {Map<string, any>} */
  const byId = new Map();
  let inbound;
  let transport;
  let chosen;
  for (const entry of entries) {
    byId.set(entry.id, entry);
    if (entry.type === 'inbound-rtp' && entry.kind === 'video')
      inbound = entry;
    else if (entry.type === 'transport')
      transport = entry;
    else if (entry.type === 'candidate-pair' &&
             (entry.selected || (entry.nominated &&
                                 entry.state === 'succeeded')))
      chosen = entry;
  }
  return {
    inbound,
    pair: byId.get(transport?.selectedCandidatePairId) ?? chosen,
    codec: byId.get(inbound?.codecId),
  };
}

/**
 * @param {Iterable<any>} entries the values of an RTCStatsReport
 * @param {number} time ms
 * @returns {Counters}
 */
export function readCounters(entries, time) {
  const { inbound = {}, pair = {}, codec = {} } = pick(entries);
  return {
    time,
    bytes: inbound.bytesReceived ?? 0,
    decoded: inbound.framesDecoded ?? 0,
    decodeTime: inbound.totalDecodeTime ?? 0,
    emitted: inbound.jitterBufferEmittedCount ?? 0,
    bufferDelay: inbound.jitterBufferDelay ?? 0,
    lost: inbound.packetsLost ?? 0,
    packets: inbound.packetsReceived ?? 0,
    keyFrames: inbound.keyFramesDecoded ?? 0,
    roundTrip: pair.currentRoundTripTime ?? null,
    codec: codecName(codec.mimeType ?? ''),
    decoder: inbound.decoderImplementation ?? '',
  };
}

/**
 * @param {number} total seconds
 * @param {number} count
 */
function perFrame(total, count) {
  return count > 0 ? 1000 * total / count : null;
}

/**
 * What a repeated packet made good is not lost any more, so that the count can
 * fall.
 *
 * @param {Counters} from
 * @param {Counters} to
 */
function lossBetween(from, to) {
  const lost = Math.max(0, to.lost - from.lost);
  const expected = lost + to.packets - from.packets;
  return expected > 0 ? lost / expected : null;
}

/**
 * @param {Counters} from
 * @param {Counters} to
 * @returns {Rates}
 */
export function rates(from, to) {
  const seconds = (to.time - from.time) / 1000;
  return {
    bitrate: seconds > 0 ? 8 * Math.max(0, to.bytes - from.bytes) / seconds : 0,
    decode: perFrame(to.decodeTime - from.decodeTime, to.decoded - from.decoded),
    jitterBuffer: perFrame(to.bufferDelay - from.bufferDelay,
                           to.emitted - from.emitted),
    loss: lossBetween(from, to),
  };
}

/** The counters of the last second. */
export class CounterHistory {
  constructor() {
    /** @type {Counters[]} */
    this.history = [];
  }

  /**
   * @param {Counters} counters
   * @returns {Rates}
   */
  add(counters) {
    const { history } = this;
    // A new connection counts from zero.
    if (history.length > 0 && counters.bytes < history[0].bytes)
      history.length = 0;
    history.push(counters);
    while (history.length > 2 && history[1].time <= counters.time - SPAN)
      history.shift();
    return rates(history[0], counters);
  }
}
