/** Items that several producers send: who sent it, and the how-manieth it is. */
import type { Place, Tally } from "../job.ts";

const SEQUENCE_BITS = 28;

/** Items that one producer can send in a phase; four producers stay within a small integer. */
export const MAX_SEQUENCE = 2 ** SEQUENCE_BITS - 2;

/** Ends a phase: each producer sends one. */
export const END = 2 ** 30 - 1;

/** How many of them each consumer takes; they are shared evenly. */
export function endsFor({ job, opposite }: Place): number {
  const ends = opposite / job.roles.filter((role) => role === "consume").length;
  if (Number.isInteger(ends)) return ends;
  throw new Error(`${opposite} producers cannot be shared evenly by the consumers`);
}

export function firstItem(producer: number): number {
  return producer * 2 ** SEQUENCE_BITS;
}

/** Keeps each producer's order, and counts. */
export class Ledger {
  readonly #last = new Int32Array(4).fill(-1);
  #items = 0;
  #sum = 0;
  #fault: string | undefined;

  add(item: number): void {
    const producer = item >>> SEQUENCE_BITS;
    const sequence = item & (2 ** SEQUENCE_BITS - 1);
    const last = this.#last[producer & 3]!;
    if (sequence <= last || producer > 3) {
      this.#fault ??= `item ${item} came after ${firstItem(producer) + last}`;
    }
    this.#last[producer & 3] = sequence;
    this.#items++;
    this.#sum += sequence;
  }

  /** For what is wrong in itself. */
  refuse(fault: string): void {
    this.#fault ??= fault;
  }

  tally(): Tally {
    const counted = { items: this.#items, sum: this.#sum };
    return this.#fault === undefined ? counted : { ...counted, fault: this.#fault };
  }
}

/** What a producer of `count` items reports. */
export function sent(count: number): Tally {
  return { items: count, sum: count * (count - 1) / 2 };
}

/** What the consumer of a single producer reports. */
export function received(count: number, fault: string | undefined): Tally {
  return fault === undefined ? sent(count) : { ...sent(count), fault };
}

export function wrong(found: unknown, expected: unknown): string {
  return `${JSON.stringify(found)} came where ${JSON.stringify(expected)} was due`;
}
