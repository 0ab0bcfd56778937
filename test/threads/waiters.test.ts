import assert from "node:assert/strict";
import { test } from "node:test";
import { withTimeout } from "../support/time.ts";
import { runWorkers } from "../support/workers.ts";
import {
  classNameOf,
  emit,
  JUST_BELOW_WRAP,
  load,
  type NumberQueue,
  type Shape,
  type TestQueue,
} from "./queues.ts";
import { newSeed } from "./random.ts";
import type { PopStyle, PushStyle } from "./task.ts";
import { runTraffic } from "./traffic.ts";
import type { Order, Outcome, WaiterTask } from "./waiter-worker.ts";

const MANY: Shape = {
  item: "u32",
  producers: "many",
  consumers: "many",
  capacity: 4,
  padding: "line",
  waiting: true,
};

const VARIANTS: readonly Shape[] = [
  MANY,
  { ...MANY, consumers: "one" },
  { ...MANY, producers: "one" },
  { ...MANY, producers: "one", consumers: "one" },
];

/** From the last thing that a waiter waits for to its end. */
const WAKE_LIMIT_MS = 5_000;

const RUN_LIMIT_MS = 15_000;

/** Long enough for threads that have begun to fall asleep; the outcome must be the same if not. */
const ASLEEP_MS = 40;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Threads that wait as ordered in one queue, while `act` does what they wait for. */
async function waiters(
  shape: Shape,
  orders: readonly Order[],
  act: (queue: NumberQueue) => Promise<void>,
  prepare: (queue: NumberQueue) => void = () => {},
): Promise<{ readonly queue: NumberQueue; readonly outcomes: readonly Outcome[] }> {
  const [emitted] = await emit([shape]);
  if (emitted === undefined) throw new Error("nothing was emitted");
  const queue = (await load<NumberQueue>(emitted)).create({ initialTicket: JUST_BELOW_WRAP });
  prepare(queue);
  const begun = new SharedArrayBuffer(4);
  const run = runWorkers({
    script: new URL("./waiter-worker.ts", import.meta.url),
    workers: orders.length,
    data: (k): WaiterTask => ({ queue: emitted, handle: queue.handle, order: orders[k]!, begun }),
    timeoutMs: RUN_LIMIT_MS,
  });
  const acted = allBegun(begun, orders.length).then(async () => {
    await sleep(ASLEEP_MS);
    await act(queue);
  });
  try {
    const [results] = await Promise.all([run, acted]);
    return { queue, outcomes: results.map(readOutcome) };
  } catch (error) {
    throw new Error(`${classNameOf(shape)}, ${describe(queue)}: ${String(error)}`, {
      cause: error,
    });
  }
}

async function allBegun(memory: SharedArrayBuffer, count: number): Promise<void> {
  const begun = new Int32Array(memory);
  const deadline = performance.now() + RUN_LIMIT_MS;
  while (Atomics.load(begun, 0) < count) {
    if (performance.now() > deadline) {
      throw new Error(`${Atomics.load(begun, 0)} of ${count} waiters have begun`);
    }
    await sleep(5);
  }
}

function readOutcome(value: unknown): Outcome {
  if (value === undefined || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) ? value.map(Number) : String(value);
}

function describe<Item>(queue: TestQueue<Item>): string {
  return `size ${queue.size}, busy ${queue.busy}, closed ${queue.closed}`;
}

/** Waits until `holds`, and fails with the queue's state if it does not in time. */
async function eventually(queue: NumberQueue, what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + WAKE_LIMIT_MS;
  while (!holds()) {
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${WAKE_LIMIT_MS} ms; ${describe(queue)}`);
    }
    await sleep(1);
  }
}

/** Orders for four waiters, or for one where the role is one thread's. */
function orders(role: "one" | "many", kinds: readonly Order[]): readonly Order[] {
  return role === "many" ? kinds : kinds.slice(0, 1);
}

const pops = (...ways: readonly ("pop" | "popAsync")[]): Order[] => ways.map((way) => ({ way }));
const pushes = (...ways: readonly ("push" | "pushAsync")[]): Order[] =>
  ways.map((way, k) => ({ way, item: 100 + k }));

const sorted = (outcomes: readonly Outcome[]) => outcomes.map(Number).sort((a, b) => a - b);

/** The crews that a variant is tried with: both ways for one thread, a pure or a mixed four for many. */
function crews<Way extends string>(
  role: "one" | "many",
  mixed: boolean,
  ways: readonly [Way, Way],
): readonly (readonly Way[])[] {
  const [thread, loop] = ways;
  if (role === "one") return [[thread], [loop]];
  if (mixed) return [[thread, loop, thread, loop]];
  return [[thread, thread, thread, thread], [loop, loop, loop, loop]];
}

for (const shape of VARIANTS) {
  const mixed = shape !== MANY;
  for (const ways of crews(shape.consumers, mixed, ["pop", "popAsync"])) {
    test(`${classNameOf(shape)}: one push wakes a consumer of: ${ways.join(" ")}`, async () => {
      const { queue, outcomes } = await waiters(shape, pops(...ways), async (queue) => {
        for (let k = 0; k < ways.length; k++) {
          assert.equal(queue.tryPush(k), true);
          await eventually(queue, `item ${k} was taken`, () => queue.size === 0);
        }
      });
      assert.deepEqual(sorted(outcomes), ways.map((_, k) => k));
      assert.equal(queue.size, 0);
    });
  }

  for (const ways of crews(shape.producers, mixed, ["push", "pushAsync"])) {
    test(`${classNameOf(shape)}: one pop wakes a producer of: ${ways.join(" ")}`, async () => {
      const popped: (number | undefined)[] = [];
      const fill = (queue: NumberQueue) => {
        for (let k = 0; k < queue.capacity; k++) assert.equal(queue.tryPush(k), true);
        assert.equal(queue.tryPush(99), false);
      };
      const { queue, outcomes } = await waiters(shape, pushes(...ways), async (queue) => {
        for (let k = 0; k < ways.length; k++) {
          popped.push(queue.tryPop());
          const full = () => queue.size === queue.capacity;
          await eventually(queue, `the room of item ${k} was taken`, full);
        }
      }, fill);
      assert.deepEqual(outcomes, ways.map(() => true));
      queue.drain((item) => popped.push(item));
      assert.deepEqual(sorted(popped), [0, 1, 2, 3, ...ways.map((_, k) => 100 + k)]);
    });
  }

  test(`${classNameOf(shape)}: close wakes consumers of every kind`, async () => {
    const crew = orders(shape.consumers, [
      ...pops("pop", "pop", "pop", "pop", "popAsync", "popAsync"),
      { way: "iterate" },
      { way: "iterate" },
    ]);
    const { outcomes } = await waiters(shape, crew, (queue) => {
      queue.close();
      return Promise.resolve();
    });
    assert.deepEqual(outcomes, crew.map(({ way }) => way === "iterate" ? [] : undefined));
  });

  test(`${classNameOf(shape)}: close wakes producers of every kind, and what is left comes out`, async () => {
    const crew = orders(
      shape.producers,
      pushes("push", "push", "push", "push", "pushAsync", "pushAsync"),
    );
    const { queue, outcomes } = await waiters(
      shape,
      crew,
      (queue) => {
        queue.close();
        return Promise.resolve();
      },
      (queue) => {
        for (let k = 0; k < queue.capacity; k++) queue.tryPush(k);
      },
    );
    assert.deepEqual(outcomes, crew.map(() => "ClosedError"));
    const left: number[] = [];
    for (let item = queue.pop(undefined, 0); item !== undefined; item = queue.pop(undefined, 0)) {
      left.push(item);
    }
    assert.deepEqual(left, [0, 1, 2, 3]);
    assert.equal(queue.pop(), undefined);
  });
}

test("a waiter on the main thread's event loop is woken by pushes and by close", async () => {
  const [emitted] = await emit([MANY]);
  const queue = (await load<NumberQueue>(emitted!)).create();
  const limited = <T>(promise: Promise<T>, what: string) =>
    withTimeout(promise, WAKE_LIMIT_MS, what);
  const waiting = [queue.popAsync(), queue.popAsync(), queue.popAsync(), queue.popAsync()];
  const run = runWorkers({
    script: new URL("./waiter-worker.ts", import.meta.url),
    workers: 2,
    data: (k): WaiterTask => ({
      queue: emitted!,
      handle: queue.handle,
      order: { way: "push", item: k },
      begun: new SharedArrayBuffer(4),
    }),
    timeoutMs: RUN_LIMIT_MS,
  });
  assert.deepEqual(await run, [true, true]);
  const first = await limited(Promise.all(waiting.slice(0, 2)), "two pops after two pushes");
  assert.deepEqual(sorted(first), [0, 1]);
  queue.close();
  const rest = await limited(Promise.all(waiting.slice(2)), "the other pops after close");
  assert.deepEqual(rest, [undefined, undefined]);
});

/** Tiny time-outs, signals and pushes race: whoever gives up must not take an item along. */
for (
  const [what, pushStyles, popStyles] of [
    ["time-outs", ["timed push", "push"], ["timed pop", "timed popAsync"]],
    ["abort signals", ["aborted pushAsync", "pushAsync"], ["aborted popAsync", "timed popAsync"]],
    ["every way to wait", [
      "push",
      "timed push",
      "pushAsync",
      "aborted pushAsync",
    ], ["pop", "timed pop", "popAsync", "timed popAsync", "aborted popAsync"]],
  ] satisfies readonly (readonly [string, readonly PushStyle[], readonly PopStyle[]])[]
) {
  test(`${what} that race with the other side lose no item`, async () => {
    const leg = { pushStyles, popStyles, producerThreads: 3, consumerThreads: 3, each: 1_500 };
    await runTraffic({
      legs: [{ ...MANY, capacity: 1, ...leg }, { ...MANY, capacity: 8, ...leg }],
      seed: newSeed(),
      timeoutMs: 30_000,
      stallMs: WAKE_LIMIT_MS,
    });
  });
}

test("a consumer that just missed the last item of a closed queue does not sleep", async () => {
  for (const consumers of ["many", "one"] as const) {
    const [emitted] = await emit([{ ...MANY, consumers }]);
    const queue = (await load<NumberQueue>(emitted!)).create();
    const rival = (await load<NumberQueue>(emitted!)).attach(queue.handle);
    const slot = queue.claim();
    queue.setValue(slot, 7);
    queue.close();
    // A pop reads the clock after its last look at the queue and before it lies down: there the
    // producer publishes, and another consumer takes the item.
    const took: (number | undefined)[] = [];
    const { now } = performance;
    let calls = 0;
    performance.now = () => {
      if (++calls === 2) {
        queue.commit(slot);
        if (consumers === "many") took.push(rival.tryPop());
      }
      return now.call(performance);
    };
    try {
      const started = now.call(performance);
      const item = await queue.popAsync(undefined, { timeoutMs: 2 * WAKE_LIMIT_MS });
      assert.deepEqual([item, ...took].filter((found) => found !== undefined), [7]);
      const tookMs = now.call(performance) - started;
      assert.ok(tookMs < WAKE_LIMIT_MS, `woke after ${tookMs} ms; ${describe(queue)}`);
    } finally {
      performance.now = now;
    }
  }
});
