// SPDX-License-Identifier: BSD-3-Clause
//
// JSON-RPC 2.0 over a data channel.

/** Of a message, bytes: servers refuse longer ones. */
const MESSAGE_MAX = 65536;

/**
 * @typedef {{resolve: (result: any) => void, reject: (error: Error) => void}}
 *   Call
 */

export class RpcChannel {
  /**
   * @param {RTCDataChannel} channel
   * @param {(method: string, params: any) => void} onNotification
   */
  constructor(channel, onNotification) {
    this.channel = channel;
    this.onNotification = onNotification;
    this.lastId = 0;
    /** @type {Map<number, Call>} */
    this.calls = new Map();
    channel.addEventListener('message', event => this.#receive(event.data));
    channel.addEventListener('close', () => this.#rejectAll());
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>} fails if it is too long, or the channel closes
   *   before the answer
   */
  call(method, params) {
    if (this.channel.readyState !== 'open')
      return Promise.reject(new Error('The connection is not open'));
    const id = ++this.lastId;
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const size = new TextEncoder().encode(text).length;
    if (size > MESSAGE_MAX)
      return Promise.reject(new Error(`64 kB can be sent at once, and this ${
        method} has ${Math.ceil(size / 1024)} kB`));
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      this.channel.send(text);
    });
  }

  /** @param {unknown} data */
  #receive(data) {
    if (typeof data !== 'string')
      return;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof message?.method === 'string')
      this.onNotification(message.method, message.params ?? {});
    else if (typeof message?.id === 'number')
      this.#settle(message);
  }

  /** @param {{id: number, result?: any, error?: {message?: string}}} answer */
  #settle({ id, result, error }) {
    const call = this.calls.get(id);
    this.calls.delete(id);
    if (error)
      call?.reject(new Error(error.message ?? 'The server refused'));
    else
      call?.resolve(result);
  }

  #rejectAll() {
    for (const { reject } of this.calls.values())
      reject(new Error('The connection was closed'));
    this.calls.clear();
  }
}
