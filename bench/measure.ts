/** Runs the sides of a case in turn, each repetition in a process of its own. */
import { fileURLToPath } from "node:url";
import { superviseProcess } from "../test/support/process.ts";
import type { Runtime } from "../test/support/runtimes.ts";
import type { Case, Side } from "./cases/case.ts";
import type { Failed, Job, Measured, Outcome } from "./job.ts";
import { canRun, type NativeBuild } from "./native/build.ts";
import { runNative } from "./native/run.ts";
import type { Request } from "./process/main.ts";
import type { Repetition } from "./result.ts";

export interface Effort {
  readonly repeats: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

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
/** For a process that hangs: it ends by itself, and is ended if it does not. */
const LIMIT_MS = 15_000;
const KILL_LIMIT_MS = 20_000;

const SCRIPT = fileURLToPath(new URL("./process/main.ts", import.meta.url));

/** A B A B …; a side that has failed once is not run again, one that cannot run here is left out. */
export async function measureCase(
  { sides, measure }: Case,
  runtime: Runtime,
  native: NativeBuild,
  effort: Effort,
): Promise<readonly MeasuredSide[]> {
  const rows = sides.filter((side) => canRun(side, native)).map((side) => ({
    side,
    repetitions: new Array<Repetition>(),
    failed: undefined as string | undefined,
  }));
  // So that a busy machine costs at most so much more time.
  const spare = { tries: effort.repeats };
  for (let k = 0; k < effort.repeats; k++) {
    for (const row of rows) {
      if (row.failed !== undefined) continue;
      const { side } = row;
      const run = "job" in side
        ? () => runOnce(runtime, side.job, effort)
        : () => runNative(side.native, native, effort.measureMs);
      const outcome = await undisturbed(run, spare);
      if ("failed" in outcome) row.failed = outcome.failed;
      else row.repetitions.push(repetition(measure, outcome));
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

async function runOnce(runtime: Runtime, job: Job, effort: Effort): Promise<Outcome> {
  const { warmUpMs, measureMs } = effort;
  const request: Request = { job, warmUpMs, measureMs, limitMs: LIMIT_MS };
  const flags = runtime.name === "deno" ? ["run", "--allow-all", "--no-check"] : [];
  const { stdout, output, timedOut } = await superviseProcess(
    runtime.path,
    [...flags, SCRIPT, JSON.stringify(request)],
    { timeoutMs: KILL_LIMIT_MS },
  );
  if (timedOut) return { failed: `no end within ${KILL_LIMIT_MS} ms` };
  try {
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  } catch {
    return { failed: `the process ended without a result: ${output.trim().slice(0, 2_000)}` };
  }
}

function repetition(measure: Case["measure"], measured: Measured): Repetition {
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
