/** Queues of plain numbers: what is no number, an item that is 0, ranges of batches, limits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { access } from "../support/generated.ts";
import {
  createWaiting,
  each,
  eachAsync,
  everyRole,
  hasTurns,
  type Subject,
  subjects,
} from "./variants.ts";

const waiting = await subjects("u32", everyRole([2], true));
const polled = await subjects("u32", everyRole([2], false));
const all: readonly Subject[] = [...waiting, ...polled];

const WRONG = { name: "TypeError", message: /item is "1", expected a number/ };

test("what is no number is refused by every push, before anything is pushed", async () => {
  each(all, ({ module }) => {
    const queue = module.create();
    assert.throws(() => queue.tryPush("1"), WRONG);
    assert.throws(() => queue.pushMany(["1"]), WRONG);
    assert.throws(() => queue.pushMany([1, "1"]), WRONG);
    assert.throws(() => queue.pushMany([1, 1, "1"], 1), WRONG);
    assert.equal(queue.size, 0);
    // For the third there is no room: it is not looked at.
    assert.equal(queue.pushMany([2, 3, "1"]), 2);
    assert.deepEqual([queue.tryPop(), queue.tryPop()], [2, 3]);
    assert.equal(queue.tryPush(1), true);
    assert.equal(queue.tryPop(), 1);
  });
  await eachAsync(waiting, async ({ module }) => {
    const queue = createWaiting(module);
    assert.throws(() => queue.push("1"), WRONG);
    await assert.rejects(queue.pushAsync("1"), WRONG);
    assert.equal(queue.size, 0);
  });
});

test("an item that is 0 is an item", async () => {
  each(all, ({ module }) => {
    const queue = module.create();
    assert.equal(queue.tryPush(0), true);
    assert.equal(queue.tryPop(), 0);
    assert.equal(queue.pushMany([0, 0]), 2);
    const seen: unknown[] = [];
    assert.equal(queue.drain((item) => seen.push(item)), 2);
    assert.deepEqual(seen, [0, 0]);
  });
  await eachAsync(waiting, async ({ module }) => {
    const queue = createWaiting(module);
    assert.equal(queue.push(0), true);
    assert.equal(queue.pop(undefined, 0), 0);
    assert.equal(queue.push(0), true);
    assert.equal(queue.pop(undefined, 5), 0);
    assert.equal(await queue.pushAsync(0), true);
    assert.equal(await queue.popAsync(undefined, { timeoutMs: 0 }), 0);
    queue.tryPush(0);
    queue.close();
    for await (const item of queue) assert.equal(item, 0);
    assert.equal(queue.size, 0);
  });
});

test("a range that is none is refused, also for no items", () => {
  each(all, ({ module }) => {
    const queue = module.create();
    assert.equal(queue.pushMany([1, 2]), 2);
    for (const [from, count] of [[-1, 0], [0.5, 0], [0, -1], [0, 0.5], [3, 0], [1, 2]] as const) {
      assert.throws(() => queue.pushMany([1, 2], from, count), RangeError);
      assert.throws(() => queue.popMany(new Uint32Array(2), from, count), RangeError);
    }
    assert.equal(queue.pushMany([1], 0, 0), 0);
    assert.equal(queue.pushMany([1], 1), 0);
    assert.equal(queue.popMany(new Uint32Array(2), 0, 0), 0);
    assert.equal(queue.popMany(new Uint32Array(2), 2), 0);
    assert.equal(queue.size, 2);
    const list: unknown[] = [];
    assert.equal(queue.popMany(list, 1, 1), 1);
    assert.deepEqual(list, [, 1]);
    const words = Uint32Array.of(9, 9);
    assert.equal(queue.popMany(words), 1);
    assert.deepEqual(words, Uint32Array.of(2, 9));
  });
});

test("a limit of 0 is one try", async () => {
  await eachAsync(waiting, async ({ module }) => {
    const queue = createWaiting(module);
    assert.equal(queue.pop(undefined, 0), undefined);
    assert.equal(await queue.popAsync(undefined, { timeoutMs: 0 }), undefined);
    assert.equal(queue.push(1, 0), true);
    assert.equal(await queue.pushAsync(2, { timeoutMs: 0 }), true);
    assert.equal(queue.push(3, 0), false);
    assert.equal(await queue.pushAsync(3, { timeoutMs: 0 }), false);
    assert.equal(queue.size, 2);
  });
});

test("the size is right at every fill, and at the wrap of the tickets", () => {
  each(all, ({ module }) => {
    for (const initialTicket of [2 ** 29 - 3, 2 ** 30 - 3]) {
      const queue = module.create({ initialTicket });
      for (let lap = 0; lap < 4; lap++) {
        for (const size of [0, 1, 2]) {
          const shown = [queue.size, queue.isEmpty, queue.isFull];
          assert.deepEqual(shown, [size, size === 0, size === 2]);
          assert.equal(queue.tryPush(size), size < 2);
        }
        assert.equal(queue.busy ?? false, false);
        for (const size of [2, 1, 0]) {
          assert.equal(queue.size, size);
          assert.equal(queue.tryPop(), size === 0 ? undefined : 2 - size);
        }
        assert.equal(queue.busy ?? false, false);
      }
    }
  });
});

test("a slot that is none, or has no claim, is refused", () => {
  each(all, (subject) => {
    const queue = subject.module.create();
    for (const slot of [-1, 2, 0.5, 4096]) {
      assert.throws(() => queue.commit(slot), RangeError);
      assert.throws(() => queue.release(slot), RangeError);
      assert.throws(() => access(queue, "setValue", slot, 1), RangeError);
      assert.throws(() => access(queue, "getValue", slot), RangeError);
    }
    assert.throws(() => access(queue, "setValue", 0, "1"), TypeError);
    assert.equal(queue.tryPop(), undefined);
    if (hasTurns(subject)) return;
    assert.throws(() => queue.commit(0), RangeError);
    assert.throws(() => queue.release(0), RangeError);
  });
});

test("a second producer is told so each time, and publishes nothing", () => {
  each(all.filter(({ producers }) => producers === "one"), ({ module }) => {
    const queue = module.create();
    const other = module.attach(queue.handle);
    assert.equal(queue.tryPush(1), true);
    for (let k = 0; k < 3; k++) {
      assert.throws(() => other.pushMany([2]), /made for one producer/);
      assert.throws(() => other.tryPush(2), /made for one producer/);
    }
    assert.equal(queue.size, 1);
    assert.equal(queue.tryPush(3), true);
    assert.equal(queue.size, 2);
  });
});

test("busy is that of the last operation, whichever side it was of", () => {
  each(all.filter(hasTurns), ({ module, producers, consumers }) => {
    const queue = module.create();
    const other = module.attach(queue.handle);
    const expect = (busy: boolean, what: string) => assert.equal(queue.busy, busy, what);
    if (consumers === "many") {
      queue.pushMany([1, 2]);
      const slot = other.peek();
      assert.equal(queue.tryPush(3), false);
      expect(true, "an item is being read");
      assert.equal(queue.tryPop(), 2);
      assert.equal(queue.tryPop(), undefined);
      expect(false, "nothing is left");
      assert.equal(queue.pushMany([3]), 0);
      expect(true, "an item is being read");
      assert.equal(queue.popMany([], 0, 1), 0);
      expect(false, "nothing is left");
      assert.equal(queue.claim(), -1);
      expect(true, "an item is being read");
      assert.equal(queue.peek(), -1);
      expect(false, "nothing is left");
      other.release(slot);
      assert.equal(queue.tryPush(3), true);
      assert.equal(queue.tryPop(), 3);
      const ended = module.create();
      ended.close();
      for (
        const fail of [() => ended.tryPop(), () => ended.peek(), () => ended.popMany([], 0, 1)]
      ) {
        fail();
        assert.equal(ended.busy, false, "it is closed and empty");
      }
    }
    if (producers === "many") {
      const slot = other.claim();
      assert.equal(queue.tryPop(), undefined);
      expect(true, "an item is being written");
      assert.equal(queue.tryPush(1), true);
      assert.equal(queue.tryPush(2), false);
      expect(false, "it is full");
      assert.equal(queue.popMany([], 0, 1), 0);
      expect(true, "an item is being written");
      assert.equal(queue.pushMany([2]), 0);
      expect(false, "it is full");
      assert.equal(queue.peek(), -1);
      expect(true, "an item is being written");
      assert.equal(queue.claim(), -1);
      expect(false, "it is full");
      access(other, "setValue", slot, 5);
      other.commit(slot);
      assert.deepEqual([queue.tryPop(), queue.tryPop(), queue.tryPop()], [5, 1, undefined]);
    }
  });
});

const wide = await subjects("u32", everyRole([4], false));

test("a batch is checked before it takes a ticket: another's item is not pushed behind it", () => {
  each(wide.filter(({ producers }) => producers === "many"), ({ module }) => {
    for (const wrong of [0, 1]) {
      const queue = module.create();
      const other = module.attach(queue.handle);
      const items = {
        length: 2,
        get 0() {
          other.tryPush(7);
          return wrong === 0 ? "1" : 1;
        },
        get 1() {
          return wrong === 1 ? "1" : 1;
        },
      };
      assert.throws(() => queue.pushMany(items), WRONG);
      assert.equal(queue.size, 1);
      assert.deepEqual([queue.tryPop(), queue.tryPop()], [7, undefined]);
    }
  });
});
