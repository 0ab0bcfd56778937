/** What a loom takes: bytes for each fiber, and nothing of the JavaScript heap while fibers take turns. */
import assert from "node:assert/strict";
import { test } from "node:test";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { Weave } from "../golden/weave.gen.ts";
import { generateFiles } from "../support/generated.ts";

/** What the test uses of the emitted class. */
interface Crowd {
  readonly handle: { readonly buffer: SharedArrayBuffer };
  readonly alive: number;
  readonly parked: number;
  spawnParked(baton: number): number;
  turn(budgetMs?: number): number;
}

const FIBERS = 1_000_000;
const LIMIT_BYTES = 128 * 2 ** 20;

test("a million parked fibers take less than 128 MiB", async () => {
  const [path] = await generateFiles(`
import type { Fiber, Loom, f64, u32 } from "amph-gen/spec";
export type Crowd = Loom<{ fibers: ${FIBERS}; batons: 1 }>;
export function* parked(self: Crowd, ms: f64): Fiber {
  let count: u32 = 1;
  yield* self.sleep(ms);
  count += self.self();
  yield* self.sleep(count);
}
`);
  const { Crowd }: { Crowd: { create(): Crowd } } = await import(pathToFileURL(path ?? "").href);
  const before = process.memoryUsage().rss;
  const crowd = Crowd.create();
  assert.ok(crowd.handle.buffer.byteLength < LIMIT_BYTES);
  for (let k = 0; k < FIBERS; k++) crowd.spawnParked(1e6 + k);
  const spawned = process.memoryUsage().rss;
  while (crowd.parked < FIBERS) crowd.turn(100);
  assert.equal(crowd.alive, FIBERS);
  const parked = process.memoryUsage().rss;
  // Until they run they have records alone; pages of 4 KiB and what the runtime does beside.
  const slack = 24 * 2 ** 20;
  assert.ok(spawned - before < FIBERS * 32 + slack, `${spawned - before} bytes for records`);
  assert.ok(parked - before < LIMIT_BYTES + slack, `${parked - before} bytes when parked`);
});

test("ten million switches leave the JavaScript heap as it is", () => {
  const loom = Weave.create();
  for (let k = 0; k < 30; k++) loom.spawnTurns(0xffffffff);
  while (loom.switches < 1_000_000) loom.turn(5);
  let allocated = 0;
  let used = process.memoryUsage().heapUsed;
  const until = loom.switches + 10_000_000;
  while (loom.switches < until) {
    loom.turn(20);
    const now = process.memoryUsage().heapUsed;
    // A collection lowers it; what is added in between is counted.
    allocated += Math.max(0, now - used);
    used = now;
  }
  // A byte for each switch would be ten million: the clock and this loop leave far less.
  assert.ok(allocated < 2_000_000, `${allocated} bytes`);
});
