/** Operations of a vector in histories: numbers for what is called and for how it ends. */

export const KINDS = [
  "pushBack",
  "pushMany",
  "get",
  "size",
  // Only where it shrinks.
  "popBack",
  "set",
  "compareExchange",
  "detach",
] as const;

export type Kind = typeof KINDS[number];

/** How an operation ended; the entry's amount and values say the rest. 0: not yet. */
export const OUTCOMES = [
  "none",
  /** Pushed; the amount is its index. */
  "at",
  /** Pushed, one of a batch that gives the index of its first. */
  "pushed",
  "full",
  "item",
  "torn",
  "nothing",
  "number",
  "done",
  "outside",
] as const;

export type Outcome = typeof OUTCOMES[number];

/** What an exchange has been given to compare with: chosen while it runs, from what was there. */
export const EXPECTED = 3;
