/** A batch that cannot be written to its end, since an item has changed: no hole may stay. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { each, eachAsync, everyRole, subjects, waitingQueue } from "./variants.ts";

/** No limit of a test should end before this; who is not woken waits as long. */
const LONG_MS = 5_000;

const many = (await subjects("u32", everyRole([4, 32], true)))
  .filter(({ producers }) => producers === "many");
const polled = (await subjects("u32", everyRole([32], false)))
  .filter(({ producers }) => producers === "many");
const small = many.filter(({ capacity }) => capacity === 4);
const grouped = many.filter(({ capacity }) => capacity === 32);

/** Numbers of which the last throws when it is read once more; `before` comes first. */
function failing(values: readonly number[], before: () => void): ArrayLike<number> {
  let reads = 0;
  return new Proxy(values, {
    get(target, name) {
      if (name === String(values.length - 1) && ++reads === 2) {
        before();
        throw new Error("planted");
      }
      return Reflect.get(target, name);
    },
  });
}

test("tickets that go back make room at once for all who found none", async () => {
  const starts = [0, 2 ** 29 - 3, 2 ** 30 - 3];
  await eachAsync(
    small.flatMap((subject) => starts.map((initialTicket) => ({ ...subject, initialTicket }))),
    async ({ module, initialTicket }) => {
      const queue = waitingQueue(module.create({ initialTicket }));
      const others = [0, 1].map(() => waitingQueue(module.attach(queue.handle)));
      for (let lap = 0; lap < 3; lap++) {
        assert.equal(queue.pushMany([1, 2]), 2);
        const waiting: Promise<boolean>[] = [];
        const items = failing([3, 4], () => {
          for (const other of others) waiting.push(other.pushAsync(9, { timeoutMs: LONG_MS }));
        });
        const startedMs = performance.now();
        assert.throws(() => queue.pushMany(items), /planted/);
        assert.deepEqual(await Promise.all(waiting), [true, true]);
        assert.ok(performance.now() - startedMs < LONG_MS);
        assert.equal(queue.size, 4);
        assert.deepEqual([1, 2, 3, 4].map(() => queue.tryPop()), [1, 2, 9, 9]);
      }
    },
  );
});

test("with another's item behind them they are published as they are, group by group", async () => {
  const LENGTH = 20;
  await eachAsync([...grouped, ...polled], async ({ module, waiting }) => {
    for (const offset of [0, 5, 12, 15, 20, 31]) {
      const queue = module.create();
      const other = module.attach(queue.handle);
      for (let k = 0; k < offset; k++) {
        assert.equal(queue.tryPush(k), true);
        assert.equal(queue.tryPop(), k);
      }
      for (let lap = 0; lap < 3; lap++) {
        const first = waiting
          ? waitingQueue(queue).popAsync(undefined, { timeoutMs: LONG_MS })
          : undefined;
        const values = Array.from({ length: LENGTH }, (_, k) => 100 * lap + k);
        const items = failing(values, () => assert.equal(other.tryPush(7), true));
        assert.throws(() => queue.pushMany(items), /planted/);
        assert.equal(waiting ? await first : queue.tryPop(), values[0]);
        assert.equal(queue.size, LENGTH);
        const found: unknown[] = [];
        assert.equal(queue.drain((item) => found.push(item)), LENGTH);
        assert.deepEqual(found.slice(0, LENGTH - 2), values.slice(1, -1));
        assert.equal(found.at(-1), 7);
        assert.equal(queue.tryPop(), undefined);
        assert.equal(queue.pushMany(Array.from({ length: 40 }, () => 1)), 32);
        assert.equal(queue.drain(() => {}), 32);
      }
    }
  });
});

const every = await subjects("u32", everyRole([4], true));

test("an item that is no number any more when it is written is refused", () => {
  each(every, ({ module }) => {
    const queue = module.create();
    for (const at of [0, 1]) {
      let reads = 0;
      const items = new Proxy([1, 1], {
        get: (target, name) =>
          name === String(at) && ++reads > (hasCheck(module.text) ? 1 : 0)
            ? "1"
            : Reflect.get(target, name),
      });
      assert.throws(() => queue.pushMany(items), { name: "TypeError" });
      assert.deepEqual([queue.size, queue.tryPop()], [0, undefined]);
    }
    assert.equal(queue.pushMany([5, 6]), 2);
    assert.deepEqual([queue.tryPop(), queue.tryPop()], [5, 6]);
  });
});

/** Many producers check a batch before they claim its slots: then each item is read twice. */
function hasCheck(text: string): boolean {
  return /for \(let k = 0; k < count; k\+\+\)/.test(text);
}
