/** The threads of a run, from their start to their end, whatever they do. */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { withTimeout } from "../support/time.ts";
import { BARRIER_WORDS, openBarrier } from "./barrier.ts";
import { ENTRY_WORDS } from "./history.ts";
import type { Deaths, Plan } from "./plan.ts";
import type { StressMessage, StressTask } from "./worker.ts";

export interface CrewOptions {
  readonly href: string;
  readonly handles: readonly unknown[];
  /** A run in which no operation begins or ends for so long has stalled. */
  readonly stallMs: number;
}

export type CrewEnd =
  | { readonly kind: "done" }
  | { readonly kind: "stalled" }
  | { readonly kind: "error"; readonly thread: number; readonly text: string };

const WATCH_MS = 10;
/** If the round is over before enough of it has been seen, threads die while they wait. */
const DYING_MS = 300;
const TERMINATE_LIMIT_MS = 2_000;

/** A terminated thread of Deno may go on for some 200 ms after its end was reported. */
const STOPPED_MS = process.versions["deno"] !== undefined ? 400 : 20;

/** Deno and Bun may report a worker's end before its last message has been delivered. */
const LAST_MESSAGE_MS = 100;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** When it returns no thread writes any more. */
export async function runCrew(plan: Plan, options: CrewOptions): Promise<CrewEnd> {
  const clockMemory = new SharedArrayBuffer(4);
  const clock = new Int32Array(clockMemory);
  const barrierMemory = new SharedArrayBuffer(BARRIER_WORDS * 4);
  const barrier = openBarrier(new Int32Array(barrierMemory), plan.threads);
  const victims = plan.deaths?.victims ?? [];
  const workers = plan.entries.map((entries, thread) => {
    const workerData: StressTask = {
      structure: plan.structure,
      className: plan.subject.className,
      href: options.href,
      handles: options.handles,
      thread,
      entries,
      starts: plan.starts[thread]!,
      afterDeaths: plan.deaths && plan.deaths.round + 1,
      isVictim: victims.includes(thread),
      barrier: barrierMemory,
      clock: clockMemory,
      isDisturbed: plan.isDisturbed,
      seed: plan.seed,
    };
    return new Worker(new URL("./worker.ts", import.meta.url), { workerData });
  });
  let isOver = false;
  let hasEnded = false;
  const stopping = new Set<number>();
  const ends = workers.map((worker, thread) => endOf(worker, thread, stopping));
  const survivors = Promise.all(ends.filter((_, thread) => !victims.includes(thread)))
    .then((all) => all.find(({ kind }) => kind === "error") ?? { kind: "done" as const });
  const stop = async (thread: number) => {
    stopping.add(thread);
    // One that cannot be stopped must not hold up the test; it is noticed by what it writes.
    await withTimeout(workers[thread]!.terminate(), TERMINATE_LIMIT_MS, "").catch(() => {});
  };
  /** Returns in the middle of the round in which threads die. */
  const untilDeaths = async (plan: Plan, { round, percent }: Deaths) => {
    while (barrier.rounds() <= round && !isOver) await sleep(1);
    const begun = Atomics.load(clock, 0);
    const moment = begun + entriesIn(plan, round) * percent / 100;
    const deadline = performance.now() + DYING_MS;
    while (Atomics.load(clock, 0) < moment && performance.now() < deadline) await sleep(0);
  };
  const deaths = async (): Promise<CrewEnd> => {
    if (plan.deaths !== undefined) await untilDeaths(plan, plan.deaths);
    await Promise.all(victims.map(stop));
    if (victims.length > 0) await sleep(STOPPED_MS);
    barrier.allGone(plan.threads - victims.length);
    return await survivors;
  };
  const failed = Promise.race(ends.map(async (end) => {
    const found = await end;
    return found.kind === "error" ? found : await new Promise<never>(() => {});
  }));
  try {
    const end = await Promise.race([
      deaths(),
      failed,
      stalled(clock, options.stallMs, () => isOver),
    ]);
    hasEnded = end.kind === "done";
    return end;
  } finally {
    isOver = true;
    await Promise.all(workers.map((_, thread) => stop(thread)));
    // What a thread of a failed run still does must not go into the report.
    if (!hasEnded) await sleep(STOPPED_MS);
  }
}

/** `stopping`: threads that end because they are told to. */
function endOf(
  worker: Worker,
  thread: number,
  stopping: ReadonlySet<number>,
): Promise<CrewEnd> {
  // One that cannot be stopped must not keep the process alive.
  worker.unref();
  return new Promise((resolve) => {
    worker.on("message", (message: StressMessage) => {
      resolve(message.kind === "done" ? message : { ...message, thread });
    });
    worker.on("error", (cause) => resolve({ kind: "error", thread, text: String(cause) }));
    worker.on("exit", (code) => {
      setTimeout(() => {
        if (stopping.has(thread)) resolve({ kind: "done" });
        else resolve({ kind: "error", thread, text: `ended with code ${code}` });
      }, LAST_MESSAGE_MS);
    });
  });
}

/** Resolves when the clock, once it has begun, has stood still for `stallMs`. */
async function stalled(
  clock: Int32Array,
  stallMs: number,
  isOver: () => boolean,
): Promise<CrewEnd> {
  let [last, lastMs] = [0, performance.now()];
  while (!isOver()) {
    const now = Atomics.load(clock, 0);
    if (now !== last) [last, lastMs] = [now, performance.now()];
    // Workers may take their time to start.
    const limitMs = last === 0 ? stallMs + 20_000 : stallMs;
    if (performance.now() - lastMs > limitMs) return { kind: "stalled" };
    await sleep(WATCH_MS);
  }
  return { kind: "done" };
}

/** How many operations a round has at most; all of them begin or end so often at least. */
function entriesIn({ starts }: Plan, round: number): number {
  return starts.reduce((sum, words) => sum + (words[round + 1]! - words[round]!) / ENTRY_WORDS, 0);
}
