// SPDX-License-Identifier: BSD-3-Clause
//
// Two network namespaces with a cable between them, a firewall at the client's
// end, and a real coturn on a second address of the server's end. Needs root.
//
//   client 10.78.0.2 ──────── server 10.78.0.1, coturn 10.78.0.3

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync }
  from 'node:fs';
import path from 'node:path';
import { CHROMIUM, until } from './harness.mjs';

export const SERVER = '10.78.0.1';
export const CLIENT = '10.78.0.2';
export const RELAY = '10.78.0.3';
const TOOLS = ['ip', 'nft', 'openssl', 'ss', 'turnserver'];
const CABLE = 'cable';

function works(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Why there can be no such network here; false if there can. */
export function findObstacle() {
  for (const tool of TOOLS)
    if (!works('sh', '-c', `command -v ${tool}`))
      return `${tool} is not installed`;
  const name = `vtkcast-probe-${process.pid}`;
  if (!works('ip', 'netns', 'add', name))
    return 'network namespaces need root';
  works('ip', 'netns', 'del', name);
  return false;
}

export class Network {
  #turn;
  #turnLog;

  constructor() {
    this.server = `vtkcast-${process.pid}-server`;
    this.client = `vtkcast-${process.pid}-client`;
    this.folder = mkdtempSync('/tmp/vtkcast-network-');
    this.#turn = null;
    this.#turnLog = path.join(this.folder, 'turn.log');
    for (const place of [this.server, this.client])
      this.ip('netns', 'add', place);
    this.ip('link', 'add', CABLE, 'netns', this.server, 'type', 'veth',
            'peer', 'name', CABLE, 'netns', this.client);
    for (const place of [this.server, this.client])
      for (const link of ['lo', CABLE])
        this.ip('-n', place, 'link', 'set', link, 'up');
    this.addAddress(this.server, SERVER);
    this.addAddress(this.server, RELAY);
    this.addAddress(this.client, CLIENT);
    this.in(this.client, 'nft', 'add table inet wall; ' +
      'add chain inet wall out { type filter hook output priority 0; }; ' +
      'add chain inet wall in { type filter hook input priority 0; }');
  }

  ip(...args) {
    return execFileSync('ip', args, { encoding: 'utf8' });
  }

  /** Runs a command in one of the namespaces. */
  in(place, ...command) {
    return this.ip('netns', 'exec', place, ...command);
  }

  addAddress(place, address) {
    this.ip('-n', place, 'addr', 'add', `${address}/24`, 'dev', CABLE);
  }

  removeAddress(place, address) {
    this.ip('-n', place, 'addr', 'del', `${address}/24`, 'dev', CABLE);
  }

  /** @param {string} match what of the client's traffic is thrown away, both
   *    ways; as nft writes it */
  block(match) {
    for (const chain of ['out', 'in'])
      this.in(this.client, 'nft', `add rule inet wall ${chain} ${match} drop`);
  }

  unblock() {
    this.in(this.client, 'nft', 'flush table inet wall');
  }

  /** What a Server is started with, to run there. */
  get prefix() {
    return ['ip', 'netns', 'exec', this.server];
  }

  /** A program that runs Chromium there. */
  get browser() {
    const file = path.join(this.folder, 'chromium');
    writeFileSync(file, '#!/bin/sh\n' +
      `exec ip netns exec ${this.client} ${CHROMIUM} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** A file with a secret in it, for an option. */
  write(name, text) {
    const file = path.join(this.folder, name);
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    return file;
  }

  /** Arguments that make coturn listen for TLS, with a certificate that nobody
   * vouches for. */
  tls(port) {
    const [certificate, key] = ['turn.pem', 'turn.key'].map(
      name => path.join(this.folder, name));
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
      '-nodes', '-days', '2', '-subj', '/CN=vtkcast.test', '-addext',
      `subjectAltName=IP:${RELAY}`, '-keyout', key, '-out', certificate,
    ], { stdio: 'ignore' });
    return ['--tls-listening-port', String(port), '--cert', certificate,
            '--pkey', key];
  }

  /** @param {string[]} args of coturn */
  async startTurn(args) {
    const child = spawn('ip', [
      'netns', 'exec', this.server, 'turnserver', '-n', '--no-cli', '--no-dtls',
      ...(args.includes('--cert') ? [] : ['--no-tls']),
      '--verbose', '--simple-log', '--log-file', this.#turnLog,
      '--pidfile', path.join(this.folder, 'turn.pid'), '--userdb',
      path.join(this.folder, 'turn.db'), '--realm', 'vtkcast.test',
      '--listening-ip', RELAY, '--relay-ip', RELAY, ...args,
    ], { stdio: 'ignore' });
    this.#turn = { child, exited: new Promise(end => child.on('exit', end)) };
    await until('a relay that listens', () => ['-Hlun', '-Hltn'].every(kind =>
      this.in(this.server, 'ss', kind, 'sport', '=', ':3478') !== ''));
  }

  /** What coturn wrote. */
  get turnLog() {
    return readFileSync(this.#turnLog, 'utf8');
  }

  async stopTurn() {
    const turn = this.#turn;
    this.#turn = null;
    turn?.child.kill('SIGKILL');
    await turn?.exited;
  }

  async stop() {
    await this.stopTurn();
    for (const place of [this.server, this.client])
      this.ip('netns', 'del', place);
    rmSync(this.folder, { recursive: true });
  }
}
