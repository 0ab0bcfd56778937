/** A queue in name only, to see that the bench notices: it loses, doubles or reorders an item, or hangs. */
import type { Job, Peer, Tally, Work } from "../job.ts";
import { END, Ledger, sent } from "./check.ts";
import { pause } from "./pause.ts";

const CAPACITY = 1024;
/** Words of the cursors; the slots come behind them. */
const TAIL = 0;
const HEAD = 16;
const SLOTS = 32;
/** One item in so many goes wrong. */
const EVERY = 1000;

export const open: Peer["open"] = ({ roles }) => {
  const memory = new SharedArrayBuffer((SLOTS + CAPACITY) * 4);
  return Promise.resolve(roles.map(() => ({ value: memory, transfer: [] })));
};

export const join: Peer["join"] = (value, { job: { fault }, role }) => {
  const words = new Int32Array(value as SharedArrayBuffer);
  return Promise.resolve(role === "produce" ? producer(words, fault) : consumer(words));
};

function producer(words: Int32Array, fault: Job["fault"]): Work {
  let tail = 0;
  const push = (item: number) => {
    while (tail - Atomics.load(words, HEAD) === CAPACITY) pause();
    words[SLOTS + tail % CAPACITY] = item;
    Atomics.store(words, TAIL, ++tail);
  };
  return (count) => {
    for (let k = 0; k < count; k++) for (const item of inPlaceOf(k, fault)) push(item);
    if (fault === "hangs") { for (;;) pause(); }
    push(END);
    return sent(count);
  };
}

/** What is pushed in place of item `k`. */
function inPlaceOf(k: number, fault: Job["fault"]): readonly number[] {
  if (k % EVERY !== 1) return [k];
  switch (fault) {
    case "loses":
      return [];
    case "doubles":
      return [k, k];
    case "reorders":
      return [k + 1, k];
    default:
      return [k];
  }
}

function consumer(words: Int32Array): Work {
  let head = 0;
  const pop = () => {
    while (Atomics.load(words, TAIL) === head) pause();
    const item = words[SLOTS + head % CAPACITY]!;
    Atomics.store(words, HEAD, ++head);
    return item;
  };
  return (): Tally => {
    const ledger = new Ledger();
    for (let item = pop(); item !== END; item = pop()) ledger.add(item);
    return ledger.tally();
  };
}
