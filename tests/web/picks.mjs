// SPDX-License-Identifier: BSD-3-Clause
//
// What a page is told of clicks.

import { until } from './harness.mjs';

/** From now on. @param {import('./harness.mjs').Viewer} viewer */
export async function listenToPicks(viewer) {
  await viewer.frame.evaluate(() => {
    const view = document.querySelector('vtkcast-view');
    window.picks = [];
    view.addEventListener('picked', ({ detail }) => window.picks.push(detail));
    view.addEventListener('camera-changed', () => {});
  });
  // Who has it is heard.
  await until('a camera', () => viewer.get('camera'));
}

/** The first `count`, once there are so many. */
export function picks(viewer, count) {
  return until(`pick ${count}`, async () => {
    const all = await viewer.frame.evaluate(() => window.picks);
    return all.length >= count && all;
  });
}
