/** Fibers of an emitted loom: they take turns, start each other, hand a baton over, sleep. */
import type { Job, Peer, Tally, Work } from "../job.ts";
import { sent, wrong } from "./check.ts";
import { emittedClass } from "./emitted.ts";
import { atOnce, lifeMs, TURNING } from "./tasks.ts";

interface Loom {
  readonly handle: unknown;
  readonly alive: number;
  handOver(): void;
  spawnPassing(times: number): number;
  spawnSpawning(times: number): number;
  spawnServing(mine: number, yours: number, rounds: number): number;
  spawnReturning(mine: number, yours: number, rounds: number): number;
  spawnSleeping(ms: number): number;
  runBlocking(events: { readonly onError: () => void }): void;
  joinAsync(id: number): Promise<number>;
  newBaton(): number;
  post(baton: number): void;
  wait(baton: number): boolean;
  reset(baton: number): void;
}

interface Shared {
  readonly handle: unknown;
  readonly there: number;
  readonly back: number;
}

export const open: Peer["open"] = async ({ className, roles }) => {
  const loom = (await emittedClass<Loom>(className)).create();
  const value: Shared = { handle: loom.handle, there: loom.newBaton(), back: loom.newBaton() };
  // The thread that spawns runs it.
  loom.handOver();
  return roles.map(() => ({ value, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job, role }) => {
  const { handle, there, back } = value as Shared;
  const loom = (await emittedClass<Loom>(job.className)).attach(handle);
  if (role === "ping") {
    return (count) => runAll(loom, count, count, [loom.spawnServing(back, there, count)]);
  }
  return role === "pong"
    ? (count) => answer(loom, there, back, count)
    : alone(loom, job, there, back);
};

function alone(loom: Loom, { task }: Job, there: number, back: number): Work {
  switch (task) {
    case "spawn":
      return (count) => runAll(loom, count, sent(count).sum, [loom.spawnSpawning(count)]);
    case "baton":
      return (count) =>
        runAll(loom, count, 2 * count, [
          loom.spawnReturning(there, back, count),
          loom.spawnServing(back, there, count),
        ]);
    case "timers":
      return (count) => sleepAll(loom, count);
    default:
      return (count) => {
        const times = Math.ceil(count / TURNING);
        const ids = Array.from({ length: TURNING }, () => loom.spawnPassing(times));
        return runAll(loom, times * TURNING, times * TURNING, ids);
      };
  }
}

/** Runs the loom until all have ended; their results must add up to `sum`. */
async function runAll(
  loom: Loom,
  items: number,
  sum: number,
  ids: readonly number[],
): Promise<Tally> {
  run(loom);
  const results = await Promise.all(ids.map((id) => loom.joinAsync(id)));
  const found = results.reduce((total, result) => total + result, 0);
  return { items, sum: 0, ...found === sum ? {} : { fault: wrong(found, sum) } };
}

/** Runs the loom until all have ended; how many failed. */
function run(loom: Loom): number {
  let failures = 0;
  loom.runBlocking({ onError: () => failures++ });
  return failures;
}

/** In a thread that has no fibers: waits for a baton and posts the other. */
function answer(loom: Loom, there: number, back: number, count: number): Tally {
  for (let k = 0; k < count; k++) {
    loom.wait(there);
    loom.reset(there);
    loom.post(back);
  }
  return { items: count, sum: 0 };
}

function sleepAll(loom: Loom, count: number): Tally {
  let failures = 0;
  for (const sleepers of atOnce(count)) {
    for (let k = 0; k < sleepers; k++) loom.spawnSleeping(lifeMs(k));
    failures += run(loom);
    if (loom.alive !== 0) throw new Error(`${loom.alive} fibers have not ended`);
  }
  const tally = { items: count, sum: 0 };
  return failures === 0 ? tally : { ...tally, fault: `${failures} fibers woke too early` };
}
