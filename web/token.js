// SPDX-License-Identifier: BSD-3-Clause
//
// The access token: from the address bar, where it must not stay, into the
// tab's own storage, where a reload finds it.

const KEY = 'vtkcast-token';

/** @param {string} token */
function store(token) {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Storage is forbidden: it works until the next reload.
  }
}

/** @returns {string} empty if there is none */
export function takeToken() {
  const url = new URL(location.href);
  const token = url.searchParams.get('token');
  if (token) {
    url.searchParams.delete('token');
    history.replaceState(history.state, '', url);
    store(token);
    return token;
  }
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/**
 * What somebody typed or pasted: a token, or an address that holds one.
 *
 * @param {string} text
 * @returns {string}
 */
export function tokenFromText(text) {
  const token = text.match(/[?&]token=([^&#\s]+)/)?.[1] ?? text.trim();
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** @param {string} text */
export function adoptToken(text) {
  const token = tokenFromText(text);
  store(token);
  return token;
}
