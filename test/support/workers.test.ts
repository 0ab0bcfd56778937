import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order } from "./planted-worker.ts";
import { runWorkers } from "./workers.ts";

const script = new URL("./planted-worker.ts", import.meta.url);

/** Worker 1 of three gets the order, the other two return at once. */
function plant(order: Order, timeoutMs: number): Promise<unknown[]> {
  return runWorkers({
    script,
    workers: 3,
    data: (k) => ({ k, order: k === 1 ? order : "return" }),
    timeoutMs,
  });
}

test("workers return their results in order", async () => {
  assert.deepEqual(await plant("return", 20_000), [0, 1, 4]);
});

test("a worker that throws ends the run", async () => {
  await assert.rejects(
    plant("throw", 20_000),
    /^Error: worker 1 \(running, last reported "began to throw"\): threw RangeError: planted/,
  );
});

test("a worker that throws outside its task ends the run", async () => {
  await assert.rejects(plant("throw later", 20_000), /^Error: worker 1 \(running, .*planted/);
});

test("a worker that exits ends the run", async () => {
  await assert.rejects(plant("exit", 20_000), /^Error: worker 1 \(.*ended with code/);
});

test("a script that cannot be loaded ends the run", async () => {
  const missing = new URL("./no-such-worker.ts", import.meta.url);
  await assert.rejects(
    runWorkers({ script: missing, workers: 1, data: () => 0, timeoutMs: 20_000 }),
    /worker 0 \(starting, reported nothing\)|no-such-worker/,
  );
});

for (const order of ["wait", "spin", "never settle"] as const) {
  test(`a worker that hangs (${order}) ends the run when its time is over`, async () => {
    await assert.rejects(
      plant(order, 1_500),
      new RegExp(
        `^Error: Workers not done within 1500 ms: worker 1 \\(running, last reported "began to ${order}"\\)\\.$`,
      ),
    );
  });
}
