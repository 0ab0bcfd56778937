/** The outer ends of the queues of fibers: threads that push, and one that pops. */
import type { Weights } from "../golden/weights.gen.ts";

/** Pushes first, first + 1, …; the last one that does closes the queue. `left`: an Int32, who have not done. */
export function pushAll(
  queue: Weights,
  { first, count }: { readonly first: number; readonly count: number },
  left: SharedArrayBuffer,
): readonly number[] {
  for (let item = first; item < first + count; item++) queue.push(item);
  if (isLast(left, 0)) queue.close();
  return [];
}

/** Pops until the queue is closed and empty. */
export function popAll(queue: Weights): readonly number[] {
  const items: number[] = [];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) items.push(item);
  return items;
}

/** Counts one out of those in a word of `left`; whether nobody is left. */
export function isLast(left: SharedArrayBuffer, word: number): boolean {
  return Atomics.sub(new Int32Array(left), word, 1) === 1;
}
