/** Vectors that shrink, between more threads than there are cores. */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { withTimeout } from "../support/time.ts";
import { runWorkers } from "../support/workers.ts";
import { type Emitted, load } from "./queues.ts";
import { newSeed, randomFrom } from "./random.ts";
import type { VectorResult, VectorTask } from "./vector-worker.ts";
import {
  emitVector,
  ENTRIES,
  type Entry,
  IDS_OF_A_WORKER,
  type Kind,
  NUMBERS,
  type TestVector,
} from "./vector.ts";

const SCRIPT = new URL("./vector-worker.ts", import.meta.url);
const TIMEOUT_MS = 60_000;

/** A terminated thread of Deno may go on for some 200 ms after its end was reported. */
const STOPPED_MS = process.versions["deno"] === undefined ? 20 : 400;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Run {
  readonly vector: Emitted;
  readonly task: (worker: number, operations: number) => VectorTask;
  /** What is left in the vector comes out; then every id must be accounted for. */
  readonly drain: () => number;
  /** Ids that were put in and not taken out, and those taken out more than once or never put in. */
  readonly count: () => { readonly missing: number; readonly wrong: number };
}

async function makeRun(kind: Kind, workers: number): Promise<Run> {
  const vector = await emitVector(kind);
  const made = await open(vector, kind);
  const taken = new SharedArrayBuffer(workers * IDS_OF_A_WORKER);
  const begun = new SharedArrayBuffer(workers * 4);
  const seed = newSeed();
  return {
    vector,
    task: (worker, operations) => ({
      vector,
      kind,
      handle: made.handle,
      worker,
      operations,
      seed,
      taken,
      begun,
    }),
    drain() {
      let left = 0;
      const size = made.size();
      for (let id = made.pop(); id !== undefined; id = made.pop()) {
        left++;
        Atomics.add(new Uint8Array(taken), id, 1);
      }
      assert.equal(left, size);
      return left;
    },
    count() {
      const times = new Uint8Array(taken);
      const counts = new Int32Array(begun);
      let [missing, wrong] = [0, 0];
      times.forEach((found, id) => {
        const wasPut = id % IDS_OF_A_WORKER < counts[Math.floor(id / IDS_OF_A_WORKER)]!;
        if (found > Number(wasPut)) wrong++;
        else if (found < Number(wasPut)) missing++;
      });
      return { missing, wrong };
    },
  };
}

async function open(vector: Emitted, kind: Kind) {
  if (kind === "Numbers") {
    const made = (await load<TestVector<number>>(vector)).create();
    return { handle: made.handle, size: () => made.size, pop: () => idOf(made, NUMBERS.idOf) };
  }
  const made = (await load<TestVector<Entry>>(vector)).create();
  return { handle: made.handle, size: () => made.size, pop: () => idOf(made, ENTRIES.idOf) };
}

function idOf<Item>(vector: TestVector<Item>, of: (item: Item) => number): number | undefined {
  const item = vector.popBack();
  return item === undefined ? undefined : of(item);
}

async function work(run: Run, workers: number, operations: number): Promise<VectorResult> {
  const results = await runWorkers({
    script: SCRIPT,
    workers,
    data: (k) => run.task(k, operations),
    timeoutMs: TIMEOUT_MS,
  });
  const totals = { pushed: 0, popped: 0 };
  for (const result of results) {
    const { pushed, popped } = result as VectorResult;
    totals.pushed += pushed;
    totals.popped += popped;
  }
  return totals;
}

test("6 threads: every number that goes in comes out once", async () => {
  const run = await makeRun("Numbers", 6);
  const { pushed, popped } = await work(run, 6, 200_000);
  assert.equal(popped + run.drain(), pushed);
  assert.deepEqual(run.count(), { missing: 0, wrong: 0 });
});

test("6 threads: records are whole, and none comes out twice", async () => {
  const run = await makeRun("Entries", 6);
  const { pushed, popped } = await work(run, 6, 60_000);
  assert.equal(popped + run.drain(), pushed);
  assert.equal(run.count().wrong, 0);
});

test("threads that are terminated hold up nobody, and lose what is in their hands at most", async () => {
  const [workers, victims] = [4, 4];
  const run = await makeRun("Numbers", workers + victims);
  const random = randomFrom(1);
  const ended = (async () => {
    for (let victim = 0; victim < victims; victim++) {
      const barrier = new SharedArrayBuffer(4);
      new Int32Array(barrier)[0] = 1;
      const data = run.task(workers + victim, 200_000);
      const worker = new Worker(SCRIPT, { workerData: { barrier, data } });
      worker.unref();
      const began = new Promise((resolve, reject) => {
        worker.on("message", ({ kind }: { kind: string }) => kind === "progress" && resolve(kind));
        worker.on("error", reject);
      });
      await withTimeout(began, TIMEOUT_MS, "the start of a thread");
      await sleep(random(20));
      await withTimeout(worker.terminate(), TIMEOUT_MS, "the end of a thread");
    }
    await sleep(STOPPED_MS);
  })();
  await Promise.all([work(run, workers, 60_000), ended]);
  run.drain();
  const { missing, wrong } = run.count();
  assert.equal(wrong, 0);
  // One that was to go in, and one that had come out.
  assert.ok(missing <= 2 * victims, `${missing} elements are missing`);
});
