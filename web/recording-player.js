// SPDX-License-Identifier: BSD-3-Clause
//
// Plays a recording: its video files one after the other, with the journal's
// chapters and marks on the time line.

import { indexAt, readTimeLine } from './journal-marks.js';
import { Scrubber, timeText } from './scrubber.js';

/**
 * @typedef {import('./journal-marks.js').TimeLine} TimeLine
 * @typedef {import('./types.js').Recorded} Recorded
 */

const MARKUP = `
  <video playsinline preload="auto" tabindex="-1"></video>
  <p class="trouble" role="status" hidden></p>
  <div class="controls"></div>
  <ol class="chapters" aria-label="Chapters"></ol>`;

/** @param {string} name of a file */
const stem = name => name.replace(/\.\w+$/, '');

export class RecordingPlayer {
  /** @type {TimeLine|null} */
  #line = null;
  /** @type {{url: string, time: number}[]} */
  #files = [];
  #current = -1;
  #duration = 0;
  #wantsPlay = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    root.innerHTML = MARKUP;
    /** @type {HTMLVideoElement} */
    this.video = this.#find('video');
    this.trouble = this.#find('.trouble');
    this.scrubber = new Scrubber(this.#find('.controls'), this);
    this.chapters = this.#find('.chapters');
    this.#listen();
  }

  /** Seconds from the beginning of the recording. */
  get position() {
    return (this.#files[this.#current]?.time ?? 0) + this.video.currentTime;
  }

  get duration() {
    return this.#duration;
  }

  /** @param {Recorded} recording */
  async open(recording) {
    this.close();
    const videos = recording.files.filter(({ kind, path }) =>
      kind === 'video' && path);
    this.#duration = recording.duration;
    this.#line = await this.#readJournal(recording);
    this.#files = videos.map(({ name, path }) => ({
      url: path ?? '',
      // Whether it became MP4 or not.
      time: this.#line?.videos.find(({ file }) =>
        stem(file) === stem(name))?.begin ?? 0,
    }));
    this.root.hidden = false;
    this.#showLine();
    if (this.#files.length === 0)
      this.#complain('There is no video in this recording.');
    else
      this.#load(0, 0);
    this.scrubber.slider.focus();
  }

  close() {
    this.#wantsPlay = false;
    this.#current = -1;
    this.#files = [];
    this.video.pause();
    this.video.removeAttribute('src');
    this.video.load();
    this.trouble.hidden = true;
    this.root.hidden = true;
  }

  toggle() {
    this.#wantsPlay = !this.#wantsPlay;
    if (this.#wantsPlay && this.position >= this.#duration - 0.05)
      this.seek(0);
    this.#follow();
  }

  /** @param {number} time seconds from the recording's beginning */
  seek(time) {
    const target = Math.min(Math.max(time, 0), this.#duration);
    if (this.#files.length === 0)
      return;
    const index = indexAt(this.#files, target);
    const within = Math.max(target - this.#files[index].time, 0);
    if (index === this.#current)
      this.video.currentTime = within;
    else
      this.#load(index, within);
    this.#update();
  }

  /**
   * A key that was pressed in the dialog.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    const target = /** @type {Element} */ (event.target);
    if (this.root.hidden || (event.key === ' ' &&
                             target.closest('button, a')))
      return;
    this.scrubber.key(event, this.position, {
      'End': () => this.seek(this.#duration),
      'PageUp': () => this.#seekChapter(-1),
      'PageDown': () => this.#seekChapter(1),
    });
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {any} */ (this.root.querySelector(selector));
  }

  #listen() {
    const { video } = this;
    for (const type of ['timeupdate', 'seeked', 'loadedmetadata'])
      video.addEventListener(type, () => this.#update());
    video.addEventListener('ended', () => this.#next());
    video.addEventListener('error', () => {
      if (this.#current >= 0)
        this.#complain('This browser cannot play the file. Download it, or ' +
                       'record as MP4: --record-format mp4');
    });
  }

  /** @param {Recorded} recording */
  async #readJournal({ files }) {
    const journal = files.find(({ kind }) => kind === 'journal');
    if (!journal?.path)
      return null;
    try {
      const response = await fetch(journal.path);
      return response.ok ? readTimeLine(await response.text()) : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {number} index
   * @param {number} within seconds from the file's beginning
   */
  #load(index, within) {
    this.#current = index;
    this.video.src = this.#files[index].url;
    this.video.currentTime = within;
    this.#follow();
  }

  #next() {
    if (this.#current + 1 < this.#files.length) {
      this.#load(this.#current + 1, 0);
    } else {
      this.#wantsPlay = false;
      this.#follow();
    }
  }

  /** The video does what is wanted. */
  #follow() {
    if (this.#wantsPlay)
      this.video.play().catch(() => {
        // Another file was opened meanwhile, or it cannot be played.
      });
    else
      this.video.pause();
    this.#update();
  }

  /** @param {number} step */
  #seekChapter(step) {
    const chapters = this.#line?.chapters ?? [];
    const now = indexAt(chapters, this.position);
    // Back is to the begin of this one first.
    const back = step < 0 && this.position - chapters[now]?.time > 2 ? 0 : step;
    const chapter = chapters[Math.max(now + back, 0)];
    if (chapter)
      this.seek(chapter.time);
  }

  #showLine() {
    const { chapters = [], marks = [] } = this.#line ?? {};
    this.scrubber.showMarks([
      ...marks,
      ...chapters.map(({ time, title }) =>
        ({ time, what: title, kind: 'chapter' })),
    ], this.#duration);
    this.chapters.replaceChildren(...chapters.map(({ time, title }) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `${timeText(time)} ${title}`;
      button.addEventListener('click', () => this.seek(time));
      item.append(button);
      return item;
    }));
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = false;
  }

  #update() {
    this.scrubber.show({ position: this.position, duration: this.#duration,
                         playing: this.#wantsPlay });
    const now = indexAt(this.#line?.chapters ?? [], this.position);
    [...this.chapters.children].forEach((item, index) =>
      item.firstElementChild?.toggleAttribute('data-now', index === now));
  }
}
