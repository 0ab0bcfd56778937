/**
 * One repetition, in a process of its own, so that it inherits nobody's compiled code: warms up, measures
 * once, prints an `Outcome` as one line of JSON. Arguments: the request as JSON.
 */
import process from "node:process";
import type { Job, Outcome } from "../job.ts";
import { othersSince, readCpuTime } from "./cpu-time.ts";
import { Crew } from "./crew.ts";

export interface Request {
  readonly job: Job;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** For the whole of it: a process that hangs says where, and ends. */
  readonly limitMs: number;
}

/** To measure for long enough. */
const MORE_TRIES = 3;
/** Before a number of items that the job says. */
const WARM_UP_ITEMS = 100_000;

async function measureCount(crew: Crew, count: number): Promise<Outcome> {
  await crew.phase(WARM_UP_ITEMS);
  const cpuTime = readCpuTime();
  const { items, seconds, tallies } = await crew.phase(count);
  const memory = tallies.find((tally) => tally.memory !== undefined)?.memory;
  const measured = { items, seconds, placementNs: [], others: othersSince(cpuTime) };
  return memory === undefined ? measured : { ...measured, memory };
}

async function measure(crew: Crew, { warmUpMs, measureMs }: Request): Promise<Outcome> {
  let itemsPerSecond = 0;
  await crew.placement();
  const warmFromMs = performance.now();
  // Each phase tells how long the next one may be; code is compiled between them.
  for (let items = 1_000; performance.now() - warmFromMs < warmUpMs;) {
    const phase = await crew.phase(items);
    itemsPerSecond = phase.items / phase.seconds;
    items = Math.min(items * 8, Math.ceil(itemsPerSecond * warmUpMs / 4_000));
  }
  const before = await crew.placement();
  let cpuTime = readCpuTime();
  let phase = await crew.phase(itemsPerSecond * measureMs / 1_000);
  // The last phase of the warm-up may have been a slow one.
  for (let k = 0; k < MORE_TRIES && phase.seconds * 1_000 < measureMs / 2; k++) {
    cpuTime = readCpuTime();
    phase = await crew.phase(phase.items / phase.seconds * measureMs / 1_000);
  }
  const others = othersSince(cpuTime);
  const { items, seconds, tallies } = phase;
  const latency = tallies.find((tally) => tally.latency !== undefined)?.latency;
  const placementNs = [...before, ...await crew.placement()];
  const measured = { items, seconds, placementNs, others };
  return latency === undefined ? measured : { ...measured, latency };
}

function finish(outcome: Outcome): never {
  console.log(JSON.stringify(outcome));
  process.exit(0);
}

const request: Request = JSON.parse(process.argv[2] ?? "null");
try {
  const crew = await Crew.start(request.job);
  const cpuTime = readCpuTime();
  setTimeout(() => {
    const failed = `no end within ${request.limitMs} ms: ${crew.unfinished}`;
    finish({ failed, late: { others: othersSince(cpuTime) } });
  }, request.limitMs);
  const { count } = request.job;
  finish(count === undefined ? await measure(crew, request) : await measureCount(crew, count));
} catch (error) {
  finish({ failed: error instanceof Error ? error.message : String(error) });
}
