/** One repetition: warms up, measures once. The same in a process and in a page. */
import type { Job, Outcome } from "../job.ts";
import type { Crew } from "./crew.ts";

export interface Request {
  readonly job: Job;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** For the whole of it: a repetition that hangs says where, and ends. */
  readonly limitMs: number;
}

/** How much of the machine somebody else uses. */
export interface OthersGauge {
  start(): void;
  /** Share of all cores since then; `null` where nobody can say. */
  read(): number | null;
}

/** To measure for long enough. */
const MORE_TRIES = 3;
/** Before a number of items that the job says. */
const WARM_UP_ITEMS = 100_000;

export async function measure(crew: Crew, request: Request, gauge: OthersGauge): Promise<Outcome> {
  const { count } = request.job;
  return await (count === undefined
    ? measureTime(crew, request, gauge)
    : measureCount(crew, count, gauge));
}

async function measureCount(crew: Crew, count: number, gauge: OthersGauge): Promise<Outcome> {
  await crew.phase(WARM_UP_ITEMS);
  gauge.start();
  const { items, seconds, tallies } = await crew.phase(count);
  const memory = tallies.find((tally) => tally.memory !== undefined)?.memory;
  const measured = { items, seconds, placementNs: [], others: gauge.read() };
  return memory === undefined ? measured : { ...measured, memory };
}

async function measureTime(
  crew: Crew,
  { job, warmUpMs, measureMs }: Request,
  gauge: OthersGauge,
): Promise<Outcome> {
  // How far the cores are apart cannot be measured while others are in the way.
  const placement = () => job.disturbed === true ? Promise.resolve([]) : crew.placement();
  let itemsPerSecond = 0;
  await placement();
  const warmFromMs = performance.now();
  // Each phase tells how long the next one may be; code is compiled between them.
  for (let items = 1_000; performance.now() - warmFromMs < warmUpMs;) {
    const phase = await crew.phase(items);
    itemsPerSecond = phase.items / phase.seconds;
    items = Math.min(items * 8, Math.ceil(itemsPerSecond * warmUpMs / 4_000));
  }
  const before = await placement();
  gauge.start();
  let phase = await crew.phase(itemsPerSecond * measureMs / 1_000);
  // The last phase of the warm-up may have been a slow one.
  for (let k = 0; k < MORE_TRIES && phase.seconds * 1_000 < measureMs / 2; k++) {
    gauge.start();
    phase = await crew.phase(phase.items / phase.seconds * measureMs / 1_000);
  }
  const others = gauge.read();
  const { items, seconds, tallies } = phase;
  const latency = tallies.find((tally) => tally.latency !== undefined)?.latency;
  const placementNs = [...before, ...await placement()];
  const measured = { items, seconds, placementNs, others };
  return latency === undefined ? measured : { ...measured, latency };
}
