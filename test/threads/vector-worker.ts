/** Pushes, pops, reads and replaces at random, and accounts for each element. */
import { serveWorker } from "../support/worker.ts";
import { type Emitted, load } from "./queues.ts";
import { randomFrom } from "./random.ts";
import {
  type Elements,
  ENTRIES,
  IDS_OF_A_WORKER,
  type Kind,
  NUMBERS,
  type TestVector,
} from "./vector.ts";

export interface VectorTask {
  readonly vector: Emitted;
  readonly kind: Kind;
  readonly handle: unknown;
  readonly worker: number;
  readonly operations: number;
  readonly seed: number;
  /** A byte for each id: how often it was taken out. */
  readonly taken: SharedArrayBuffer;
  /** An Int32 for each worker: how many ids it has begun to put in. */
  readonly begun: SharedArrayBuffer;
}

export interface VectorResult {
  readonly pushed: number;
  readonly popped: number;
}

await serveWorker<VectorTask>((task, progress) =>
  task.kind === "Numbers" ? work<number>(task, NUMBERS, progress) : work(task, ENTRIES, progress)
);

async function work<Item>(
  task: VectorTask,
  { make, idOf }: Elements<Item>,
  progress: (text: string) => void,
): Promise<VectorResult> {
  const vector = (await load<TestVector<Item>>(task.vector)).attach(task.handle);
  const taken = new Uint8Array(task.taken);
  const begun = new Int32Array(task.begun);
  const random = randomFrom(task.seed + task.worker);
  const take = (item: Item) => Atomics.add(taken, idOf(item), 1);
  const fresh = () => task.worker * IDS_OF_A_WORKER + Atomics.add(begun, task.worker, 1);
  let [pushed, popped] = [0, 0];
  for (let done = 0; done < task.operations; done++) {
    if (done % 10_000 === 0) progress(`${done} operations, size ${vector.size}`);
    if (done % 1_000 === 999) vector.detach();
    // The vector grows over several buckets, and shrinks again.
    const pushes = done < task.operations / 2 ? 5 : 2;
    const chance = random(10);
    if (chance < pushes) {
      vector.pushBack(make(fresh()));
      pushed++;
    } else if (chance < 7) {
      const item = vector.popBack();
      if (item === undefined) continue;
      take(item);
      popped++;
    } else if (chance < 9) {
      const item = vector.get(random(vector.size + 1));
      if (item !== undefined) idOf(item);
    } else replace();
  }
  vector.detach();
  return { pushed, popped };

  /** Near the end, where others push and pop. */
  function replace(): void {
    const index = Math.max(0, vector.size - 1 - random(3));
    const there = vector.get(index);
    if (there === undefined) return;
    const item = make(fresh());
    try {
      if (task.kind === "Entries") vector.set(index, item);
      else if (vector.compareExchange(index, there, item) === there) take(there);
      else take(item);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      take(item);
    }
  }
}
