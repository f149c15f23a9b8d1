// SPDX-License-Identifier: BSD-3-Clause
//
// What all benchmarks take from the command line, and how they answer.

import { parseArgs } from 'node:util';

/**
 * Options are of their defaults' types; `size` becomes `width` and `height`.
 *
 * @template {Record<string, string|number>} T
 * @param {T} defaults
 * @param {string[]} [mayBeZero] numbers that need not be above 0
 * @returns {T & {json: boolean, width?: number, height?: number}}
 */
export function readOptions(defaults, mayBeZero = []) {
  const { values } = parseArgs({ options: {
    json: { type: 'boolean', default: false },
    ...Object.fromEntries(Object.entries(defaults).map(([name, value]) =>
      [name, { type: 'string', default: String(value) }])),
  } });
  for (const [name, value] of Object.entries(defaults)) {
    if (typeof value !== 'number')
      continue;
    const number = Number(values[name]);
    if (!(number > 0 || number === 0 && mayBeZero.includes(name)))
      throw new Error(`--${name} is a number above 0`);
    values[name] = number;
  }
  if (values.size) {
    const [width, height] = values.size.split('x').map(Number);
    if (!(width > 0 && height > 0))
      throw new Error('--size is WIDTHxHEIGHT');
    Object.assign(values, { width, height });
  }
  return values;
}

/** Figures as JSON if that is wanted, else as `print` puts them. */
export function report({ json }, figures, print) {
  if (json)
    console.log(JSON.stringify(figures, null, 2));
  else
    print(figures);
}
