/**
 * The round trip of a number that two threads spin on. On one core complex it takes about 100 ns,
 * across two about 500 ns, and a virtual machine may be moved from one to the other at any time.
 */

const PING = 0;
/** Int32 index: on a line of its own, also where lines are fetched in pairs. */
const PONG = 64;
/** In place of a number: the other side is to stop. */
const STOP = -1;

const RUNS = 100;
const TRIPS_A_RUN = 100;
/** Threads that have to share a core take milliseconds a trip. */
const LIMIT_MS = 50;

export function placementMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(1024);
}

/** Nanoseconds a round trip in the fastest run, which nobody has interrupted; {@link pong} replies. */
export function ping(memory: SharedArrayBuffer): number {
  const words = new Int32Array(memory);
  const limitMs = performance.now() + LIMIT_MS;
  let fastestMs = Infinity;
  for (let run = 0; run < RUNS && performance.now() < limitMs; run++) {
    fastestMs = Math.min(fastestMs, timeRun(words));
  }
  Atomics.store(words, PING, STOP);
  while (Atomics.load(words, PONG) !== STOP);
  return Math.round(fastestMs * 1e6 / TRIPS_A_RUN);
}

function timeRun(words: Int32Array): number {
  const startMs = performance.now();
  for (let k = 1; k <= TRIPS_A_RUN; k++) {
    Atomics.store(words, PING, k);
    while (Atomics.load(words, PONG) !== k);
  }
  return performance.now() - startMs;
}

/** Sends back what {@link ping} sends, until it stops. */
export function pong(memory: SharedArrayBuffer): void {
  const words = new Int32Array(memory);
  for (let last = STOP;;) {
    const next = Atomics.load(words, PING);
    if (next === last) continue;
    Atomics.store(words, PONG, next);
    if (next === STOP) return;
    last = next;
  }
}
