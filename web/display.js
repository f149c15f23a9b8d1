// SPDX-License-Identifier: BSD-3-Clause
//
// The <video> that shows the view, what the browser tells of each frame, and
// the canvas with the exact picture over it.

import { SampleWindow } from './latency.js';

/** @typedef {import('./latency.js').ShownFrame} ShownFrame */

const FPS_SPAN = 1000;

export class Display {
  #stream = new MediaStream();
  #times = new SampleWindow(256);
  #watching = false;
  /** @type {HTMLCanvasElement|null} */
  #cover = null;

  /** @param {(frame: ShownFrame|null) => void} onFrame null: a frame without
   *    an RTP timestamp */
  constructor(onFrame) {
    this.onFrame = onFrame;
    this.frames = 0;
    this.video = document.createElement('video');
    this.video.autoplay = true;
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.video.setAttribute('muted', '');
    this.video.setAttribute('aria-hidden', 'true');
  }

  get size() {
    return { width: this.video.videoWidth, height: this.video.videoHeight };
  }

  /**
   * Shows another track. The old one's last picture stays until the new one's
   * first: a stream that changes its track keeps what it shows, a new stream
   * would begin with black.
   *
   * @param {MediaStreamTrack} track
   */
  show(track) {
    const { video } = this;
    for (const old of this.#stream.getTracks())
      if (old !== track)
        this.#stream.removeTrack(old);
    this.#stream.addTrack(track);
    if (video.srcObject !== this.#stream)
      video.srcObject = this.#stream;
    this.play();
    this.#watch();
  }

  /** Some browsers begin only after the person did something. */
  play() {
    if (this.video.srcObject && this.video.paused)
      this.video.play().catch(() => {});
  }

  /**
   * Puts a canvas over the video, in the same box, or takes it away.
   *
   * @param {HTMLCanvasElement|null} canvas
   */
  cover(canvas) {
    if (canvas !== this.#cover)
      this.#cover?.remove();
    this.#cover = canvas;
    if (canvas && canvas.parentNode !== this.video.parentNode)
      this.video.after(canvas);
  }

  /**
   * Frames displayed in the last second.
   *
   * @param {number} now
   */
  fps(now) {
    return this.#times.countSince(now - FPS_SPAN);
  }

  /** @returns {Promise<Blob>} the picture, as PNG */
  async screenshot() {
    const canvas = this.#cover ?? this.#copyVideo();
    return new Promise((resolve, reject) => canvas.toBlob(
      blob => blob ? resolve(blob)
        : reject(new DOMException('No memory for it', 'EncodingError')),
      'image/png'));
  }

  #copyVideo() {
    const { width, height } = this.size;
    if (width === 0)
      throw new DOMException('There is no picture yet', 'InvalidStateError');
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(this.video, 0, 0);
    return canvas;
  }

  #watch() {
    if (this.#watching)
      return;
    this.#watching = true;
    if (!HTMLVideoElement.prototype.requestVideoFrameCallback) {
      // No latency to be had, but the states of the page must work.
      this.video.addEventListener('timeupdate', () => this.#count(null));
      return;
    }
    /** @type {VideoFrameRequestCallback} */
    const next = (_, metadata) => {
      const now = performance.now();
      this.video.requestVideoFrameCallback(next);
      this.#count(describe(now, metadata));
    };
    this.video.requestVideoFrameCallback(next);
  }

  /** @param {ShownFrame|null} frame */
  #count(frame) {
    this.frames++;
    this.#times.add(frame?.now ?? performance.now());
    this.onFrame(frame);
  }
}

/**
 * @param {number} now
 * @param {VideoFrameCallbackMetadata} metadata
 * @returns {ShownFrame|null}
 */
function describe(now, metadata) {
  const { rtpTimestamp, processingDuration } = metadata;
  if (rtpTimestamp === undefined)
    return null;
  return {
    rtp: rtpTimestamp,
    now,
    received: metadata.receiveTime,
    decode: processingDuration === undefined ? undefined
      : 1000 * processingDuration,
    presented: metadata.presentationTime,
    width: metadata.width,
    height: metadata.height,
  };
}
