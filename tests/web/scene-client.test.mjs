// SPDX-License-Identifier: BSD-3-Clause
//
// Parameters as the element keeps them: what is sent when. No server.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { difference, parametersFrom, SceneClient }
  from '../../web/scene-client.js';

const SCHEMA = {
  type: 'object',
  properties: {
    again: {
      'title': 'Again', 'type': 'boolean', 'const': true, 'x-action': true,
      'x-order': 2,
    },
    window: {
      'title': 'Window', 'type': 'number', 'minimum': 1, 'maximum': 4000,
      'x-step': 5, 'x-unit': 'HU', 'x-group': 'Transfer', 'x-order': 0,
    },
    blend: { 'type': 'string', 'enum': ['mip', 'minip'], 'x-order': 1 },
    note: { 'title': 'Note', 'type': 'string', 'x-order': 3 },
  },
};

test('parameters are read from the schema, in the order of a panel', () => {
  const [window, blend, again, note] = parametersFrom(SCHEMA, { window: 7 });
  assert.deepEqual(window, {
    name: 'window', title: 'Window', kind: 'number', value: 7, minimum: 1,
    maximum: 4000, step: 5, unit: 'HU', choices: undefined, group: 'Transfer',
  });
  assert.equal(blend.title, 'blend');
  assert.deepEqual([blend.kind, again.kind, note.kind],
                   ['choice', 'action', 'text']);
  assert.deepEqual(blend.choices, ['mip', 'minip']);
  assert.deepEqual(parametersFrom(undefined, {}), []);
});

test('a difference has what is new and what is another', () => {
  assert.deepEqual(difference({ a: 1, b: [1], c: 3 }, { a: 1, b: [2], d: 4 }),
                   { b: [2], d: 4 });
});

/** A client, and what it sent and told. */
function newClient({ answer = async () => ({}) } = {}) {
  const sent = [];
  const told = [];
  const client = new SceneClient({
    call: (method, params) => {
      sent.push([method, params.values ?? params.events]);
      return answer(method, params);
    },
    emit: (type, detail) => told.push([type, detail]),
  });
  return { client, sent, told };
}

function connect(client, values = {}) {
  client.connected();
  client.setControls(true);
  client.onNotification('parameters', { schema: SCHEMA });
  client.onNotification('values', values);
}

test('what is declared is sent when it can be, and then the difference', () => {
  const { client, sent } = newClient();
  client.declare('{"window": 5, "note": "a"}');
  client.declare('{"window": 6, "note": "a"}');
  assert.deepEqual(sent, []);
  connect(client);
  client.declare('{"window": 6, "note": "a"}');
  client.declare('{"note": "b", "window": 6}');
  assert.deepEqual(sent, [
    ['setParameters', { window: 6, note: 'a' }],
    ['setParameters', { note: 'b' }],
  ]);
});

test('a connection that comes again is told nothing twice', () => {
  const { client, sent } = newClient();
  client.declare('{"window": 5}');
  connect(client);
  client.disconnected();
  client.declare('{"window": 5, "note": "a"}');
  connect(client);
  assert.deepEqual(sent.slice(1), [['setParameters', { note: 'a' }]]);
});

test('who only watches declares nothing until it controls', () => {
  const { client, sent } = newClient();
  client.declare('{"window": 5}');
  client.connected();
  client.setControls(false);
  client.onNotification('parameters', { schema: SCHEMA });
  assert.deepEqual(sent, []);
  client.setControls(true);
  assert.deepEqual(sent, [['setParameters', { window: 5 }]]);
});

test('a program that describes one thing after the other is waited for', t => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { client, sent } = newClient();
  client.declare('{"window": 5, "later": 1, "typo": 2}');
  connect(client);
  assert.deepEqual(sent, [['setParameters', { window: 5 }]]);
  client.onNotification('parameters', {
    schema: { properties: { ...SCHEMA.properties, later: { type: 'number' } } },
  });
  assert.deepEqual(sent.slice(1), [['setParameters', { later: 1 }]]);
  mock.timers.tick(5000);
  assert.deepEqual(sent.slice(2), [['setParameters', { typo: 2 }]]);
});

test('an action is declared each time when it becomes true', () => {
  const { client, sent } = newClient();
  connect(client);
  for (const again of [false, true, true, false, true])
    client.declare(JSON.stringify({ again }));
  const press = ['setParameters', { again: true }];
  assert.deepEqual(sent, [press, press]);
});

test('what the server refuses is told, also what is no object', async () => {
  const { client, told } = newClient({
    answer: async () => {
      throw new Error('“window” is too large');
    },
  });
  connect(client);
  client.declare('{"window": 5e9}');
  await new Promise(setImmediate);
  for (const text of ['[1]', '{', 'null', '"a"'])
    client.declare(text);
  const errors = told.filter(([type]) => type === 'error')
    .map(([, { text }]) => text);
  assert.equal(errors[0], '“window” is too large');
  assert.equal(errors.length, 5);
});

test('values, camera and picks are told', () => {
  const { client, sent, told } = newClient();
  client.want('camera-changed');
  client.want('frame');
  connect(client, { window: 3 });
  client.want('picked');
  client.want('picked');
  assert.deepEqual(sent, [['subscribe', ['camera']],
                          ['subscribe', ['camera', 'pick']]]);
  assert.equal(told.at(-1)[1][0].value, 3);
  client.onNotification('values', { note: 'x' });
  assert.deepEqual(client.parameters.map(({ value }) => value),
                   [3, undefined, undefined, 'x']);
  client.onNotification('camera', { viewAngle: 30 });
  client.onNotification('pick', { button: 1 });
  assert.deepEqual(told.slice(-2), [['camera-changed', { viewAngle: 30 }],
                                    ['picked', { button: 1 }]]);
  assert.deepEqual(client.camera, { viewAngle: 30 });
  assert.equal(client.onNotification('link', {}), false);
});
