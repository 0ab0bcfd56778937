/** Which threads meet over a cubby in scenarios, each by the name of its role. */

/** Threads by role. */
export const CROWDS: readonly (readonly string[])[] = [
  ["tryPush", "tryPush", "tryPop"],
  ["tryPush", "tryPop", "tryPop"],
  ["tryPush", "pop", "tryPop"],
  ["push", "push", "tryPop"],
  ["tryPush", "pop", "pop"],
  ["push", "push", "pop"],
  ["push", "pop", "pop"],
  ["pushTimed", "push", "pop"],
  ["push", "popTimed", "pop"],
  ["pushTimed", "pushTimed", "pop"],
  ["push", "pop", "close"],
  ["push", "push", "close"],
  ["pop", "pop", "close"],
  ["tryPush", "pop", "close"],
  ["push", "tryPop", "close"],
  ["pushTimed", "pop", "close"],
  ["pushThenClose", "pop", "pop"],
  ["push", "push", "pop", "pop"],
  ["push", "pushTimed", "pop", "pop"],
  ["push", "push", "pop", "close"],
  ["push", "pop", "pop", "close"],
];

/** The largest programs, of three threads too: only where four are asked for. */
export const LONG_CROWDS: readonly (readonly string[])[] = [
  ["pushThenTwoMore", "popThenPopTimedThenPop"],
  ["pushTimedThenAgain", "pushTimedThenAgain", "popThenAgain"],
  ["push", "pushTimed", "push", "popThenAgain"],
];

/**
 * Who has no limit looks again and again, so it has to come to an end whatever the others do; where
 * threads die, all have one.
 */
export const LATE_CROWDS: readonly (readonly string[])[] = [
  ["push", "pop"],
  ["tryPush", "pop"],
  ["push", "push", "pop", "pop"],
  ["pushTimed", "popTimed"],
  ["pushTimed", "close"],
  ["popTimed", "close"],
  ["pushThenPop", "popTimed"],
  ["popThenPush", "pushTimed"],
  ["popTimed", "tryPush", "close"],
];
export const LONG_LATE_CROWDS: readonly (readonly string[])[] = [
  ["pushThenPop", "popTimed", "popTimed"],
  ["popThenPush", "pushTimed", "pushTimed"],
  ["tryPush", "popTimed", "popTimed"],
  ["pushTimed", "pushTimed", "tryPop"],
];

/** Threads that have to be asked for. */
export const LONG_FROM_THREADS = 4;
