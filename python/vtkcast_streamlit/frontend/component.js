// SPDX-License-Identifier: BSD-3-Clause
//
// The component: a view whose parameters come from a Streamlit script, and
// whose camera and picks go there.

import './element/vtkcast-view.js';
import { messageFor } from './element/messages.js';
import { Report } from './report.js';
import { connectToStreamlit, setComponentValue, setFrameHeight }
  from './streamlit.js';

/**
 * @typedef {object} Args what vtkcast_view() in ../__init__.py passes
 * @property {string} src
 * @property {string} token
 * @property {number} height
 * @property {Record<string, unknown>} params
 * @property {import('./report.js').CameraUpdates} cameraUpdates
 */

/**
 * @param {string} id
 * @returns {any}
 */
function element(id) {
  return document.getElementById(id);
}

/** @type {any} */
const view = element('view');
const report = new Report();
/** @type {import('../../../web/types.js').Status|null} */
let dismissed = null;
let timer = 0;

function tellNews() {
  clearTimeout(timer);
  const value = report.take(performance.now());
  if (value)
    setComponentValue(value);
  if (report.due !== null)
    timer = setTimeout(tellNews, report.due - performance.now());
}

/** @param {string} text */
function explain(text) {
  // A browser does not tell a page why a server elsewhere refuses it.
  return view.stateDetail.unauthorized || !text ? text
    : `${text} Is it running, with --allow-origin ${location.origin}?`;
}

function currentMessage() {
  const message = messageFor({
    detail: view.stateDetail,
    status: view.status === dismissed ? null : view.status,
    controls: view.controls,
    hasToken: view.token !== '',
    online: navigator.onLine,
    now: performance.now(),
  });
  const hopeless = view.state === 'connecting' || view.state === 'failed';
  return message && hopeless
    ? { ...message, text: explain(message.text ?? '') } : message;
}

function showNotice() {
  const message = currentMessage();
  const notice = element('notice');
  notice.hidden = !message;
  notice.dataset.place = message?.place ?? '';
  element('title').textContent = message?.title ?? '';
  element('text').textContent =
    [message?.text, message?.hint].filter(Boolean).join(' ');
  element('action').hidden = !message?.action;
  element('action').textContent = message?.action ?? '';
}

function act() {
  if (view.state === 'live')
    dismissed = view.status;
  else
    view.retry();
  showNotice();
}

/** @param {import('./streamlit.js').Theme} [theme] */
function wear(theme) {
  const { style } = document.documentElement;
  style.setProperty('--text', theme?.textColor ?? null);
  style.setProperty('--background', theme?.backgroundColor ?? null);
  style.setProperty('--font', theme?.font ?? null);
}

/**
 * What stays as it was costs nothing: the connection above all.
 *
 * @param {Args} args
 * @param {import('./streamlit.js').Theme} [theme]
 */
function render({ src, token, height, params, cameraUpdates }, theme) {
  wear(theme);
  setFrameHeight(height);
  report.cameraUpdates = cameraUpdates;
  view.setAttribute('params', JSON.stringify(params));
  if (view.token !== token)
    view.token = token;
  if (view.src !== src)
    view.src = src;
}

view.addEventListener('camera-changed', (/** @type {CustomEvent} */ event) => {
  report.setCamera(event.detail, performance.now());
  tellNews();
});
view.addEventListener('picked', (/** @type {CustomEvent} */ event) => {
  report.setPicked(event.detail, performance.now());
  tellNews();
});
for (const type of ['statechange', 'status', 'role'])
  view.addEventListener(type, showNotice);
element('action').addEventListener('click', act);
// "Trying again in 3 s" counts down.
setInterval(() => {
  if (view.state !== 'live')
    showNotice();
}, 250);
connectToStreamlit(render);
