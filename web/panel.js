// SPDX-License-Identifier: BSD-3-Clause
//
// The panel with all that can be set of the scene, built from what the server
// says of it.

import { ParameterControl } from './parameter-control.js';

/**
 * @typedef {import('./types.js').Parameter} Parameter
 * @typedef {import('./types.js').ParameterValue} ParameterValue
 * @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView
 */

/** So long after the server took a value it may still tell an older one, ms. */
const SETTLE = 300;

/**
 * Do they differ in nothing but values?
 *
 * @param {Parameter[]} a
 * @param {Parameter[]} b
 */
export function areAlike(a, b) {
  const bare = (/** @type {Parameter[]} */ list) =>
    JSON.stringify(list.map(parameter => ({ ...parameter, value: null })));
  return bare(a) === bare(b);
}

export class Panel {
  /** @type {Parameter[]} as they are built */
  #built = [];
  /** @type {Map<string, ParameterControl>} */
  #controls = new Map();
  /** Newest values that wait for the next picture of the page.
   * @type {Map<string, ParameterValue>} */
  #waiting = new Map();
  #frame = 0;
  /** Names with how many requests are under way. @type {Map<string, number>} */
  #pending = new Map();
  #open = false;

  /**
   * @param {HTMLElement} panel
   * @param {HTMLElement} button that opens and closes it
   * @param {VtkcastView} view
   */
  constructor(panel, button, view) {
    this.panel = panel;
    this.button = button;
    this.view = view;
    this.list = document.createElement('div');
    this.problem = document.createElement('p');
    this.problem.className = 'problem';
    this.problem.setAttribute('role', 'status');
    panel.append(this.list, this.problem);
  }

  attach() {
    this.view.addEventListener('parameters-changed', () => this.#update());
    this.view.addEventListener('role', () => this.#enable());
    // What is done in the panel is not for the view; Escape leads back to it.
    this.panel.addEventListener('keydown', event => {
      if (event.key !== 'Escape')
        return;
      event.stopPropagation();
      this.toggle();
    });
  }

  get shown() {
    return !this.panel.hidden;
  }

  /** @param {boolean} [focus] the first control gets the focus */
  toggle(focus = false) {
    if (this.#built.length === 0)
      return;
    this.#open = !this.#open;
    this.#showOrHide();
    if (!this.#open)
      this.view.focus({ preventScroll: true });
    else if (focus)
      [...this.#controls.values()][0]?.focus();
  }

  #showOrHide() {
    const exists = this.#built.length > 0;
    this.button.hidden = !exists;
    this.panel.hidden = !exists || !this.#open;
    this.button.setAttribute('aria-pressed', String(this.shown));
  }

  #update() {
    const { parameters } = this.view;
    if (!areAlike(parameters, this.#built))
      this.#build(parameters);
    else
      this.#showValues();
  }

  /** @param {Parameter[]} parameters */
  #build(parameters) {
    const focused = /** @type {HTMLElement|null} */ (
      document.activeElement?.closest('.row'))?.dataset.name;
    this.#built = parameters;
    this.#controls = new Map(parameters.map(parameter => [
      parameter.name,
      new ParameterControl(parameter,
                           value => this.#onValue(parameter.name, value)),
    ]));
    this.list.replaceChildren(...this.#groups(parameters));
    this.#enable();
    this.#showOrHide();
    if (focused !== undefined)
      this.#controls.get(focused)?.focus();
  }

  /**
   * @param {Parameter[]} parameters
   * @returns {HTMLElement[]} a fieldset for neighbours with a group
   */
  #groups(parameters) {
    /** @type {HTMLElement[]} */
    const groups = [];
    /** @type {string|undefined|null} */
    let last = null;
    for (const { name, group } of parameters) {
      if (group !== last) {
        const fieldset = document.createElement('fieldset');
        const legend = document.createElement('legend');
        legend.textContent = group ?? '';
        legend.hidden = !group;
        fieldset.append(legend);
        groups.push(fieldset);
      }
      last = group;
      const control = this.#controls.get(name);
      if (control)
        groups[groups.length - 1].append(control.row);
    }
    return groups;
  }

  #enable() {
    for (const control of this.#controls.values())
      control.enable(this.view.controls);
    this.#say(this.view.controls ? ''
      : 'Only the viewer who controls can change these.');
  }

  /** What a hand moves is where the hand has it. */
  #showValues() {
    for (const { name, value } of this.view.parameters)
      if (!this.#waiting.has(name) && !this.#pending.has(name))
        this.#controls.get(name)?.show(value);
  }

  /**
   * @param {string} name
   * @param {ParameterValue} value
   */
  #onValue(name, value) {
    // A button that is pressed twice is meant twice.
    if (value === true && this.#waiting.has(name))
      this.#send();
    this.#waiting.set(name, value);
    this.#frame ||= requestAnimationFrame(() => this.#send());
  }

  async #send() {
    const values = Object.fromEntries(this.#waiting);
    const names = Object.keys(values);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waiting.clear();
    for (const name of names)
      this.#pending.set(name, (this.#pending.get(name) ?? 0) + 1);
    try {
      await this.view.setParameters(values);
      this.#say('');
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    }
    for (const name of names)
      this.#settle(name);
    // The scene may have made something else of it.
    setTimeout(() => this.#showValues(), SETTLE);
  }

  /** @param {string} name */
  #settle(name) {
    const left = (this.#pending.get(name) ?? 1) - 1;
    if (left > 0)
      this.#pending.set(name, left);
    else
      this.#pending.delete(name);
  }

  /** @param {string} text a sentence; empty: nothing is wrong */
  #say(text) {
    this.problem.textContent = text;
    this.problem.hidden = text === '';
  }
}
