/** The operations of a cubby that go over several items, each of which others may come between. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyQueue, generateAndImport, moduleOf } from "../support/generated.ts";
import { waitingQueue } from "./variants.ts";

const modules = await generateAndImport(`
import type { Cubby, u32 } from "amph-gen/spec";
export type Waiting = Cubby<u32, { waiters: 2 }>;
export type Polled = Cubby<u32, { waiting: false }>;
`);

const NAMES = ["Waiting", "Polled"] as const;

function eachCubby(check: (cubby: AnyQueue) => void): void {
  for (const name of NAMES) check(moduleOf(modules, name).create());
}

/** Items that are read twice: to be checked, and to be pushed. `before` comes before each push. */
function items(values: readonly unknown[], before: (index: number) => void): ArrayLike<unknown> {
  const reads = values.map(() => 0);
  return new Proxy(values, {
    get(target, name) {
      const index = typeof name === "string" ? Number(name) : NaN;
      if (Number.isInteger(index) && ++reads[index]! === 2) before(index);
      return Reflect.get(target, name);
    },
  });
}

test("a batch goes on while others take its items, within its range", () => {
  eachCubby((cubby) => {
    const seen: unknown[] = [];
    const take = () => {
      const item = cubby.tryPop();
      if (item !== undefined) seen.push(item);
    };
    assert.equal(cubby.pushMany(items([1, 2, 3, 4], take), 1, 2), 2);
    take();
    assert.deepEqual(seen, [2, 3]);
    assert.equal(cubby.pushMany(items([5, 6, 7], take), 1), 2);
    take();
    assert.deepEqual(seen, [2, 3, 6, 7]);
    assert.equal(cubby.pushMany([8], 0, 0), 0);
    assert.equal(cubby.pushMany([8], 1), 0);
    assert.equal(cubby.size, 0);
  });
});

test("a batch that meets the end of the cubby says how far it came", () => {
  eachCubby((cubby) => {
    const closing = items([1, 2], (index) => {
      if (index === 1) cubby.close();
    });
    assert.equal(cubby.pushMany(closing), 1);
    assert.throws(() => cubby.pushMany([3]), { name: "ClosedError" });
    assert.equal(cubby.tryPop(), 1);
  });
});

test("what an item throws comes through, and what was pushed before it stays", () => {
  eachCubby((cubby) => {
    const bad = items([1, 2], (index) => {
      if (index === 1) throw new Error("planted");
    });
    assert.throws(() => cubby.pushMany(bad), /planted/);
    assert.equal(cubby.tryPop(), 1);
  });
});

test("what is no number is refused by every push, before anything is pushed", async () => {
  const wrong = { name: "TypeError", message: /item is "1", expected a number/ };
  eachCubby((cubby) => {
    assert.throws(() => cubby.tryPush("1"), wrong);
    assert.throws(() => cubby.pushMany(["1"]), wrong);
    assert.throws(() => cubby.pushMany([1, "1"]), wrong);
    assert.equal(cubby.size, 0);
  });
  const cubby = waitingQueue(moduleOf(modules, "Waiting").create());
  assert.throws(() => cubby.push("1"), wrong);
  await assert.rejects(cubby.pushAsync("1"), wrong);
  assert.equal(cubby.size, 0);
});

test("pops of a batch fill what they are given from an index on, and nothing beside it", () => {
  eachCubby((cubby) => {
    const filled: (readonly [index: unknown, item: unknown])[] = [];
    const into = new Proxy<unknown[]>(new Array(4), {
      set(_, index, item) {
        filled.push([index, item]);
        cubby.tryPush(Number(item) + 1);
        return true;
      },
    });
    cubby.tryPush(1);
    assert.equal(cubby.popMany(into, 1), 3);
    assert.deepEqual(filled, [["1", 1], ["2", 2], ["3", 3]]);
    assert.equal(cubby.popMany(into, 0, 0), 0);
    assert.equal(cubby.size, 1);
    const list: unknown[] = [];
    assert.equal(cubby.popMany(list, 0, 2), 1);
    assert.deepEqual(list, [4]);
    cubby.tryPush(5);
    const one = new Uint32Array(1);
    assert.throws(() => cubby.popMany(one, 0, 2), RangeError);
    assert.equal(cubby.popMany(one), 1);
    assert.deepEqual(one, Uint32Array.of(5));
  });
});

test("a drain visits what is there, up to its limit", () => {
  eachCubby((cubby) => {
    const seen: unknown[] = [];
    const visit = (item: unknown) => {
      seen.push(item);
      if (seen.length === 1) cubby.tryPush(2);
    };
    cubby.tryPush(1);
    assert.equal(cubby.drain(visit, 0), 0);
    assert.equal(cubby.drain(visit, 1), 1);
    assert.equal(cubby.drain(visit, 5), 1);
    assert.equal(cubby.drain(visit, 5), 0);
    assert.deepEqual(seen, [1, 2]);
    cubby.tryPush(3);
    assert.throws(() =>
      cubby.drain(() => {
        throw new Error("planted");
      }), /planted/);
    assert.equal(cubby.size, 0);
  });
});
