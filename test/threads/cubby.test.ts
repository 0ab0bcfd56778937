import assert from "node:assert/strict";
import { test } from "node:test";
import { runWorkers } from "../support/workers.ts";
import type { CubbyTask } from "./cubby-worker.ts";
import { type Cubby, type CubbyModule, cubbyModules, load, lookInside } from "./cubbies.ts";

const { patient, hasty } = await cubbyModules();

const SCRIPT = new URL("./cubby-worker.ts", import.meta.url);
const RUN_LIMIT_MS = 30_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Order =
  & Pick<CubbyTask, "way" | "items">
  & Partial<Pick<CubbyTask, "isAsync" | "limitsMs" | "counts">>;

interface Run {
  readonly cubby: Cubby;
  readonly came: readonly (readonly number[])[];
}

/** Threads as ordered at one cubby; `act` runs beside them once all have begun. */
async function run(
  module: CubbyModule,
  orders: readonly Order[],
  act: (cubby: Cubby) => Promise<void> = async () => {},
): Promise<Run> {
  const cubby = (await load(module)).create();
  const begun = new SharedArrayBuffer(4);
  const results = runWorkers({
    script: SCRIPT,
    workers: orders.length,
    data: (k): CubbyTask => ({
      module,
      handle: cubby.handle,
      isAsync: false,
      limitsMs: [Infinity],
      begun,
      ...orders[k]!,
    }),
    timeoutMs: RUN_LIMIT_MS,
  });
  const acted = until(() => Atomics.load(new Int32Array(begun), 0) === orders.length)
    .then(() => act(cubby));
  const [came] = await Promise.all([results, acted]);
  return { cubby, came: came.map((items) => (Array.isArray(items) ? items.map(Number) : [])) };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + RUN_LIMIT_MS;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never: ${holds}`);
    await sleep(1);
  }
}

/** Items of pusher k: k * 1000, k * 1000 + 1, … */
const itemsOf = (k: number, count: number) => Array.from({ length: count }, (_, n) => k * 1000 + n);

function sides(pushers: number, each: number, rest: Partial<Order> = {}): readonly Order[] {
  return [
    ...Array.from({ length: pushers }, (_, k): Order => ({
      way: "push",
      items: itemsOf(k, each),
      ...rest,
    })),
    ...Array.from({ length: pushers }, (): Order => ({
      way: "pop",
      items: itemsOf(0, each),
      ...rest,
    })),
  ];
}

/** Every item once; each popper sees each pusher's items in order; nothing is left behind. */
function checkTraffic({ cubby, came }: Run, module: CubbyModule, pushers: number, each: number) {
  const all = came.flat().sort((a, b) => a - b);
  assert.deepEqual(all, Array.from({ length: pushers }, (_, k) => itemsOf(k, each)).flat());
  for (const items of came) {
    for (let k = 0; k < pushers; k++) {
      const own = items.filter((item) => Math.floor(item / 1000) === k);
      assert.deepEqual(own, own.toSorted((a, b) => a - b));
    }
  }
  const inside = lookInside(module, cubby);
  assert.deepEqual([cubby.size, cubby.pressure], [0, 0]);
  assert.deepEqual([inside.records("PUSH"), inside.records("POP")], [[], []]);
}

for (const pushers of [5, 16]) {
  for (const isAsync of [false, true]) {
    const each = pushers === 5 ? 60 : 15;
    test(`${pushers} against ${pushers}, ${isAsync ? "event loops" : "threads"}: every item once`, async () => {
      const done = await run(patient, sides(pushers, each, { isAsync }));
      checkTraffic(done, patient, pushers, each);
    });
  }

  test(`${pushers} against ${pushers}: first come, first served, turn by turn`, async () => {
    // Pushes wait one after the other, each known to be in line before the next begins; then pops.
    const order: number[] = [];
    const { cubby } = await run(
      patient,
      Array.from(
        { length: pushers },
        (_, k): Order => ({ way: "push", items: [k], isAsync: true }),
      ),
      async (cubby) => {
        await until(() => cubby.pressure === pushers);
        const inside = lookInside(patient, cubby);
        assert.equal(inside.waits("PUSH"), pushers - 1, "the first push had not to wait");
        for (let k = 0; k < pushers; k++) {
          const item = cubby.pop(undefined, RUN_LIMIT_MS);
          assert.notEqual(item, undefined);
          order.push(Number(item));
        }
      },
    );
    assert.deepEqual(order.toSorted((a, b) => a - b), Array.from({ length: pushers }, (_, k) => k));
    assert.deepEqual([cubby.size, cubby.pressure], [0, 0]);
  });
}

for (const pushers of [5, 16]) {
  test(`${pushers} against ${pushers}: who waits sleeps once and is woken once, nobody else`, async () => {
    const counts = new SharedArrayBuffer(12);
    const done = await run(patient, sides(pushers, 20, { counts }));
    checkTraffic(done, patient, pushers, 20);
    const inside = lookInside(patient, done.cubby);
    const waits = inside.waits("PUSH") + inside.waits("POP");
    const [sleeps = 0, called = 0, woken = 0] = new Int32Array(counts);
    assert.ok(called > 0, "some had to sleep");
    assert.equal(woken, called, "each call has woken the one that it was for");
    // Who is called before it has fallen asleep finds out without sleeping.
    assert.ok(sleeps <= waits, `${sleeps} sleeps of ${waits} operations that waited`);
  });
}

for (const pushes of [5, 16]) {
  test(`${pushes} pushes of threads and event loops leave in the order in which they came`, async () => {
    const cubby = (await load(patient)).create();
    const { attach } = await load(patient);
    const pushed: Promise<unknown>[] = [];
    for (let k = 0; k < pushes; k++) {
      const begun = new SharedArrayBuffer(4);
      const task: CubbyTask = {
        module: patient,
        handle: cubby.handle,
        isAsync: false,
        limitsMs: [Infinity],
        begun,
        way: "push",
        items: [k],
      };
      pushed.push(
        k % 2 === 0
          ? runWorkers({ script: SCRIPT, workers: 1, data: () => task, timeoutMs: RUN_LIMIT_MS })
          : attach(cubby.handle).pushAsync(k, { timeoutMs: RUN_LIMIT_MS }),
      );
      // The next one comes when this one is in line.
      await until(() => cubby.pressure === k + 1);
    }
    const left: unknown[] = [];
    for (let k = 0; k < pushes; k++) {
      left.push(await cubby.popAsync(undefined, { timeoutMs: RUN_LIMIT_MS }));
      // One pop, one push: the slot is full again at once, or nobody waits any more.
      await until(() => cubby.size === (k + 1 < pushes ? 1 : 0));
      assert.equal(cubby.pressure, pushes - 1 - k);
    }
    await Promise.all(pushed);
    assert.deepEqual(left, Array.from({ length: pushes }, (_, k) => k));
  });
}

test("waiting pops are served in the order in which they began to wait", async () => {
  const cubby = (await load(patient)).create();
  const WAITERS = 8;
  // Each worker is started only when the one before is asleep in its record.
  const begun = new SharedArrayBuffer(4);
  const inside = lookInside(patient, cubby);
  const results: Promise<unknown[]>[] = [];
  for (let k = 0; k < WAITERS; k++) {
    results.push(runWorkers({
      script: SCRIPT,
      workers: 1,
      data: (): CubbyTask => ({
        module: patient,
        handle: cubby.handle,
        way: "pop",
        items: [0],
        isAsync: k % 2 === 1,
        limitsMs: [Infinity],
        begun,
      }),
      timeoutMs: RUN_LIMIT_MS,
    }));
    await until(() => inside.records("POP").length === k + 1);
  }
  assert.equal(cubby.pressure, -WAITERS);
  for (let k = 0; k < WAITERS; k++) assert.equal(cubby.push(k, RUN_LIMIT_MS), true);
  const came = await Promise.all(results);
  assert.deepEqual(came, Array.from({ length: WAITERS }, (_, k) => [[k]]));
  assert.equal(inside.waits("POP"), WAITERS);
  assert.deepEqual([cubby.size, cubby.pressure], [0, 0]);
});

test("time-outs and aborts race with turns: every item once", async () => {
  const limitsMs = [0.5, 1, Infinity, 2, 1.5];
  for (const isAsync of [false, true]) {
    const done = await run(patient, sides(4, 40, { isAsync, limitsMs }));
    checkTraffic(done, patient, 4, 40);
  }
});

test("revoked turns race with slow threads: every item once", async () => {
  const mixed = sides(4, 30).map((order, k) => ({ ...order, isAsync: k % 2 === 0 }));
  const done = await run(hasty, mixed);
  checkTraffic(done, hasty, 4, 30);
});

test("close ends waiters of both sides", async () => {
  const full = await run(
    patient,
    Array.from({ length: 4 }, (_, k): Order => ({ way: "pop", items: [0], isAsync: k % 2 === 0 })),
    async (cubby) => {
      await until(() => cubby.pressure === -4);
      assert.equal(cubby.tryPush(1), true);
      cubby.close();
    },
  );
  assert.deepEqual(full.came.flat(), [1]);
  assert.deepEqual([full.cubby.size, full.cubby.pressure], [0, 0]);
});
