// SPDX-License-Identifier: BSD-3-Clause
//
// Shows the message of messages.js over the picture.

/** @typedef {import('./messages.js').Message} Message */

/**
 * @param {string} id
 * @returns {any}
 */
function element(id) {
  return document.getElementById(id);
}

/**
 * Screen readers repeat what is written anew, even if it is the same.
 *
 * @param {HTMLElement} target
 * @param {string} text
 */
function write(target, text) {
  if (target.textContent !== text)
    target.textContent = text;
}

export class Notice {
  /**
   * @param {() => void} onAction the button was pressed
   * @param {(text: string) => void} onToken a token was typed
   */
  constructor(onAction, onToken) {
    this.card = element('notice');
    this.banner = element('banner');
    this.action = element('notice-action');
    this.form = element('notice-token');
    this.field = element('token-field');
    this.action.addEventListener('click', onAction);
    this.form.addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      onToken(this.field.value);
      this.field.value = '';
    });
  }

  /** @param {Message|null} message */
  show(message) {
    const banner = message?.place === 'banner';
    this.banner.hidden = !banner;
    this.card.hidden = !message || banner;
    if (!message)
      return;
    if (banner) {
      this.banner.dataset.kind = message.kind;
      write(this.banner, message.title);
    } else {
      this.#showCard(message);
    }
  }

  /** @param {Message} message */
  #showCard(message) {
    this.card.dataset.kind = message.kind;
    this.card.dataset.place = message.place;
    element('notice-spinner').hidden = message.kind !== 'busy';
    write(element('notice-title'), message.title);
    write(element('notice-text'), message.text ?? '');
    write(element('notice-hint'), message.hint ?? '');

    const progress = element('notice-progress');
    progress.hidden = message.progress === undefined;
    progress.value = message.progress ?? 0;

    this.action.hidden = !message.action;
    write(this.action, message.action ?? '');
    if (this.form.hidden && message.askToken) {
      this.form.hidden = false;
      this.field.focus();
    }
    this.form.hidden = !message.askToken;
  }
}
