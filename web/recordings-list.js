// SPDX-License-Identifier: BSD-3-Clause
//
// The dialog with all recordings: to play, to download, to delete.

import { RecordingPlayer } from './recording-player.js';
import { sizeText } from './recording-label.js';
import { timeText } from './scrubber.js';

/**
 * @typedef {import('./recordings-client.js').RecordingsClient} RecordingsClient
 * @typedef {import('./types.js').Recorded} Recorded
 * @typedef {import('./types.js').RecordedFile} RecordedFile
 */

/** How often the list is asked for while something in it changes, ms. */
const INTERVAL = 1000;

/** @type {Record<Recorded['state'], string>} */
const STATES = {
  recording: '● being recorded', finishing: 'being finished',
  repairing: 'being repaired', finished: '',
};
const MARKUP = `
  <header>
    <h1 id="recordings-title">Recordings</h1>
    <button type="button" class="back" hidden>All recordings</button>
    <button type="button" class="close">Close</button>
  </header>
  <p class="say" role="status" aria-live="polite"></p>
  <ul></ul>
  <div class="player" hidden></div>`;

/** @param {Recorded} recording */
export function detailText({ started, duration, bytes, dropped, state }) {
  const parts = [
    started ? new Date(started).toLocaleString() : '',
    timeText(duration), sizeText(bytes), STATES[state],
    dropped === 0 ? '' : dropped === 1 ? '1 frame left out'
      : `${dropped} frames left out`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/**
 * @param {string} tag
 * @param {Partial<HTMLElement> & Record<string, unknown>} properties
 * @param {(Node|string)[]} children
 */
function build(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export class RecordingsList {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** The recording whose deletion has to be confirmed. */
  #doomed = '';
  #shown = '';

  /**
   * @param {HTMLDialogElement} dialog
   * @param {RecordingsClient} client
   * @param {() => void} onClose
   */
  constructor(dialog, client, onClose) {
    this.dialog = dialog;
    this.client = client;
    dialog.innerHTML = MARKUP;
    this.say = this.#find('.say');
    this.list = this.#find('ul');
    this.back = this.#find('.back');
    this.player = new RecordingPlayer(this.#find('.player'));
    this.back.addEventListener('click', () => this.#showList());
    this.#find('.close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('keydown', event => this.player.key(event));
    dialog.addEventListener('close', () => {
      clearTimeout(this.#timer);
      this.player.close();
      onClose();
    });
  }

  toggle() {
    if (this.dialog.open) {
      this.dialog.close();
      return;
    }
    this.dialog.showModal();
    this.#showList();
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {any} */ (this.dialog.querySelector(selector));
  }

  #showList() {
    this.player.close();
    this.list.hidden = false;
    this.back.hidden = true;
    this.#doomed = '';
    this.#shown = '';
    this.#update();
  }

  /** @param {string} text */
  #tell(text, isBad = true) {
    this.say.textContent = text;
    this.say.toggleAttribute('data-bad', isBad);
  }

  async #update() {
    clearTimeout(this.#timer);
    try {
      const recordings = await this.client.list();
      this.#show(recordings);
      if (this.dialog.open &&
          recordings.some(({ state }) => state !== 'finished'))
        this.#timer = setTimeout(() => this.#update(), INTERVAL);
    } catch (error) {
      this.#tell(/** @type {Error} */ (error).message);
    }
  }

  /** @param {Recorded[]} recordings */
  #show(recordings) {
    // What has not changed keeps the focus; tickets are always new ones.
    const now = JSON.stringify(recordings.map(({ files, ...rest }) =>
      [rest, files.length]));
    if (now === this.#shown)
      return;
    this.#shown = now;
    this.#tell(recordings.length > 0 ? ''
      : 'There are none yet. The button ● and F9 begin one.', false);
    this.list.replaceChildren(...recordings.map(recording =>
      this.#buildItem(recording)));
  }

  /** @param {Recorded} recording */
  #buildItem(recording) {
    const { id, title, files, problem, state } = recording;
    const picture = files.find(({ kind, path }) =>
      kind === 'thumbnail' && path);
    const play = build('button', {
      type: 'button', className: 'thumbnail', disabled: state !== 'finished',
      ariaLabel: `Play ${title ?? id}`, title: 'Play',
    }, ...picture ? [build('img', { src: picture.path, alt: '' })] : []);
    play.addEventListener('click', () => this.#play(recording));
    return build('li', {},
      play,
      build('div', { className: 'text' },
        build('strong', {}, title ?? id),
        build('span', {}, detailText(recording)),
        ...problem ? [build('span', { className: 'problem' }, problem)] : [],
        build('div', { className: 'actions' }, ...this.#buildActions(recording))));
  }

  /** @param {Recorded} recording */
  #buildActions({ id, files, state }) {
    if (state !== 'finished')
      return [];
    const videos = files.filter(({ kind }) => kind === 'video');
    const name = (/** @type {RecordedFile} */ { kind }, /** @type {number} */ n) =>
      kind === 'journal' ? 'Journal'
        : videos.length > 1 ? `Video ${n + 1}` : 'Video';
    const links = files.filter(({ kind, path }) =>
      path && (kind === 'video' || kind === 'journal'))
      .map((file, index) => build('a', {
        href: file.path, download: file.name,
        title: `Download ${file.name}, ${sizeText(file.bytes)}`,
      }, name(file, index)));
    const remove = build('button', { type: 'button', className: 'delete' },
                         this.#doomed === id ? 'Really delete?' : 'Delete');
    remove.addEventListener('click', () => this.#delete(id, remove));
    return [...links, remove];
  }

  /** @param {Recorded} recording */
  async #play(recording) {
    clearTimeout(this.#timer);
    this.list.hidden = true;
    this.back.hidden = false;
    this.#tell(recording.problem ?? '');
    await this.player.open(recording);
    this.player.toggle();
  }

  /**
   * @param {string} id
   * @param {HTMLElement} button
   */
  async #delete(id, button) {
    if (this.#doomed !== id) {
      this.#doomed = id;
      button.textContent = 'Really delete?';
      return;
    }
    try {
      await this.client.delete(id);
      this.#tell('');
    } catch (error) {
      this.#tell(/** @type {Error} */ (error).message);
    }
    this.#doomed = '';
    this.#shown = '';
    await this.#update();
  }
}
