// SPDX-License-Identifier: BSD-3-Clause
//
// WHEP, the HTTP half of a connection: an offer is posted, candidates are
// patched, the viewer is deleted (draft-ietf-wish-whep).

import { parseIceServers } from './ice.js';

export class WhepError extends Error {
  /**
   * @param {string} message a sentence for a person
   * @param {number} status of HTTP; 0 if there was no answer
   * @param {number} [retryAfter] ms
   */
  constructor(message, status, retryAfter = 0) {
    super(message);
    this.name = 'WhepError';
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Another attempt may well succeed without anybody doing anything. */
  get temporary() {
    return this.status === 0 || this.status === 404 || this.status === 408 ||
      this.status === 429 || this.status >= 500;
  }
}

/** @type {Record<number, string>} */
const SENTENCES = {
  0: 'The server does not answer.',
  401: 'The server does not accept this access token.',
  404: 'There is no vtkcast server at this address.',
  422: 'This browser can show none of the video formats that the server sends.',
  503: 'As many people are watching as the server allows.',
};

/**
 * @param {Response} response
 * @returns {Promise<WhepError>}
 */
async function errorFrom(response) {
  let detail = '';
  try {
    const problem = await response.json();
    detail = problem.detail || problem.title || '';
  } catch {
    // Something between here and the server answered: the status must do.
  }
  const { status } = response;
  const text = SENTENCES[status] ??
    `The server refused the connection${detail ? `: ${detail}` : ''} (${status}).`;
  const after = Number(response.headers.get('Retry-After'));
  return new WhepError(text, status, after > 0 ? after * 1000 : 0);
}

/**
 * @param {string} url
 * @param {RequestInit} request
 */
async function request(url, request) {
  let response;
  try {
    response = await fetch(url, { cache: 'no-store', ...request });
  } catch {
    throw new WhepError(SENTENCES[0], 0);
  }
  if (!response.ok)
    throw await errorFrom(response);
  return response;
}

/** @param {string} token */
function authorization(token) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (token)
    headers.Authorization = `Bearer ${token}`;
  return headers;
}

/** How long leaving may take before nobody waits for it any longer. */
const LEAVE_TIMEOUT = 1000;

/** A viewer on the server. */
export class WhepResource {
  /** @type {Promise<void>|null} */
  #left = null;
  #abort = new AbortController();

  /**
   * @param {string} url
   * @param {string|null} etag
   * @param {string} token
   */
  constructor(url, etag, token) {
    this.url = url;
    this.etag = etag;
    this.token = token;
  }

  /** Nobody else knows it. */
  get id() {
    return this.url.split('/').pop() ?? '';
  }

  /** The server has said that it has forgotten the viewer. */
  forget() {
    this.#left ??= Promise.resolve();
    this.#abort.abort();
  }

  /** @param {string} fragment application/trickle-ice-sdpfrag */
  async patch(fragment) {
    const headers = {
      ...authorization(this.token),
      'Content-Type': 'application/trickle-ice-sdpfrag',
      ...(this.etag ? { 'If-Match': this.etag } : {}),
    };
    await request(this.url, {
      method: 'PATCH', headers, body: fragment, signal: this.#abort.signal,
    });
  }

  /**
   * Leaves; also while the page is being closed. Never fails, and ends soon.
   */
  delete() {
    return this.#left ??= this.#delete();
  }

  async #delete() {
    // A candidate that is still on its way would come to nobody.
    this.#abort.abort();
    const answer = fetch(this.url, {
      method: 'DELETE',
      headers: authorization(this.token),
      keepalive: true,
    });
    await Promise.race([
      // Without an answer the server notices by itself that nobody is there.
      answer.then(() => {}, () => {}),
      new Promise(resolve => setTimeout(resolve, LEAVE_TIMEOUT)),
    ]);
  }
}

/**
 * What the server recommends for its network. Never fails: what is wrong with
 * the server or the token, the offer will be told.
 *
 * @param {string} src the WHEP endpoint
 * @param {string} token
 * @param {AbortSignal} signal
 * @returns {Promise<RTCIceServer[]>}
 */
export async function fetchIceServers(src, token, signal) {
  try {
    const response = await request(new URL(src, document.baseURI).href, {
      method: 'OPTIONS', headers: authorization(token), signal,
    });
    return parseIceServers(response.headers.get('Link'));
  } catch {
    return [];
  }
}

/**
 * @param {string} src the WHEP endpoint
 * @param {string} token
 * @param {string} replaces id of the viewer whose place this one takes, or ''
 * @param {string} offer
 * @param {AbortSignal} signal
 */
export async function postOffer(src, token, replaces, offer, signal) {
  const endpoint = new URL(src, document.baseURI);
  if (replaces)
    endpoint.searchParams.set('replaces', replaces);
  const response = await request(endpoint.href, {
    method: 'POST',
    headers: { ...authorization(token), 'Content-Type': 'application/sdp' },
    body: offer,
    signal,
  });
  const location = response.headers.get('Location');
  if (response.status !== 201 || !location)
    throw new WhepError('There is no vtkcast server at this address.', 404);
  const url = new URL(location, response.url || endpoint.href).href;
  const resource = new WhepResource(url, response.headers.get('ETag'), token);
  try {
    return {
      resource,
      answer: await response.text(),
      iceServers: parseIceServers(response.headers.get('Link')),
    };
  } catch (error) {
    resource.delete();
    throw error;
  }
}

/**
 * @param {string} sdp
 * @param {RegExp} pattern
 */
function find(sdp, pattern) {
  return sdp.match(pattern)?.[1] ?? '';
}

/**
 * An offer that makes libwebrtc, of which Chromium and Safari are made, wait
 * for the parameter sets of an H.264 key frame. Left alone it decodes a key
 * frame of another size with those of the frame before, and shows a picture of
 * nothing until the next one. The parameter is libwebrtc's own.
 *
 * @param {string} sdp
 */
export function askForWholeKeyFrames(sdp) {
  return sdp.replace(/^(a=fmtp:\d+ .*packetization-mode=.*)$/gm,
                     '$1;sps-pps-idr-in-keyframe=1');
}

/**
 * A fragment (RFC 8840) with the candidates of a bundled offer.
 *
 * @param {string} offer
 * @param {string[]} candidates "candidate:…"
 * @param {boolean} complete there will be no more
 */
export function candidateFragment(offer, candidates, complete) {
  const media = find(offer, /^m=(\w+) /m);
  const lines = [
    `a=ice-ufrag:${find(offer, /^a=ice-ufrag:(\S+)/m)}`,
    `a=ice-pwd:${find(offer, /^a=ice-pwd:(\S+)/m)}`,
    `m=${media} 9 RTP/AVP 0`,
    `a=mid:${find(offer, /^a=mid:(\S+)/m)}`,
    ...candidates.map(candidate => `a=${candidate}`),
    ...(complete ? ['a=end-of-candidates'] : []),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
