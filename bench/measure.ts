/** Runs the sides of a case in turn, each repetition in a process of its own. */
import type { Case, Measure, Side } from "./cases/case.ts";
import type { Failed, Measured, Outcome } from "./job.ts";
import type { NativeBuild } from "./native/build.ts";
import { runNative } from "./native/run.ts";
import type { Repetition } from "./result.ts";
import type { Effort, Runner } from "./runners/runner.ts";

export interface MeasuredSide {
  readonly side: Side;
  readonly repetitions: readonly Repetition[];
  readonly failed: string | undefined;
}

/** Share of all cores that others may take. */
const OTHERS_LIMIT = 0.05;
/** A longer round trip of two spinning threads means that they had to share a core. */
const SHARED_CORE_NS = 5_000;
/** Tries for one repetition while others take more. */
const TRIES = 3;

/**
 * A B A B …; a side that has failed once is not run again. `tell` is called when a side's turn is over, whether it ran or not.
 */
export async function measureCase(
  { sides, measure }: Case,
  runner: Runner,
  native: NativeBuild,
  effort: Effort,
  tell: (side: Side) => void = () => {},
): Promise<readonly MeasuredSide[]> {
  const rows = sides.map((side) => ({
    side,
    repetitions: new Array<Repetition>(),
    failed: undefined as string | undefined,
  }));
  // So that a busy machine costs at most so much more time.
  const spare = { tries: effort.repeats };
  for (let k = 0; k < effort.repeats; k++) {
    for (const row of rows) {
      const { side } = row;
      if (row.failed === undefined) {
        const run = "job" in side
          ? () => runner.run(side.job, effort)
          : () => runNative(side.native, native, effort.measureMs);
        const outcome = await undisturbed(run, spare);
        if ("failed" in outcome) row.failed = outcome.failed;
        else row.repetitions.push(repetition(measure, outcome));
      }
      tell(side);
    }
  }
  return rows;
}

/**
 * The first try that others did not disturb, else the one that they disturbed least. To be late on a
 * disturbed machine is no failure until the last try: spinning threads may have shared a core.
 */
async function undisturbed(
  run: () => Promise<Outcome>,
  spare: { tries: number },
): Promise<Outcome> {
  let best: Measured | undefined;
  let late: Failed | undefined;
  for (let k = 0; k < TRIES; k++) {
    if (k > 0 && spare.tries-- <= 0) break;
    const outcome = await run();
    if ("failed" in outcome) {
      if (outcome.late === undefined || !isDisturbed(outcome.late)) return outcome;
      late = outcome;
    } else {
      if (!isDisturbed(outcome)) return outcome;
      if (best === undefined || (outcome.others ?? 0) < (best.others ?? 0)) best = outcome;
    }
  }
  return best ?? late ?? { failed: "no try was made" };
}

function isDisturbed(
  { others, placementNs = [] }: Pick<Partial<Measured>, "placementNs"> & Pick<Measured, "others">,
): boolean {
  return others !== null && others > OTHERS_LIMIT ||
    placementNs.some((ns) => ns > SHARED_CORE_NS);
}

function repetition(measure: Measure, measured: Measured): Repetition {
  const { items, seconds, latency, memory, placementNs, others } = measured;
  const values = {
    rate: items / seconds / 1e6,
    pair: seconds / items * 1e9,
    latency: latency?.p50 ?? NaN,
    memory: (memory?.resident ?? NaN) / items,
  };
  const common = {
    value: significant(values[measure]),
    placementNs,
    others: others === null ? null : Math.round(others * 1_000) / 1_000,
    disturbed: isDisturbed(measured),
  };
  if (latency !== undefined) {
    const { p50, p99 } = latency;
    return { ...common, latency: { p50: significant(p50), p99: significant(p99) } };
  }
  if (memory !== undefined) {
    const { resident, claimed } = memory;
    return {
      ...common,
      memory: {
        resident: significant(resident / items),
        claimed: claimed === null ? null : significant(claimed / items),
      },
    };
  }
  return common;
}

/** Four digits: more than any repetition agrees on. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}
