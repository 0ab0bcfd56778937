/** A queue and a cubby of numbers, generated when a page first asks. */
import { generateFiles } from "./generate.ts";

/** What the tests call of it. */
export interface NumberQueue {
  readonly handle: unknown;
  readonly size: number;
  readonly capacity: number;
  tryPush(item: number): boolean;
  tryPop(): number | undefined;
  push(item: number, timeoutMs?: number): boolean;
  pop(into?: undefined, timeoutMs?: number): number | undefined;
  pushAsync(item: number, options?: { readonly timeoutMs?: number }): Promise<boolean>;
  close(): void;
  [Symbol.asyncIterator](): AsyncGenerator<number, void, void>;
}

const [numbers = "", slot = ""] = await generateFiles(`
  import type { Cubby, f64, Queue } from "amph-gen/spec";
  export type Numbers = Queue<f64, { capacity: 16 }>;
  export type Slot = Cubby<f64>;
`);

interface Maker<T> {
  create(): T;
  attach(handle: unknown): T;
}

const queues: { readonly Numbers: Maker<NumberQueue> } = await import(numbers);
const cubbies: { readonly Slot: Maker<NumberQueue & { readonly pressure: number }> } = await import(
  slot
);

export const Queue = queues.Numbers;
export const Slot = cubbies.Slot;
