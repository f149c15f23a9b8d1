// SPDX-License-Identifier: BSD-3-Clause
//
// The header Link with ICE servers: pure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIceServers } from '../../web/ice.js';

const STUN = '<stun:s.example:3478>; rel="ice-server"';
const TURN = '<turn:t.example:3478?transport=udp>; rel="ice-server"; ' +
  'username="1795:abc"; credential="a+b/c="; credential-type="password"';

test('servers are read as WHEP writes them', () => {
  assert.deepEqual(parseIceServers(`${STUN}, ${TURN}`), [
    { urls: 'stun:s.example:3478' },
    {
      urls: 'turn:t.example:3478?transport=udp',
      username: '1795:abc', credential: 'a+b/c=',
    },
  ]);
});

const TABLE = [
  [null, []],
  ['', []],
  ['<>', []],
  ['<stun:a', []],
  ['stun:a; rel="ice-server"', []],
  ['<https://a/>; rel="preload"', []],
  ['<https://a/>; rel="ice-server"', []],
  ['<stun:a>', []],
  ['<stun:a>;rel=ice-server', ['stun:a']],
  ['<stun:a> ; REL = "ice-server" ; x="," , <stun:b>; rel=ice-server',
   ['stun:a', 'stun:b']],
  ['<turn:a>; rel="ice-server"', []],
  ['<turn:a>; rel="ice-server"; username="u"', []],
  ['<turns:[::1]:443?transport=tcp>; rel="ice-server"; username="u"; ' +
   'credential="p"', ['turns:[::1]:443?transport=tcp']],
  ['<https://a/>; rel="x"; title="<stun:no>; rel=ice-server", ' +
   '<stun:yes>; rel=ice-server', ['stun:yes']],
  ['<stun:a>; rel="ice-server', []],
  ['<stun:a>; '.repeat(10000), []],
  ['\\'.repeat(10000), []],
];

for (const [header, urls] of TABLE)
  test(`of ${JSON.stringify(header)?.slice(0, 60)}`, () => {
    assert.deepEqual(parseIceServers(header).map(server => server.urls), urls);
  });

test('a quoted password may hold quotes', () => {
  const [server] = parseIceServers(
    '<turn:a>; rel="ice-server"; username="u\\"v"; credential="p\\\\w,<x>"');
  assert.equal(server.username, 'u"v');
  assert.equal(server.credential, 'p\\w,<x>');
});

test('no more than a browser can use', () => {
  const many = Array(100).fill(STUN).join(', ');
  assert.equal(parseIceServers(many).length, 16);
});
