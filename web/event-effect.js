// SPDX-License-Identifier: BSD-3-Clause
//
// What an event may do to the picture. Pure.

/**
 * @param {import('./input.js').InputEvent} event
 * @returns {import('./latency.js').Answers}
 */
export function answersTo({ type, pointer, buttons }) {
  if (type === 'pointermove')
    return pointer === 'touch' || buttons ? 'any' : 'none';
  return type === 'wheel' || type === 'keydown' ? 'any' : 'motion';
}

/** A mouse that passes over the picture is no reason to show a worse one.
 *
 * @param {import('./input.js').InputEvent} event
 */
export function mayChange({ type, pointer, buttons }) {
  return type !== 'pointermove' || pointer === 'touch' || Boolean(buttons);
}
