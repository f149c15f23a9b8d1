// SPDX-License-Identifier: BSD-3-Clause
//
// The input queue against docs/protocol.md, with a clock and a network of lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputQueue } from '../../web/input.js';

const press = { type: 'pointerdown', x: 0.5, y: 0.5, button: 0, buttons: 1 };
const release = { type: 'pointerup', x: 0.5, y: 0.5, button: 0, buttons: 0 };
const wheel = { type: 'wheel', x: 0.5, y: 0.5, dx: 0, dy: 1 };
const move = x => ({ type: 'pointermove', x, y: 0.5, buttons: 1 });

/** The message at `now` as [type, seq] pairs; null if there is none. */
function take(queue, now) {
  const text = queue.take(now);
  return text === null ? null
    : JSON.parse(text).map(({ type, seq }) => [type, seq]);
}

/** What the server does, by the protocol: apply what is newer, in order. */
class Server {
  constructor() {
    this.applied = [];
    this.last = 0;
  }

  receive(text) {
    const events = JSON.parse(text);
    assert.ok(events.length >= 1 && events.length <= 256);
    for (const event of events) {
      if (event.seq > this.last) {
        this.last = event.seq;
        this.applied.push(event);
      }
    }
    return events.some(({ type }) => type !== 'pointermove') ? this.last : null;
  }
}

test('a press goes at once and is repeated until it is acknowledged', () => {
  const queue = new InputQueue();
  queue.push(press, 0);
  assert.deepEqual(take(queue, 0), [['pointerdown', 1]]);
  assert.equal(take(queue, 49), null);

  const times = [];
  for (let now = 0; now <= 4000; now++)
    if (take(queue, now))
      times.push(now);
  assert.deepEqual(times, [50, 150, 350, 750, 1550, 2550, 3550]);

  queue.acknowledge(1);
  assert.equal(queue.due(), Infinity);
  assert.equal(take(queue, 99999), null);
});

test('moves are sent at once, but not more often than every 8 ms', () => {
  const queue = new InputQueue();
  queue.move(move(0.1), 0);
  assert.deepEqual(take(queue, 0), [['pointermove', 1]]);
  queue.move(move(0.2), 1);
  assert.equal(take(queue, 1), null);
  queue.move(move(0.3), 2);
  assert.equal(queue.due(), 8);
  const message = JSON.parse(queue.take(8));
  assert.equal(message.length, 1);
  assert.equal(message[0].x, 0.3, 'the newest one');
  assert.equal(message[0].seq, 2, 'without a gap');
});

test('a move before a press keeps its place, and takes no detour', () => {
  const queue = new InputQueue();
  queue.move(move(0.1), 0);
  queue.take(0);
  queue.move(move(0.2), 1);
  queue.push(release, 2);
  assert.deepEqual(take(queue, 2), [['pointermove', 2], ['pointerup', 3]]);
});

test('every message carries what was not acknowledged', () => {
  const queue = new InputQueue();
  queue.push(press, 0);
  queue.take(0);
  queue.move(move(0.1), 10);
  assert.deepEqual(take(queue, 10), [['pointerdown', 1], ['pointermove', 2]]);
  queue.push(wheel, 12);
  assert.deepEqual(take(queue, 12),
                   [['pointerdown', 1], ['pointermove', 2], ['wheel', 3]]);
  queue.acknowledge(1);
  queue.move(move(0.2), 30);
  assert.deepEqual(take(queue, 30), [['wheel', 3], ['pointermove', 4]]);
});

test('the last move is repeated twice, unless a frame shows it', () => {
  const queue = new InputQueue();
  queue.move(move(0.1), 0);
  queue.take(0);
  assert.deepEqual(take(queue, 50), [['pointermove', 1]]);
  assert.deepEqual(take(queue, 150), [['pointermove', 1]]);
  assert.equal(queue.due(), Infinity);

  queue.move(move(0.2), 1000);
  queue.take(1000);
  queue.answered(2);
  assert.equal(queue.due(), Infinity);
});

test('fingers move apart from each other', () => {
  const queue = new InputQueue();
  const finger = (id, x) => ({
    type: 'pointermove', pointer: 'touch', id, x, y: 0.5,
  });
  queue.move(move(0.1), 0);
  queue.take(0);
  queue.move(finger(0, 0.1), 1);
  queue.move(finger(1, 0.9), 1);
  queue.move(finger(0, 0.2), 2);
  const message = JSON.parse(queue.take(8)).filter(({ id }) => id !== undefined);
  assert.deepEqual(message.map(({ id, x }) => [id, x]), [[0, 0.2], [1, 0.9]]);
});

test('a long wait for acknowledgements grows neither messages nor the list',
     () => {
  const queue = new InputQueue();
  const server = new Server();
  for (let n = 0; n < 5000; n++)
    queue.push(wheel, n);
  queue.push(release, 5000);
  assert.ok(queue.waiting.length <= 513);
  queue.move(move(0.9), 5001);

  let now = 5001;
  for (let round = 0; round < 100 && queue.due() < Infinity; round++) {
    now = Math.max(now, queue.due());
    const text = queue.take(now);
    if (text === null)
      continue;
    assert.ok(text.length < 65536);
    const ack = server.receive(text);
    if (ack !== null)
      queue.acknowledge(ack);
    queue.answered(server.last);
  }
  assert.equal(queue.waiting.length, 0);
  const types = server.applied.map(({ type }) => type);
  assert.ok(types.includes('pointerup'), 'a release is never dropped');
  assert.equal(server.last, queue.seq);
});

test('whatever is lost or overtaken, nothing but moves is missed or doubled',
     () => {
  // A small generator of our own: a failure must be repeatable.
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) /
    2147483648;

  for (let trial = 0; trial < 50; trial++) {
    const queue = new InputQueue();
    const server = new Server();
    const wanted = [];
    const wire = [];
    for (let now = 0; now < 6000; now++) {
      if (now < 1500 && random() < 0.05) {
        const event = [press, release, wheel][Math.floor(3 * random())];
        queue.push({ ...event, mark: wanted.length }, now);
        wanted.push(wanted.length);
      } else if (now < 1500 && random() < 0.2) {
        queue.move(move(random()), now);
      }
      const text = queue.take(now);
      if (text !== null && random() > 0.3)
        wire.push({ at: now + Math.floor(80 * random()), text });
      for (const letter of wire.filter(({ at }) => at === now)) {
        const ack = letter.text ? server.receive(letter.text) : letter.ack;
        if (!letter.text)
          queue.acknowledge(ack);
        else if (ack !== null && random() > 0.3)
          wire.push({ at: now + 1 + Math.floor(80 * random()), ack });
      }
    }
    const got = server.applied.filter(({ mark }) => mark !== undefined)
      .map(({ mark }) => mark);
    assert.deepEqual(got, wanted, `trial ${trial}`);
    assert.equal(queue.waiting.length, 0);
    assert.equal(queue.due(), Infinity);
  }
});
