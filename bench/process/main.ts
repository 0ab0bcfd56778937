/**
 * One repetition, in a process of its own, so that it inherits nobody's compiled code: prints an `Outcome` as
 * one line of JSON. Arguments: the request as JSON.
 */
import process from "node:process";
import type { Outcome } from "../job.ts";
import { othersSince, readCpuTime } from "./cpu-time.ts";
import { Crew } from "./crew.ts";
import { Disturbance } from "./disturbance.ts";
import { measure, type OthersGauge, type Request } from "./measure.ts";

function finish(outcome: Outcome): never {
  console.log(JSON.stringify(outcome));
  process.exit(0);
}

/** Processes that this one has started count as this one. */
function gaugeFor(started: readonly number[]): OthersGauge {
  let from = readCpuTime(started);
  return {
    start() {
      from = readCpuTime(started);
    },
    read: () => othersSince(from, started),
  };
}

const request: Request = JSON.parse(process.argv[2] ?? "null");
let disturbance: Disturbance | undefined;
process.on("exit", () => disturbance?.end());
try {
  const { job, limitMs } = request;
  const crew = await Crew.start(job);
  if (job.disturbed === true) disturbance = await Disturbance.start(limitMs);
  const pids = disturbance?.pids ?? [];
  const whole = gaugeFor(pids);
  setTimeout(() => {
    const failed = `no end within ${limitMs} ms: ${crew.unfinished}`;
    finish({ failed, late: { others: whole.read() } });
  }, limitMs);
  const outcome = await measure(crew, request, gaugeFor(pids));
  finish(
    disturbance?.isWhole === false
      ? { failed: "the processes that were to disturb ended too early" }
      : outcome,
  );
} catch (error) {
  finish({ failed: error instanceof Error ? error.message : String(error) });
}
