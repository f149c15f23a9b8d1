// SPDX-License-Identifier: BSD-3-Clause
//
// What a component in a frame and Streamlit's page tell each other (version 1
// of Streamlit's component protocol).

const API_VERSION = 1;

/**
 * @typedef {object} Theme
 * @property {string} [textColor]
 * @property {string} [backgroundColor]
 * @property {string} [font]
 */

/**
 * @param {string} type
 * @param {object} message
 */
function tell(type, message) {
  // The page may be anywhere; nothing in these messages is secret to it.
  window.parent.postMessage(
    { isStreamlitMessage: true, type: `streamlit:${type}`, ...message }, '*');
}

/**
 * @param {(args: any, theme: Theme|undefined) => void} render is called after
 *   each run of the script with the arguments of the component
 */
export function connectToStreamlit(render) {
  window.addEventListener('message', ({ source, data }) => {
    if (source === window.parent && data?.type === 'streamlit:render')
      render(data.args, data.theme);
  });
  tell('componentReady', { apiVersion: API_VERSION });
}

/** @param {unknown} value what the component returns; runs the script */
export function setComponentValue(value) {
  tell('setComponentValue', { value, dataType: 'json' });
}

/** @param {number} height pixels */
export function setFrameHeight(height) {
  tell('setFrameHeight', { height });
}
