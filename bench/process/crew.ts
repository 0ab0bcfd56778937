import type { Job, Peer, Role, Tally } from "../job.ts";
import { MAX_SEQUENCE } from "../peers/check.ts";
import { placementMemory } from "./placement.ts";
import { Thread } from "./thread.ts";

const OPPOSITE: Readonly<Record<Role, Role | undefined>> = {
  produce: "consume",
  consume: "produce",
  both: undefined,
  ping: "pong",
  pong: "ping",
  append: undefined,
  read: undefined,
};

/** The threads of a job, and what can be asked of them together. */
export class Crew {
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
    const isProducer = (role: Role) => role === "produce" || role === "append";
    const producers = this.#roles.filter(isProducer).length || 1;
    const batches = Math.ceil(items / producers / this.#batch);
    const count = Math.min(batches, Math.floor(MAX_SEQUENCE / this.#batch)) * this.#batch;
    const startMs = performance.now();
    // Consumers first, so that none is late for the first item.
    const order = this.#threads.map((thread, k) => ({ thread, k })).reverse();
    const tallies = await Promise.all(order.map(({ thread }) => thread.work(count)));
    const seconds = (performance.now() - startMs) / 1_000;
    this.#verify(order.map(({ k }) => this.#roles[k]), tallies);
    await this.#threads[0]?.verify();
    return { items: count * producers, seconds, tallies };
  }

  /** Throws unless every item has arrived, once and in order. */
  #verify(roles: readonly (Role | undefined)[], tallies: readonly Tally[]): void {
    const fault = tallies.find((tally) => tally.fault !== undefined)?.fault;
    if (fault !== undefined) throw new Error(fault);
    const total = (role: Role, what: "items" | "sum") =>
      tallies.reduce((sum, tally, k) => roles[k] === role ? sum + tally[what] : sum, 0);
    for (const what of ["items", "sum"] as const) {
      const [out, arrived] = [total("produce", what), total("consume", what)];
      if (out !== arrived) throw new Error(`${what} sent ${out}, arrived ${arrived}`);
    }
  }

  /** Which threads have not done what they were told, and what that was. */
  get unfinished(): string {
    return this.#threads.flatMap(({ unfinished }, k) =>
      unfinished === undefined ? [] : [`thread ${k}, ${this.#roles[k]}: ${unfinished}`]
    ).join("; ");
  }

  /** Nanoseconds of a spinning round trip between the first thread and the last. */
  async placement(): Promise<number[]> {
    const [ping] = this.#threads;
    const pong = this.#threads.at(-1);
    if (ping === undefined || pong === undefined || ping === pong) return [];
    const [ns] = await Promise.all([ping.ping(), pong.pong()]);
    return [ns];
  }
}
