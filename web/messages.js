// SPDX-License-Identifier: BSD-3-Clause
//
// What the page says in each situation, and what a person can do about it.
//
// Pure: it gets the situation and returns the words.

/**
 * @typedef {object} Situation
 * @property {import('./types.js').StateDetail} detail
 * @property {import('./types.js').Status|null} status
 * @property {boolean} controls
 * @property {boolean} hasToken
 * @property {boolean} online
 * @property {number} now performance.now()
 *
 * @typedef {object} Message
 * @property {'card'|'low'|'banner'} place
 * @property {'busy'|'bad'|'warn'|'quiet'} kind
 * @property {string} title
 * @property {string} [text]
 * @property {string} [hint]
 * @property {string} [action] what the button says
 * @property {number} [progress] 0…1
 * @property {boolean} [askToken]
 */

/**
 * @param {Situation} situation
 * @returns {string}
 */
function whenAgain({ detail, online, now }) {
  if (!online)
    return 'This computer is offline. It goes on as soon as there is a network.';
  const seconds = Math.ceil(((detail.retryAt ?? 0) - now) / 1000);
  return seconds > 1 ? `Trying again in ${seconds} s.` : 'Trying again…';
}

/**
 * @param {Situation} situation
 * @returns {Message}
 */
function connecting(situation) {
  const { text } = situation.detail;
  if (!text)
    return { place: 'card', kind: 'busy', title: 'Connecting…' };
  return {
    place: 'card', kind: 'busy', title: 'No connection yet', text,
    hint: whenAgain(situation), action: 'Try now',
  };
}

/**
 * @param {Situation} situation
 * @returns {Message}
 */
function failed({ detail, hasToken }) {
  if (!detail.unauthorized)
    return {
      place: 'card', kind: 'bad', title: 'This does not work',
      text: detail.text, action: 'Try again',
    };
  return {
    place: 'card', kind: 'bad', askToken: true,
    title: hasToken ? 'Wrong access token' : 'An access token is needed',
    text: hasToken
      ? 'The server does not accept this token. Each start of vtkcast makes ' +
        'a new one.'
      : 'Open the address that vtkcast printed when it was started; its token ' +
        'lets you in.',
  };
}

/**
 * @param {Situation} situation
 * @returns {Message|null}
 */
function live({ status, controls }) {
  if (status?.kind === 'loading')
    return {
      place: 'low', kind: 'quiet', title: status.text || 'Loading…',
      // Less than nothing: nobody knows how long it takes.
      progress: (status.progress ?? 0) < 0 ? undefined : status.progress ?? 0,
    };
  if (status?.kind === 'failed')
    return {
      place: 'card', kind: 'bad', title: 'The data cannot be shown',
      text: status.text, action: 'Close',
    };
  if (!controls)
    return {
      place: 'banner', kind: 'quiet',
      title: 'You are watching. Somebody else controls the view.',
    };
  return null;
}

/**
 * The one message that the page shows, or null.
 *
 * @param {Situation} situation
 * @returns {Message|null}
 */
export function messageFor(situation) {
  const { detail } = situation;
  switch (detail.state) {
    case 'connecting':
      return connecting(situation);
    case 'reconnecting':
      return {
        place: 'banner', kind: 'warn',
        title: `Connection lost. ${whenAgain(situation)}`,
      };
    case 'failed':
      return failed(situation);
    case 'ended':
      return {
        place: 'card', kind: 'quiet', title: 'The session has ended',
        text: detail.text, action: 'Connect again',
      };
    case 'live':
      return live(situation);
    default:
      return null;
  }
}
