// SPDX-License-Identifier: BSD-3-Clause
//
// Networks that are in the way: relays, firewalls, addresses that change.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { launchBrowser, pause, Server, until, Viewer } from './harness.mjs';
import { CLIENT, findObstacle, Network, RELAY, SERVER } from './network.mjs';

const skip = findObstacle();
const SECRET = 'a-secret-of-both';
const USER = 'ward:a-pass"word\\';
const OTHER_CLIENT = '10.78.0.77';

let network;
let browser;
let server;
const viewers = [];

before(async () => {
  if (skip)
    return;
  network = new Network();
  browser = await launchBrowser([], network.browser);
});

after(async () => {
  await browser?.close();
  await network?.stop();
});

afterEach(async () => {
  await Promise.all(viewers.splice(0).map(viewer => viewer.close()));
  await server?.stop();
  server = null;
  network?.unblock();
  await network?.stopTurn();
});

async function serve(...args) {
  server = await Server.start({
    prefix: network.prefix,
    args: ['--host', SERVER, '--insecure', ...args],
  });
}

/** The page is in a network that lets nothing through but to a relay. */
function relayOnly() {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/** @param {() => void} [init] runs in the page before its scripts */
async function watch(init, where = browser) {
  const viewer = await Viewer.open(where, server.url, { init });
  viewers.push(viewer);
  await viewer.reach('live');
  await viewer.settle();
  return viewer;
}

/** Both ends of the way that the last connection found. */
function pair(viewer) {
  return viewer.page.evaluate(async () => {
    const report = await window.vtkcastTest.connections.at(-1).getStats();
    const entries = new Map();
    report.forEach(entry => entries.set(entry.id, entry));
    const transport = [...entries.values()].find(
      ({ type }) => type === 'transport');
    const chosen = entries.get(transport.selectedCandidatePairId);
    const read = ({ candidateType, protocol, relayProtocol, address, port }) =>
      ({ candidateType, protocol, relayProtocol, address, port });
    return {
      local: read(entries.get(chosen.localCandidateId)),
      remote: read(entries.get(chosen.remoteCandidateId)),
    };
  });
}

/** What healthz tells, asked from inside. */
function health(viewer) {
  return viewer.page.evaluate(async () =>
    (await fetch('/healthz', { cache: 'no-store' })).json());
}

/** The picture answers the hand. */
async function turns(viewer) {
  const before = await viewer.pixels();
  await viewer.drag([0.4, 0.5], [0.7, 0.6]);
  await viewer.changed(before);
}

const CREDENTIALS = {
  'a time-limited credential': {
    // As in docs/reaching.md.
    turn: ['--use-auth-secret', `--static-auth-secret=${SECRET}`,
           '--no-multicast-peers',
           '--denied-peer-ip=0.0.0.0-255.255.255.255',
           `--allowed-peer-ip=${SERVER}`],
    args: () => ['--turn-secret-file', network.write('secret', SECRET)],
  },
  'user and password': {
    turn: ['--lt-cred-mech', `--user=${USER}`],
    args: () => ['--turn-user-file', network.write('user', USER)],
  },
};

for (const [name, { turn, args }] of Object.entries(CREDENTIALS))
  for (const transport of ['udp', 'tcp'])
    test(`a relay by ${transport} with ${name}`, { skip }, async () => {
      await network.startTurn(turn);
      await serve('--turn', `turn:${RELAY}?transport=${transport}`, ...args());
      const viewer = await watch(relayOnly);
      const { local } = await pair(viewer);
      assert.equal(local.candidateType, 'relay');
      assert.equal(local.relayProtocol, transport);
      await turns(viewer);
    });

test('a firewall that opens nothing but HTTPS is passed', { skip }, async () => {
  const { turn, args } = CREDENTIALS['a time-limited credential'];
  await network.startTurn([...turn, ...network.tls(443)]);
  await serve('--turn', `turns:${RELAY}:443?transport=tcp`, ...args());
  // The page's own port stands for one of HTTPS, too.
  network.block(`tcp dport != { 443, ${server.url.port} } ` +
                `tcp sport != { 443, ${server.url.port} }`);
  network.block('meta l4proto udp');
  const trusting = await launchBrowser(['--ignore-certificate-errors'],
                                       network.browser);
  try {
    const viewer = await watch(undefined, trusting);
    const { local } = await pair(viewer);
    assert.equal(local.candidateType, 'relay');
    assert.equal(local.relayProtocol, 'tls');
    await turns(viewer);
    await viewers.pop().close();
  } finally {
    await trusting.close();
  }
});

test('a relay with another secret lets nobody through, and that is all',
     { skip }, async () => {
  await network.startTurn(CREDENTIALS['a time-limited credential'].turn);
  await serve('--turn', `turn:${RELAY}`, '--turn-secret-file',
              network.write('secret', 'another-secret'));
  const viewer = await Viewer.open(browser, server.url, { init: relayOnly });
  viewers.push(viewer);
  await until('words', async () =>
    (await viewer.words()).includes('A firewall may block it'));
  assert.match(network.turnLog, /401: Unauthorized/, 'the relay was asked');

  const other = await watch();
  assert.notEqual((await pair(other)).local.candidateType, 'relay');
  await turns(other);
});

test('without UDP the connection goes by TCP', { skip }, async () => {
  network.block('meta l4proto udp');
  await serve();
  const viewer = await watch();
  const { local, remote } = await pair(viewer);
  assert.equal(local.protocol, 'tcp');
  assert.equal(remote.protocol, 'tcp');
  await turns(viewer);
});

test('a firewall that opens two TCP ports is passed', { skip }, async () => {
  const { turn, args } = CREDENTIALS['a time-limited credential'];
  await network.startTurn(turn);
  await serve('--turn', `turn:${RELAY}?transport=udp`, '--turn',
              `turn:${RELAY}?transport=tcp`, ...args());
  network.block(`tcp dport != { 3478, ${server.url.port} } ` +
                `tcp sport != { 3478, ${server.url.port} }`);
  network.block('meta l4proto udp');
  const viewer = await watch();
  const { local } = await pair(viewer);
  assert.equal(local.candidateType, 'relay');
  assert.equal(local.relayProtocol, 'tcp');
  await turns(viewer);
});

test('--ice-ports is kept', { skip }, async () => {
  const [min, max] = [41000, 41009];
  await serve('--ice-ports', `${min}-${max}`);
  const viewer = await watch();
  const other = await watch();
  const answers = await Promise.all([viewer, other].map(({ page }) =>
    page.evaluate(() =>
      window.vtkcastTest.connections.at(-1).remoteDescription.sdp)));
  const candidates = answers.join('').match(/^a=candidate:.*/gm)
    .map(line => line.split(' '));
  const isActive = fields => fields.join(' ').includes('tcptype active');
  const bound = candidates.filter(fields => !isActive(fields));
  for (const transport of ['UDP', 'TCP'])
    assert.ok(bound.some(fields => fields[2].toUpperCase() === transport),
              `a candidate of ${transport}`);
  for (const { 5: port } of bound)
    assert.ok(port >= min && port <= max, `${port} is in the range`);

  const sockets = network.in(network.server, 'ss', '-Hlnptu');
  const ports = sockets.split('\n').filter(line => line.includes('"vtkcast"'))
    .map(line => Number(line.match(/:(\d+)\s/)[1]))
    .filter(port => port !== Number(server.url.port));
  assert.ok(ports.length >= 8, 'two viewers, two addresses, UDP and TCP');
  for (const port of ports)
    assert.ok(port >= min && port <= max, `${port} is in the range`);
});

/** Writes down what the person sees from now on. */
function record(viewer) {
  return viewer.page.evaluate(() => {
    const view = document.querySelector('vtkcast-view');
    const canvas = new OffscreenCanvas(16, 12);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const seen = window.seen = {
      states: [], blanks: 0, looks: 0, liveAt: 0, viewer: 0,
    };
    view.addEventListener('statechange', ({ detail }) => {
      seen.states.push(detail.state);
      seen.liveAt = detail.state === 'live' ? Date.now() : seen.liveAt;
    });
    const look = () => {
      context.drawImage(window.vtkcastTest.video, 0, 0, 16, 12);
      const { data } = context.getImageData(0, 0, 16, 12);
      seen.looks++;
      if (data.every((value, at) =>
        at % 4 === 3 || Math.abs(value - data[at % 4]) < 16))
        seen.blanks++;
      requestAnimationFrame(look);
    };
    look();
  });
}

/** The picture came back at `viewer` by itself, at most `limit` ms after
 * `since`. */
async function comesBack(viewer, since, limit) {
  await until('a new connection', () => viewer.page.evaluate(
    () => window.seen.states.at(-1) === 'live'));
  const seen = await viewer.page.evaluate(() => window.seen);
  const took = seen.liveAt - since;
  console.log(`back after ${took} ms: ${seen.states.join(', ')}`);
  assert.ok(took <= limit, `${took} ms`);
  assert.equal(seen.blanks, 0, 'the picture stayed');
  assert.ok(seen.looks > 20);
  await until('the old one is gone', async () =>
    (await health(viewer)).viewers === viewers.length);
  assert.equal(await viewer.get('controls'), true, 'the same role');
  await turns(viewer);
}

test('another address in the middle of it', { skip }, async () => {
  await serve();
  const viewer = await watch();
  await watch(); // who would like to control, too
  await record(viewer);
  network.removeAddress(network.client, CLIENT);
  network.addAddress(network.client, OTHER_CLIENT);
  const since = Date.now();
  try {
    await comesBack(viewer, since, 2500 + 1500);
    assert.ok(await viewer.page.evaluate(
      () => window.vtkcastTest.connections.length) > 1);
  } finally {
    network.removeAddress(network.client, OTHER_CLIENT);
    network.addAddress(network.client, CLIENT);
  }
});

test('a link that is gone for four seconds', { skip }, async () => {
  await serve();
  const viewer = await watch();
  await watch();
  await record(viewer);
  network.block('meta l4proto { tcp, udp, icmp }');
  await pause(4000);
  network.unblock();
  await comesBack(viewer, Date.now(), 1000 + 1500);
});
