// SPDX-License-Identifier: BSD-3-Clause
//
// One WebRTC connection to one viewer's resource on the server, from the offer
// to its end. It is never used twice: whoever wants another one makes one.

import { Heartbeat } from './heartbeat.js';
import { RpcChannel } from './rpc.js';
import { Stills } from './stills.js';
import { askForWholeKeyFrames, candidateFragment, fetchIceServers, postOffer }
  from './whep.js';

/**
 * @typedef {import('./types.js').Hello} Hello
 *
 * @typedef {object} ConnectionOptions
 * @property {string} src
 * @property {string} token
 * @property {string} codec "h264", "vp8" or "" for the server's choice
 * @property {RTCIceServer[]|null} [iceServers] null: ask the server for them
 * @property {number} [answerTimeout] ms
 * @property {string} [replaces] id of the connection whose place this one takes
 *
 * @typedef {object} ConnectionHandlers
 * @property {() => void} onAnswer the server lets us in
 * @property {() => void} onVideo the first packets came
 * @property {(hello: Hello) => void} onHello both channels work
 * @property {(method: string, params: any) => void} onNotification
 * @property {(message: any) => void} onInput the server wrote on `input`
 * @property {() => void} onQuality what `stills` tells may be another
 * @property {() => void} onMismatch as in stills.js
 * @property {(reason: string) => void} onLost
 */

const ANSWER_TIMEOUT = 8000;
const FIRST_FRAME_TIMEOUT = 10000;
const CHECK_INTERVAL = 250;
const REQUIRED_EXTENSIONS = [
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
];

/**
 * H.264 before VP8 before what else there is, unless told otherwise. Formats
 * that carry no picture (RTX) keep their places at the end.
 *
 * @param {RTCRtpTransceiver} transceiver
 * @param {string} codec
 */
function preferCodecs(transceiver, codec) {
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  if (!codecs || !transceiver.setCodecPreferences)
    return;
  const wanted = codec ? [`video/${codec}`] : ['video/h264', 'video/vp8'];
  /** @param {string} mimeType */
  const rank = mimeType => {
    const place = wanted.indexOf(mimeType.toLowerCase());
    return place < 0 ? wanted.length : place;
  };
  const ordered = [...codecs].sort((a, b) => rank(a.mimeType) -
                                             rank(b.mimeType));
  // "Only this one" means it: the rest that stays is what repairs losses.
  const repair = /\/(rtx|red|ulpfec|flexfec-03)$/i;
  const chosen = codec ? ordered.filter(
    ({ mimeType }) => rank(mimeType) === 0 || repair.test(mimeType)) : ordered;
  transceiver.setCodecPreferences(
    chosen.some(({ mimeType }) => rank(mimeType) === 0) ? chosen : ordered);
}

/** @param {RTCRtpTransceiver} transceiver */
function requestExtensions(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate?.();
  if (!extensions)
    return;
  for (const extension of extensions)
    if (REQUIRED_EXTENSIONS.includes(extension.uri))
      extension.direction = 'sendrecv';
  transceiver.setHeaderExtensionsToNegotiate?.(extensions);
}

/**
 * @param {RTCPeerConnection} pc
 * @param {RTCSessionDescriptionInit} offer
 */
async function setLocalOffer(pc, offer) {
  try {
    await pc.setLocalDescription(
      { type: 'offer', sdp: askForWholeKeyFrames(offer.sdp ?? '') });
  } catch {
    // A browser that insists on its own words.
    await pc.setLocalDescription(offer);
  }
}

/**
 * Frames are shown at once: what the network delays is shown late, not held
 * back so that all are equally late.
 *
 * @param {RTCRtpReceiver} receiver
 */
function showAtOnce(receiver) {
  if ('jitterBufferTarget' in receiver)
    receiver.jitterBufferTarget = 0;
  if ('playoutDelayHint' in receiver)
    receiver.playoutDelayHint = 0;
}

export class Connection {
  /** @type {import('./whep.js').WhepResource|null} */
  #resource = null;
  /** @type {string[]} */
  #candidates = [];
  #gathered = false;
  #offer = '';
  #closed = false;
  #abort = new AbortController();
  /** @type {Heartbeat|null} */
  #heartbeat = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #checkTimer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #videoTimer;

  /**
   * @param {ConnectionOptions} options
   * @param {ConnectionHandlers} handlers
   */
  constructor(options, handlers) {
    this.options = options;
    this.handlers = handlers;
    /** @type {Hello|null} */
    this.hello = null;
    /** What the server recommends for the next connection.
     * @type {RTCIceServer[]} */
    this.iceServers = [];
    this.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.transceiver = this.pc.addTransceiver('video',
                                              { direction: 'recvonly' });
    preferCodecs(this.transceiver, options.codec);
    requestExtensions(this.transceiver);
    showAtOnce(this.transceiver.receiver);

    this.input = this.pc.createDataChannel(
      'input', { ordered: false, maxRetransmits: 0 });
    this.control = this.pc.createDataChannel('control');
    this.rpc = new RpcChannel(this.control, (method, params) =>
      this.#onNotification(method, params));
    this.stills = new Stills(this.pc.createDataChannel('still'), options, {
      onChange: () => this.handlers.onQuality(),
      onMismatch: () => this.handlers.onMismatch(),
    });
    this.#listen();
  }

  get track() {
    return this.transceiver.receiver.track;
  }

  /** What the server calls this viewer; '' before the answer. */
  get id() {
    return this.#resource?.id ?? '';
  }

  /** Milliseconds of the last ping on `control`, null before the first. */
  get roundTrip() {
    return this.#heartbeat?.roundTrip ?? null;
  }

  /**
   * Offers, and takes the answer. Then the handlers tell how it goes on.
   *
   * @throws {import('./whep.js').WhepError}
   */
  async open() {
    const { answerTimeout = ANSWER_TIMEOUT } = this.options;
    const timer = setTimeout(() => this.#abort.abort(), answerTimeout);
    const { resource, answer, iceServers } = await this.#negotiate()
      .finally(() => clearTimeout(timer));
    this.#resource = resource;
    this.iceServers = iceServers;
    if (this.#closed) {
      resource.delete();
      return;
    }
    await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (this.#closed)
      return;
    this.handlers.onAnswer();
    this.#sendCandidates();
    this.#awaitVideo();
  }

  /** The network may have changed: if nothing is heard soon, it is lost. */
  doubt() {
    this.#heartbeat?.doubt(performance.now());
    this.#check();
  }

  /** A frame was shown: the other side lives. */
  frameShown() {
    this.#heartbeat?.hear(performance.now());
  }

  /** Tells the server that nobody is here any more. */
  async leave() {
    await this.#resource?.delete();
  }

  /** Ends the connection; idempotent. No handler is called after it. */
  close() {
    if (this.#closed)
      return;
    this.#closed = true;
    this.stills.close();
    this.#abort.abort();
    clearInterval(this.#checkTimer);
    clearTimeout(this.#videoTimer);
    // The connection's own good-bye must not overtake the request, which would
    // then name a viewer that the server has forgotten.
    this.leave().finally(() => this.pc.close());
  }

  /**
   * While the server is asked for ICE servers, the browser makes the offer; it
   * looks for candidates only when that is set.
   */
  async #negotiate() {
    const { pc } = this;
    const { src, token, replaces = '', iceServers } = this.options;
    const { signal } = this.#abort;
    const [offer, servers] = await Promise.all([
      pc.createOffer(), iceServers ?? fetchIceServers(src, token, signal),
    ]);
    pc.setConfiguration({ ...pc.getConfiguration(), iceServers: servers });
    await setLocalOffer(pc, offer);
    this.#offer = pc.localDescription?.sdp ?? '';
    return postOffer(src, token, replaces, this.#offer, signal);
  }

  #listen() {
    const { pc, control, input } = this;
    pc.addEventListener('iceconnectionstatechange', () => {
      if (pc.iceConnectionState === 'disconnected')
        this.doubt();
    });
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate)
        this.#candidates.push(candidate.candidate);
      else if (!candidate)
        this.#gathered = true;
      this.#sendCandidates();
    });
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'failed')
        this.#lose('The network connection to the server failed.');
    });
    control.addEventListener('open', () => this.#startHeartbeat());
    for (const channel of [control, input])
      channel.addEventListener('close', () =>
        this.#lose('The server closed the connection.'));
    input.addEventListener('open', () => this.#announce());
    input.addEventListener('message', ({ data }) => this.#onInput(data));
    this.track.addEventListener('unmute', () => this.#onVideo());
  }

  #sendCandidates() {
    const resource = this.#resource;
    if (!resource || this.#closed ||
        (this.#candidates.length === 0 && !this.#gathered))
      return;
    const fragment = candidateFragment(this.#offer, this.#candidates,
                                       this.#gathered);
    this.#candidates = [];
    resource.patch(fragment).catch(() => {
      // The server's own candidates usually suffice; if not, no video comes,
      // and that is noticed.
    });
  }

  #awaitVideo() {
    if (!this.track.muted)
      this.#onVideo();
    else
      this.#videoTimer = setTimeout(() => this.#lose(
        'The server answers, but no video arrives. ' +
        'A firewall may block it.'), FIRST_FRAME_TIMEOUT);
  }

  #onVideo() {
    clearTimeout(this.#videoTimer);
    if (!this.#closed)
      this.handlers.onVideo();
  }

  #startHeartbeat() {
    if (this.#closed)
      return;
    this.#heartbeat = new Heartbeat(performance.now());
    this.#checkTimer = setInterval(() => this.#check(), CHECK_INTERVAL);
    this.#check();
  }

  #check() {
    const heartbeat = this.#heartbeat;
    const now = performance.now();
    if (!heartbeat)
      return;
    if (heartbeat.lost(now))
      this.#lose('The server fell silent.');
    else if (heartbeat.takePing(now))
      this.rpc.call('ping', {}).then(
        () => heartbeat.pong(now, performance.now()),
        () => {});
  }

  /**
   * @param {string} method
   * @param {any} params
   */
  #onNotification(method, params) {
    if (this.#closed)
      return;
    if (method === 'bye')
      this.#resource?.forget();
    if (method === 'hello') {
      this.hello = params;
      this.#announce();
    } else {
      this.handlers.onNotification(method, params);
    }
  }

  /** The channels open in any order, and the page wants both. */
  #announce() {
    if (this.hello && this.input.readyState === 'open' && !this.#closed)
      this.handlers.onHello(this.hello);
  }

  /** @param {unknown} data */
  #onInput(data) {
    if (this.#closed || typeof data !== 'string')
      return;
    try {
      this.handlers.onInput(JSON.parse(data));
    } catch (error) {
      if (!(error instanceof SyntaxError))
        throw error;
    }
  }

  /** @param {string} reason */
  #lose(reason) {
    if (this.#closed)
      return;
    clearInterval(this.#checkTimer);
    clearTimeout(this.#videoTimer);
    this.handlers.onLost(reason);
  }
}
