/** Fibers at queues whose other ends are other threads, which sleep and wake them across threads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Weights } from "../golden/weights.gen.ts";
import { runWorkers } from "../support/workers.ts";
import type { CarrierTask } from "./carrier-worker.ts";

/** More threads than cores; the queues have 2 places, so that all wait for each other all the time. */
const PUSHERS = 3;
const COUNT = 700;

for (const fibers of [1, 20]) {
  test(`each item passes through ${fibers} fibers of a third thread once`, async () => {
    const [from, to] = [Weights.create(), Weights.create()];
    const pushers = new SharedArrayBuffer(4);
    new Int32Array(pushers)[0] = PUSHERS;
    const queues = [from.handle, to.handle] as const;
    const common = { queues, count: COUNT, pushers, fibers };
    const others: CarrierTask["kind"][] = ["popper", "fibers"];
    const results = await runWorkers({
      script: new URL("./carrier-worker.ts", import.meta.url),
      workers: PUSHERS + others.length,
      data: (k): CarrierTask => ({
        ...common,
        kind: others[k - PUSHERS] ?? "pusher",
        first: k * COUNT,
      }),
      timeoutMs: 60_000,
    });
    const items = results[PUSHERS] as readonly number[];
    const passed = results[PUSHERS + 1] as readonly number[];
    assert.equal(passed.length, fibers);
    assert.equal(passed.reduce((sum, one) => sum + one), PUSHERS * COUNT);
    const all = Array.from({ length: PUSHERS * COUNT }, (_, k) => k);
    assert.deepEqual(items.toSorted((a, b) => a - b), all);
    if (fibers > 1) return;
    for (let k = 0; k < PUSHERS; k++) {
      const mine = items.filter((item) => Math.floor(item / COUNT) === k);
      assert.deepEqual(
        mine,
        mine.toSorted((a, b) => a - b),
        "items of one pusher keep their order",
      );
    }
  });
}
