// SPDX-License-Identifier: BSD-3-Clause
//
// The component: a view whose parameters come from a Streamlit script, and
// whose camera and picks go there.

import './element/vtkcast-view.js';
import { ViewNotice } from './element/view-notice.js';
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

/** @type {any} */
const view = document.getElementById('view');
const notice = new ViewNotice(view);
const report = new Report();
let timer = 0;

function tellNews() {
  clearTimeout(timer);
  const value = report.take(performance.now());
  if (value)
    setComponentValue(value);
  if (report.due !== null)
    timer = setTimeout(tellNews, report.due - performance.now());
}

/** @param {import('./streamlit.js').Theme} [theme] */
function wear(theme) {
  const { style } = document.documentElement;
  style.setProperty('--vtkcast-text', theme?.textColor ?? null);
  style.setProperty('--vtkcast-background', theme?.backgroundColor ?? null);
  style.setProperty('--vtkcast-font', theme?.font ?? null);
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
document.body.append(notice.element);
notice.attach();
connectToStreamlit(render);
