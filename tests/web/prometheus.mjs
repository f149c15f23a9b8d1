// SPDX-License-Identifier: BSD-3-Clause
//
// Reads Prometheus' text format 0.0.4, and is as strict as promtool.

import assert from 'node:assert/strict';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const NUMBER = /^(?:[+-]?Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

function parseLabels(text = '') {
  const labels = {};
  let rest = text;
  while (rest) {
    const match = rest.match(LABEL);
    assert.ok(match, `labels: ${text}`);
    assert.ok(!(match[1] in labels), `a label twice: ${text}`);
    labels[match[1]] = match[2];
    rest = rest.slice(match[0].length);
  }
  return labels;
}

function parseNumber(text) {
  assert.match(text, NUMBER);
  return Number(text.replace('Inf', 'Infinity'));
}

/** The buckets of one histogram series, as a distribution must be. */
function checkHistogram(name, samples) {
  const series = new Map();
  for (const sample of samples) {
    const { le, ...others } = sample.labels;
    const key = JSON.stringify(others);
    const one = series.get(key) ?? { buckets: [] };
    series.set(key, one);
    if (sample.name === `${name}_bucket`) {
      assert.ok(le !== undefined, `${name}: a bucket without le`);
      one.buckets.push([parseNumber(le), sample.value]);
    } else {
      assert.equal(le, undefined);
      one[sample.name.slice(name.length + 1)] = sample.value;
    }
  }
  for (const { buckets, sum, count } of series.values()) {
    assert.ok(Number.isFinite(sum), `${name}: sum`);
    assert.deepEqual(buckets.at(-1), [Infinity, count], `${name}: +Inf`);
    for (let at = 1; at < buckets.length; at++) {
      assert.ok(buckets[at][0] > buckets[at - 1][0], `${name}: bounds`);
      assert.ok(buckets[at][1] >= buckets[at - 1][1], `${name}: counts`);
    }
  }
}

function belongs(sample, { name, type }) {
  return type === 'histogram'
    ? ['_bucket', '_sum', '_count'].some(end => sample === name + end)
    : sample === name;
}

/**
 * @param {string} text
 * @returns {Map<string, {type: string, samples: {name: string,
 *   labels: Record<string, string>, value: number}[]}>} by name
 */
export function parseMetrics(text) {
  const families = new Map();
  const seen = new Set();
  let family = null;
  assert.ok(text.endsWith('\n'), 'the last line ends');
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = line.match(new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`));
    if (comment?.[1] === 'HELP') {
      family = { name: comment[2], type: '', samples: [] };
      assert.ok(!families.has(family.name), `twice: ${family.name}`);
      families.set(family.name, family);
    } else if (comment) {
      assert.equal(comment[2], family?.name, 'TYPE follows HELP');
      assert.ok(TYPES.includes(comment[3]), line);
      family.type = comment[3];
    } else {
      const match = line.match(SAMPLE);
      assert.ok(match, `a line: ${line}`);
      const [, name, labels, value] = match;
      assert.ok(family?.type && belongs(name, family), `a family: ${line}`);
      assert.ok(!seen.has(`${name}{${labels}}`), `twice: ${line}`);
      seen.add(`${name}{${labels}}`);
      family.samples.push({
        name, labels: parseLabels(labels), value: parseNumber(value),
      });
    }
  }
  for (const { name, type, samples } of families.values()) {
    assert.ok(samples.length > 0, `${name} has samples`);
    assert.equal(type === 'counter', name.endsWith('_total'), name);
    if (type === 'histogram')
      checkHistogram(name, samples);
    else
      assert.ok(samples.every(({ value }) => value >= 0), name);
  }
  return families;
}
