/** Operations of a queue or cubby in histories: numbers for what is called and for how it ends. */

export const KINDS = [
  "tryPush",
  "pushMany",
  "claim",
  "push",
  "pushTimed",
  "pushAsync",
  "pushAsyncTimed",
  "tryPop",
  "popMany",
  "peek",
  "pop",
  "popTimed",
  "popAsync",
  "popAsyncTimed",
  "drain",
  "iterate",
  "close",
  "size",
  "closed",
  // Of a cubby only.
  "pressure",
] as const;

export type Kind = typeof KINDS[number];

/** How an operation ended; the entry's amount and values say the rest. 0: not yet. */
export const OUTCOMES = [
  "none",
  "pushed",
  "pushed many",
  "not pushed",
  "busy",
  "closed",
  "item",
  "items",
  "nothing",
  "torn",
  "number",
  "limit",
  "done",
  // Of a cubby only: more waiters than there can be; a batch that was cut short by `close()`.
  "too many",
  "cut short",
] as const;

export type Outcome = typeof OUTCOMES[number];

/** Items that a drain takes at most; it has one entry more, for its end. */
export const DRAIN_LIMIT = 2;

/** Limits of waiting: some run out, some do not. */
export const TIMEOUTS_MS = [0, 0.05, 1, 3] as const;

/** What items are: numbers, or records whose second field follows from the first. */
export interface Pair {
  first: number;
  second: number;
}

export function secondOf(first: number): number {
  return (first ^ 0x5a5a5a5a) >>> 0;
}
