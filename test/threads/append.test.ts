/** Threads that append to one vector while others read it: every element once, in each pusher's order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { importVectors } from "../support/vectors.ts";
import { runWorkers } from "../support/workers.ts";
import { type AppendJob, idOf } from "./append-entries.ts";

const vectors = await importVectors(
  `import type { f64, SecVec, Text, u32 } from "amph-gen/spec";
export interface Entry { id: u32; half: f64; name: Text<20> }
export type Numbers = SecVec<u32, { maxLength: 20_000_000; shrink: false }>;
export type Entries = SecVec<Entry, { maxLength: 1_000_000; shrink: false }>;
export type Exact = SecVec<u32, { maxLength: 400_000; shrink: false }>;
`,
);

interface Traffic {
  readonly className: "Numbers" | "Entries" | "Exact";
  readonly pushers: number;
  readonly readers: number;
  readonly each: number;
  readonly run: number;
}

async function traffic({ className, pushers, readers, each, run }: Traffic): Promise<void> {
  const { create, path } = vectors(className);
  const vector = create();
  const jobOf = (k: number): AppendJob => ({
    path,
    className,
    handle: vector.handle,
    role: k < pushers ? "push" : "read",
    pusher: k < pushers ? k : pushers,
    each,
    run,
  });
  const results = await runWorkers({
    script: new URL("append-worker.ts", import.meta.url),
    workers: pushers + readers,
    data: jobOf,
    timeoutMs: 60_000,
  });
  assert.deepEqual(results.slice(0, pushers), Array.from({ length: pushers }, () => each));
  for (const seen of results.slice(pushers)) assert.equal(seen, pushers * each);
  // This handle was attached before the first push, and has not looked since.
  assert.equal(vector.size, pushers * each);
  const ids = new Set<number>();
  for (const element of vector) ids.add(idOf(element));
  assert.equal(ids.size, pushers * each);
}

test("two threads append two million numbers one by one, two read them", () =>
  traffic({ className: "Numbers", pushers: 2, readers: 2, each: 1_000_000, run: 1 }));

test("four threads append three million numbers in runs of all lengths, one reads them", () =>
  traffic({ className: "Numbers", pushers: 4, readers: 1, each: 750_000, run: 0 }));

test("four threads append records, two read them", () =>
  traffic({ className: "Entries", pushers: 4, readers: 2, each: 40_000, run: 0 }));

test("a vector is filled to its last element", async () => {
  await traffic({ className: "Exact", pushers: 4, readers: 1, each: 100_000, run: 1 });
  await traffic({ className: "Exact", pushers: 2, readers: 1, each: 200_000, run: 33 });
});
