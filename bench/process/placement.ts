/**
 * The round trip of a number that two threads spin on. On one core complex it takes about 100 ns,
 * across two about 500 ns, and a virtual machine may be moved from one to the other at any time.
 */

const PING = 0;
/** On a line of its own, also where lines are fetched in pairs. */
const PONG = 64;

export function placementMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(1024);
}

/** Both threads call it with their side; returns nanoseconds a round trip. */
export function measurePlacement(
  memory: SharedArrayBuffer,
  side: "ping" | "pong",
  trips: number,
): number {
  const words = new Int32Array(memory);
  const start = Atomics.load(words, side === "ping" ? PONG : PING);
  const startMs = performance.now();
  for (let k = 1; k <= trips; k++) {
    const next = (start + k) | 0;
    if (side === "ping") {
      Atomics.store(words, PING, next);
      while (Atomics.load(words, PONG) !== next);
    } else {
      while (Atomics.load(words, PING) !== next);
      Atomics.store(words, PONG, next);
    }
  }
  return (performance.now() - startMs) * 1e6 / trips;
}
