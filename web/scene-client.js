// SPDX-License-Identifier: BSD-3-Clause
//
// What a scene tells of itself and lets itself be told: parameters, camera,
// picks (“Parameters” in docs/protocol.md).

/**
 * @typedef {import('./types.js').Camera} Camera
 * @typedef {import('./types.js').Parameter} Parameter
 * @typedef {Record<string, unknown>} Values by name
 *
 * @typedef {object} SceneHandlers
 * @property {(method: string, params: object) => Promise<any>} call a request
 *   to the server
 * @property {(type: 'parameters-changed'|'camera-changed'|'picked'|'error',
 *   detail: unknown) => void} emit
 */

/** Programs describe one parameter after the other: how long a name that is not
 * known yet is waited for, before the server shall say that it is wrong, ms. */
const PATIENCE = 2000;

/** Which events of the element need which subscription. */
const SUBSCRIPTIONS = { 'camera-changed': 'camera', 'picked': 'pick' };

/**
 * @param {any} property of a JSON Schema
 * @returns {Parameter['kind']}
 */
function kindOf(property) {
  if (property['x-action'])
    return 'action';
  if (property.enum)
    return 'choice';
  return property.type === 'string' ? 'text' : property.type;
}

/**
 * @param {any} schema of the values, as the server sends it
 * @param {Values} values
 * @returns {Parameter[]} in the order of a panel
 */
export function parametersFrom(schema, values) {
  const properties = /** @type {[string, any][]} */ (
    Object.entries(schema?.properties ?? {}));
  return properties
    .sort(([, a], [, b]) => a['x-order'] - b['x-order'])
    .map(([name, property]) => ({
      name,
      title: property.title ?? name,
      kind: kindOf(property),
      value: /** @type {Parameter['value']} */ (values[name]),
      minimum: property.minimum,
      maximum: property.maximum,
      step: property['x-step'],
      unit: property['x-unit'],
      choices: property.enum,
      group: property['x-group'],
    }));
}

/**
 * @param {Values} before
 * @param {Values} now
 * @returns {Values} those of `now` that are new or others than before
 */
export function difference(before, now) {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) =>
    JSON.stringify(value) !== JSON.stringify(before[name])));
}

export class SceneClient {
  /** @type {Camera|null} */
  camera = null;
  #schema = {};
  /** @type {Values} */
  #values = {};
  /** @type {Values} that the page declares */
  #declared = {};
  /** @type {Values} of these, what is still to be sent */
  #pending = {};
  /** @type {Set<string>} */
  #subscriptions = new Set();
  #connected = false;
  #controls = false;
  #described = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /** @param {SceneHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
  }

  get parameters() {
    return parametersFrom(this.#schema, this.#values);
  }

  /** A connection is there; it knows nothing of the one before. */
  connected() {
    this.#connected = true;
    this.#described = false;
    if (this.#subscriptions.size > 0)
      this.#subscribe();
  }

  disconnected() {
    this.#connected = false;
    this.#described = false;
    clearTimeout(this.#timer);
  }

  /** @param {boolean} controls only who controls may set something */
  setControls(controls) {
    this.#controls = controls;
    this.#flush();
  }

  /** @param {string} type of events that somebody listens for */
  want(type) {
    const name = SUBSCRIPTIONS[/** @type {keyof SUBSCRIPTIONS} */ (type)];
    if (!name || this.#subscriptions.has(name))
      return;
    this.#subscriptions.add(name);
    if (this.#connected)
      this.#subscribe();
  }

  /**
   * Values as the page wants them to be. Only what has changed since the last
   * time is sent, and as soon as that is possible.
   *
   * @param {string|null} text a JSON object
   */
  declare(text) {
    let values;
    try {
      values = JSON.parse(text ?? '{}');
    } catch {
      values = null;
    }
    if (values === null || typeof values !== 'object' || Array.isArray(values)) {
      this.handlers.emit('error', { text: '“params” must be a JSON object.' });
      return;
    }
    const news = difference(this.#declared, values);
    this.#declared = values;
    const kept = Object.entries(this.#pending)
      .filter(([name]) => name in values);
    this.#pending = { ...Object.fromEntries(kept), ...news };
    this.#flush();
  }

  /**
   * @param {Values} values
   * @returns {Promise<void>} when the scene has them; fails with a sentence
   */
  async set(values) {
    await this.handlers.call('setParameters', { values });
  }

  /**
   * @param {string} method
   * @param {any} params
   * @returns {boolean} whether that was for us
   */
  onNotification(method, params) {
    switch (method) {
      case 'parameters':
        this.#describe(params.schema ?? {});
        return true;
      case 'values':
        this.#values = { ...this.#values, ...params };
        this.handlers.emit('parameters-changed', this.parameters);
        return true;
      case 'camera':
        this.camera = params;
        this.handlers.emit('camera-changed', params);
        return true;
      case 'pick':
        this.handlers.emit('picked', params);
        return true;
      default:
        return false;
    }
  }

  /** @param {{properties?: object}} schema */
  #describe(schema) {
    const known = parametersFrom(this.#schema, {}).map(({ name }) => name);
    this.#schema = schema;
    const names = Object.keys(schema.properties ?? {});
    this.#values = Object.fromEntries(Object.entries(this.#values)
      .filter(([name]) => names.includes(name)));
    this.#described = names.length > 0;
    // Of another scene, or of a program that came again: it is to be told.
    for (const name of names)
      if (!known.includes(name) && name in this.#declared)
        this.#pending[name] = this.#declared[name];
    this.handlers.emit('parameters-changed', this.parameters);
    this.#flush();
  }

  #flush() {
    clearTimeout(this.#timer);
    if (!this.#controls || !this.#described)
      return;
    const { ready, unknown } = this.#sortPending();
    this.#pending = unknown;
    this.#send(ready);
    if (Object.keys(unknown).length > 0)
      this.#timer = setTimeout(() => {
        this.#pending = {};
        this.#send(unknown);
      }, PATIENCE);
  }

  #sortPending() {
    const kinds = new Map(parametersFrom(this.#schema, {})
      .map(({ name, kind }) => [name, kind]));
    /** @type {Values} */
    const ready = {};
    /** @type {Values} */
    const unknown = {};
    for (const [name, value] of Object.entries(this.#pending))
      if (!kinds.has(name))
        unknown[name] = value;
      else if (value !== false || kinds.get(name) !== 'action')
        // A button that is not pressed is nothing to be told.
        ready[name] = value;
    return { ready, unknown };
  }

  /** @param {Values} values that were declared */
  #send(values) {
    if (Object.keys(values).length === 0)
      return;
    this.set(values).catch(error => {
      if (this.#connected)
        this.handlers.emit('error', { text: error.message });
    });
  }

  #subscribe() {
    this.handlers.call('subscribe', { events: [...this.#subscriptions] })
      .catch(() => {
        // Closed meanwhile, or a server that knows nothing of this.
      });
  }
}
