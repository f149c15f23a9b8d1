// SPDX-License-Identifier: BSD-3-Clause
//
// A minute of careless hands leaves the server as quick and quiet as before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak, verdict } from './soak.mjs';

test('no slowdown, no leak, no noise at rest', async t => {
  const seconds = Number(process.env.VTKCAST_SOAK_SECONDS ?? 60);
  const result = await soak({ seconds });
  t.diagnostic(JSON.stringify(result));
  assert.deepEqual(verdict(result), []);
});
