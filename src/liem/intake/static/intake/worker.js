// Looks for a number whose SHA-256, after the ticket, begins with enough zeros. FIPS 180-4, written for one short message.
"use strict";
const K = Uint32Array.from({ length: 64 }, (_, place) => fraction(Math.cbrt(prime(place))));
const H = Uint32Array.from({ length: 8 }, (_, place) => fraction(Math.sqrt(prime(place))));
function fraction(number) { return ((number - Math.floor(number)) * 4294967296) >>> 0; }
function prime(place) {
  for (let number = 2, found = -1; ; number++) {
    let is = true;
    for (let by = 2; by * by <= number; by++) if (number % by === 0) { is = false; break; }
    if (is && ++found === place) return number;
  }
}
function sha256(bytes) {
  const length = ((bytes.length + 8) >> 6) + 1;
  const words = new Uint32Array(length * 16);
  for (let place = 0; place < bytes.length; place++) words[place >> 2] |= bytes[place] << (24 - 8 * (place & 3));
  words[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length & 3));
  words[length * 16 - 1] = bytes.length * 8;
  const state = Uint32Array.from(H);
  const w = new Uint32Array(64);
  for (let block = 0; block < length; block++) {
    w.set(words.subarray(block * 16, block * 16 + 16));
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15], y = w[t - 2];
      w[t] = w[t - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + w[t - 7] + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const one = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
      const two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, place) => { state[place] += value; });
  }
  return state;
}
onmessage = ({ data }) => {
  const encoder = new TextEncoder();
  for (let number = 0; ; number++) {
    if (sha256(encoder.encode(`${data.ticket}:${number}`))[0] >>> (32 - data.bits) === 0) return postMessage(String(number));
  }
};
