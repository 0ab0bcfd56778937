/** Threads that are terminated while they wait, or half-way through an operation. */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { withTimeout } from "../support/time.ts";
import type { EndedTask } from "./ended-worker.ts";
import {
  emit,
  type Emitted,
  JUST_BELOW_WRAP,
  load,
  type NumberQueue,
  type Shape,
} from "./queues.ts";

const LIMIT_MS = 10_000;

const UNDER_DENO = process.versions["deno"] !== undefined;

/** A terminated thread of Deno may go on for some 200 ms after its end was reported. */
const STOPPED_MS = UNDER_DENO ? 400 : 20;

/** Long enough for a thread that has begun to wait to fall asleep. */
const ASLEEP_MS = 60;

const MANY: Shape = {
  item: "u32",
  producers: "many",
  consumers: "many",
  capacity: 4,
  padding: "line",
  waiting: true,
};

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function make(shape: Shape): Promise<readonly [Emitted, NumberQueue]> {
  const [emitted] = await emit([shape]);
  const { create } = await load<NumberQueue>(emitted!);
  return [emitted!, create({ initialTicket: JUST_BELOW_WRAP })];
}

/** A thread that stands where it was told to; what it has said since is in `said`. */
class Stander {
  readonly said: unknown[] = [];
  readonly #worker: Worker;
  readonly #ready: Promise<void>;

  constructor(queue: Emitted, handle: unknown, stand: EndedTask["stand"]) {
    const workerData: EndedTask = { queue, handle, stand };
    this.#worker = new Worker(new URL("./ended-worker.ts", import.meta.url), { workerData });
    this.#worker.unref();
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    this.#worker.on("message", (message: unknown) => {
      if (message === "ready") ready.resolve();
      else this.said.push(message);
    });
    this.#worker.on("error", ready.reject);
  }

  async stands(): Promise<void> {
    await withTimeout(this.#ready, LIMIT_MS, "the start of a thread");
  }

  async end(): Promise<void> {
    await withTimeout(this.#worker.terminate(), LIMIT_MS, "the end of a thread");
    await sleep(STOPPED_MS);
  }
}

async function standers(
  queue: Emitted,
  handle: unknown,
  stands: readonly EndedTask["stand"][],
): Promise<Stander[]> {
  const all = stands.map((stand) => new Stander(queue, handle, stand));
  await Promise.all(all.map((one) => one.stands()));
  await sleep(ASLEEP_MS);
  return all;
}

async function eventually(what: string, holds: () => boolean, state: () => string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!holds()) {
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${LIMIT_MS} ms; ${state()}`);
    }
    await sleep(2);
  }
}

for (const stand of ["in pop", "in popAsync"] as const) {
  test(`a consumer that is terminated ${stand} swallows no wake-up`, async () => {
    const [emitted, queue] = await make(MANY);
    const [ended, ...others] = await standers(emitted, queue.handle, [stand, "popping", "popping"]);
    await ended!.end();
    const said = () => others.flatMap((one) => one.said).map(Number).sort((a, b) => a - b);
    const state = () => `taken ${said()}, size ${queue.size}, busy ${queue.busy}`;
    const items = Array.from({ length: 20 }, (_, k) => k);
    for (const item of items) {
      assert.equal(queue.push(item, LIMIT_MS), true, state());
      await eventually(`item ${item} was taken`, () => queue.size === 0, state);
    }
    const missing = () => items.filter((item) => !said().includes(item));
    await eventually("the others said", () => missing().length <= Number(UNDER_DENO), state);
    // Deno does not stop a thread that sleeps in `Atomics.wait`: woken, it goes on and takes its item.
    if (!UNDER_DENO) assert.deepEqual(said(), items);
    queue.close();
    for (const one of others) await one.end();
  });
}

test("a producer that is terminated in push does not keep the others from pushing", async () => {
  const [emitted, queue] = await make(MANY);
  for (let item = 0; item < queue.capacity; item++) queue.tryPush(item);
  const [ended, other] = await standers(emitted, queue.handle, ["in push", "in push"]);
  await ended!.end();
  // Room for the other, and under Deno for the thread that is not stopped while it sleeps.
  const room = 1 + Number(UNDER_DENO);
  for (let item = 0; item < room; item++) assert.equal(queue.tryPop(), item);
  await eventually(
    "the other push",
    () => other!.said.length === 1,
    () => `size ${queue.size}, busy ${queue.busy}`,
  );
  const left: number[] = [];
  queue.drain((item) => left.push(item));
  assert.deepEqual(left.filter((item) => item < 1_000), [0, 1, 2, 3].slice(room));
  const pushed = left.filter((item) => item === 1_000).length;
  assert.ok(pushed >= 1 && pushed <= room, `${pushed} of the two have pushed`);
  await other!.end();
});

/** Every way to pop finds nothing, and says why. */
function assertNothing(queue: NumberQueue, busy: boolean | undefined): void {
  const into = [0, 0, 0];
  assert.equal(queue.tryPop(), undefined);
  assert.equal(queue.busy, busy);
  assert.equal(queue.popMany(into, 0, 3), 0);
  assert.equal(queue.busy, busy);
  assert.equal(queue.peek(), -1);
  assert.equal(queue.busy, busy);
  assert.equal(queue.drain(() => assert.fail("drain found an item")), 0);
  assert.equal(queue.busy, busy);
  const started = performance.now();
  assert.equal(queue.pop(undefined, 50), undefined);
  const tookMs = performance.now() - started;
  assert.ok(tookMs >= 49 && tookMs < LIMIT_MS, `a pop of 50 ms took ${tookMs} ms`);
}

/** Every way to push finds no room, and says why. */
function assertNoRoom(queue: NumberQueue, busy: boolean | undefined): void {
  assert.equal(queue.tryPush(0), false);
  assert.equal(queue.busy, busy);
  assert.equal(queue.pushMany([0, 0]), 0);
  assert.equal(queue.busy, busy);
  assert.equal(queue.claim(), -1);
  assert.equal(queue.busy, busy);
  const started = performance.now();
  assert.equal(queue.push(0, 50), false);
  const tookMs = performance.now() - started;
  assert.ok(tookMs >= 49 && tookMs < LIMIT_MS, `a push of 50 ms took ${tookMs} ms`);
}

for (const consumers of ["many", "one"] as const) {
  test(`producers many, consumers ${consumers}: a claimed slot whose thread ended holds up what follows`, async () => {
    const [emitted, queue] = await make({ ...MANY, consumers });
    assert.equal(queue.tryPush(0), true);
    const [ended] = await standers(emitted, queue.handle, ["after claim"]);
    await ended!.end();
    assert.equal(queue.tryPop(), 0);
    assert.equal(queue.size, 1);
    assertNothing(queue, true);
    // Producers go on until the queue is full: the claimed slot and three more.
    assert.equal(queue.pushMany([1, 2, 3, 4, 5]), 3);
    assert.equal(queue.size, 4);
    assertNoRoom(queue, false);
    assertNothing(queue, true);
    assert.equal(await queue.popAsync(undefined, { timeoutMs: 30 }), undefined);
    assert.equal(await queue.pushAsync(0, { timeoutMs: 30 }), false);
    queue.close();
    assertNothing(queue, true);
    assert.throws(() => queue.tryPush(0), { name: "ClosedError" });
  });
}

for (const producers of ["many", "one"] as const) {
  test(`producers ${producers}, consumers many: a peeked slot whose thread ended holds up the next lap`, async () => {
    const [emitted, queue] = await make({ ...MANY, producers });
    assert.equal(queue.pushMany([0, 1, 2, 3]), 4);
    const [ended] = await standers(emitted, queue.handle, ["after peek"]);
    await ended!.end();
    assert.equal(queue.size, 3);
    assertNoRoom(queue, true);
    // Consumers go on until the queue is empty.
    assert.deepEqual([queue.tryPop(), queue.tryPop(), queue.tryPop()], [1, 2, 3]);
    assertNothing(queue, false);
    assertNoRoom(queue, true);
    assert.equal(await queue.pushAsync(0, { timeoutMs: 30 }), false);
    queue.close();
    assert.equal(queue.pop(), undefined);
  });
}

for (const consumers of ["many", "one"] as const) {
  test(`producers one, consumers ${consumers}: a thread that ended with a claim loses only that`, async () => {
    const [emitted, queue] = await make({ ...MANY, producers: "one", consumers });
    const [ended] = await standers(emitted, queue.handle, ["after claim"]);
    await ended!.end();
    const busy = consumers === "many" ? false : undefined;
    assertNothing(queue, busy);
    assert.equal(queue.size, 0);
    assert.equal(queue.pushMany([1, 2, 3, 4, 5]), 4);
    assertNoRoom(queue, busy);
    assert.deepEqual([queue.tryPop(), queue.tryPop(), queue.tryPop(), queue.tryPop()], [
      1,
      2,
      3,
      4,
    ]);
    assertNothing(queue, busy);
  });
}

for (const producers of ["many", "one"] as const) {
  test(`producers ${producers}, consumers one: the item that an ended thread had peeked comes again`, async () => {
    const [emitted, queue] = await make({ ...MANY, producers, consumers: "one" });
    assert.equal(queue.pushMany([0, 1, 2, 3]), 4);
    const [ended] = await standers(emitted, queue.handle, ["after peek"]);
    await ended!.end();
    assertNoRoom(queue, producers === "many" ? false : undefined);
    assert.deepEqual([queue.tryPop(), queue.tryPop(), queue.tryPop(), queue.tryPop()], [
      0,
      1,
      2,
      3,
    ]);
    assert.equal(queue.tryPush(4), true);
    assert.equal(queue.tryPop(), 4);
  });
}
