/** Queues of small records: each field has its place, in every way in and out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { access } from "../support/generated.ts";
import { createWaiting, each, eachAsync, everyRole, subjects } from "./variants.ts";

interface Pair {
  first: number;
  second: number;
}

const variants = await subjects(
  "Pair",
  everyRole([2], true),
  "interface Pair { first: u32; second: u32 }",
);

const pair = (first: number): Pair => ({ first, second: first + 1000 });

test("fields come out where they went in, from tries, batches and slots", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (let lap = 0; lap < 3; lap++) {
      assert.equal(queue.tryPush(pair(1)), true);
      assert.equal(queue.pushMany([pair(0), pair(2)], 1), 1);
      assert.deepEqual(queue.tryPop(), pair(1));
      const into = pair(9);
      assert.equal(queue.tryPop(into), into);
      assert.deepEqual(into, pair(2));
      assert.equal(queue.pushMany([pair(3), pair(4)]), 2);
      const own = pair(9);
      const list: unknown[] = [own];
      assert.equal(queue.popMany(list, 0, 2), 2);
      assert.equal(list[0], own);
      assert.deepEqual(list, [pair(3), pair(4)]);
      const slot = queue.claim();
      access(queue, "setFirst", slot, 5);
      access(queue, "setSecond", slot, 1005);
      queue.commit(slot);
      const taken = queue.peek();
      assert.deepEqual(
        [access(queue, "getFirst", taken), access(queue, "getSecond", taken)],
        [5, 1005],
      );
      queue.release(taken);
    }
  });
});

test("a waiting pop fills what it is given, and finds no second item in it", async () => {
  await eachAsync(variants, async ({ module }) => {
    const queue = createWaiting(module);
    const into = pair(9);
    assert.equal(queue.push(pair(1)), true);
    assert.equal(queue.push(pair(2)), true);
    assert.equal(queue.pop(into), into);
    assert.deepEqual(into, pair(1));
    assert.deepEqual(queue.pop(), pair(2));
    const popped = queue.popAsync(into, { timeoutMs: 5_000 });
    assert.equal(queue.tryPush(pair(3)), true);
    assert.equal(await popped, into);
    assert.deepEqual(into, pair(3));
    assert.equal(queue.size, 0);
  });
});

test("a field that does not fit, or a slot that is none, changes nothing", () => {
  each(variants, ({ module, producers }) => {
    const queue = module.create();
    for (const field of ["first", "second"]) {
      const name = field === "first" ? "First" : "Second";
      const wrong = {
        name: "TypeError",
        message: new RegExp(`${field} is "1", expected a number`),
      };
      const item = { ...pair(1), [field]: "1" };
      assert.throws(() => queue.tryPush(item), wrong);
      assert.throws(() => queue.pushMany([item]), wrong);
      assert.throws(() => queue.pushMany([pair(1), item]), wrong);
      assert.throws(() => access(queue, `set${name}`, 0, "1"), wrong);
      for (const slot of [-1, 2, 0.5]) {
        assert.throws(() => access(queue, `set${name}`, slot, 1), RangeError);
        assert.throws(() => access(queue, `get${name}`, slot), RangeError);
      }
    }
    assert.equal(queue.size, 0);
    // For the third there is no room: it is not looked at.
    assert.equal(queue.pushMany([pair(1), pair(2), undefined]), 2);
    assert.deepEqual([queue.tryPop(), queue.tryPop()], [pair(1), pair(2)]);
    for (const field of ["first", "second"]) {
      for (const good of [0, 1]) {
        let reads = 0;
        const item = pair(1);
        // Many producers check an item before they claim its slot: then it is read twice.
        Object.defineProperty(item, field, { get: () => ++reads > good ? "1" : 1 });
        if (good === 1 && producers === "one") continue;
        assert.throws(() => queue.pushMany([item]), TypeError);
        assert.equal(queue.size, 0);
      }
    }
    assert.equal(queue.tryPush(pair(7)), true);
    assert.deepEqual(queue.tryPop(), pair(7));
  });
});

test("a batch is checked before it takes a ticket: there is room for another's item", () => {
  each(variants.filter(({ producers }) => producers === "many"), ({ module }) => {
    for (const field of ["first", "second"]) {
      const queue = module.create();
      const other = module.attach(queue.handle);
      const item = pair(1);
      Object.defineProperty(item, "first", {
        get() {
          other.tryPush(pair(7));
          return 1;
        },
      });
      assert.throws(() => queue.pushMany([item, { ...pair(2), [field]: "1" }]), TypeError);
      assert.equal(queue.size, 1);
      assert.deepEqual(queue.tryPop(), pair(7));
    }
  });
});
