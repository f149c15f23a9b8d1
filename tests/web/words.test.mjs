// SPDX-License-Identifier: BSD-3-Clause
//
// What the page says, and the pieces of text that it makes and reads.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForView } from '../../web/keyboard.js';
import { messageFor } from '../../web/messages.js';
import { tokenFromText } from '../../web/token.js';
import { askForWholeKeyFrames, candidateFragment, WhepError }
  from '../../web/whep.js';

const situation = {
  detail: { state: 'live', text: '' }, status: null, controls: true,
  hasToken: true, online: true, now: 0,
};

test('nothing is said while all is well', () => {
  assert.equal(messageFor(situation), null);
  assert.equal(messageFor({ ...situation, status: { kind: 'ready' } }), null);
});

test('each trouble has its words', () => {
  const table = [
    [{ detail: { state: 'connecting', text: '' } }, 'card', /Connecting/],
    [{ detail: { state: 'connecting', text: 'No answer.', retryAt: 3000 } },
     'card', /No answer\. Trying again in 3 s\. Try now/],
    [{ detail: { state: 'connecting', text: 'No answer.' }, online: false },
     'card', /offline/],
    [{ detail: { state: 'reconnecting', text: '', retryAt: 100 } }, 'banner',
     /Connection lost\. Trying again…/],
    [{ detail: { state: 'failed', text: 'No codec.' } }, 'card',
     /No codec\. Try again/],
    [{ detail: { state: 'failed', text: '', unauthorized: true } }, 'card',
     /Wrong access token/],
    [{ detail: { state: 'failed', text: '', unauthorized: true },
       hasToken: false }, 'card', /printed/],
    [{ detail: { state: 'ended', text: 'Bye.' } }, 'card', /ended Bye\./],
    [{ controls: false }, 'banner', /You are watching/],
    [{ status: { kind: 'loading', progress: 0.5, text: 'Loading head.nrrd' } },
     'low', /Loading head\.nrrd/],
    [{ status: { kind: 'failed', text: 'head.nrrd is cut short' } }, 'card',
     /head\.nrrd is cut short/],
  ];
  for (const [change, place, words] of table) {
    const message = messageFor({ ...situation, ...change });
    assert.equal(message.place, place);
    const { title, text, hint, action } = message;
    assert.match([title, text, hint, action].filter(Boolean).join(' '), words);
  }
});

test('a token is found in what people paste', () => {
  const table = [
    ['abc-_123', 'abc-_123'],
    ['  abc  ', 'abc'],
    ['http://127.0.0.1:8080/?token=abc', 'abc'],
    ['https://x.example/view/?a=b&token=a%2Bc#d', 'a+c'],
    ['%', '%'],
  ];
  for (const [text, token] of table)
    assert.equal(tokenFromText(text), token);
});

test('an offer of H.264 asks for whole key frames', () => {
  assert.equal(
    askForWholeKeyFrames('a=rtpmap:96 H264/90000\r\n' +
      'a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1\r\n' +
      'a=fmtp:97 apt=96\r\na=fmtp:98 packetization-mode=0\r\n'),
    'a=rtpmap:96 H264/90000\r\na=fmtp:96 level-asymmetry-allowed=1;' +
      'packetization-mode=1;sps-pps-idr-in-keyframe=1\r\n' +
      'a=fmtp:97 apt=96\r\n' +
      'a=fmtp:98 packetization-mode=0;sps-pps-idr-in-keyframe=1\r\n');
});

test('a fragment carries the offer’s ICE session', () => {
  const offer = 'v=0\r\na=group:BUNDLE 0 1\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' +
    'a=ice-ufrag:Ab+/\r\na=ice-pwd:secret\r\na=mid:0\r\n' +
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=ice-ufrag:Ab+/\r\n' +
    'a=mid:1\r\n';
  assert.equal(
    candidateFragment(offer, ['candidate:1 1 udp 1 127.0.0.1 9 typ host'], true),
    'a=ice-ufrag:Ab+/\r\na=ice-pwd:secret\r\nm=video 9 RTP/AVP 0\r\na=mid:0\r\n' +
    'a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\na=end-of-candidates\r\n');
});

test('which refusals are worth another attempt', () => {
  for (const [status, temporary] of [[0, true], [503, true], [502, true],
                                     [404, true], [401, false], [400, false],
                                     [422, false]])
    assert.equal(new WhepError('', status).temporary, temporary, `${status}`);
});

test('shortcuts belong to the browser, letters to the view', () => {
  const key = (name, more = {}) => ({ key: name, code: name, ...more });
  for (const mine of [key('r'), key('W', { shiftKey: true }), key('ArrowLeft'),
                      key(' '), key('3'), key('Escape'),
                      key('@', { ctrlKey: true, altKey: true,
                                 getModifierState: () => true })])
    assert.ok(isForView(mine), mine.key);
  for (const other of [key('r', { ctrlKey: true }), key('t', { metaKey: true }),
                       key('Tab'), key('F5'), key('Shift'), key('Dead'),
                       key('a', { isComposing: true }), key('x'.repeat(40))])
    assert.ok(!isForView(other), other.key);
});
