/** The recipe of docs/loom.md: fibers of two threads at the two ends of a queue. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Polled } from "../golden/polled.gen.ts";
import { Porter } from "../golden/porter.gen.ts";
import { runWorkers } from "../support/workers.ts";
import type { PorterTask } from "./porter-worker.ts";

/** The queue has 2 places, so that both ends wait for each other all the time. */
const COUNT = 2_000;

function loomWithBaton(): Porter {
  const loom = Porter.create();
  assert.equal(loom.newBaton(), 0);
  loom.handOver();
  return loom;
}

for (const how of ["blocking", "events"] as const) {
  test(`a fiber pushes, one of another thread pops, nothing is lost: ${how}`, async () => {
    const queue = Polled.create().handle;
    const [giver, taker] = [loomWithBaton().handle, loomWithBaton().handle];
    const common = { how, count: COUNT, queue };
    const [given, taken] = await runWorkers({
      script: new URL("./porter-worker.ts", import.meta.url),
      workers: 2,
      data: (k): PorterTask =>
        k === 0
          ? { ...common, kind: "giver", mine: giver, others: taker }
          : { ...common, kind: "taker", mine: taker, others: giver },
      timeoutMs: 60_000,
    });
    assert.deepEqual([given, taken], [0, COUNT * (COUNT + 1) / 2]);
  });
}
