/** Where the threads of a run meet between rounds. */

/** Words: who has come, how often all have, how many are awaited, whether ended threads are gone. */
const COME = 0;
const GENERATION = 1;
const AWAITED = 2;
const GONE = 3;

export const BARRIER_WORDS = 4;

/** Threads that start within a microsecond of each other overlap; those that slept do not. */
const SPINS = 300;

/** A thread that has outlived its termination looks again so often. */
const GONE_LOOK_MS = 20;

export interface Barrier {
  /** Returns when all have come. */
  meet(): void;
  /** How often all have met. */
  rounds(): number;
  /** Returns when `allGone` has been called; never for a thread that is to be terminated. */
  untilGone(isVictim: boolean): void;
  /** From now on `awaited` threads are left. */
  allGone(awaited: number): void;
}

export function openBarrier(words: Int32Array, awaited?: number): Barrier {
  // Taken before anything disturbs them.
  const { add, load, store, wait, notify, pause } = Atomics as typeof Atomics & {
    pause?: () => void;
  };
  if (awaited !== undefined) store(words, AWAITED, awaited);
  return {
    meet() {
      const generation = load(words, GENERATION);
      if (add(words, COME, 1) + 1 === load(words, AWAITED)) {
        store(words, COME, 0);
        add(words, GENERATION, 1);
        notify(words, GENERATION);
        return;
      }
      for (let spin = 0; spin < SPINS; spin++) {
        if (load(words, GENERATION) !== generation) return;
        pause?.();
      }
      while (load(words, GENERATION) === generation) wait(words, GENERATION, generation);
    },
    rounds: () => load(words, GENERATION),
    untilGone(isVictim) {
      while (isVictim || load(words, GONE) === 0) wait(words, GONE, 0, GONE_LOOK_MS);
    },
    allGone(left) {
      store(words, AWAITED, left);
      store(words, GONE, 1);
      notify(words, GONE);
    },
  };
}
