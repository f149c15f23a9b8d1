// SPDX-License-Identifier: BSD-3-Clause
//
// What a journal (docs/journal.md) says about the time line of its video:
// chapters, marks, and when which file begins. Pure.

/**
 * @typedef {object} Mark
 * @property {number} time seconds from the video's beginning
 * @property {string} what
 * @property {'still'|'key'|'viewer'|'parameter'|'gap'} kind
 *
 * @typedef {object} Chapter
 * @property {number} time seconds from the video's beginning
 * @property {string} title
 *
 * @typedef {object} TimeLine
 * @property {{file: string, begin: number}[]} videos in order
 * @property {Chapter[]} chapters
 * @property {Mark[]} marks
 * @property {number} duration seconds, as far as the journal knows
 */

/** A rest of so many seconds ends a chapter. */
const REST = 3;
const MARKS_MAX = 2000;

/** What a hand does with each button. */
const DEEDS = ['', 'turned', 'moved', 'zoomed'];
const SHIFT = 1;
const CONTROL = 2;

/** @param {string} text that may be cut off at its end */
function parseLines(text) {
  const lines = [];
  for (const line of text.split('\n')) {
    try {
      lines.push(JSON.parse(line));
    } catch {
      // The last line of who was killed.
    }
  }
  return lines;
}

/**
 * Of an event that somebody made to change something.
 *
 * @param {any} event
 * @returns {string} empty: it changes nothing by itself
 */
function deedOf({ type, button, modifiers = 0, key }) {
  switch (type) {
    case 'press':
      if (button === 1 && modifiers & SHIFT)
        return DEEDS[2];
      return button === 1 && modifiers & CONTROL ? 'rolled'
        : DEEDS[button] ?? '';
    case 'wheel':
      return 'zoomed';
    case 'key-press':
      return `key ${key}`;
    case 'gesture-begin':
    case 'touch-down':
      return 'touched';
    default:
      return '';
  }
}

/** @param {any} line */
function viewerText({ viewer, what }) {
  return what === 'joined' ? `Viewer ${viewer} came`
    : what === 'left' ? `Viewer ${viewer} left`
    : `Viewer ${viewer} controls`;
}

/**
 * @param {any} line
 * @returns {Pick<Mark, 'what'|'kind'>|null}
 */
function markOf(line) {
  switch (line.type) {
    case 'still':
      return { kind: 'still', what: 'Exact picture' };
    case 'viewer':
      return { kind: 'viewer', what: viewerText(line) };
    case 'parameters':
      return { kind: 'parameter', what: Object.keys(line.values).join(', ') };
    case 'gap':
      return { kind: 'gap', what: 'Something is missing' };
    case 'event':
      return line.event.type === 'key-press'
        ? { kind: 'key', what: `Key ${line.event.key}` } : null;
    default:
      return null;
  }
}

/**
 * When the video began on the journal's clock. A frame is noted a little after
 * it was sent, now more, now less: the least is right.
 *
 * @param {any[]} lines
 * @param {any} began
 */
function findOrigin(lines, began) {
  let origin = Infinity;
  for (const { type, t, pts } of lines)
    if (type === 'sent' && pts >= began.pts)
      origin = Math.min(origin, t - (pts - began.pts) / 1e9);
  return origin === Infinity ? began.t : origin;
}

/** @param {string[]} deeds */
function titleOf(deeds) {
  const all = [...new Set(deeds)].slice(0, 4).join(', ');
  return all.charAt(0).toUpperCase() + all.slice(1);
}

/**
 * @param {{time: number, deed: string}[]} deeds
 * @returns {Chapter[]}
 */
function findChapters(deeds) {
  /** @type {{time: number, last: number, deeds: string[]}[]} */
  const spans = [];
  for (const { time, deed } of deeds) {
    const span = spans[spans.length - 1];
    if (span && time - span.last < REST) {
      span.last = time;
      if (deed)
        span.deeds.push(deed);
    } else if (deed) {
      spans.push({ time, last: time, deeds: [deed] });
    }
  }
  return spans.map(({ time, deeds: all }) => ({ time, title: titleOf(all) }));
}

/**
 * @param {string} text of a journal
 * @returns {TimeLine|null} null: it tells of no video
 */
export function readTimeLine(text) {
  const lines = parseLines(text);
  const files = lines.filter(({ type, what }) =>
    type === 'video' && what === 'began');
  if (files.length === 0)
    return null;
  const origin = findOrigin(lines, files[0]);
  const at = (/** @type {number} */ t) => Math.max(t - origin, 0);
  /** @type {Mark[]} */
  const marks = [];
  const deeds = [];
  for (const line of lines) {
    const mark = markOf(line);
    if (mark && marks.length < MARKS_MAX)
      marks.push({ time: at(line.t), ...mark });
    if (line.type === 'event')
      deeds.push({ time: at(line.t), deed: deedOf(line.event) });
  }
  return {
    videos: files.map(({ file, pts = 0 }) => ({
      file, begin: (pts - (files[0].pts ?? 0)) / 1e9,
    })),
    chapters: [{ time: 0, title: 'Begin' }, ...findChapters(deeds)],
    marks,
    duration: at(lines[lines.length - 1].t),
  };
}

/**
 * Which of several things that begin one after the other is on at `time`.
 *
 * @param {{time: number}[]} things
 * @param {number} time
 */
export function indexAt(things, time) {
  let index = 0;
  for (let i = 0; i < things.length && things[i].time <= time + 1e-3; i++)
    index = i;
  return index;
}
