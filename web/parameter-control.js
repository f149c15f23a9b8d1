// SPDX-License-Identifier: BSD-3-Clause
//
// One parameter as a person sees it: a slider with its number, a box, a choice,
// a text or a button.

/**
 * @typedef {import('./types.js').Parameter} Parameter
 * @typedef {import('./types.js').ParameterValue} ParameterValue
 */

let lastId = 0;

/** No more digits than the steps of a slider need.
 *
 * @param {Parameter} parameter
 * @param {number} value
 */
export function numberText({ minimum, maximum, step, kind }, value) {
  if (kind === 'integer')
    return String(Math.round(value));
  const fine = step ?? (minimum !== undefined && maximum !== undefined
    ? (maximum - minimum) / 1000 : 0);
  const digits = fine > 0 ? Math.ceil(-Math.log10(fine) - 1e-9) : 6;
  return String(Number(value.toFixed(Math.min(Math.max(digits, 0), 12))));
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {object} properties
 * @returns {HTMLElementTagNameMap[K]}
 */
function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

export class ParameterControl {
  row = make('div', { className: 'row' });
  /** @type {HTMLInputElement|HTMLSelectElement|HTMLButtonElement} */
  #main;
  /** @type {HTMLInputElement|null} */
  #slider = null;
  #id = `parameter-${++lastId}`;
  /** Something was typed that is not done yet. */
  #typing = false;
  /** @type {ParameterValue|undefined} */
  #value;

  /**
   * @param {Parameter} parameter
   * @param {(value: ParameterValue) => void} onValue
   */
  constructor(parameter, onValue) {
    this.parameter = parameter;
    this.onValue = onValue;
    this.row.dataset.kind = parameter.kind;
    this.row.dataset.name = parameter.name;
    this.#main = this.#build();
    this.show(parameter.value);
  }

  /** Shows another value; what is being typed stays until it is done.
   *
   * @param {ParameterValue|undefined} value
   */
  show(value) {
    const main = this.#main;
    if (value === undefined)
      return;
    this.#value = value;
    if (typeof value === 'boolean' && main instanceof HTMLInputElement)
      main.checked = value;
    else if (typeof value === 'number')
      this.#showNumber(value);
    else if (!this.#typing)
      main.value = String(value);
  }

  /** @param {boolean} enabled */
  enable(enabled) {
    this.#main.disabled = !enabled;
    if (this.#slider)
      this.#slider.disabled = !enabled;
  }

  focus() {
    (this.#slider ?? this.#main).focus();
  }

  #build() {
    switch (this.parameter.kind) {
    case 'action':
      return this.#buildButton();
    case 'boolean':
      return this.#buildBox();
    case 'choice':
      return this.#buildChoice();
    case 'text':
      return this.#buildText();
    default:
      return this.#buildNumber();
    }
  }

  #label() {
    return make('label', {
      htmlFor: this.#id, textContent: this.parameter.title,
    });
  }

  #buildButton() {
    const button = make('button', {
      id: this.#id, type: 'button', textContent: this.parameter.title,
    });
    button.addEventListener('click', () => this.onValue(true));
    this.row.append(button);
    return button;
  }

  #buildBox() {
    const box = make('input', { id: this.#id, type: 'checkbox' });
    box.addEventListener('change', () => this.onValue(box.checked));
    this.row.append(box, this.#label());
    return box;
  }

  #buildChoice() {
    const select = make('select', { id: this.#id });
    for (const choice of this.parameter.choices ?? [])
      select.add(new Option(choice, choice));
    select.addEventListener('change', () => this.onValue(select.value));
    this.row.append(this.#label(), select);
    return select;
  }

  #buildText() {
    const input = make('input', {
      id: this.#id, type: 'text', autocomplete: 'off', spellcheck: false,
    });
    this.#type(input, () => this.onValue(input.value));
    this.row.append(this.#label(), input);
    return input;
  }

  /**
   * @param {HTMLInputElement} field
   * @param {() => void} done
   */
  #type(field, done) {
    field.addEventListener('input', () => {
      this.#typing = true;
    });
    field.addEventListener('change', () => {
      this.#typing = false;
      done();
    });
    // What was typed and taken back is no change.
    field.addEventListener('blur', () => {
      if (!this.#typing)
        return;
      this.#typing = false;
      this.show(this.#value);
    });
  }

  /** A number field; with a slider if there are limits. */
  #buildNumber() {
    const { minimum, maximum, step, unit, title, kind } = this.parameter;
    const field = make('input', {
      id: this.#id, type: 'number', step: kind === 'integer' ? '1' : 'any',
      inputMode: 'decimal', min: String(minimum ?? ''),
      max: String(maximum ?? ''),
    });
    const value = make('span', { className: 'number' });
    value.append(field);
    if (unit)
      value.append(make('span', { className: 'unit', textContent: unit }));
    this.#type(field, () => {
      if (!Number.isNaN(field.valueAsNumber))
        this.onValue(field.valueAsNumber);
    });
    this.row.append(this.#label(), value);
    if (minimum === undefined || maximum === undefined)
      return field;
    const slider = this.#slider = make('input', {
      type: 'range', min: String(minimum), max: String(maximum),
      step: String(step ?? (kind === 'integer' ? 1 : 'any')), ariaLabel: title,
    });
    slider.addEventListener('input', () => {
      field.value = numberText(this.parameter, slider.valueAsNumber);
      this.onValue(slider.valueAsNumber);
    });
    this.row.append(slider);
    return field;
  }

  /** @param {number} value */
  #showNumber(value) {
    const text = numberText(this.parameter, value);
    if (!this.#typing)
      this.#main.value = text;
    if (this.#slider) {
      this.#slider.value = String(value);
      this.#slider.setAttribute(
        'aria-valuetext', `${text} ${this.parameter.unit ?? ''}`);
    }
  }
}
