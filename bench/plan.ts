/** What a run consists of, and how long that takes. */
import { type Available, canRun } from "./available.ts";
import { type Case, isEmitted, type Side } from "./cases/case.ts";
import type { Effort, RunnerName } from "./runners/runner.ts";

/** Seconds from the start of a process, or a page, to its warm-up, and from its last phase to its end. */
const START_SECONDS: Readonly<Record<RunnerName, number>> = {
  node: 0.25,
  deno: 0.25,
  bun: 0.25,
  chromium: 0.6,
};
/** Jobs with a number of items rather than a time: memory is filled, and timers run. */
const COUNTED_SECONDS = 1.2;
/** A native program starts at once, and runs once or twice to find out how much fills the time. */
const NATIVE_SECONDS = 0.2;
const NATIVE_RUNS = 1.6;

export interface Choice {
  /** Parts of the names of the cases; all cases if there are none. */
  readonly filters: readonly string[];
  readonly quick: boolean;
  /** Part of the name of the side that the emitted ones are compared with. */
  readonly against: string | undefined;
}

/** The cases that are wanted, each with the sides that are. */
export function chooseCases(
  cases: readonly Case[],
  { filters, quick, against }: Choice,
): readonly Case[] {
  return cases
    .filter(({ name }) => filters.length === 0 || filters.some((part) => name.includes(part)))
    .filter((entry) => entry.quick || !quick)
    .map((entry) => quick ? { ...entry, sides: ends(entry.sides) } : entry)
    .flatMap((entry) => against === undefined ? [entry] : comparedWith(entry, against));
}

/** The first and the last. */
function ends(sides: readonly Side[]): readonly Side[] {
  return sides.filter((_, k) => k === 0 || k === sides.length - 1);
}

/** The emitted sides, and behind them the wanted one; no case if there is none or nothing beside it. */
function comparedWith(entry: Case, against: string): readonly Case[] {
  const other = entry.sides.find(({ name }) => name.toLowerCase().includes(against.toLowerCase()));
  const emitted = entry.sides.filter((side) => isEmitted(side) && side !== other);
  return other === undefined || emitted.length === 0
    ? []
    : [{ ...entry, sides: [...emitted, other] }];
}

/**
 * The cases for a runtime, each with the sides that can run there. A page starts slowly, so that there only
 * emitted modules and what they are compared with are measured, and no choices between emitted ones: all
 * four runtimes together end within an hour.
 */
export function casesFor(
  runner: RunnerName,
  cases: readonly Case[],
  available?: Available,
): readonly Case[] {
  const runnable = cases.map((entry) => ({
    ...entry,
    sides: entry.sides.filter((side) => canRun(side, runner, available)),
  }));
  if (runner !== "chromium") return runnable;
  return runnable.flatMap((entry) => {
    const last = entry.sides.at(-1);
    const sides = entry.sides.filter((side) => side === last || isEmitted(side));
    return last === undefined || isEmitted(last) || sides.length < 2 ? [] : [{ ...entry, sides }];
  });
}

/** One repetition of a side. */
export function secondsOf(
  side: Side,
  runner: RunnerName,
  { warmUpMs, measureMs }: Effort,
): number {
  if ("native" in side) return NATIVE_SECONDS + NATIVE_RUNS * measureMs / 1_000;
  if (side.job.count !== undefined) return START_SECONDS[runner] + COUNTED_SECONDS;
  return START_SECONDS[runner] + (warmUpMs + measureMs) / 1_000;
}

/** All of it under these runtimes, unless others disturb. */
export function secondsOfAll(
  cases: readonly Case[],
  effort: Effort,
  runners: readonly RunnerName[],
  available?: Available,
): number {
  const seconds = runners.flatMap((runner) =>
    casesFor(runner, cases, available).flatMap(({ sides }) =>
      sides.map((side) => secondsOf(side, runner, effort))
    )
  );
  return seconds.reduce((sum, own) => sum + own, 0) * effort.repeats;
}
