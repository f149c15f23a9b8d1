// SPDX-License-Identifier: BSD-3-Clause
//
// The help overlay: mouse, fingers, the keys of VTK and those of the page.

/** Each with what it does, and the button without which it does nothing; a text
 * in `` is a key. */
const SECTIONS = [
  ['Mouse', [
    ['Left drag', 'Rotate'],
    ['Middle drag, or `Shift` left drag', 'Pan'],
    ['Wheel, or right drag', 'Zoom'],
    ['`Ctrl` left drag', 'Roll'],
  ]],
  ['Touch', [
    ['One finger', 'Rotate'],
    ['Two fingers, together', 'Pan'],
    ['Two fingers, apart', 'Zoom'],
    ['Two fingers, around', 'Roll'],
  ]],
  ['Keys of the view', [
    ['`r`', 'Reset the camera'],
    ['`w` / `s`', 'Wireframe / surface'],
    ['`p`', 'Pick what is under the pointer'],
    ['`f`', 'Fly to the point under the pointer'],
    ['`j` / `t`', 'Joystick / trackball'],
    ['`c` / `a`', 'Move the camera / the object'],
    ['`3`', 'Stereo'],
  ]],
  ['Keys of the page', [
    ['`F1` or `?`', 'This help'],
    ['`F2` or `` ` ``', 'Statistics'],
    ['`F4` or `,`', 'Settings', 'tool-panel'],
    ['`F8`', 'Recordings', 'tool-recordings'],
    ['`F9`', 'Record, and stop', 'tool-record'],
    ['`F11` or `Shift` `Enter`', 'Full screen'],
    ['`Tab`', 'To the buttons and back'],
    ['`Esc`', 'Close help or settings, leave full screen'],
  ]],
];

/**
 * @param {string} tag
 * @param {string} text with keys in ``
 */
function element(tag, text) {
  const result = document.createElement(tag);
  const parts = text.split(/(`` ` ``|`[^`]+`)/);
  for (const part of parts) {
    const key = part.match(/^`+ ?(.+?) ?`+$/)?.[1];
    if (key) {
      const kbd = document.createElement('kbd');
      kbd.textContent = key;
      result.append(kbd);
    } else if (part) {
      result.append(part);
    }
  }
  return result;
}

/** @param {any} section */
function buildSection([title, rows]) {
  const section = document.createElement('section');
  const list = document.createElement('dl');
  // "Keys of the page" → page
  section.className = title.toLowerCase().split(' ').pop();
  for (const [what, does, button = ''] of rows)
    for (const part of [element('dt', what), element('dd', does)]) {
      part.dataset.button = button;
      list.append(part);
    }
  section.append(element('h2', title), list);
  return section;
}

export class Help {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => void} onClose
   */
  constructor(dialog, onClose) {
    this.dialog = dialog;
    dialog.addEventListener('close', onClose);
    dialog.addEventListener('click', event => {
      if (event.target === dialog)
        dialog.close();
    });
  }

  toggle() {
    if (this.dialog.open) {
      this.dialog.close();
      return;
    }
    if (!this.dialog.hasChildNodes())
      this.#build();
    this.#showRows();
    this.dialog.showModal();
  }

  /** Not what this server does not have. */
  #showRows() {
    for (const part of this.dialog.querySelectorAll('dt, dd')) {
      const row = /** @type {HTMLElement} */ (part);
      row.hidden =
        document.getElementById(row.dataset.button ?? '')?.hidden ?? false;
    }
  }

  #build() {
    const header = document.createElement('header');
    const title = element('h1', 'How to use the view');
    title.id = 'help-title';
    const close = element('button', 'Close');
    close.addEventListener('click', () => this.dialog.close());
    header.append(title, close);
    const columns = document.createElement('div');
    columns.className = 'columns';
    columns.append(...SECTIONS.map(buildSection));
    this.dialog.append(header, columns);
  }
}
