/** Fibers that pop from queues and push to them by statements. */
import assert from "node:assert/strict";
import { test } from "node:test";
import process from "node:process";
import { Carrier, type FiberItems, type FiberQueue } from "../golden/carrier.gen.ts";
import { Convoy } from "../golden/convoy.gen.ts";
import { Desk } from "../golden/desk.gen.ts";
import { type Parcel, Parcels } from "../golden/parcels.gen.ts";
import { Polled } from "../golden/polled.gen.ts";
import { Weights } from "../golden/weights.gen.ts";
import { withTimeout } from "../support/time.ts";

/** No test should come near this. */
const LIMIT_MS = 20_000;

const run = (loom: Carrier): Promise<void> =>
  withTimeout(loom.run({ onError: () => {} }), LIMIT_MS, "run");

const sumTo = (count: number): number => count * (count + 1) / 2;

/** Parcels as their ids. */
const PARCELS: FiberItems<Parcel> = {
  into: { id: 0, weight: 0 },
  toNumber({ id, weight }) {
    if (weight !== id / 2) throw new Error(`parcel ${id} weighs ${weight}`);
    return id;
  },
  toItem(id, into = { id: 0, weight: 0 }) {
    into.id = id;
    into.weight = id / 2;
    return into;
  },
};

/** The loom, with a queue that ends when `pushers` fibers have. */
async function endWith(loom: Carrier, pushers: readonly number[], queue: { close(): void }) {
  await Promise.all(pushers.map((id) => loom.joinAsync(id)));
  queue.close();
}

const KINDS: Readonly<Record<string, (loom: Carrier) => readonly [number, { close(): void }]>> = {
  "a queue of numbers": (loom) => {
    const queue = Weights.create();
    return [loom.register(queue), queue];
  },
  "a queue of records": (loom) => {
    const queue = Parcels.create();
    return [loom.register(queue, PARCELS), queue];
  },
  "a cubby": (loom) => {
    const cubby = Desk.create();
    return [loom.register(cubby), cubby];
  },
};

for (const [kind, make] of Object.entries(KINDS)) {
  test(`what some fibers push, others pop, each item once: ${kind}`, async () => {
    const loom = Carrier.create();
    const [number, queue] = make(loom);
    const gatherers = [1, 2, 3].map(() => loom.joinAsync(loom.spawnGather(number)));
    const spreaders = [100, 200, 300].map((count) => loom.spawnSpread(number, count));
    const end = endWith(loom, spreaders, queue);
    await run(loom);
    await end;
    const sums = await Promise.all(gatherers);
    assert.equal(sums.reduce((a, b) => a + b), sumTo(100) + sumTo(200) + sumTo(300));
  });
}

test("several queues of one loom, and fibers between them", async () => {
  const loom = Carrier.create();
  const queues = Array.from({ length: 5 }, () => Weights.create());
  const numbers = queues.map((queue) => loom.register(queue));
  assert.deepEqual(numbers, [0, 1, 2, 3, 4]);
  const sum = loom.joinAsync(loom.spawnGather(4));
  for (let k = 3; k > 0; k--) loom.spawnRelay(k, k + 1, 150);
  const end = endWith(loom, [loom.spawnRelay(0, 1, 150)], { close() {} });
  loom.spawnSpread(0, 150);
  const running = run(loom);
  await end;
  while ((queues[4]?.size ?? 0) > 0 || loom.alive > 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  queues[4]?.close();
  await running;
  assert.equal(await sum, sumTo(150));
});

test("a wait with a limit ends in time, and no item is lost by it", async () => {
  const loom = Carrier.create();
  const queue = Weights.create();
  const number = loom.register(queue);
  const fromMs = performance.now();
  const late = loom.joinAsync(loom.spawnPatient(number, 30));
  await run(loom);
  assert.equal(await late, -1);
  assert.ok(performance.now() - fromMs >= 30);
  queue.tryPush(5);
  queue.tryPush(6);
  const early = [1, 2].map(() => loom.joinAsync(loom.spawnPatient(number, 10_000)));
  await run(loom);
  assert.deepEqual(await Promise.all(early), [5, 6]);

  assert.ok(queue.tryPush(1) && queue.tryPush(2));
  const full = loom.joinAsync(loom.spawnPressing(number, 3, 20));
  await run(loom);
  assert.equal(await full, 0);
  assert.equal(queue.tryPop(), 1);
  const room = loom.joinAsync(loom.spawnPressing(number, 4, 20));
  await run(loom);
  assert.equal(await room, 1);
  assert.deepEqual([queue.tryPop(), queue.tryPop(), queue.tryPop()], [2, 4, undefined]);
});

test("closing ends the fibers that wait, whichever way they wait", async () => {
  const loom = Carrier.create();
  const [empty, full] = [Weights.create(), Weights.create()];
  const [out, into] = [loom.register(empty), loom.register(full)];
  full.tryPush(1);
  full.tryPush(2);
  const waiting = [
    loom.joinAsync(loom.spawnGather(out)),
    loom.joinAsync(loom.spawnPatient(out, 60_000)),
    loom.joinAsync(loom.spawnSpread(into, 1)),
    loom.joinAsync(loom.spawnPressing(into, 1, 60_000)),
  ];
  const settled = Promise.allSettled(waiting);
  const running = run(loom);
  while (loom.parked < 4) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.throws(() => loom.handOver(), /runs/);
  empty.close();
  full.close();
  await running;
  const [gathered, patient, spread, pressing] = await settled;
  assert.deepEqual(gathered, { status: "fulfilled", value: 0 });
  for (const failed of [patient, spread, pressing]) {
    assert.equal(failed?.status, "rejected");
    assert.equal((failed.reason as Error).name, "ClosedError");
  }
  assert.equal(loom.alive, 0);
});

test("what cannot be is refused, and the loom runs on", async () => {
  const loom = Carrier.create();
  const queue = Weights.create();
  const number = loom.register(queue);
  const unknown = loom.joinAsync(loom.spawnPatient(number + 1, 1));
  const endless = loom.joinAsync(loom.spawnPatient(number, -1));
  const settled = Promise.allSettled([unknown, endless]);
  await run(loom);
  const reasons = (await settled).map((one) => one.status === "rejected" ? String(one.reason) : "");
  assert.match(reasons[0] ?? "", /RangeError: Carrier: 1 is not a queue, expected what register/);
  assert.match(reasons[1] ?? "", /RangeError: Carrier: timeoutMs is -1/);
  const polled = Polled.create() as unknown as FiberQueue<number>;
  assert.throws(() => loom.register(polled), /expected a queue or a cubby with waiting: true/);
});

test("a thread that sees no events cannot wait at a queue, and says so", async () => {
  const loom = Carrier.create();
  const queue = Weights.create();
  const number = loom.register(queue);
  queue.tryPush(7);
  const found = loom.joinAsync(loom.spawnPatient(number, 1_000));
  const missing = assert.rejects(
    loom.joinAsync(loom.spawnPatient(number, 1_000)),
    /Carrier: fibers wait for events of this thread.* use run\(\)/,
  );
  loom.runBlocking();
  assert.equal(await found, 7);
  await missing;

  const waits = loom.joinAsync(loom.spawnPatient(number, 60_000));
  while (loom.ready > 0) loom.turn();
  assert.throws(() => loom.runBlocking(), /fibers wait for events of this thread/);
  assert.throws(() => loom.handOver(), /fibers wait for events of this thread/);
  queue.tryPush(8);
  await run(loom);
  assert.equal(await waits, 8);
  loom.handOver();
});

test("fibers of several workers wait at queues of their own worker, and are told of their end", async () => {
  const [first, second] = [Convoy.create(), Convoy.create()];
  const loom = Convoy.attach(first.handle);
  const queue = Weights.create();
  // A queue's number is that of the handle that has registered it.
  assert.deepEqual([first, loom].map((one) => one.register(queue)), [0, 0]);
  assert.deepEqual([second.register(Desk.create()), second.register(queue)], [0, 1]);
  const early = [first, loom].map((one) => one.joinAsync(one.spawnPatient(0, 60_000)));
  const late = first.joinAsync(first.spawnPatient(0, 1));
  const unknown = first.joinAsync(first.spawnPatient(7, 1));
  const settled = Promise.allSettled([late, unknown]);
  const running = [first, loom].map((one) =>
    withTimeout(one.run({ onError: () => {} }), LIMIT_MS, "run")
  );
  const [timedOut, refused] = await settled;
  assert.deepEqual(timedOut, { status: "fulfilled", value: -1 });
  assert.match(refused?.status === "rejected" ? String(refused.reason) : "", /FiberError/);
  assert.throws(() => first.handOver(), /runs/);
  assert.ok(queue.tryPush(5) && queue.tryPush(6));
  assert.deepEqual((await Promise.all(early)).toSorted((a, b) => a - b), [5, 6]);
  await Promise.all(running);

  const waits = second.joinAsync(second.spawnPatient(1, 60_000));
  while (second.ready > 0) second.turn();
  assert.throws(() => second.runBlocking(), /fibers wait for events of this thread/);
  assert.throws(() => second.handOver(), /fibers wait for events of this thread/);
  queue.close();
  const failed = assert.rejects(waits, /failed in patient, convoy\.layout\.ts:\d+, in worker 0/);
  await withTimeout(second.run({ onError: () => {} }), LIMIT_MS, "run");
  await failed;
  second.handOver();
});

test("items of another kind need a number", async () => {
  const loom = Carrier.create();
  const queue = Parcels.create();
  queue.tryPush({ id: 1, weight: 2 });
  // As a caller without types might.
  const number = loom.register(queue as unknown as FiberQueue<number>);
  const refused = assert.rejects(
    loom.joinAsync(loom.spawnPatient(number, 1)),
    /items of the queue are no numbers/,
  );
  await run(loom);
  await refused;
});

test("items that are there at once, and room, leave the JavaScript heap as it is", () => {
  const loom = Carrier.create();
  loom.spawnCycle(loom.register(Weights.create()), 0xffffffff);
  loom.spawnCycle(loom.register(Parcels.create(), PARCELS), 0xffffffff);
  while (loom.switches < 400_000) loom.turn(5);
  const until = loom.switches + 2_000_000;
  let allocated = 0;
  let used = process.memoryUsage().heapUsed;
  while (loom.switches < until) {
    loom.turn(20);
    const now = process.memoryUsage().heapUsed;
    // A collection lowers it; what is added in between is counted.
    allocated += Math.max(0, now - used);
    used = now;
  }
  assert.equal(loom.alive, 2);
  // An object or a promise for each would be tens of millions.
  assert.ok(allocated < 2_000_000, `${allocated} bytes`);
});
