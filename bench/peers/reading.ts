/** Reads of numbers that are all there: the same loops for a vector and for a typed array. */
import type { Job, Tally } from "../job.ts";
import { received } from "./check.ts";

/** 512 KiB of `f64`: they stay in a core's own cache. */
export const LENGTH = 2 ** 16;

export interface Readable {
  /** The caller's own loop, so that its access is compiled into it. */
  readonly sumByIndex: () => number;
  readonly views: readonly (Float64Array | Uint32Array)[];
  readonly all: () => Iterable<number>;
}

/** Element k is k, and so every lap gives this. */
const LAP_SUM = LENGTH * (LENGTH - 1) / 2;

export function readLaps(
  { through, item }: Job,
  count: number,
  { sumByIndex, views, all }: Readable,
): Tally {
  const lap = through === "view"
    ? item === "u32" ? () => wholeSumOfViews(views) : () => sumOfViews(views)
    : through === "iterator"
    ? () => sumOf(all())
    : sumByIndex;
  // Whole numbers are added within 32 bits, as a program would do that has only such.
  const expected = item === "u32" ? LAP_SUM | 0 : LAP_SUM;
  let fault: string | undefined;
  for (let done = 0; done < count; done += LENGTH) {
    const sum = lap();
    if (sum !== expected) fault ??= `a lap gave ${sum}, expected ${expected}`;
  }
  return received(count, fault);
}

function sumOfViews(views: readonly (Float64Array | Uint32Array)[]): number {
  let sum = 0;
  for (const view of views) {
    for (let k = 0; k < view.length; k++) sum += view[k]!;
  }
  return sum;
}

function wholeSumOfViews(views: readonly (Float64Array | Uint32Array)[]): number {
  let sum = 0;
  for (const view of views) {
    for (let k = 0; k < view.length; k++) sum = (sum + view[k]!) | 0;
  }
  return sum;
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
