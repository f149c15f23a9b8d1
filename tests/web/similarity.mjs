// SPDX-License-Identifier: BSD-3-Clause
//
// How like the rendered pictures are those that the browser shows.
//
// The program's own recording is the reference: it is made of the rendered
// frames, at a quality of its own, whatever the link makes of them. A shown
// frame finds its own by its time: RTP timestamps and the recording's are of
// one clock, but for an offset.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const RTP_RATE = 90; /* per ms */
/** Times differ by what the last bits of an RTP timestamp are used for, and by
 * Matroska's milliseconds. */
const TOLERANCE = 1.5;
const WINDOW = 8;
const STEP = 4;
/** Of luma: (0.01 · 255)², (0.03 · 255)². */
const C1 = 6.5025;
const C2 = 58.5225;

/**
 * @typedef {object} Plane 8 bits a pixel, row by row
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} data
 */

/** SSIM of one window (Wang et al., 2004, equation 13). */
function compareWindow(a, b, width, x, y) {
  let sumA = 0;
  let sumB = 0;
  let squares = 0;
  let products = 0;
  for (let row = y; row < y + WINDOW; row++) {
    for (let at = row * width + x; at < row * width + x + WINDOW; at++) {
      sumA += a[at];
      sumB += b[at];
      squares += a[at] * a[at] + b[at] * b[at];
      products += a[at] * b[at];
    }
  }
  const n = WINDOW * WINDOW;
  const meanA = sumA / n;
  const meanB = sumB / n;
  const variances = squares / n - meanA * meanA - meanB * meanB;
  const covariance = products / n - meanA * meanB;
  return (2 * meanA * meanB + C1) * (2 * covariance + C2) /
    ((meanA * meanA + meanB * meanB + C1) * (variances + C2));
}

/**
 * Mean SSIM of two planes of one size, 8 × 8 windows each 4 pixels, as ffmpeg
 * and x264 have it.
 *
 * @param {Plane} a
 * @param {Plane} b
 */
export function compare(a, b) {
  const { width, height } = a;
  let sum = 0;
  let count = 0;
  for (let y = 0; y + WINDOW <= height; y += STEP) {
    for (let x = 0; x + WINDOW <= width; x += STEP) {
      sum += compareWindow(a.data, b.data, width, x, y);
      count++;
    }
  }
  return sum / count;
}

/**
 * As a browser stretches a small picture: between the four nearest pixels.
 *
 * @param {Plane} plane
 * @returns {Plane}
 */
export function stretch(plane, width, height) {
  if (plane.width === width && plane.height === height)
    return plane;
  const data = new Uint8Array(width * height);
  const place = (at, from, to) =>
    Math.min(Math.max((at + 0.5) * from / to - 0.5, 0), from - 1);
  for (let y = 0; y < height; y++) {
    const v = place(y, plane.height, height);
    const top = Math.floor(v);
    const bottom = Math.min(top + 1, plane.height - 1);
    for (let x = 0; x < width; x++) {
      const u = place(x, plane.width, width);
      const left = Math.floor(u);
      const right = Math.min(left + 1, plane.width - 1);
      const mix = row => {
        const from = plane.data[row * plane.width + left];
        return from + (plane.data[row * plane.width + right] - from) *
          (u - left);
      };
      const upper = mix(top);
      data[y * width + x] = Math.round(upper + (mix(bottom) - upper) *
                                       (v - top));
    }
  }
  return { width, height, data };
}

/**
 * What to add to the times of `shown` so that most of them are among those of
 * `film`, and how many are.
 *
 * @param {number[]} shown ms
 * @param {number[]} film ms
 */
export function findOffset(shown, film) {
  const counts = new Map();
  for (const a of shown) {
    for (const b of film) {
      const offset = Math.round(b - a);
      counts.set(offset, (counts.get(offset) ?? 0) + 1);
    }
  }
  const near = offset => [-1, 0, 1].reduce(
    (sum, delta) => sum + (counts.get(offset + delta) ?? 0), 0);
  let best = { offset: 0, count: 0 };
  for (const offset of counts.keys()) {
    const count = near(offset);
    if (count > best.count)
      best = { offset, count };
  }
  return best;
}

/** Runs in the page: notes all times, and keeps a picture each `period` ms. */
export function keepPictures(period) {
  const { video } = window.vtkcastTest;
  const kept = window.vtkcastTest.kept = { times: [], pictures: [] };
  let last = 0;
  const next = async (now, { rtpTimestamp }) => {
    video.requestVideoFrameCallback(next);
    kept.times.push(rtpTimestamp);
    if (now - last < period)
      return;
    last = now;
    const frame = new VideoFrame(video);
    const { width, height } = frame.visibleRect;
    const data = new Uint8Array(frame.allocationSize());
    const { format } = frame;
    const [{ offset, stride }] = await frame.copyTo(data);
    frame.close();
    kept.pictures.push({ rtp: rtpTimestamp, format, width, height, offset,
                         stride, data });
  };
  video.requestVideoFrameCallback(next);
}

/** Runs in the page: the luma of a kept picture, as text. */
function readLuma(index) {
  const { format, width, height, offset, stride, data } =
    window.vtkcastTest.kept.pictures[index];
  if (!['I420', 'NV12'].includes(format))
    throw new Error(`pictures of format ${format}`);
  let binary = '';
  for (let y = 0; y < height; y++)
    binary += String.fromCharCode(...data.subarray(offset + y * stride,
                                                   offset + y * stride + width));
  return { width, height, text: btoa(binary) };
}

/** A recording's frames: times in ms, and the luma of some. */
class Film {
  /** @param {string} folder of which the longest film is taken */
  constructor(folder) {
    const [file] = readdirSync(folder).filter(name => name.endsWith('.mkv'))
      .map(name => path.join(folder, name))
      .sort((a, b) => statSync(b).size - statSync(a).size);
    this.file = file;
    const { streams: [stream], frames } = JSON.parse(execFileSync('ffprobe', [
      '-v', 'error', '-select_streams', 'v', '-show_entries',
      'stream=width,height:frame=pts_time', '-of', 'json', file,
    ], { maxBuffer: 1 << 26 }));
    this.width = stream.width;
    this.height = stream.height;
    this.times = frames.map(({ pts_time: time }) => 1000 * time);
  }

  /** @param {Set<number>} wanted indices */
  async *read(wanted) {
    const luma = this.width * this.height;
    const child = spawn('ffmpeg', [
      '-v', 'error', '-i', this.file, '-fps_mode', 'passthrough',
      '-enc_time_base', '-1', '-vf', 'extractplanes=y', '-f', 'rawvideo', '-',
    ], { stdio: ['ignore', 'pipe', 'inherit'] });
    const frame = Buffer.alloc(luma);
    let filled = 0;
    let index = 0;
    for await (const chunk of child.stdout) {
      for (let at = 0; at < chunk.length;) {
        const copied = chunk.copy(frame, filled, at);
        at += copied;
        filled += copied;
        if (filled < luma)
          continue;
        if (wanted.has(index))
          yield [index, { width: this.width, height: this.height,
                          data: Uint8Array.from(frame) }];
        filled = 0;
        index++;
      }
    }
  }
}

/** Kept pictures by the index of the film's frame that they show. */
function match(film, { times, pictures }) {
  const at = rtp => ((rtp - times[0]) | 0) / RTP_RATE;
  const { offset, count } = findOffset(times.map(at), film.times);
  const pairs = new Map();
  pictures.forEach((rtp, picture) => {
    const time = at(rtp) + offset;
    const index = film.times.findIndex(
      other => Math.abs(other - time) <= TOLERANCE);
    if (index >= 0)
      pairs.set(index, picture);
  });
  return { pairs, matched: count / times.length };
}

/** Where a program may record for a while. */
export function makeRecordFolder() {
  return mkdtempSync(path.join(tmpdir(), 'vtkcast-similarity-'));
}

/**
 * Compares what a page kept with the recording of a server that has stopped.
 *
 * @param {import('./harness.mjs').Viewer} viewer
 * @param {string} folder that is removed
 */
export async function measureSimilarity(viewer, folder) {
  try {
    const film = new Film(folder);
    const kept = await viewer.page.evaluate(() => ({
      times: window.vtkcastTest.kept.times,
      pictures: window.vtkcastTest.kept.pictures.map(({ rtp }) => rtp),
    }));
    const { pairs, matched } = match(film, kept);
    const values = [];
    for await (const [index, reference] of film.read(new Set(pairs.keys()))) {
      const { text, ...size } =
        await viewer.page.evaluate(readLuma, pairs.get(index));
      const shown = { ...size, data: Buffer.from(text, 'base64') };
      values.push(compare(stretch(shown, film.width, film.height), reference));
    }
    values.sort((a, b) => a - b);
    return {
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      p5: values[Math.floor(0.05 * values.length)] ?? null,
      count: values.length,
      matched,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
