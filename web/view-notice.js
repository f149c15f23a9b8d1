// SPDX-License-Identifier: BSD-3-Clause
//
// What a view in somebody else's page has to say, over its picture. The page of
// vtkcast itself has more room for that, in notice.js.

import { messageFor } from './messages.js';

/** @typedef {import('./vtkcast-view.js').VtkcastView} VtkcastView */

/** A connection that is made within this time needs no words, ms. */
const PATIENCE = 400;
/** "Trying again in 3 s" counts down. */
const TICK = 250;
/** How long a complaint can be read, ms. */
const COMPLAINT = 8000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%);
    box-sizing: border-box; width: max-content; max-width: min(28rem, 92%);
    padding: 0.9rem 1.2rem; border-radius: 0.5rem;
    display: flex; flex-direction: column; gap: 0.5rem;
    font: 0.9rem/1.4 var(--vtkcast-font, sans-serif); overflow-wrap: anywhere;
    color: var(--vtkcast-text, #31333f);
    background: var(--vtkcast-background, #fff); box-shadow: 0 2px 12px #0006;
  }
  :host([hidden]), [hidden] { display: none; }
  :host([place='low']), :host([place='banner']) {
    top: auto; bottom: 0.8rem; transform: translateX(-50%);
    padding: 0.4rem 0.8rem; pointer-events: none;
  }
  button {
    align-self: flex-start; padding: 0.3rem 0.8rem; border-radius: 0.5rem;
    border: 1px solid currentColor; font: inherit; cursor: pointer;
    color: inherit; background: transparent;
  }
`);

export class ViewNotice {
  /** To be put beside the view, into something that is positioned. */
  element = document.createElement('div');
  #title = document.createElement('b');
  #text = document.createElement('span');
  #action = document.createElement('button');
  #began = performance.now();
  /** @type {import('./types.js').Status|null} that the person has read */
  #dismissed = null;
  #timer = 0;
  /** What the page did wrong. */
  #complaint = { text: '', until: 0 };
  /** @type {AbortController|null} */
  #listening = null;

  /** @param {VtkcastView} view */
  constructor(view) {
    this.view = view;
    this.element.role = 'status';
    this.element.hidden = true;
    const root = this.element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#title, this.#text, this.#action);
    this.#action.addEventListener('click', () => this.#act());
  }

  attach() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const type of ['statechange', 'status', 'role'])
      this.view.addEventListener(type, () => this.#update(), { signal });
    this.view.addEventListener('error', event => {
      const { text } = /** @type {CustomEvent} */ (event).detail;
      this.#complaint = { text, until: performance.now() + COMPLAINT };
      this.#update();
    }, { signal });
    this.#timer = setInterval(() => {
      if (this.view.state !== 'live' || this.#complaint.text)
        this.#update();
    }, TICK);
  }

  detach() {
    this.#listening?.abort();
    clearInterval(this.#timer);
  }

  #act() {
    if (this.view.state === 'live')
      this.#dismissed = this.view.status;
    else
      this.view.retry();
    this.#update();
  }

  /** @returns {import('./messages.js').Message|null} */
  #judge() {
    const { view } = this;
    const message = messageFor({
      detail: view.stateDetail,
      status: view.status === this.#dismissed ? null : view.status,
      controls: view.controls,
      hasToken: view.token !== '',
      online: navigator.onLine,
      now: performance.now(),
    });
    if (message?.kind === 'busy' && !message.text &&
        performance.now() - this.#began < PATIENCE)
      return null;
    return message ?? this.#complain();
  }

  /** @returns {import('./messages.js').Message|null} */
  #complain() {
    if (performance.now() > this.#complaint.until)
      this.#complaint.text = '';
    const { text } = this.#complaint;
    return text ? { place: 'banner', kind: 'warn', title: text } : null;
  }

  /** A browser does not tell a page why a server elsewhere refuses it. */
  get #advice() {
    const { state, stateDetail } = this.view;
    return state === 'connecting' && stateDetail.text
      ? `Is it running, with --allow-origin ${location.origin}?` : '';
  }

  #update() {
    const message = this.#judge();
    this.element.hidden = !message;
    this.element.setAttribute('place', message?.place ?? '');
    this.#title.textContent = message?.title ?? '';
    const text = [message?.text, message ? this.#advice : '', message?.hint]
      .filter(Boolean).join(' ');
    this.#text.hidden = !text;
    // Screen readers repeat what is written anew, even if it is the same.
    if (this.#text.textContent !== text)
      this.#text.textContent = text;
    this.#action.hidden = !message?.action;
    this.#action.textContent = message?.action ?? '';
  }
}
