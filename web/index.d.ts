// SPDX-License-Identifier: BSD-3-Clause
//
// What @vtkcast/view offers; importing it defines the element <vtkcast-view>.

import type {
  Camera, LinkStats, Parameter, ParameterValue, Pick, QualityDetail,
  RecordingState, ReplayState, StateDetail, Status, ViewState, ViewStats,
} from './types.js';

export type {
  Camera, LinkStats, Parameter, ParameterValue, Pick, QualityDetail,
  RecordingState, ReplayState, StateDetail, Status, ViewState, ViewStats,
};

/** The element's events, with what each tells in `detail`. */
export interface VtkcastViewEventMap {
  'statechange': CustomEvent<StateDetail>;
  'status': CustomEvent<Status>;
  'role': CustomEvent<{ controls: boolean }>;
  'quality': CustomEvent<QualityDetail>;
  'link': CustomEvent<LinkStats>;
  'replay': CustomEvent<ReplayState>;
  'recording': CustomEvent<RecordingState>;
  'parameters-changed': CustomEvent<Parameter[]>;
  'camera-changed': CustomEvent<Camera>;
  'picked': CustomEvent<Pick>;
}

/**
 * A view that a vtkcast server renders. Attributes: `src`, the WHEP endpoint;
 * `token`; `codec` ("h264" or "vp8"); `max-pixels`; `params` (JSON: values of
 * parameters).
 */
export class VtkcastView extends HTMLElement {
  src: string;
  token: string;
  readonly state: ViewState;
  readonly stateDetail: StateDetail;
  /** Does this viewer control the view? The others watch. */
  readonly controls: boolean;
  readonly status: Status | null;
  readonly quality: QualityDetail;
  readonly stats: ViewStats;
  /** What can be set, in the order of a panel. */
  readonly parameters: Parameter[];
  /** Null until somebody listens to `camera-changed`. */
  readonly camera: Camera | null;
  connect(): void;
  disconnect(): void;
  retry(): void;
  /** The camera goes back to where it began. */
  reset(): void;
  /** All of these or none; fails with a sentence. */
  setParameters(values: Record<string, ParameterValue>): Promise<void>;
  setParameter(name: string, value: ParameterValue): Promise<void>;
  replay(params: { play?: boolean; speed?: number; seek?: number }):
    Promise<ReplayState>;
  /** As PNG. */
  screenshot(): Promise<Blob>;
  updateStats(): Promise<ViewStats>;
  addEventListener<K extends keyof VtkcastViewEventMap>(
    type: K, listener: (event: VtkcastViewEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'vtkcast-view': VtkcastView;
  }
}
