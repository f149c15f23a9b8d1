// SPDX-License-Identifier: BSD-3-Clause
//
// Where things are: the picture in its element, a pointer in the picture.

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Box
 * @typedef {{width: number, height: number}} Size
 */

/** How far outside of the view a held pointer may be, in view sizes. */
const REACH = 10;

/** What the protocol allows. */
const MIN_SIDE = 16;
const MAX_WIDTH = 7680;
const MAX_HEIGHT = 4320;

/**
 * The box of the picture itself, as `object-fit: contain` places it.
 *
 * @param {Box} element
 * @param {Size} picture its own size; 0 × 0 if there is none yet
 * @returns {Box}
 */
export function contentBox(element, picture) {
  if (!(picture.width > 0 && picture.height > 0) ||
      !(element.width > 0 && element.height > 0))
    return element;

  const scale = Math.min(element.width / picture.width,
                         element.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    left: element.left + (element.width - width) / 2,
    top: element.top + (element.height - height) / 2,
    width,
    height,
  };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** @param {number} value a hundredth of a pixel at 8K is enough */
function round(value) {
  return Math.round(value * 1e6) / 1e6;
}

/**
 * A point of the page in the view's coordinates, 0…1 from its top left.
 *
 * @param {number} clientX
 * @param {number} clientY
 * @param {Box} box of the picture
 * @param {boolean} held a button is down, so the point may be outside
 * @returns {{x: number, y: number}}
 */
export function viewPoint(clientX, clientY, box, held) {
  const low = held ? -REACH : 0;
  const high = held ? REACH : 1;
  const x = box.width > 0 ? (clientX - box.left) / box.width : 0;
  const y = box.height > 0 ? (clientY - box.top) / box.height : 0;
  return { x: round(clamp(x, low, high)), y: round(clamp(y, low, high)) };
}

/** @param {number} value */
function even(value) {
  return Math.max(MIN_SIDE, 2 * Math.round(value / 2));
}

/**
 * The size to render: the element's device pixels, but no more than
 * `maxPixels` of them, both sides even and the shape kept.
 *
 * @param {number} width device pixels
 * @param {number} height device pixels
 * @param {number} maxPixels
 * @returns {Size}
 */
export function renderSize(width, height, maxPixels) {
  const area = Math.max(1, width * height);
  const scale = Math.min(1, Math.sqrt(maxPixels / area), MAX_WIDTH / width,
                         MAX_HEIGHT / height);
  return { width: even(width * scale), height: even(height * scale) };
}
