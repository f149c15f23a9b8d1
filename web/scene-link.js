// SPDX-License-Identifier: BSD-3-Clause
//
// The parameters, the camera and the picks of a view, as its server tells them
// and is told.

import { changes, parametersFrom, readValues, withValues }
  from './parameters.js';

/**
 * @typedef {import('./parameters.js').Values} Values
 * @typedef {import('./types.js').Camera} Camera
 * @typedef {import('./types.js').Parameter} Parameter
 *
 * @typedef {object} SceneHandlers
 * @property {(type: string, detail: unknown) => void} emit
 * @property {(method: string, params: object) => Promise<any>} call
 * @property {() => boolean} controls
 */

/** Events of the element and what the server calls them. */
const SUBSCRIPTIONS = new Map([['camera-changed', 'camera'],
                               ['picked', 'pick']]);

export class SceneLink {
  /** @type {Parameter[]} */
  parameters = [];
  /** @type {Camera|null} */
  camera = null;
  /** @type {Set<string>} */
  #wanted = new Set();
  #connected = false;
  #queued = false;
  #described = false;
  /** What the attribute says.
   * @type {Values} */
  #declared = {};
  /** What of it the server was not told yet.
   * @type {Values} */
  #due = {};

  /** @param {SceneHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
  }

  /** Another server, or the same one anew: it shall know what is declared. */
  restart() {
    this.#connected = false;
    this.#described = false;
    this.#due = { ...this.#declared };
  }

  /** There is a connection, first or again. */
  hello() {
    this.#connected = true;
    this.#described = false;
    if (this.#wanted.size > 0)
      this.#subscribe();
  }

  /** Somebody listens to an event of the element.
   *
   * @param {string} type
   */
  listen(type) {
    const name = SUBSCRIPTIONS.get(type);
    if (name === undefined || this.#wanted.has(name))
      return;
    this.#wanted.add(name);
    // Who listens to one event often listens to the other, too.
    if (!this.#connected || this.#queued)
      return;
    this.#queued = true;
    queueMicrotask(() => this.#subscribe());
  }

  /**
   * @param {string} method
   * @param {any} params
   * @returns {boolean} whether it was for here
   */
  notify(method, params) {
    if (method === 'parameters') {
      this.parameters = parametersFrom(params.schema);
    } else if (method === 'values') {
      // Always follows `parameters`: then all is there that can be told.
      this.parameters = withValues(this.parameters, params);
      this.#described = true;
      this.handlers.emit('parameters-changed', this.parameters);
      this.sendDue();
    } else if (method === 'camera') {
      this.camera = params;
      this.handlers.emit('camera-changed', params);
    } else if (method === 'pick') {
      this.handlers.emit('picked', params);
    } else {
      return false;
    }
    return true;
  }

  /** @param {string|null} text of the attribute */
  declare(text) {
    let values;
    try {
      values = readValues(text);
    } catch (error) {
      this.#report(error);
      return;
    }
    Object.assign(this.#due, changes(this.#declared, values));
    this.#declared = values;
    this.sendDue();
  }

  /** Now, or when this viewer controls. */
  sendDue() {
    const values = this.#due;
    if (!this.#described || !this.handlers.controls() ||
        Object.keys(values).length === 0)
      return;
    this.#due = {};
    this.set(values).catch(error => this.#report(error));
  }

  /**
   * @param {Values} values
   * @returns {Promise<void>} when the scene has them
   */
  async set(values) {
    await this.handlers.call('setParameters', { values });
  }

  #subscribe() {
    this.#queued = false;
    this.handlers.call('subscribe', { events: [...this.#wanted] }).catch(() => {
      // Closed meanwhile: the next connection is told. Or a server that knows
      // nothing of this, and tells nothing.
    });
  }

  /** @param {unknown} error */
  #report(error) {
    this.handlers.emit('error', {
      text: error instanceof Error ? error.message : String(error),
    });
  }
}
