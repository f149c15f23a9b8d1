// SPDX-License-Identifier: BSD-3-Clause
//
// A Python program's CT head in a Streamlit page, worked with for a moment;
// scripts/bench acceptance does it for minutes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, verdict } from './acceptance.mjs';
import { NO_PYTHON as skip } from './python.mjs';

/** So few frames on a machine with other things to do say no more than that
 * nothing runs away. */
const P95_LIMIT = 2;

test('a head in a Streamlit page stays quick and quiet', { skip }, async t => {
  const result = await accept({ seconds: 14, share: 0.4 });
  t.diagnostic(JSON.stringify(result));
  assert.deepEqual(verdict(result, P95_LIMIT), []);
});
