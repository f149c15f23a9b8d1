// SPDX-License-Identifier: BSD-3-Clause
//
// What docs/protocol.md sends, and what TypeScript's DOM does not know yet.

export interface Hello {
  version: string;
  viewer: number;
  controls: boolean;
  codec: string;
  encoder: string;
}

export interface Status {
  kind: 'loading' | 'ready' | 'failed';
  progress?: number;
  text?: string;
}

export interface Bye {
  reason: string;
  reconnect: boolean;
}

export type ViewState =
  'idle' | 'connecting' | 'live' | 'reconnecting' | 'ended' | 'failed';

/** Why the view is in its state, for a person to read. */
export interface StateDetail {
  state: ViewState;
  /** A sentence; empty if there is nothing to say. */
  text: string;
  /** The token is missing or wrong. */
  unauthorized?: boolean;
  /** performance.now() of the next attempt. */
  retryAt?: number;
}

/** `still` in docs/protocol.md. */
export interface StillHead {
  id: number;
  rtp: number;
  seq: number;
  width: number;
  height: number;
  type: string;
  size: number;
  /** Bytes of each strip of the picture, from top to bottom. */
  parts: number[];
  sha256: string;
  chunks?: number;
  path?: string;
}

/** What is on screen. */
export interface QualityDetail {
  /** none: there is no connection. */
  state: 'none' | 'lossy' | 'sharpening' | 'lossless';
  /** Of the picture on screen and its pixels, if they are exact. */
  id: number;
  sha256: string;
  /** Pictures that were not what the server sent; never shown. */
  mismatches: number;
  /** Milliseconds of the picture on screen, if it is exact: from its
   * announcement until it was there, and until it was verified. */
  received: number | null;
  verified: number | null;
}

/** What the server says of the way to this browser. */
export interface LinkStats {
  /** Bits per second that it thinks can be sent. */
  estimate: number;
  /** Bits per second that it sent. */
  sent: number;
  /** Share of packets, 0…1. */
  loss: number;
  /** Milliseconds that packets wait. */
  queue: number;
}

/** How a server stands that replays a recorded session. */
export interface ReplayState {
  /** Seconds. */
  position: number;
  duration: number;
  playing: boolean;
  speed: number;
  /** What happened when; told once for each connection. */
  marks?: { position: number; what: string }[];
}

export type ParameterValue = number | boolean | string;

/** What can be set of a scene. */
export interface Parameter {
  name: string;
  /** For people. */
  title: string;
  /** An action has no value, and is carried out when it is set to true. */
  kind: 'number' | 'integer' | 'boolean' | 'choice' | 'text' | 'action';
  value?: number | boolean | string;
  /** Of numbers and integers. */
  minimum?: number;
  maximum?: number;
  step?: number;
  unit?: string;
  /** Of a choice. */
  choices?: string[];
  /** A heading that neighbours share. */
  group?: string;
}

/** Millimetres, DICOM patient coordinates; a program may have others. */
export interface Camera {
  position: [number, number, number];
  focalPoint: [number, number, number];
  viewUp: [number, number, number];
  /** Degrees. */
  viewAngle: number;
  /** 0 in perspective. */
  parallelScale: number;
}

/** Somebody clicked, or pressed p. */
export interface Pick {
  /** As of a camera; null where nothing was hit. */
  position: [number, number, number] | null;
  viewer: number;
  /** 1 left, 2 middle, 3 right; 0 a key. */
  button: number;
}

/** Of a session that is put on the record. */
export interface RecordingState {
  recording: boolean;
  seconds: number;
  bytes: number;
  /** Frames that the encoder or the disk could not follow. */
  dropped: number;
  /** Of the one that runs, or of the last one. */
  id?: string;
  /** Its files are brought into their last form. */
  finishing?: boolean;
  /** It cannot be stopped. */
  whole?: boolean;
  /** A sentence that says what went wrong. */
  problem?: string;
}

/** One file of a recording. */
export interface RecordedFile {
  name: string;
  kind: 'video' | 'journal' | 'thumbnail' | 'other';
  type: string;
  bytes: number;
  /** Where it is, while it can be fetched; relative to the page. */
  path?: string;
}

export interface Recorded {
  id: string;
  state: 'recording' | 'finishing' | 'repairing' | 'finished';
  title?: string;
  /** ISO 8601, UTC. */
  started?: string;
  /** Seconds. */
  duration: number;
  bytes: number;
  dropped: number;
  /** A sentence. */
  problem?: string;
  files: RecordedFile[];
}

export interface ViewStats {
  /** Pictures displayed in the last second. */
  fps: number;
  /** Bits per second of received video. */
  bitrate: number;
  motionToPhoton: { p50: number | null; p95: number | null; count: number };
  /** Milliseconds. */
  roundTrip: number | null;
  jitterBuffer: number | null;
  decode: number | null;
  /** Share of the last second's packets, 0…1. */
  loss: number | null;
  /** Null before the server said something. */
  link: LinkStats | null;
  /** What is on screen. */
  quality: QualityDetail['state'];
  width: number;
  height: number;
  /** Frames displayed since the element connected first. */
  frames: number;
  /** Bytes of video received on this connection. */
  bytes: number;
  packetsLost: number;
  keyFrames: number;
  codec: string;
  encoder: string;
  decoder: string;
}

interface HeaderExtension {
  uri: string;
  direction: RTCRtpTransceiverDirection;
}

declare global {
  interface Navigator {
    /** Network Information API; not everywhere. */
    readonly connection?: EventTarget;
  }
  interface RTCRtpReceiver {
    playoutDelayHint?: number | null;
  }
  interface RTCRtpTransceiver {
    getHeaderExtensionsToNegotiate?(): HeaderExtension[];
    setHeaderExtensionsToNegotiate?(extensions: HeaderExtension[]): void;
  }
}
