/** A thread that pushes or pops as it is told, waiting for its turn, and returns what came. */
import { serveWorker } from "../support/worker.ts";
import { type Cubby, type CubbyModule, load } from "./cubbies.ts";

export interface CubbyTask {
  readonly module: CubbyModule;
  readonly handle: unknown;
  readonly way: "push" | "pop";
  readonly isAsync: boolean;
  /** Items that it pushes, one after the other, or how many it pops. */
  readonly items: readonly number[];
  /** Limits of its waits, in turn; Infinity where there are none. What ran out is tried again. */
  readonly limitsMs: readonly number[];
  /** One Int32: how many workers have begun. */
  readonly begun: SharedArrayBuffer;
  /** Three Int32: sleeps, sleeps that ended with a call, threads that calls have woken. */
  readonly counts?: SharedArrayBuffer;
}

/** Counts what `Atomics.wait` and `Atomics.notify` give in this thread. */
function countWakeUps(memory: SharedArrayBuffer): void {
  const counts = new Int32Array(memory);
  const { notify } = Atomics;
  const wait = Atomics.wait as (i32: Int32Array, at: number, value: number, ms?: number) => string;
  Object.assign(Atomics, {
    wait(i32: Int32Array, at: number, value: number, ms?: number) {
      const how = wait(i32, at, value, ms);
      Atomics.add(counts, 0, 1);
      if (how === "ok") Atomics.add(counts, 1, 1);
      return how;
    },
    notify(i32: Int32Array, at: number, count?: number) {
      const woken = notify(i32, at, count);
      Atomics.add(counts, 2, woken);
      return woken;
    },
  });
}

await serveWorker<CubbyTask>(async (task): Promise<readonly number[]> => {
  const cubby = (await load(task.module)).attach(task.handle);
  if (task.counts !== undefined) countWakeUps(task.counts);
  Atomics.add(new Int32Array(task.begun), 0, 1);
  const came: number[] = [];
  let waits = 0;
  const limitMs = () => task.limitsMs[waits++ % task.limitsMs.length] ?? Infinity;
  for (const item of task.items) {
    if (task.way === "push") {
      while (!await push(cubby, item, limitMs(), task.isAsync));
    } else {
      let popped = await pop(cubby, limitMs(), task.isAsync);
      while (popped === undefined && !cubby.closed) {
        popped = await pop(cubby, limitMs(), task.isAsync);
      }
      if (popped === undefined) break;
      came.push(popped);
    }
  }
  return came;
});

function push(
  cubby: Cubby,
  item: number,
  timeoutMs: number,
  isAsync: boolean,
): boolean | Promise<boolean> {
  return isAsync ? cubby.pushAsync(item, { timeoutMs }) : cubby.push(item, timeoutMs);
}

/** A limit that ends in half a millisecond is an abort. */
async function pop(
  cubby: Cubby,
  timeoutMs: number,
  isAsync: boolean,
): Promise<number | undefined> {
  if (!isAsync) return cubby.pop(undefined, timeoutMs);
  if (timeoutMs % 1 !== 0.5) return await cubby.popAsync(undefined, { timeoutMs });
  try {
    return await cubby.popAsync(undefined, { signal: AbortSignal.timeout(timeoutMs - 0.5) });
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return undefined;
    throw error;
  }
}
