// SPDX-License-Identifier: BSD-3-Clause
//
// The page: one view that fills the window, and what is said and shown over it.

import './vtkcast-view.js';
import { Help } from './help.js';
import { Hud } from './hud.js';
import { messageFor } from './messages.js';
import { Notice } from './notice.js';
import { Panel } from './panel.js';
import { QualityLabel } from './quality-label.js';
import { RecordButton } from './record-button.js';
import { RecordingLabel } from './recording-label.js';
import { RecordingsClient } from './recordings-client.js';
import { RecordingsList } from './recordings-list.js';
import { ReplayBar } from './replay.js';
import { adoptToken, takeToken } from './token.js';

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
function element(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** A connection that is made within this time needs no words. */
const PATIENCE = 400;

/** @type {import('./vtkcast-view.js').VtkcastView} */
const view = element('view');
const hud = new Hud(element('hud'), view);
const panel = new Panel(element('panel'), element('tool-panel'), view);
const help = new Help(element('help'), focusView);
const notice = new Notice(onNoticeAction, onToken);
const recordings = new RecordingsClient(() => view.token);
const recordingLabel = new RecordingLabel(element('recording'), view);
const recordButton = new RecordButton(element('tool-record'), view, recordings,
                                      recordingLabel);
const recordingsList = new RecordingsList(element('recordings'), recordings,
                                          focusView);
const began = performance.now();
/** @type {import('./types.js').Status|null} that the person has read */
let dismissed = null;

/** The keys go to the view; the ring is for those who come by Tab. */
function focusView() {
  view.focus(/** @type {FocusOptions} */ ({
    preventScroll: true, focusVisible: false,
  }));
}

function onNoticeAction() {
  if (view.state === 'live')
    dismissed = view.status;
  else
    view.retry();
  update();
  focusView();
}

/** @param {string} text */
function onToken(text) {
  view.token = adoptToken(text);
  focusView();
}

function currentMessage() {
  return messageFor({
    detail: view.stateDetail,
    status: view.status === dismissed ? null : view.status,
    controls: view.controls,
    hasToken: view.token !== '',
    online: navigator.onLine,
    now: performance.now(),
  });
}

function update() {
  const message = currentMessage();
  const soon = message?.kind === 'busy' && !message.text &&
    performance.now() - began < PATIENCE;
  notice.show(soon ? null : message);
  document.title = view.state === 'live' ? 'vtkcast'
    : `vtkcast – ${view.state}`;
}

function toggleHud() {
  hud.toggle();
  element('tool-hud').setAttribute('aria-pressed', String(hud.shown));
}

function toggleFullScreen() {
  if (document.fullscreenElement)
    document.exitFullscreen();
  else
    document.documentElement.requestFullscreen?.().catch(() => {
      // The browser does not allow it here; F11 of its own still does.
    });
}

async function savePicture() {
  let blob;
  try {
    blob = await view.screenshot();
  } catch {
    return;
  }
  const link = document.createElement('a');
  const time = new Date().toISOString().slice(0, 19).replace(/[T:]/g, '-');
  link.href = URL.createObjectURL(blob);
  link.download = `vtkcast-${time}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The page's own keys. All others belong to the view. */
/** @type {Record<string, () => void>} */
const KEYS = {
  'F1': () => help.toggle(),
  '?': () => help.toggle(),
  'F2': toggleHud,
  '`': toggleHud,
  'F4': () => panel.toggle(true),
  ',': () => panel.toggle(true),
  'F8': () => recordingsList.toggle(),
  'F9': () => recordButton.toggle(),
  'F11': toggleFullScreen,
  'Shift+Enter': toggleFullScreen,
};

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  const typing = event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLSelectElement;
  // Function keys write nothing.
  const isTyped = typing && !/^F\d+$/.test(event.key);
  if (isTyped || event.ctrlKey || event.altKey || event.metaKey)
    return;
  const name = event.key === 'Enter' && event.shiftKey ? 'Shift+Enter'
    : event.key;
  const action = KEYS[name];
  if (!action) {
    if (document.activeElement === document.body)
      focusView();
    return;
  }
  event.preventDefault();
  if (!event.repeat)
    action();
}

/**
 * @param {string} id
 * @param {() => void} action
 */
function onTool(id, action) {
  element(id).addEventListener('click', event => {
    action();
    // After a click, the view's keys shall work; who came by Tab wants to stay.
    if (event.detail > 0 && !element('help').hasAttribute('open'))
      focusView();
  });
}

function listen() {
  for (const type of ['statechange', 'status', 'role'])
    view.addEventListener(type, update);
  for (const type of ['online', 'offline'])
    window.addEventListener(type, update);
  document.addEventListener('keydown', onKeyDown, { capture: true });
  document.addEventListener('fullscreenchange', () =>
    element('tool-screen').setAttribute(
      'aria-pressed', String(document.fullscreenElement !== null)));
  panel.attach();
  new QualityLabel(element('quality'), view).attach();
  recordingLabel.attach();
  recordButton.attach();
  view.addEventListener('recording', () => {
    element('tool-recordings').hidden = false;
  });
  new ReplayBar(element('replay'), view).attach();
  onTool('tool-reset', () => view.reset());
  onTool('tool-picture', savePicture);
  onTool('tool-record', () => recordButton.toggle());
  element('tool-recordings').addEventListener('click', () =>
    recordingsList.toggle());
  onTool('tool-hud', toggleHud);
  onTool('tool-panel', () => panel.toggle());
  onTool('tool-screen', toggleFullScreen);
  onTool('tool-help', () => help.toggle());
  // "Trying again in 3 s" counts down.
  setInterval(() => {
    if (view.state !== 'live')
      update();
  }, 250);
}

listen();
view.token = takeToken();
view.src = 'whep';
focusView();
