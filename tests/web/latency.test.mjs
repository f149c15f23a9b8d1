// SPDX-License-Identifier: BSD-3-Clause
//
// Motion to photon, heartbeats, back-off and rates: all pure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heartbeat } from '../../web/heartbeat.js';
import { LatencyMeter, percentile, SampleWindow } from '../../web/latency.js';
import { Backoff, Patience } from '../../web/reconnect.js';
import { CounterHistory, readCounters } from '../../web/stats.js';

const size = { width: 4, height: 2 };

function meter() {
  const traces = [];
  const result = new LatencyMeter(trace => traces.push(trace));
  return { meter: result, traces };
}

test('report and frame meet in either order', () => {
  for (const reportFirst of [true, false]) {
    const { meter: latency, traces } = meter();
    latency.sent(7, 1000, 'any');
    const report = {
      rtp: 900, seq: 7, wait: 1, render: 8, send: 0.5, tier: 'interactive',
    };
    const shown = {
      rtp: 900, now: 1030, received: 1016, decode: 2, presented: 1024, ...size,
    };
    const steps = [() => latency.report(report), () => latency.show(shown)];
    for (const step of reportFirst ? steps : steps.reverse())
      step();
    assert.equal(traces.length, 1);
    const { motionToPhoton, wait, render, send, network, buffer, decode,
            display } = traces[0];
    assert.equal(motionToPhoton, 30);
    assert.deepEqual([wait, render, send, network, buffer, decode, display],
                     [1, 8, 0.5, 6.5, 6, 2, 6]);
    assert.equal(wait + render + send + network + buffer + decode + display,
                 motionToPhoton, 'the stages are the whole');
    assert.deepEqual(latency.summary(), { p50: 30, p95: 30, count: 1 });
  }
});

test('only the first frame that answers an event counts', () => {
  const { meter: latency, traces } = meter();
  latency.sent(1, 0, 'any');
  for (const [rtp, seq, now] of [[10, 1, 20], [20, 1, 400], [30, 0, 500]]) {
    latency.report({ rtp, seq: seq || undefined });
    latency.show({ rtp, now, ...size });
  }
  assert.deepEqual(traces.map(trace => trace.motionToPhoton), [20, null, null]);
  latency.show({ rtp: 40, now: 510, ...size });
  assert.equal(latency.fps(1050), 2, 'a repeated frame is no picture');
  assert.equal(latency.summary().count, 1);
});

test('hover moves, and what comes at rest after a release, do not count', () => {
  const table = [
    ['none', 'interactive', null], ['none', 'full', null],
    ['motion', 'interactive', 25], ['motion', 'full', null],
    ['any', 'interactive', 25], ['any', 'full', 25],
  ];
  for (const [answers, tier, expected] of table) {
    const { meter: latency, traces } = meter();
    latency.sent(1, 5, answers);
    latency.report({ rtp: 1, seq: 1, tier });
    latency.show({ rtp: 1, now: 30, ...size });
    assert.equal(traces[0].motionToPhoton, expected, `${answers} ${tier}`);
  }
});

test('what never meets is forgotten', () => {
  const { meter: latency, traces } = meter();
  for (let rtp = 0; rtp < 10000; rtp++)
    latency.report({ rtp, seq: rtp + 1 });
  for (let rtp = 20000; rtp < 30000; rtp++)
    latency.show({ rtp, now: rtp, ...size });
  assert.ok(latency.reports.size <= 256 && latency.shown.size <= 256);
  assert.equal(traces.length, 0);
  // An event that the ring has overwritten has no time.
  for (let seq = 1; seq <= 10000; seq++)
    latency.sent(seq, seq, 'any');
  latency.report({ rtp: 1, seq: 20 });
  latency.show({ rtp: 1, now: 50, ...size });
  assert.equal(traces[0].motionToPhoton, null);
});

test('percentiles and windows', () => {
  assert.equal(percentile([], 0.5), null);
  assert.equal(percentile([3], 0.95), 3);
  const values = Array.from({ length: 100 }, (_, n) => 100 - n);
  assert.equal(percentile(values, 0.5), 50);
  assert.equal(percentile(values, 0.95), 95);
  assert.equal(percentile(values, 1), 100);
  assert.equal(percentile(values, 0), 1);

  const samples = new SampleWindow(3);
  for (const value of [1, 2, 3, 4, 5])
    samples.add(value);
  assert.deepEqual([...samples.values()], [3, 4, 5]);
  assert.equal(samples.countSince(4), 2);
  assert.equal(samples.countSince(0), 3);
});

/** Whether it is lost at `to`, asked as often as the page does. */
function lostAt(beat, from, to) {
  let lost = false;
  for (let now = from; now <= to; now += 10)
    lost = beat.lost(now);
  return lost;
}

test('a heartbeat is lost after two seconds without frame and answer', () => {
  const beat = new Heartbeat(0);
  assert.ok(beat.takePing(0));
  assert.ok(!beat.takePing(500));
  beat.pong(0, 10);
  assert.equal(beat.roundTrip, 10);
  assert.ok(!lostAt(beat, 0, 900));
  assert.ok(beat.takePing(1000));
  assert.ok(!lostAt(beat, 910, 2000));
  assert.ok(beat.takePing(2000));
  assert.ok(lostAt(beat, 2010, 2020));
  beat.hear(2020);
  assert.ok(!beat.lost(2030), 'frames still come');
  beat.hear(6000);
  assert.ok(lostAt(beat, 2040, 6010), 'but answers have not for too long');
});

test('an answer that is on its way is waited for', () => {
  const beat = new Heartbeat(0);
  beat.takePing(0);
  beat.pong(0, 5);
  assert.ok(!lostAt(beat, 0, 1400), 'no ping was sent');
  beat.takePing(1400);
  assert.ok(!lostAt(beat, 1410, 2300));
  assert.ok(lostAt(beat, 2310, 2320));
});

test('a network that may have changed gets less time', () => {
  const beat = new Heartbeat(0);
  beat.takePing(0);
  beat.pong(0, 10);
  beat.doubt(200);
  assert.ok(beat.takePing(200), 'at once');
  assert.ok(!lostAt(beat, 0, 950));
  beat.doubt(900);
  assert.ok(lostAt(beat, 960, 970), 'a second doubt gives no more time');
  beat.pong(200, 980);
  assert.ok(!lostAt(beat, 980, 1500), 'it was unfounded');
  beat.doubt(1500);
  assert.ok(!lostAt(beat, 1510, 1500 + 3 * 780), 'a slow link gets more');
  assert.ok(lostAt(beat, 3850, 3860));
});

test('a page that slept with a ping under way reads the answer first', () => {
  const beat = new Heartbeat(0);
  beat.takePing(0);
  assert.ok(!beat.lost(3600e3));
  assert.ok(!lostAt(beat, 3600e3, 3600e3 + 1900));
  assert.ok(lostAt(beat, 3600e3 + 1910, 3600e3 + 2010));
});

test('a page that slept is not told that the server fell silent', () => {
  const beat = new Heartbeat(0);
  beat.takePing(0);
  beat.pong(0, 5);
  assert.ok(!beat.lost(3600e3));
});

test('back-off grows to five seconds, and obeys the server', () => {
  const backoff = new Backoff();
  const delays = Array.from({ length: 8 }, () => backoff.next());
  assert.deepEqual(delays, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  backoff.reset();
  assert.equal(backoff.next(), 250);
  assert.equal(backoff.next(3000), 3000);
});

test('answers are waited for ever longer, and longer on a slow link', () => {
  const patience = new Patience();
  const waits = Array.from({ length: 6 }, () => patience.next(150));
  assert.deepEqual(waits, [1600, 2600, 2600, 4600, 8600, 8600]);
  patience.reset();
  assert.equal(patience.next(0), 1000);
});

test('rates are differences of the last second', () => {
  const report = (time, n) => readCounters([
    { id: 'C', type: 'codec', mimeType: 'video/H264' },
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', currentRoundTripTime: 0.002 },
    { id: 'Q', type: 'candidate-pair', currentRoundTripTime: 9 },
    {
      id: 'I', type: 'inbound-rtp', kind: 'video', codecId: 'C',
      bytesReceived: 1000 * n, framesDecoded: n, totalDecodeTime: 0.003 * n,
      jitterBufferEmittedCount: n, jitterBufferDelay: 0.01 * n,
      packetsReceived: 9 * n, packetsLost: n,
    },
  ], time);
  const history = new CounterHistory();
  let rates;
  for (let n = 0; n <= 20; n++)
    rates = history.add(report(250 * n, 10 * n));
  assert.equal(Math.round(rates.bitrate), 320000);
  assert.ok(Math.abs(rates.decode - 3) < 1e-9);
  assert.ok(Math.abs(rates.jitterBuffer - 10) < 1e-9);
  assert.ok(Math.abs(rates.loss - 0.1) < 1e-9);
  const counters = report(0, 1);
  assert.equal(counters.codec, 'H.264');
  assert.equal(counters.roundTrip, 0.002);

  rates = history.add(report(6000, 1));
  assert.equal(rates.bitrate, 0, 'another connection begins anew');
  assert.equal(rates.loss, null);
  assert.equal(readCounters([], 0).bytes, 0);
});
