/** What the threads of append.test.ts append, and who checks it. */

export interface AppendJob {
  readonly path: string;
  readonly className: string;
  readonly handle: unknown;
  readonly role: "push" | "read";
  /** Which pusher this is; a reader is told how many there are. */
  readonly pusher: number;
  readonly each: number;
  /** Elements of a run; 1: single pushes, 0: both in turn. */
  readonly run: number;
}

export interface Entry {
  id: number;
  half: number;
  name: string;
}

/** Ids of pushers differ in their upper bits. */
export const PUSHER_SHIFT = 24;

export const entryOf = (id: number): Entry => ({ id, half: id / 2, name: `entry ${id}` });

export function idOf(element: unknown): number {
  if (typeof element === "number") return element;
  const { id, half, name } = element as Entry;
  if (half !== id / 2 || name !== `entry ${id}`) {
    throw new Error(`torn: ${JSON.stringify(element)}`);
  }
  return id;
}

/** Checks elements in order: each pusher's come in its order, none is missing. */
export class Ledger {
  readonly #next: number[];
  count = 0;

  constructor(pushers: number) {
    this.#next = Array.from({ length: pushers }, () => 0);
  }

  take(element: unknown): void {
    const id = idOf(element);
    const pusher = id >>> PUSHER_SHIFT;
    const wanted = this.#next[pusher];
    if (wanted === undefined || id !== ((pusher << PUSHER_SHIFT) | wanted) >>> 0) {
      throw new Error(
        `element ${this.count} is ${id}, of pusher ${pusher}, expected its ${wanted}`,
      );
    }
    this.#next[pusher] = wanted + 1;
    this.count++;
  }
}
