/** Numbers that threads append to one vector: who appended it, and the how-manieth it is. */
import { firstItem, wrong } from "./check.ts";

/** A half more, so that an array holds doubles as a vector of `f64` does. */
const HALF = 0.5;

export function appendedItem(thread: number, k: number): number {
  return firstItem(thread) + k + HALF;
}

/** Unless there are `expected` elements, each thread's own in the order in which it appended them. */
export function firstFault(
  size: number,
  expected: number,
  get: (index: number) => number | undefined,
): string | undefined {
  if (size !== expected) return `${size} elements are there, expected ${expected}`;
  const next = [0, 1, 2, 3].map((thread) => appendedItem(thread, 0));
  for (let index = 0; index < size; index++) {
    const found = get(index);
    const thread = next.indexOf(found ?? NaN);
    if (thread < 0) return `element ${index}: ${wrong(found, next)}`;
    next[thread]!++;
  }
  return undefined;
}
