/**
 * One repetition, in a process of its own, so that it inherits nobody's compiled code: warms up, measures
 * once, prints an `Outcome` as one line of JSON. Arguments: the request as JSON.
 */
import process from "node:process";
import type { Job, Outcome, Peer, Role, Tally } from "../job.ts";
import { MAX_SEQUENCE } from "../peers/check.ts";
import { othersSince, readCpuTime } from "./cpu-time.ts";
import { placementMemory } from "./placement.ts";
import { Thread } from "./thread.ts";

export interface Request {
  readonly job: Job;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

const PLACEMENT_TRIPS = 5_000;

const OPPOSITE: Readonly<Record<Role, Role | undefined>> = {
  produce: "consume",
  consume: "produce",
  both: undefined,
  ping: "pong",
  pong: "ping",
};

/** The threads of a job, and what can be asked of them together. */
class Crew {
  readonly #threads: readonly Thread[];
  readonly #roles: readonly Role[];
  readonly #batch: number;

  private constructor({ roles, batch }: Job, threads: readonly Thread[]) {
    this.#roles = roles;
    this.#batch = batch;
    this.#threads = threads;
  }

  static async start(job: Job): Promise<Crew> {
    const { roles } = job;
    const peer: Peer = await import(new URL(`../peers/${job.peer}.ts`, import.meta.url).href);
    const shares = await peer.open(job);
    const memory = placementMemory();
    const threads = roles.map((role, k) =>
      new Thread({
        place: {
          job,
          role,
          index: roles.slice(0, k).filter((other) => other === role).length,
          opposite: roles.filter((other) => other === OPPOSITE[role]).length,
        },
        placementMemory: memory,
      })
    );
    await Promise.all(threads.map((thread, k) => {
      const share = shares[k];
      if (share === undefined) throw new Error(`peer ${job.peer} has nothing for thread ${k}`);
      return thread.join(share);
    }));
    return new Crew(job, threads);
  }

  /** About `items` through the structure; how many it was, the seconds, and what the threads saw. */
  async phase(items: number) {
    const producers = this.#roles.filter((role) => role === "produce").length || 1;
    const batches = Math.ceil(items / producers / this.#batch);
    const count = Math.min(batches, Math.floor(MAX_SEQUENCE / this.#batch)) * this.#batch;
    const startMs = performance.now();
    // Consumers first, so that none is late for the first item.
    const order = this.#threads.map((thread, k) => ({ thread, k })).reverse();
    const tallies = await Promise.all(order.map(({ thread }) => thread.work(count)));
    const seconds = (performance.now() - startMs) / 1_000;
    this.#verify(order.map(({ k }) => this.#roles[k]), tallies);
    return { items: count * producers, seconds, tallies };
  }

  /** Throws unless every item has arrived, once and in order. */
  #verify(roles: readonly (Role | undefined)[], tallies: readonly Tally[]): void {
    const fault = tallies.find((tally) => tally.fault !== undefined)?.fault;
    if (fault !== undefined) throw new Error(fault);
    const total = (role: Role, of: "items" | "sum") =>
      tallies.reduce((sum, tally, k) => roles[k] === role ? sum + tally[of] : sum, 0);
    for (const of of ["items", "sum"] as const) {
      const [out, arrived] = [total("produce", of), total("consume", of)];
      if (out !== arrived) throw new Error(`${of} sent ${out}, arrived ${arrived}`);
    }
  }

  /** Nanoseconds of a spinning round trip between the first thread and the last. */
  async placement(): Promise<number[]> {
    const [ping] = this.#threads;
    const pong = this.#threads.at(-1);
    if (ping === undefined || pong === undefined || ping === pong) return [];
    const [ns = NaN] = await Promise.all([
      ping.placement("ping", PLACEMENT_TRIPS),
      pong.placement("pong", PLACEMENT_TRIPS),
    ]);
    return [Math.round(ns)];
  }
}

async function measure({ job, warmUpMs, measureMs }: Request): Promise<Outcome> {
  const crew = await Crew.start(job);
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
  const cpuTime = readCpuTime();
  const { items, seconds, tallies } = await crew.phase(itemsPerSecond * measureMs / 1_000);
  const others = othersSince(cpuTime);
  const latency = tallies.find((tally) => tally.latency !== undefined)?.latency;
  const placementNs = [...before, ...await crew.placement()];
  const measured = { items, seconds, placementNs, others };
  return latency === undefined ? measured : { ...measured, latency };
}

const request: Request = JSON.parse(process.argv[2] ?? "null");
const outcome: Outcome = await measure(request).catch((error: unknown) => ({
  failed: error instanceof Error ? error.message : String(error),
}));
console.log(JSON.stringify(outcome));
process.exit(0);
