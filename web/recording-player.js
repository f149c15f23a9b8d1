// SPDX-License-Identifier: BSD-3-Clause
//
// Plays a recording: its video files one after the other, with the journal's
// chapters and marks on the time line.

import { indexAt, readTimeLine } from './journal-marks.js';
import { timeText } from './replay.js';

/**
 * @typedef {import('./journal-marks.js').TimeLine} TimeLine
 * @typedef {import('./types.js').Recorded} Recorded
 */

/** Seconds that an arrow key goes. */
const STEP = 5;
const MARKUP = `
  <video playsinline preload="auto" tabindex="-1"></video>
  <p class="trouble" role="status" hidden></p>
  <div class="controls">
    <button type="button" class="play" aria-label="Play" title="Play (Space)">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path/></svg>
    </button>
    <div class="line">
      <div class="marks" aria-hidden="true"></div>
      <input type="range" min="0" step="any" value="0" aria-label="Time">
    </div>
    <output></output>
  </div>
  <ol class="chapters" aria-label="Chapters"></ol>`;
const PLAY = 'M8 5.500v13l10.500-6.500Z';
const PAUSE = 'M8.500 5.500v13M15.500 5.500v13';

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
    this.button = this.#find('.play');
    this.icon = this.#find('path');
    this.marks = this.#find('.marks');
    /** @type {HTMLInputElement} */
    this.slider = this.#find('input');
    this.time = this.#find('output');
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
    this.slider.focus();
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
    if (this.root.hidden || event.ctrlKey || event.altKey || event.metaKey ||
        (event.key === ' ' && target.closest('button, a')))
      return;
    /** @type {Record<string, () => void>} */
    const keys = {
      ' ': () => this.toggle(),
      'ArrowLeft': () => this.seek(this.position - STEP),
      'ArrowRight': () => this.seek(this.position + STEP),
      'Home': () => this.seek(0),
      'End': () => this.seek(this.#duration),
      'PageUp': () => this.#seekChapter(-1),
      'PageDown': () => this.#seekChapter(1),
    };
    if (!keys[event.key])
      return;
    event.preventDefault();
    keys[event.key]();
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {any} */ (this.root.querySelector(selector));
  }

  #listen() {
    const { video } = this;
    this.button.addEventListener('click', () => this.toggle());
    this.slider.addEventListener('input', () =>
      this.seek(this.slider.valueAsNumber));
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
    this.slider.max = String(this.#duration);
    this.marks.replaceChildren(...marks.map(({ time, what, kind }) =>
      this.#buildMark(time, what, kind)),
    ...chapters.map(({ time, title }) =>
      this.#buildMark(time, title, 'chapter')));
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

  /**
   * @param {number} time
   * @param {string} what
   * @param {string} kind
   */
  #buildMark(time, what, kind) {
    const mark = document.createElement('i');
    const share = time / Math.max(this.#duration, 1e-6);
    mark.style.left = `${100 * Math.min(share, 1)}%`;
    mark.dataset.kind = kind;
    mark.title = `${timeText(time)} ${what}`;
    return mark;
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = false;
  }

  #update() {
    const text = `${timeText(this.position)} / ${timeText(this.#duration)}`;
    const label = this.#wantsPlay ? 'Pause' : 'Play';
    this.slider.value = String(this.position);
    this.slider.setAttribute('aria-valuetext', text);
    if (this.time.textContent !== text)
      this.time.textContent = text;
    this.icon.setAttribute('d', this.#wantsPlay ? PAUSE : PLAY);
    this.button.ariaLabel = label;
    this.button.title = `${label} (Space)`;
    const now = indexAt(this.#line?.chapters ?? [], this.position);
    [...this.chapters.children].forEach((item, index) =>
      item.firstElementChild?.toggleAttribute('data-now', index === now));
  }
}
