// SPDX-License-Identifier: BSD-3-Clause
//
// The server's recordings over HTTP (docs/protocol.md).

/**
 * @typedef {import('./types.js').Recorded} Recorded
 */

const COLLECTION = 'api/v1/recordings';

export class RecordingsClient {
  /** @param {() => string} token what lets us in now */
  constructor(token) {
    this.token = token;
  }

  /** @returns {Promise<Recorded[]>} the newest first */
  async list() {
    return (await this.#ask('GET', COLLECTION)).recordings;
  }

  /** @returns {Promise<Recorded>} what runs now */
  start() {
    return this.#ask('POST', COLLECTION);
  }

  /**
   * @param {string} id
   * @returns {Promise<Recorded>}
   */
  stop(id) {
    return this.#ask('PATCH', `${COLLECTION}/${id}`, { state: 'stopped' });
  }

  /** @param {string} id */
  delete(id) {
    return this.#ask('DELETE', `${COLLECTION}/${id}`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>} fails with a sentence for people
   */
  async #ask(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { 'Authorization': `Bearer ${this.token()}` };
    if (body)
      headers['Content-Type'] = 'application/merge-patch+json';
    let response;
    try {
      response = await fetch(path, {
        method, headers, body: body && JSON.stringify(body),
      });
    } catch {
      throw new Error('The server does not answer');
    }
    const text = await response.text();
    if (!response.ok)
      throw new Error(problemText(text, response));
    return text && JSON.parse(text);
  }
}

/**
 * @param {string} text
 * @param {Response} response
 */
function problemText(text, response) {
  try {
    const { detail, title } = JSON.parse(text);
    return detail ?? title;
  } catch {
    return `The server answered ${response.status}`;
  }
}
