/** What became slower or faster between two runs, beyond the noise. */
import type { Repetition, Result } from "./result.ts";
import { columnOf, short, UNITS } from "./report/model.ts";
import { bootstrapRatio, type Interval, ratiosOf, spreadOf } from "./statistics.ts";

export type Verdict = "slower" | "faster" | "same" | "unknown";

export interface Change {
  readonly case: string;
  readonly side: string;
  readonly column: string;
  readonly verdict: Verdict;
  /** How many times better it is afterwards; `undefined` where that cannot be said. */
  readonly ratio: number | undefined;
  readonly interval: Interval | undefined;
  /** What was compared, or why nothing was. */
  readonly how: string;
}

/** Fewer say nothing about their spread. */
const FEWEST = 3;
/** The same text, measured twice on a quiet machine, differs by as much. */
const FLOOR = 0.03;

/**
 * The emitted sides of both runs. Where the side that they are compared with is a peer, which does not change,
 * the ratios to it are compared, so that a machine that was faster or slower as a whole cancels out; elsewhere
 * the values themselves. A side is slower where the whole interval of the ratio of the medians (99 %,
 * bootstrap) lies below 1 by more than 3 %.
 */
export function compareRuns(before: readonly Result[], after: readonly Result[]): Change[] {
  return before.filter(({ emitted }) => emitted).map((old) => {
    const next = find(after, old, old.side);
    const { case: name, side } = old;
    const common = { case: name, side, column: `${old.runtime}` };
    if (next === undefined) return { ...common, ...unknown("not in the second run") };
    if (next.failed !== undefined) {
      return old.failed === undefined
        ? { ...common, ...unknown(`fails now: ${next.failed}`), verdict: "slower" }
        : { ...common, ...unknown("failed in both runs") };
    }
    if (old.failed !== undefined) return { ...common, ...unknown("failed in the first run") };
    return { ...common, ...judged(old, next, before, after) };
  });
}

function unknown(how: string) {
  return { verdict: "unknown", ratio: undefined, interval: undefined, how } as const;
}

function judged(
  old: Result,
  next: Result,
  before: readonly Result[],
  after: readonly Result[],
): Pick<Change, "verdict" | "ratio" | "interval" | "how"> {
  const peers = [find(before, old, old.against), find(after, next, next.against)] as const;
  const [oldPeer, nextPeer] = peers;
  const isRelative = old.against === next.against &&
    peers.every((peer) => peer !== undefined && !peer.emitted && peer.failed === undefined);
  const values = (own: Result, peer: Result | undefined) =>
    isRelative && peer !== undefined
      ? ratiosOf(own.repetitions, peer.repetitions, own.measure).ratios
      : own.repetitions.map((repetition) => goodness(own, repetition));
  const [earlier, later] = [values(old, oldPeer), values(next, nextPeer)];
  const fewest = Math.min(earlier.length, later.length);
  if (fewest < FEWEST) return unknown(`${fewest} repetitions, ${FEWEST} at least are needed`);
  const interval = bootstrapRatio(earlier, later);
  const verdict = interval.high < 1 - FLOOR
    ? "slower"
    : interval.low > 1 + FLOOR
    ? "faster"
    : "same";
  const ratio = spreadOf(later).median / spreadOf(earlier).median;
  const how = isRelative
    ? `${times(earlier)} → ${times(later)} times ${old.against}`
    : `${medianOf(old)} → ${medianOf(next)} ${UNITS[old.measure]}`;
  return { verdict, ratio, interval, how };
}

function find(results: readonly Result[], like: Result, side: string): Result | undefined {
  return results.find((result) =>
    result.case === like.case && result.runtime === like.runtime && result.side === side
  );
}

/** More is better. */
function goodness({ measure }: Result, { value }: Repetition): number {
  return measure === "rate" ? value : 1 / value;
}

function times(values: readonly number[]): string {
  return short(spreadOf(values).median);
}

function medianOf({ repetitions }: Result): string {
  return short(spreadOf(repetitions.map(({ value }) => value)).median);
}

/** What differs between the runs beside the sources, for people. */
export function differences(before: readonly Result[], after: readonly Result[]): string[] {
  const of = (results: readonly Result[]) => ({
    "another machine": list(
      results.map(({ machine }) => `${machine.processor}, ${machine.cores} cores`),
    ),
    "another system": list(results.map(({ machine }) => machine.system)),
    "other runtimes": list(results.map(columnOf)),
  });
  const [one, other] = [of(before), of(after)];
  return (Object.keys(one) as (keyof typeof one)[])
    .filter((what) => one[what] !== other[what])
    .map((what) => `${what}: ${one[what]} → ${other[what]}`);
}

function list(values: readonly string[]): string {
  return [...new Set(values)].sort().join("; ");
}

/** The slower ones first; those that stayed the same are only counted. */
export function comparisonText(changes: readonly Change[]): string {
  const of = (verdict: Verdict) => changes.filter((change) => change.verdict === verdict);
  const lines = (["slower", "faster", "unknown"] as const).flatMap((verdict) =>
    of(verdict).map(({ case: name, side, column, ratio, interval, how }) => {
      const range = ratio === undefined || interval === undefined
        ? ""
        : ` ${short(ratio)} (${short(interval.low)} – ${short(interval.high)}):`;
      return `${verdict.padEnd(7)} ${column} ${name}, ${side}:${range} ${how}`;
    })
  );
  const counts = (["slower", "faster", "same", "unknown"] as const)
    .map((verdict) => `${of(verdict).length} ${verdict}`);
  return [...lines, counts.join(", ")].join("\n");
}
