/** Items of the queues in the harness, and what the emitted queues have. */
import { type Pair, secondOf } from "./operations.ts";

export type Item = number | Pair;

export interface Batch {
  readonly length: number;
  [index: number]: Item;
}

/** What the emitted queues have, with items of either kind. */
export interface StressQueue {
  readonly handle: unknown;
  readonly size: number;
  readonly closed: boolean;
  readonly busy?: boolean;
  /** Of a cubby only. */
  readonly pressure?: number;
  tryPush(item: Item): boolean;
  tryPop(into?: Item): Item | undefined;
  pushMany(items: Batch, from?: number, count?: number): number;
  popMany(into: Batch, from?: number, count?: number): number;
  drain(visit: (item: Item) => void, limit?: number): number;
  claim(): number;
  commit(slot: number): void;
  peek(): number;
  release(slot: number): void;
  push(item: Item, timeoutMs?: number): boolean;
  pop(into?: Item, timeoutMs?: number): Item | undefined;
  pushAsync(item: Item, options?: { readonly timeoutMs: number }): Promise<boolean>;
  popAsync(into?: Item, options?: { readonly timeoutMs: number }): Promise<Item | undefined>;
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, void>;
  close(): void;
  setValue?(slot: number, value: number): void;
  getValue?(slot: number): number;
  setFirst?(slot: number, value: number): void;
  getFirst?(slot: number): number;
  setSecond?(slot: number, value: number): void;
  getSecond?(slot: number): number;
}

/** Of the largest batch. */
const BATCH = 4;

/** Room for the largest batch. */
export function batch(isNumber: boolean): Batch {
  return isNumber
    ? new Uint32Array(BATCH)
    : Array.from({ length: BATCH }, () => ({ first: 0, second: 0 }));
}

/** Makes the pair that of an id. */
export function fill(pair: Pair, id: number): Pair {
  pair.first = id;
  pair.second = secondOf(id);
  return pair;
}

export function setPair(pair: Item, first: number, second: number): Item {
  if (typeof pair === "number") return first;
  pair.first = first;
  pair.second = second;
  return pair;
}
