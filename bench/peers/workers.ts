/** A loom of two workers, all of whose fibers are started in the first one. */
import type { Peer, Tally } from "../job.ts";
import { wrong } from "./check.ts";
import { emittedClass } from "./emitted.ts";

interface Loom {
  readonly handle: unknown;
  handOver(): void;
  spawnSharing?(times: number): number;
  spawnKeeping?(times: number): number;
  runBlocking(): void;
  joinAsync(id: number): Promise<number>;
  newBaton(): number;
  post(baton: number): void;
  wait(baton: number): boolean;
  reset(baton: number): void;
}

interface Shared {
  readonly handle: unknown;
  readonly started: number;
}

const FIBERS = 30;

export const open: Peer["open"] = async ({ className, roles }) => {
  const loom = (await emittedClass<Loom>(className)).create();
  const value: Shared = { handle: loom.handle, started: loom.newBaton() };
  loom.handOver();
  return roles.map(() => ({ value, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job, role }) => {
  const { handle, started } = value as Shared;
  const loom = (await emittedClass<Loom>(job.className)).attach(handle);
  return role === "ping"
    ? (count) => first(loom, started, count)
    : (count) => second(loom, started, count);
};

/** The worker that has all the work. */
async function first(loom: Loom, started: number, count: number): Promise<Tally> {
  const times = Math.ceil(count / FIBERS);
  const ids = Array.from(
    { length: FIBERS },
    () => loom.spawnSharing?.(times) ?? loom.spawnKeeping?.(times) ?? 0,
  );
  // Each by a record of its own.
  const results = Promise.all(ids.map((id) => loom.joinAsync(id)));
  loom.post(started);
  loom.runBlocking();
  const found = (await results).reduce((total, result) => total + result, 0);
  const sum = times * FIBERS;
  return { items: count, sum: 0, ...found === sum ? {} : { fault: wrong(found, sum) } };
}

/** The worker that has none. */
function second(loom: Loom, started: number, count: number): Tally {
  loom.wait(started);
  loom.reset(started);
  loom.runBlocking();
  return { items: count, sum: 0 };
}
