/** The operations that wait, on one thread: in the thread with a time-out, and in the event loop. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { WaitingQueue, WaitOptions } from "../support/generated.ts";
import {
  createWaiting,
  each,
  eachAsync,
  everyVariant,
  type Subject,
  subjects,
  waitingQueue,
} from "./variants.ts";

interface Item {
  id: number;
}

const variants = await subjects(
  "Item",
  everyVariant(4).filter(({ waiting }) => waiting),
  "interface Item { id: u32 }",
);

const item = (id: number): Item => ({ id });
const items = (length: number, from = 0) => Array.from({ length }, (_, k) => item(from + k));

/** No time-out of a test should end before this. */
const LONG_MS = 20_000;

function full({ module }: Subject): WaitingQueue {
  const queue = createWaiting(module);
  assert.equal(queue.pushMany(items(4)), 4);
  return queue;
}

/** How long `work` took, in milliseconds. */
async function elapsed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

test("push and pop that need not wait do not", () => {
  each(variants, ({ module }) => {
    const queue = createWaiting(module);
    assert.equal(queue.push(item(1)), true);
    assert.equal(queue.push(item(2), 0), true);
    const into = item(0);
    assert.equal(queue.pop(into), into);
    assert.deepEqual(into, item(1));
    assert.deepEqual(queue.pop(undefined, 0), item(2));
  });
});

test("push and pop give up after their time-out", async () => {
  await eachAsync(variants, async (subject) => {
    for (const timeoutMs of [0, 0.5, 15]) {
      const queue = full(subject);
      const pushMs = await elapsed(() => assert.equal(queue.push(item(9), timeoutMs), false));
      queue.drain(() => {});
      const popMs = await elapsed(() => assert.equal(queue.pop(undefined, timeoutMs), undefined));
      for (const ms of [pushMs, popMs]) {
        assert.ok(ms >= timeoutMs && ms < timeoutMs + 2_000, `${ms} ms of ${timeoutMs}`);
      }
      assert.equal(queue.push(item(1)), true, "giving up leaves the queue usable");
      assert.deepEqual(queue.pop(), item(1));
    }
  });
});

test("a time-out that is no number of milliseconds is a RangeError, whatever the queue's state", async () => {
  await eachAsync(variants, async ({ module }) => {
    for (const count of [0, 2, 4]) {
      const queue = createWaiting(module);
      queue.pushMany(items(count));
      for (const timeoutMs of [NaN, -1, -Infinity, -0.001]) {
        assert.throws(() => queue.push(item(9), timeoutMs), RangeError);
        assert.throws(() => queue.pop(undefined, timeoutMs), RangeError);
        await assert.rejects(queue.pushAsync(item(9), { timeoutMs }), RangeError);
        await assert.rejects(queue.popAsync(undefined, { timeoutMs }), RangeError);
      }
      assert.equal(queue.size, count);
    }
  });
});

test("push and pop on a closed queue do not wait", () => {
  each(variants, (subject) => {
    const queue = full(subject);
    queue.close();
    assert.throws(() => queue.push(item(9)), subject.module.ClosedError);
    assert.deepEqual(items(4).map(() => queue.pop()), items(4));
    assert.equal(queue.pop(), undefined);
    assert.throws(() => queue.push(item(9)), subject.module.ClosedError);
  });
});

test("pushAsync and popAsync that need not wait do not", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    assert.equal(await queue.pushAsync(item(1)), true);
    assert.equal(await queue.pushAsync(item(2), { timeoutMs: 0 }), true);
    const into = item(0);
    assert.equal(await queue.popAsync(into), into);
    assert.deepEqual(into, item(1));
    assert.deepEqual(await queue.popAsync(undefined, { timeoutMs: 0 }), item(2));
  });
});

test("popAsync waits for an item, pushAsync for room", async () => {
  await eachAsync(variants, async (subject) => {
    const queue = full(subject);
    const pushed = queue.pushAsync(item(4), { timeoutMs: LONG_MS });
    await sleep(2);
    assert.equal(queue.size, 4);
    assert.deepEqual(queue.tryPop(), item(0));
    assert.equal(await pushed, true);
    assert.equal(queue.drain(() => {}), 4);

    const popped = queue.popAsync(undefined, { timeoutMs: LONG_MS });
    await sleep(2);
    queue.tryPush(item(7));
    assert.deepEqual(await popped, item(7));
  });
});

test("every operation that frees or publishes wakes who waits in the event loop", async () => {
  const pushes: readonly ((queue: WaitingQueue) => void)[] = [
    (queue) => queue.tryPush(item(1)),
    (queue) => queue.push(item(1)),
    (queue) => queue.pushMany([item(1)]),
    (queue) => queue.commit(queue.claim()),
    (queue) => void queue.pushAsync(item(1)),
  ];
  const pops: readonly ((queue: WaitingQueue) => void)[] = [
    (queue) => queue.tryPop(),
    (queue) => queue.pop(),
    (queue) => queue.popMany([], 0, 1),
    (queue) => queue.release(queue.peek()),
    (queue) => queue.drain(() => {}, 1),
    (queue) => void queue.popAsync(),
  ];
  await eachAsync(variants, async (subject) => {
    for (const push of pushes) {
      const queue = createWaiting(subject.module);
      const popped = queue.popAsync(undefined, { timeoutMs: LONG_MS });
      push(queue);
      assert.notEqual(await popped, undefined, String(push));
    }
    for (const pop of pops) {
      const queue = full(subject);
      const pushed = queue.pushAsync(item(9), { timeoutMs: LONG_MS });
      pop(queue);
      assert.equal(await pushed, true, String(pop));
    }
  });
});

test("pushAsync and popAsync give up after their time-out", async () => {
  await eachAsync(variants, async (subject) => {
    for (const timeoutMs of [0, 0.5, 15]) {
      const queue = full(subject);
      const pushMs = await elapsed(async () =>
        assert.equal(await queue.pushAsync(item(9), { timeoutMs }), false)
      );
      queue.drain(() => {});
      const popMs = await elapsed(async () =>
        assert.equal(await queue.popAsync(undefined, { timeoutMs }), undefined)
      );
      for (const ms of [pushMs, popMs]) {
        assert.ok(ms >= timeoutMs && ms < timeoutMs + 2_000, `${ms} ms of ${timeoutMs}`);
      }
      assert.equal(await queue.pushAsync(item(1)), true);
      assert.deepEqual(await queue.popAsync(), item(1));
    }
  });
});

test("what is aborted before it begins does nothing, whether it would have to wait or not", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    queue.pushMany(items(2));
    const reason = new Error("planted");
    const signal = AbortSignal.abort(reason);
    await assert.rejects(queue.pushAsync(item(9), { signal }), reason);
    await assert.rejects(queue.popAsync(undefined, { signal }), reason);
    assert.equal(queue.size, 2);
  });
});

test("an abort while it waits rejects with the signal's reason, and no item is lost", async () => {
  await eachAsync(variants, async (subject) => {
    const queue = createWaiting(subject.module);
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = queue.popAsync(undefined, { signal });
    const patient = queue.popAsync(undefined, { timeoutMs: LONG_MS });
    const reason = new Error("planted");
    setTimeout(() => controller.abort(reason), 2);
    await assert.rejects(aborted, reason);
    queue.tryPush(item(1));
    assert.deepEqual(await patient, item(1));

    const blocked = full(subject);
    const other = new AbortController();
    const pushed = blocked.pushAsync(item(9), { signal: other.signal });
    other.abort();
    await assert.rejects(pushed, { name: "AbortError" });
    assert.equal(blocked.drain(() => {}), 4);
  });
});

test("a signal that is aborted when the operation is done changes nothing, and keeps no listener", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    const served = [1, 2, 3].map(() => queue.popAsync(undefined, { signal, timeoutMs: LONG_MS }));
    const late = queue.popAsync(undefined, { signal, timeoutMs: 1 });
    assert.equal(listeners, 4);
    assert.equal(await late, undefined);
    queue.pushMany(items(3));
    assert.deepEqual(await Promise.all(served), items(3));
    assert.equal(listeners, 0);
    controller.abort();
    assert.equal(queue.isEmpty, true);
  });
});

test("many that wait are served in the order in which they came", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    const options: WaitOptions = { timeoutMs: LONG_MS };
    const popped = items(20).map(() => queue.popAsync(undefined, options));
    const pushed = items(20).map((one) => queue.pushAsync(one, options));
    assert.deepEqual(await Promise.all(popped), items(20));
    assert.deepEqual(await Promise.all(pushed), items(20).map(() => true));

    const first = items(20).map((one) => queue.pushAsync(one, options));
    await sleep(1);
    assert.equal(queue.isFull, true);
    const then = items(20).map(() => queue.popAsync(undefined, options));
    assert.deepEqual(await Promise.all(then), items(20));
    assert.deepEqual(await Promise.all(first), items(20).map(() => true));
  });
});

test("two handles in one thread wake each other", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    const other = waitingQueue(module.attach(queue.handle));
    const popped = queue.popAsync(undefined, { timeoutMs: LONG_MS });
    await sleep(1);
    other.tryPush(item(1));
    assert.deepEqual(await popped, item(1));
    other.pushMany(items(4));
    const pushed = other.pushAsync(item(9), { timeoutMs: LONG_MS });
    await sleep(1);
    queue.tryPop();
    assert.equal(await pushed, true);
  });
});

test("close wakes all who wait: pushes reject with ClosedError, pops give undefined", async () => {
  await eachAsync(variants, async (subject) => {
    const { module } = subject;
    const queue = createWaiting(module);
    const popped = [queue.popAsync(), queue.popAsync(), queue.popAsync()];
    await sleep(1);
    queue.close();
    assert.deepEqual(await Promise.all(popped), [undefined, undefined, undefined]);
    assert.equal(await queue.popAsync(), undefined);
    await assert.rejects(queue.pushAsync(item(1)), module.ClosedError);

    const blocked = full(subject);
    const pushed = [blocked.pushAsync(item(8)), blocked.pushAsync(item(9))];
    const results = Promise.allSettled(pushed);
    await sleep(1);
    blocked.close();
    for (const result of await results) {
      assert.ok(result.status === "rejected" && result.reason instanceof module.ClosedError);
    }
    assert.deepEqual([await blocked.popAsync(), await blocked.popAsync()], items(2));
    assert.equal(blocked.drain(() => {}), 2);
    assert.equal(await blocked.popAsync(), undefined);
  });
});

test("for await gives every item and ends when the queue is closed", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    const produced = (async () => {
      for (const one of items(30)) assert.equal(await queue.pushAsync(one), true);
      queue.close();
    })();
    const seen: unknown[] = [];
    for await (const one of queue) seen.push(one);
    await produced;
    assert.deepEqual(seen, items(30));
  });
});

test("for await that is left loses no item", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    queue.pushMany(items(4));
    for await (const one of queue) {
      assert.deepEqual(one, item(0));
      break;
    }
    assert.deepEqual(queue.tryPop(), item(1));
  });
});

test("an item that does not fit rejects, and leaves the queue as it was", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    await assert.rejects(queue.pushAsync({ id: "1" }), TypeError);
    assert.equal(queue.isEmpty, true);
  });
});

test("10,000 that have timed out leave one sleeper at most, and do not take others' items", async () => {
  await eachAsync(variants.slice(-2), async ({ module }) => {
    const queue = createWaiting(module);
    for (let batch = 0; batch < 50; batch++) {
      const waits = items(200).map(() => queue.popAsync(undefined, { timeoutMs: 1 }));
      assert.ok((await Promise.all(waits)).every((one) => one === undefined));
    }
    const epoch = Number(/const POP_EPOCH_I32 = (\d+);/.exec(module.text)?.[1]);
    const sleepers = Atomics.notify(new Int32Array(queue.handle.buffer), epoch);
    assert.ok(sleepers <= 1, `${sleepers} sleepers`);
    const patient = queue.popAsync(undefined, { timeoutMs: LONG_MS });
    queue.tryPush(item(5));
    assert.deepEqual(await patient, item(5));
    assert.equal(queue.isEmpty, true);
  });
});
