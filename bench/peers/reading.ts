/** Reads of numbers that are all there: the same loops for a vector and for a typed array. */
import type { Job, Tally } from "../job.ts";
import { received } from "./check.ts";

/** 64 KiB of `f64`, the first bucket: they stay in a core's own cache. */
export const LENGTH = 2 ** 13;

/** Element k is k. */
export interface Readable {
  /** How many elements are not right: the caller's own loop, so that its access is compiled into it. */
  readonly wrongByIndex: () => number;
  /** All elements side by side; only where `through` is `view`. */
  readonly view: Float64Array | Uint32Array | undefined;
  readonly all: () => Iterable<number>;
}

/**
 * Laps over all elements. They compare and count, since engines may keep a sum of doubles in memory of
 * their heap, at five times the cost of the read, or not: it changed from process to process. For the
 * same reason each lap is a job of the event loop's, not compiled into the loop around it.
 */
export async function readLaps(
  { through }: Job,
  count: number,
  { wrongByIndex, view, all }: Readable,
): Promise<Tally> {
  const lap = view !== undefined
    ? wrongInView.bind(undefined, view)
    : through === "iterator"
    ? () => wrongAmong(all())
    : wrongByIndex;
  const next = Promise.resolve();
  let wrong = 0;
  for (let done = 0; done < count; done += LENGTH) wrong += await next.then(lap);
  return received(count, wrong === 0 ? undefined : `${wrong} elements were not right`);
}

/** Elements that are missing count, too. */
function wrongInView(view: Float64Array | Uint32Array): number {
  let wrong = 0;
  for (let k = 0; k < view.length; k++) {
    if (view[k] !== k) wrong++;
  }
  return wrong + Math.abs(LENGTH - view.length);
}

function wrongAmong(values: Iterable<number>): number {
  let wrong = 0;
  let k = 0;
  for (const value of values) {
    if (value !== k++) wrong++;
  }
  return wrong + Math.abs(LENGTH - k);
}
