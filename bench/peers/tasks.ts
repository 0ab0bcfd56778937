/** What fibers, generators and async functions have to do in common. */

/** So many take turns. */
export const TURNING = 1_000;

/** Timers that run at once. */
const TIMERS = 100_000;

/** Milliseconds that timer `k` runs, so that they end in different ones. */
export function lifeMs(k: number): number {
  return 1 + k % 10;
}

/** Shares of `count` timers that may run at once. */
export function* atOnce(count: number): Generator<number> {
  for (let left = count; left > 0; left -= TIMERS) yield Math.min(left, TIMERS);
}
