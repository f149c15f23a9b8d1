// SPDX-License-Identifier: BSD-3-Clause
//
// How <vtkcast-view> looks.

export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    display: block; position: relative; overflow: hidden; background: #000;
    touch-action: none; outline: none; cursor: default;
    user-select: none; -webkit-user-select: none; -webkit-touch-callout: none;
  }
  :host([hidden]) { display: none; }
  video {
    display: block; width: 100%; height: 100%; object-fit: contain;
    pointer-events: none;
  }
  canvas {
    position: absolute; inset: 0; width: 100%; height: 100%;
    object-fit: contain; pointer-events: none;
  }
  :host(:state(ring))::after {
    content: ''; position: absolute; inset: 0; pointer-events: none;
    box-shadow: inset 0 0 0 2px var(--vtkcast-focus, #6aa9ff);
  }
`);
