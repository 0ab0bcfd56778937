/** Threads that are terminated while they wait at a cubby: the others lose one grace period, no more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { withTimeout } from "../support/time.ts";
import type { CubbyTask } from "./cubby-worker.ts";
import { type Cubby, cubbyModules, GRACE_MS, load, lookInside } from "./cubbies.ts";

const { hasty } = await cubbyModules();

const LIMIT_MS = 20_000;
/** What Deno lets a terminated worker run on, and more. */
const STOPPED_MS = 400;
/** Deno does not stop a thread that sleeps in `Atomics.wait`: called, it goes on and takes its turn. */
const UNDER_DENO = "Deno" in globalThis;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A thread that is asleep in a record of its own, and is then ended; undefined once it has stopped. */
async function endedWaiter(cubby: Cubby, way: "push" | "pop", isAsync: boolean): Promise<void> {
  const { records } = lookInside(hasty, cubby);
  const side = way === "push" ? "PUSH" : "POP";
  const before = records(side).length;
  const data: CubbyTask = {
    module: hasty,
    handle: cubby.handle,
    way,
    isAsync,
    items: [900],
    limitsMs: [Infinity],
    begun: new SharedArrayBuffer(4),
  };
  const barrier = new SharedArrayBuffer(4);
  new Int32Array(barrier)[0] = 1;
  const worker = new Worker(new URL("./cubby-worker.ts", import.meta.url), {
    workerData: { barrier, data },
  });
  worker.unref();
  const deadline = performance.now() + LIMIT_MS;
  while (records(side).length === before) {
    if (performance.now() > deadline) throw new Error("the thread has not begun to wait");
    await sleep(1);
  }
  await sleep(STOPPED_MS / 10);
  await withTimeout(worker.terminate(), LIMIT_MS, "the end of a thread");
  await sleep(STOPPED_MS);
}

for (const isAsync of [false, true]) {
  const where = isAsync ? "event loop" : "thread";

  test(`a pop that was terminated in its ${where} is passed over once`, async () => {
    const cubby = (await load(hasty)).create();
    await endedWaiter(cubby, "pop", isAsync);
    assert.equal(cubby.pressure, -1, "nobody has noticed yet");
    const other = cubby.popAsync(undefined, { timeoutMs: LIMIT_MS });
    assert.equal(cubby.pressure, -2);
    const started = performance.now();
    assert.equal(cubby.tryPush(1), true);
    // What is pushed second is for whoever did not get the first.
    if (UNDER_DENO && !isAsync) {
      assert.equal(await cubby.pushAsync(2, { timeoutMs: LIMIT_MS }), true);
    }
    const item = await other;
    const passedMs = performance.now() - started;
    if (!UNDER_DENO || isAsync) assert.equal(item, 1);
    else assert.ok(item === 1 || item === 2);
    assert.ok(passedMs < 2 * GRACE_MS + 2_000, `${passedMs} ms`);
    cubby.tryPop();
    assert.equal(cubby.pressure, 0, "the dead leaves no phantom");
    // From now on nobody waits for it.
    for (let k = 0; k < 5; k++) {
      const begun = performance.now();
      const popped = cubby.popAsync(undefined, { timeoutMs: LIMIT_MS });
      cubby.tryPush(k);
      assert.equal(await popped, k);
      assert.ok(performance.now() - begun < LIMIT_MS / 2);
    }
  });

  test(`a push that was terminated in its ${where} is passed over once`, async () => {
    const cubby = (await load(hasty)).create();
    assert.equal(cubby.tryPush(1), true);
    await endedWaiter(cubby, "push", isAsync);
    const other = cubby.pushAsync(2, { timeoutMs: LIMIT_MS });
    assert.equal(cubby.pressure, 3);
    assert.equal(cubby.pop(), 1);
    const items = [await cubby.popAsync(undefined, { timeoutMs: LIMIT_MS })];
    if (items[0] === 900) {
      assert.ok(UNDER_DENO && !isAsync, "a dead thread has pushed");
      items.push(await cubby.popAsync(undefined, { timeoutMs: LIMIT_MS }));
    }
    assert.equal(items.at(-1), 2);
    assert.equal(await other, true);
    assert.deepEqual([cubby.size, cubby.pressure], [0, 0]);
  });
}

test("tries alone notice a dead waiter, too", async () => {
  const cubby = (await load(hasty)).create();
  await endedWaiter(cubby, "pop", true);
  cubby.tryPush(1);
  let item = cubby.tryPop();
  assert.equal(item, undefined);
  assert.equal(cubby.busy, true);
  const started = performance.now();
  while (item === undefined && performance.now() - started < LIMIT_MS) {
    await sleep(5);
    item = cubby.tryPop();
  }
  assert.equal(item, 1);
  assert.ok(performance.now() - started >= GRACE_MS - 1);
  assert.deepEqual([cubby.size, cubby.pressure], [0, 0]);
});
