// SPDX-License-Identifier: BSD-3-Clause
//
// What the element tells of the picture that is on screen.

/** @typedef {import('./types.js').QualityDetail} QualityDetail */

/** @type {QualityDetail} */
export const NO_QUALITY = Object.freeze({
  state: 'none', id: 0, sha256: '', mismatches: 0, received: null,
  verified: null,
});

/**
 * @param {import('./stills.js').Stills|null|undefined} stills of the connection
 *   that is live
 * @param {number} mismatches
 * @returns {QualityDetail}
 */
export function judgeQuality(stills, mismatches) {
  if (!stills)
    return { ...NO_QUALITY, mismatches };
  const { state, head } = stills.quality;
  if (state !== 'lossless' || !head)
    return { ...NO_QUALITY, state, mismatches };
  const { announced, received, verified } = stills.times;
  return {
    state, id: head.id, sha256: head.sha256, mismatches,
    received: received - announced, verified: verified - announced,
  };
}

/**
 * What the server's journal is told of it; null: nothing.
 *
 * @param {QualityDetail} detail
 */
export function shownParams({ state, id, sha256 }) {
  if (state === 'none')
    return null;
  return state === 'lossless' ? { quality: state, id, sha256 }
    : { quality: state };
}
