/**
 * Makes rare orders of steps common: every `Atomics` operation of this thread may be preceded by a
 * short pause or a sleep, so that threads stop between any two steps, also on few processors. The
 * module that is tested stays as it is; what it calls does what it did, a little later.
 */
import type { Random } from "../threads/random.ts";

const DISTURBED = [
  "load",
  "store",
  "add",
  "or",
  "and",
  "xor",
  "compareExchange",
  "notify",
] as const;

/** One step in so many is held up, and one of these in so many by a sleep. */
const RARITY = 12;
const SLEEP_RARITY = 24;
const MAX_SPINS = 150;
/** Sleeps of a thread take at least some 60 µs. */
const SLEEP_MS = 0.02;

export function createPause(random: Random): () => void {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const { wait, pause } = Atomics as typeof Atomics & { pause?: () => void };
  return () => {
    if (random(SLEEP_RARITY) === 0) wait(word, 0, 0, SLEEP_MS);
    else for (let spins = random(MAX_SPINS); spins > 0; spins--) pause?.();
  };
}

export function disturbAtomics(random: Random): void {
  const pause = createPause(random);
  for (const name of DISTURBED) {
    const original: unknown = Reflect.get(Atomics as object, name);
    if (typeof original !== "function") continue;
    const disturbed = (array: unknown, index: unknown, ...rest: readonly unknown[]): unknown => {
      if (random(RARITY) === 0) pause();
      return Reflect.apply(original, Atomics, [array, index, ...rest]);
    };
    Object.defineProperty(Atomics, name, { value: disturbed });
  }
}
