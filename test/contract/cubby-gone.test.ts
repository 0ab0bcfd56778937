/** A waiter of a cubby that is gone: its thread was terminated, or never comes back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { generateAndImport, moduleOf, type WaitingQueue } from "../support/generated.ts";
import { waitingQueue } from "./variants.ts";

const GRACE_MS = 20;
/** No limit of a test should end before this. */
const LONG_MS = 5_000;

const modules = await generateAndImport(`
import type { Cubby, u32 } from "amph-gen/spec";
export type Impatient = Cubby<u32, { waiters: 3; graceMs: ${GRACE_MS} }>;
export type Two = Cubby<u32, { waiters: 2; graceMs: ${GRACE_MS} }>;
export type Patient = Cubby<u32, { waiters: 3; graceMs: 60000 }>;
`);

const pressure = (cubby: object): unknown => Reflect.get(cubby, "pressure");

/** Begins to wait and is never heard of again: nothing can wake it. */
function vanish(wait: () => Promise<unknown>): void {
  const { waitAsync } = Atomics;
  const { setTimeout } = globalThis;
  Reflect.set(Atomics, "waitAsync", () => ({ async: true, value: new Promise(() => {}) }));
  Reflect.set(globalThis, "setTimeout", () => 0);
  try {
    void wait();
  } finally {
    Reflect.set(Atomics, "waitAsync", waitAsync);
    Reflect.set(globalThis, "setTimeout", setTimeout);
  }
}

/** A cubby whose turn is that of a waiter that is gone: of a push, or of a pop. */
function stuck(name: "Impatient" | "Patient", isPush: boolean): WaitingQueue {
  const module = moduleOf(modules, name);
  const gone = waitingQueue(module.create());
  const cubby = waitingQueue(module.attach(gone.handle));
  if (isPush) {
    cubby.tryPush(0);
    vanish(() => gone.pushAsync(1));
    assert.equal(cubby.tryPop(), 0);
  } else {
    vanish(() => gone.popAsync());
    assert.equal(cubby.tryPush(1), true);
  }
  return cubby;
}

test("it holds up the others once, and is then forgotten", async () => {
  for (const limits of [{}, { timeoutMs: LONG_MS }]) {
    const pops = stuck("Impatient", false);
    assert.equal(await pops.popAsync(undefined, limits), 1);
    assert.deepEqual([pops.size, pressure(pops)], [0, 0]);
    const pushes = stuck("Impatient", true);
    assert.equal(await pushes.pushAsync(2, limits), true);
    assert.deepEqual([pushes.size, pressure(pushes)], [1, 1]);
    assert.equal(pushes.tryPop(), 2);
  }
});

test("it holds up those that wait in the thread once", () => {
  const pops = stuck("Impatient", false);
  assert.equal(pops.pop(), 1);
  assert.equal(pressure(pops), 0);
  const pushes = stuck("Impatient", true);
  assert.equal(pushes.push(2), true);
  assert.equal(pressure(pushes), 1);
});

test("limits shorter than graceMs add up to it", async () => {
  const startedMs = performance.now();
  const isInTime = () => performance.now() - startedMs < LONG_MS;
  const pops = stuck("Impatient", false);
  while (await pops.popAsync(undefined, { timeoutMs: 3 }) === undefined) assert.ok(isInTime());
  const pushes = stuck("Impatient", true);
  while (!(await pushes.pushAsync(2, { timeoutMs: 3 }))) assert.ok(isInTime());
  assert.deepEqual([pressure(pops), pressure(pushes)], [0, 1]);
  const others = stuck("Impatient", true);
  while (!others.push(2, 3)) assert.ok(isInTime());
  assert.equal(pressure(others), 1);
});

test("before its time, neither a limit nor an abort takes its turn away", async () => {
  const reason = new Error("planted");
  for (const isPush of [true, false]) {
    const cubby = stuck("Patient", isPush);
    const was = [cubby.size, pressure(cubby)];
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = assert.rejects(
      isPush ? cubby.pushAsync(3, { signal }) : cubby.popAsync(undefined, { signal }),
      reason,
    );
    controller.abort(reason);
    await aborted;
    if (isPush) {
      assert.equal(await cubby.pushAsync(3, { timeoutMs: 5 }), false);
      assert.equal(cubby.push(3, 5), false);
      assert.equal(cubby.tryPush(3), false);
    } else {
      assert.equal(await cubby.popAsync(undefined, { timeoutMs: 5 }), undefined);
      assert.equal(cubby.pop(undefined, 5), undefined);
      assert.equal(cubby.tryPop(), undefined);
    }
    assert.equal(cubby.busy, true);
    assert.deepEqual([cubby.size, pressure(cubby)], was);
  }
});

test("where it is nobody's turn, nobody is taken for gone", async () => {
  const module = moduleOf(modules, "Impatient");
  const cubby = waitingQueue(module.create());
  vanish(() => cubby.popAsync());
  const other = waitingQueue(module.attach(cubby.handle));
  assert.equal(await other.popAsync(undefined, { timeoutMs: 3 * GRACE_MS }), undefined);
  assert.equal(pressure(other), -1);
  assert.equal(other.pop(undefined, 3 * GRACE_MS), undefined);
  assert.equal(pressure(other), -1);
});

test("closing does not wait for it, nor do those that close wakes", async () => {
  const startedMs = performance.now();
  const waiting = stuck("Patient", true);
  const popped = waiting.popAsync(undefined, { timeoutMs: LONG_MS });
  waiting.close();
  assert.equal(await popped, undefined);
  assert.ok(performance.now() - startedMs < LONG_MS - 1);
  const pops = stuck("Patient", false);
  pops.close();
  assert.equal(pops.closed, true);
  const pushes = stuck("Patient", true);
  const late = assert.rejects(pushes.pushAsync(3), { name: "ClosedError" });
  pushes.close();
  await late;
  assert.throws(() => pushes.tryPush(3), { name: "ClosedError" });
  assert.equal(await pushes.popAsync(), undefined);
});

test("who comes back too late waits again with its own ticket, in a record that is left", async () => {
  const module = moduleOf(modules, "Two");
  for (const isPush of [true, false]) {
    const cubby = waitingQueue(module.create());
    const other = waitingQueue(module.attach(cubby.handle));
    const wait = (queue: WaitingQueue, item: number): Promise<unknown> =>
      isPush
        ? queue.pushAsync(item, { timeoutMs: LONG_MS })
        : queue.popAsync(undefined, { timeoutMs: LONG_MS });
    if (isPush) cubby.tryPush(0);
    const late = [wait(cubby, 1), wait(cubby, 2)];
    // Nothing of the event loop runs until both have lost their turn, and a third has a record.
    if (isPush) assert.equal(other.tryPop(), 0);
    else cubby.tryPush(0);
    const startedMs = performance.now();
    while (isPush ? !other.tryPush(9) : other.tryPop() === undefined) {
      assert.ok(performance.now() - startedMs < LONG_MS);
    }
    const third = wait(other, 3);
    assert.equal(pressure(cubby), isPush ? 2 : -1);
    const outcomes = Promise.allSettled([...late, third]);
    // One of the two comes back, and is before the third.
    while (pressure(cubby) !== (isPush ? 3 : -2)) {
      assert.ok(performance.now() - startedMs < LONG_MS);
      await sleep(1);
    }
    const taken: unknown[] = [];
    for (let k = 0; k < (isPush ? 3 : 2); k++) {
      if (isPush) taken.push(await other.popAsync(undefined, { timeoutMs: LONG_MS }));
      else await other.pushAsync(10 + k, { timeoutMs: LONG_MS });
    }
    const found = (await outcomes).map((outcome) =>
      outcome.status === "fulfilled" ? outcome.value : outcome.reason.name
    );
    // There are three for two records: one of the two that were late is one too many.
    const refused = found.indexOf("TooManyWaitersError");
    assert.ok(refused === 0 || refused === 1, `${found}`);
    if (isPush) {
      assert.deepEqual(taken, [9, refused === 0 ? 2 : 1, 3]);
      assert.deepEqual(found.toSpliced(refused, 1), [true, true]);
    } else assert.deepEqual(found.toSpliced(refused, 1), [10, 11]);
    assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
  }
});

test("who gives up too late leaves alone those that have its record now", async () => {
  const module = moduleOf(modules, "Two");
  for (const isPush of [true, false]) {
    const cubby = waitingQueue(module.create());
    const other = waitingQueue(module.attach(cubby.handle));
    const wait = (queue: WaitingQueue, item: number, timeoutMs: number): Promise<unknown> =>
      isPush ? queue.pushAsync(item, { timeoutMs }) : queue.popAsync(undefined, { timeoutMs });
    if (isPush) cubby.tryPush(0);
    const late = [wait(cubby, 1, 5), wait(cubby, 2, 5)];
    if (isPush) assert.equal(other.tryPop(), 0);
    else cubby.tryPush(0);
    const startedMs = performance.now();
    while (isPush ? !other.tryPush(9) : other.tryPop() === undefined) {
      assert.ok(performance.now() - startedMs < LONG_MS);
    }
    const next = [wait(other, 3, LONG_MS), wait(other, 4, LONG_MS)];
    assert.deepEqual(await Promise.all(late), isPush ? [false, false] : [undefined, undefined]);
    assert.equal(pressure(cubby), isPush ? 3 : -2);
    for (const [k, waiting] of next.entries()) {
      if (isPush) {
        assert.equal(other.tryPop(), k === 0 ? 9 : 3);
        assert.equal(await waiting, true);
      } else {
        assert.equal(other.tryPush(5 + k), true);
        assert.equal(await waiting, 5 + k);
      }
    }
    assert.ok(performance.now() - startedMs < LONG_MS);
    if (isPush) assert.equal(other.tryPop(), 4);
    assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
  }
});
