// SPDX-License-Identifier: BSD-3-Clause
//
// ICE servers as WHEP's header Link tells them (draft-ietf-wish-whep,
// "STUN/TURN Server Configuration"; RFC 8288). Pure.

const LINK = /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))*)/g;
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+))/g;
const MAX_SERVERS = 16;

/** @param {string} text */
function parseParameters(text) {
  /** @type {Record<string, string>} */
  const parameters = {};
  for (const [, name, quoted, plain] of text.matchAll(PARAMETER))
    parameters[name.toLowerCase()] ??= plain ?? quoted.replace(/\\(.)/g, '$1');
  return parameters;
}

/**
 * @param {string|null} header all headers Link, as fetch() joins them
 * @returns {RTCIceServer[]}
 */
export function parseIceServers(header) {
  /** @type {RTCIceServer[]} */
  const servers = [];
  for (const [, url, text] of (header ?? '').matchAll(LINK)) {
    const { rel, username, credential } = parseParameters(text);
    if (rel !== 'ice-server' || servers.length === MAX_SERVERS)
      continue;
    if (/^stuns?:/.test(url))
      servers.push({ urls: url });
    else if (/^turns?:/.test(url) && username && credential)
      servers.push({ urls: url, username, credential });
  }
  return servers;
}
