/**
 * Histories in shared memory. What each thread will do is written there beforehand, entry by entry;
 * the thread adds when it began and ended and what came out, and allocates nothing for that.
 */

/** Words of an entry. */
export const CALLED = 0;
export const RETURNED = 1;
/** Index of the operation among the structure's. */
export const KIND = 2;
/** Which of the structures of the run. */
export const PART = 3;
/** What the operation is given: an item, how many. */
export const ARGUMENT = 4;
export const COUNT = 5;
/** How it ended, as the structure encodes it, and what it gave. */
export const RESULT = 6;
export const AMOUNT = 7;
export const VALUES = 8;
/** Values that a result can have. */
export const MAX_VALUES = 4;
export const ENTRY_WORDS = VALUES + MAX_VALUES;

/** What a thread writes into entries; moments are numbers that one counter gives out. */
export interface Recorder {
  readonly words: Int32Array;
  /** The operation of the entry at word `at` begins. */
  called(at: number): void;
  /** It has ended; its result stands in the entry already. */
  returned(at: number): void;
}

export function createRecorder(words: Int32Array, clock: Int32Array): Recorder {
  // Taken before anything disturbs them.
  const { add, store } = Atomics;
  return {
    words,
    called: (at) => void store(words, at + CALLED, add(clock, 0, 1) + 1),
    returned: (at) => void store(words, at + RETURNED, add(clock, 0, 1) + 1),
  };
}

/** An entry as it was read. */
export interface Entry {
  readonly thread: number;
  readonly kind: number;
  readonly part: number;
  readonly argument: number;
  readonly count: number;
  /** 0: not called; then nothing came out. */
  readonly called: number;
  /** Infinity: it never returned. */
  readonly returned: number;
  readonly result: number;
  readonly amount: number;
  readonly values: readonly number[];
}

/** What a thread is to do in an entry. */
export interface Order {
  readonly kind: number;
  readonly part: number;
  readonly argument: number;
  readonly count: number;
}

export function writeOrder(words: Int32Array, at: number, order: Order): void {
  words[at + KIND] = order.kind;
  words[at + PART] = order.part;
  words[at + ARGUMENT] = order.argument;
  words[at + COUNT] = order.count;
}

export function readEntry(words: Int32Array, at: number, thread: number): Entry {
  const word = (k: number) => Atomics.load(words, at + k);
  return {
    thread,
    kind: word(KIND),
    part: word(PART),
    argument: word(ARGUMENT),
    count: word(COUNT),
    called: word(CALLED),
    returned: word(RETURNED) || Infinity,
    result: word(RESULT),
    amount: word(AMOUNT),
    values: Array.from({ length: MAX_VALUES }, (_, k) => word(VALUES + k)),
  };
}
