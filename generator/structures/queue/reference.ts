/**
 * What a queue means, one operation at a time: a list of items, a capacity, closed or not. The state
 * is text: the items' numbers from the oldest on, runs in short, and `closed`: `0-4 7 closed`.
 */
import type { Effect } from "../../core/scenario.ts";

interface Contents {
  /** From the first to the last number of each run of items, oldest first. */
  readonly runs: readonly (readonly [first: number, last: number])[];
  readonly isClosed: boolean;
}

export interface QueueReference {
  readonly empty: string;
  /** `pushed`, `full` or `closed`; where it waits, there is no `full`. */
  push(state: string, item: number, waits: boolean): readonly Effect[];
  /** `item 3` or `empty`; where it waits, it is `empty` only of a closed queue. */
  pop(state: string, waits: boolean): readonly Effect[];
  /**
   * `3 pushed`, as one run, or `closed`. Others may be half-way through the slots behind: then a run
   * may be shorter than the room, unless `isExact`.
   */
  pushMany(state: string, items: readonly number[], isExact: boolean): readonly Effect[];
  /** `items 1 2`, as one run. */
  popMany(state: string, count: number, isExact: boolean): readonly Effect[];
  /** Like `push` that does not wait, for an item that is written in place. */
  claim(state: string, item: number): readonly Effect[];
  /** Like `pop` that does not wait, for an item that is read in place. */
  peek(state: string): readonly Effect[];
  /** `done`: by a thread that neither pushes nor pops, or by the one that pushes. */
  close(state: string, isProducer?: boolean): readonly Effect[];
  /** `size 3` */
  size(state: string): readonly Effect[];
  /** What a look beside others may say at most. */
  largestSize(state: string): number;
  /** `done`, or `closed` where the producer's items are lost. Without meaning where nothing is late. */
  flush(state: string, isProducer: boolean): readonly Effect[];
  /** `true` or `false` */
  closed(state: string): readonly Effect[];
}

export function queueReference(
  capacity: number,
  /** The number by which a popped item is known: items of a large queue repeat. */
  nameOf: (item: number) => number,
): QueueReference {
  const push = (state: string, item: number, waits: boolean): readonly Effect[] => {
    const contents = parse(state);
    if (contents.isClosed) return [{ state, result: "closed" }];
    if (sizeOf(contents) < capacity) {
      return [{ state: format(append(contents, [item])), result: "pushed" }];
    }
    return waits ? [] : [{ state, result: "full" }];
  };

  const pop = (state: string, waits: boolean): readonly Effect[] => {
    const contents = parse(state);
    const [first] = take(contents, 1);
    if (first !== undefined) {
      return [{ state: format(drop(contents, 1)), result: `item ${nameOf(first)}` }];
    }
    return waits && !contents.isClosed ? [] : [{ state, result: "empty" }];
  };

  const pushMany = (
    state: string,
    items: readonly number[],
    isExact: boolean,
  ): readonly Effect[] => {
    const contents = parse(state);
    if (contents.isClosed) return [{ state, result: "closed" }];
    const room = Math.min(items.length, capacity - sizeOf(contents));
    if (room === 0) return [{ state, result: "0 pushed" }];
    return runLengths(room, isExact).map((count) => ({
      state: format(append(contents, items.slice(0, count))),
      result: `${count} pushed`,
    }));
  };

  const popMany = (state: string, count: number, isExact: boolean): readonly Effect[] => {
    const contents = parse(state);
    const there = Math.min(count, sizeOf(contents));
    if (there === 0) return [{ state, result: "no items" }];
    return runLengths(there, isExact).map((taken) => ({
      state: format(drop(contents, taken)),
      result: `items ${take(contents, taken).map(nameOf).join(" ")}`,
    }));
  };

  return {
    empty: format({ runs: [], isClosed: false }),
    push,
    pop,
    pushMany,
    popMany,
    claim: (state, item) => push(state, item, false),
    peek: (state) => pop(state, false),
    close: (state) => [{ state: format({ ...parse(state), isClosed: true }), result: "done" }],
    size: (state) => [{ state, result: `size ${sizeOf(parse(state))}` }],
    largestSize: itemsIn,
    flush: (state) => [{ state, result: "done" }],
    closed: (state) => [{ state, result: String(parse(state).isClosed) }],
  };
}

/** How many items there are. */
export function itemsIn(state: string): number {
  return sizeOf(parse(state));
}

/** The state as if the last `count` items had never come. */
export function withoutNewest(state: string, count: number): string {
  const { runs, isClosed } = parse(state);
  const left = sizeOf({ runs, isClosed }) - count;
  return format(append({ runs: [], isClosed }, take({ runs, isClosed }, left)));
}

/** How long a run may be; exactly `most` where nobody else is at work. */
export function runLengths(most: number, isExact: boolean): readonly number[] {
  return isExact ? [most] : Array.from({ length: most }, (_, k) => k + 1);
}

function parse(state: string): Contents {
  const words = state.split(" ").filter((word) => word !== "" && word !== "closed");
  return {
    runs: words.map((word) => {
      const [first = "", last = first] = word.split("-");
      return [Number(first), Number(last)];
    }),
    isClosed: state.endsWith("closed"),
  };
}

function format({ runs, isClosed }: Contents): string {
  const words = runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  return [...words, ...(isClosed ? ["closed"] : [])].join(" ");
}

function sizeOf({ runs }: Contents): number {
  return runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function append({ runs, isClosed }: Contents, items: readonly number[]): Contents {
  const longer = [...runs];
  for (const item of items) {
    const end = longer.at(-1);
    if (end !== undefined && end[1] + 1 === item) longer[longer.length - 1] = [end[0], item];
    else longer.push([item, item]);
  }
  return { runs: longer, isClosed };
}

/** The oldest items, `count` at most. */
function take({ runs }: Contents, count: number): number[] {
  const items: number[] = [];
  for (const [first, last] of runs) {
    for (let item = first; item <= last && items.length < count; item++) items.push(item);
  }
  return items;
}

function drop({ runs, isClosed }: Contents, count: number): Contents {
  let left = count;
  const rest: (readonly [number, number])[] = [];
  for (const [first, last] of runs) {
    const start = first + Math.min(left, last - first + 1);
    left -= start - first;
    if (start <= last) rest.push([start, last]);
  }
  return { runs: rest, isClosed };
}
