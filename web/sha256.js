// SPDX-License-Identifier: BSD-3-Clause
//
// SHA-256 (FIPS 180-4), for pages without crypto.subtle: browsers have that only
// where nobody can have changed the page on its way.

/** The first bits of the fractional parts of the cube roots of the first 64
 * primes. */
const K = new Uint32Array(64);
/** The same of the square roots of the first 8. */
const H = new Uint32Array(8);

for (let n = 2, count = 0; count < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++)
    prime &&= n % d !== 0;
  if (!prime)
    continue;
  if (count < 8)
    H[count] = (Math.sqrt(n) % 1) * 2 ** 32;
  K[count++] = (Math.cbrt(n) % 1) * 2 ** 32;
}

/** Bytes between two breaths: some 5 ms. */
const BREATH = 1 << 20;

export class Sha256 {
  constructor() {
    this.state = Uint32Array.from(H);
    this.words = new Uint32Array(64);
    this.block = new Uint8Array(64);
    this.filled = 0;
    this.length = 0;
  }

  /** @param {Uint8Array} bytes */
  update(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.filled > 0) {
      at = Math.min(64 - this.filled, bytes.length);
      this.block.set(bytes.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled < 64)
        return;
      this.#mix(this.block, 0);
      this.filled = 0;
    }
    for (; at + 64 <= bytes.length; at += 64)
      this.#mix(bytes, at);
    this.block.set(bytes.subarray(at));
    this.filled = bytes.length - at;
  }

  /** @returns {Uint8Array} the digest; nothing can be added after it */
  digest() {
    const { block, length } = this;
    block[this.filled++] = 0x80;
    if (this.filled > 56) {
      block.fill(0, this.filled);
      this.#mix(block, 0);
      this.filled = 0;
    }
    block.fill(0, this.filled);
    const view = new DataView(block.buffer);
    view.setUint32(56, Math.floor(length / 2 ** 29));
    view.setUint32(60, length * 8 % 2 ** 32);
    this.#mix(block, 0);
    const result = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, n) => result.setUint32(4 * n, word));
    return new Uint8Array(result.buffer);
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} at
   */
  #mix(bytes, at) {
    const { words: w, state } = this;
    for (let n = 0; n < 16; n++, at += 4)
      w[n] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 |
        bytes[at + 3];
    for (let n = 16; n < 64; n++) {
      const x = w[n - 15];
      const y = w[n - 2];
      w[n] = w[n - 16] + w[n - 7] +
        ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) +
        ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    let e = state[4];
    let f = state[5];
    let g = state[6];
    let h = state[7];
    for (let n = 0; n < 64; n++) {
      const s = h + K[n] + w[n] + (e & f ^ ~e & g) +
        ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) | 0;
      const t = s + (a & b ^ a & c ^ b & c) +
        ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) | 0;
      h = g;
      g = f;
      f = e;
      e = d + s | 0;
      d = c;
      c = b;
      b = a;
      a = t;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {SubtleCrypto|undefined} [subtle]
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function sha256(bytes, subtle = globalThis.crypto?.subtle) {
  if (subtle)
    return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const hash = new Sha256();
  for (let at = 0; at < bytes.length; at += BREATH) {
    hash.update(bytes.subarray(at, at + BREATH));
    await new Promise(resolve => setTimeout(resolve));
  }
  return toHex(hash.digest());
}
