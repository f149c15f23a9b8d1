// SPDX-License-Identifier: BSD-3-Clause
//
// /api/v1/openapi.json tells of all that the server answers, and of nothing
// else.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Server } from './harness.mjs';

const SOURCES = path.join(ROOT, 'src/server');

let server;
let api;

before(async () => {
  server = await Server.start();
  const response = await fetch(`${server.origin}/api/v1/openapi.json`);
  assert.equal(response.status, 200);
  api = await response.json();
});

after(() => server?.stop());

/** The paths that the server's source names; one that ends in / stands for all
 * below it. */
function* pathsOfServer() {
  for (const name of readdirSync(SOURCES).filter(name => /\.[ch]$/.test(name))) {
    const text = readFileSync(path.join(SOURCES, name), 'utf8');
    for (const [, found] of
      text.matchAll(/"(\/(?:api\/v1|whep|healthz|metrics)[\w./-]*)"/g))
      yield found;
  }
}

test('each path of the server is in it', () => {
  const found = new Set(pathsOfServer());
  assert.ok(found.size >= 6, [...found].join(' '));
  for (const name of found) {
    const known = Object.keys(api.paths).some(template =>
      template === name || (name.endsWith('/') && template.startsWith(name)));
    assert.ok(known, `${name} is not in openapi.json`);
  }
});

test('the server knows each path and method in it', async () => {
  for (const [template, item] of Object.entries(api.paths))
    for (const method of Object.keys(item)) {
      const url = server.origin + template.replace('{id}', 'x');
      const response = await fetch(url, { method: method.toUpperCase() });
      await response.arrayBuffer();
      assert.notEqual(response.status, 404, `${method} ${template}`);
      // Without a token: what needs one says so, and lists that.
      assert.ok(String(response.status) in item[method].responses,
                `${method} ${template}: ${response.status}`);
    }
});

test('its references lead somewhere, and its names are used once', () => {
  const ids = [];
  const visit = value => {
    if (typeof value?.$ref === 'string') {
      const target = value.$ref.slice(2).split('/')
        .reduce((at, key) => at?.[key], api);
      assert.ok(target, value.$ref);
    }
    if (typeof value?.operationId === 'string')
      ids.push(value.operationId);
    if (typeof value === 'object' && value !== null)
      Object.values(value).forEach(visit);
  };
  visit(api);
  assert.equal(new Set(ids).size, ids.length);
  assert.match(api.openapi, /^3\.1\./);
});
