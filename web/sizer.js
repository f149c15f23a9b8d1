// SPDX-License-Identifier: BSD-3-Clause
//
// Watches how many device pixels an element has.

const DEBOUNCE = 150;
/** Device pixels by which the product of two rounded numbers is off. */
const ROUNDING = 3;

export class Sizer {
  /** @type {ResizeObserver|null} */
  #observer = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /**
   * @param {HTMLElement} element
   * @param {() => void} onChange the size has been another one for a while
   */
  constructor(element, onChange) {
    this.element = element;
    this.onChange = onChange;
    /** Device pixels; 0 × 0 while the element is not shown. */
    this.size = { width: 0, height: 0 };
  }

  attach() {
    this.#measure();
    this.#observer = new ResizeObserver(entries =>
      this.#onResize(entries[entries.length - 1]));
    try {
      // Tells exact pixels, and when the page is zoomed or changes screens.
      this.#observer.observe(this.element,
                             { box: 'device-pixel-content-box' });
    } catch {
      this.#observer.observe(this.element);
    }
  }

  detach() {
    clearTimeout(this.#timer);
    this.#observer?.disconnect();
    this.#observer = null;
  }

  #measure() {
    const { clientWidth, clientHeight } = this.element;
    this.size = {
      width: Math.round(clientWidth * devicePixelRatio),
      height: Math.round(clientHeight * devicePixelRatio),
    };
  }

  /** @param {ResizeObserverEntry} entry */
  #onResize(entry) {
    const { width, height } = this.size;
    this.#measure();
    const exact = entry.devicePixelContentBoxSize?.[0];
    // An emulated screen has more pixels than the one that the box is told of.
    if (exact && Math.abs(exact.inlineSize - this.size.width) <= ROUNDING)
      this.size = { width: exact.inlineSize, height: exact.blockSize };
    if (this.size.width === width && this.size.height === height)
      return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.onChange, DEBOUNCE);
  }
}
