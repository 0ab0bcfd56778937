/** Two sides of a case beside each other, in one runtime. */
import type { Result } from "../result.ts";
import { ratioOf } from "../statistics.ts";
import { columnOf, short } from "./model.ts";

export interface Pair {
  readonly case: string;
  readonly side: string;
  /** The side to compare with, where it is not the case's last. */
  readonly other?: string;
}

export function pairOf(
  results: readonly Result[],
  pair: Pair,
  column: string,
): readonly [own: Result, other: Result] | undefined {
  const find = (side: string | undefined) =>
    results.find((result) =>
      result.case === pair.case && result.side === side && result.failed === undefined &&
      columnOf(result) === column
    );
  const own = find(pair.side);
  const other = find(pair.other ?? own?.against);
  return own === undefined || other === undefined ? undefined : [own, other];
}

/** How many times better the side is; `undefined` where one was not measured, has failed or took no time by its clock. */
export function pairRatio(
  results: readonly Result[],
  pair: Pair,
  column: string,
): number | undefined {
  const found = pairOf(results, pair, column);
  if (found === undefined) return undefined;
  const [own, other] = found;
  const { value } = ratioOf(own.repetitions, other.repetitions, own.measure);
  return Number.isFinite(value) ? value : undefined;
}

/** The same to be read; empty where there is none. */
export function pairText(results: readonly Result[], pair: Pair, column: string): string {
  const ratio = pairRatio(results, pair, column);
  return ratio === undefined ? "" : short(ratio);
}
