// SPDX-License-Identifier: BSD-3-Clause
//
// /metrics of the real program, after somebody worked with it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LatencyReport } from '../../web/latency-report.js';
import { launchBrowser, Server, until, Viewer } from './harness.mjs';
import { parseMetrics } from './prometheus.mjs';

let browser;
let server;

before(async () => {
  browser = await launchBrowser();
  server = await Server.start();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

function ask(headers = { Authorization: `Bearer ${server.token}` },
             method = 'GET') {
  return fetch(new URL('/metrics', server.origin), { method, headers });
}

async function read() {
  const response = await ask();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('Content-Type'),
               'text/plain; version=0.0.4; charset=utf-8');
  return parseMetrics(await response.text());
}

/** How many values a histogram has, over all of its series. */
function count(metrics, name) {
  const { type, samples } = metrics.get(name);
  assert.equal(type, 'histogram');
  return samples.filter(sample => sample.name === `${name}_count`)
    .reduce((sum, { value }) => sum + value, 0);
}

function value(metrics, name) {
  const { samples } = metrics.get(name);
  assert.equal(samples.length, 1);
  return samples[0].value;
}

const MEASURED = [
  'vtkcast_motion_to_photon_seconds', 'vtkcast_render_seconds',
  'vtkcast_encode_seconds', 'vtkcast_round_trip_seconds',
  'vtkcast_loss_ratio', 'vtkcast_estimate_bits_per_second',
  'vtkcast_sent_bits_per_second',
];

test('only who has the token reads the figures', async () => {
  for (const headers of [{}, { Authorization: 'Bearer wrong' }]) {
    const response = await ask(headers);
    assert.equal(response.status, 401);
    assert.equal(response.headers.get('WWW-Authenticate'), 'Bearer');
  }
  assert.equal((await ask(undefined, 'POST')).status, 405);
  const head = await ask(undefined, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(await head.text(), '');
});

test('a server that nobody watches has all series already', async () => {
  const metrics = await read();
  for (const name of MEASURED)
    count(metrics, name);
  assert.equal(value(metrics, 'vtkcast_viewers'), 0);
  assert.equal(value(metrics, 'vtkcast_info'), 1);
  assert.ok(value(metrics, 'process_resident_memory_bytes') > 1e6);
  assert.ok(value(metrics, 'process_cpu_seconds_total') > 0);
});

test('work shows in every figure, and makes no more of them', async () => {
  const first = await read();
  const viewer = await Viewer.watch(browser, server.url);
  await until('figures of everything', async () => {
    await viewer.drag([0.4, 0.5], [0.7, 0.6], { steps: 20 });
    const now = await read();
    return MEASURED.every(name => count(now, name) > 0);
  }, 30000);
  const metrics = await read();
  assert.equal(value(metrics, 'vtkcast_viewers'), 1);
  assert.ok(value(metrics, 'vtkcast_viewers_joined_total') >= 1);
  assert.ok(value(metrics, 'vtkcast_renders_total') >=
            count(metrics, 'vtkcast_render_seconds'));

  const m2p = metrics.get('vtkcast_motion_to_photon_seconds').samples;
  const mean = m2p.at(-2).value / m2p.at(-1).value;
  assert.ok(mean > 0.001 && mean < 2, `a mean of ${mean} s`);

  await viewer.close();
  await until('nobody', async () => value(await read(), 'vtkcast_viewers') === 0);
  const last = await read();
  const series = families => [...families.values()].flatMap(
    ({ samples }) => samples.map(({ name, labels }) =>
      name + JSON.stringify(labels)));
  assert.deepEqual(series(last), series(first));
});

test('latencies are sent together, and no more than a message holds', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const sent = [];
  const report = new LatencyReport(samples => sent.push(samples));
  t.mock.timers.tick(60000);
  assert.deepEqual(sent, [], 'nothing runs while there is nothing');
  report.add(12.345);
  report.add(7);
  t.mock.timers.tick(5000);
  assert.deepEqual(sent, [[12.3, 7]]);
  for (let n = 0; n < 5000; n++)
    report.add(n);
  t.mock.timers.tick(5000);
  assert.equal(sent[1].length, 1000);
  report.add(1);
  report.stop();
  t.mock.timers.tick(60000);
  assert.equal(sent.length, 2);
});
