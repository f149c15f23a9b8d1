// SPDX-License-Identifier: BSD-3-Clause
//
// What the event `quality` tells of the picture on screen.

/** @typedef {import('./types.js').QualityDetail} QualityDetail */

/** @type {QualityDetail} */
export const NO_QUALITY = Object.freeze({
  state: 'none', sha256: '', mismatches: 0, received: null, verified: null,
});

/**
 * @param {import('./connection.js').Connection|null} connection whose picture
 *   is shown
 * @param {number} mismatches
 * @returns {QualityDetail}
 */
export function describeQuality(connection, mismatches) {
  if (!connection)
    return { ...NO_QUALITY, mismatches };
  const { stills } = connection;
  const { state, head } = stills.quality;
  if (state !== 'lossless' || !head)
    return { ...NO_QUALITY, state, mismatches };
  const { announced, received, verified } = stills.times;
  return {
    state, sha256: head.sha256, mismatches,
    received: received - announced, verified: verified - announced,
  };
}
