/** Every operation that does not wait, in every variant, single-threaded. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { access, type AnyQueue } from "../support/generated.ts";
import { each, everyRole, everyVariant, hasTurns, type Subject, subjects } from "./variants.ts";

interface Item {
  id: number;
  tag: string;
  side: "left" | "right";
}

const RECORD = `interface Item { id: f64; tag: Text<12>; side: "left" | "right" }`;

const variants = await subjects("Item", everyVariant(3), RECORD);
/** Rings of one group of turn bits and less, of one, and of many. */
const numbers = await subjects("u32", everyRole([1, 2, 3, 16, 64, 1024], false));

const item = (id: number): Item => ({
  id,
  tag: `tag ${id}`,
  side: id % 2 === 0 ? "left" : "right",
});
const range = (length: number, from = 0) => Array.from({ length }, (_, k) => from + k);

function popAll(queue: AnyQueue): unknown[] {
  const items: unknown[] = [];
  queue.drain((value) => items.push(value));
  return items;
}

/** A queue whose cursors stand in the middle of a lap. */
function started({ module }: Subject, tickets: number): AnyQueue {
  return module.create({ initialTicket: tickets });
}

test("capacity is rounded up to a power of two", () => {
  each(variants, ({ module }) => assert.equal(module.create().capacity, 4));
  each(numbers, ({ module, capacity }) => {
    assert.equal(module.create().capacity, capacity === 3 ? 4 : capacity);
  });
});

test("tryPush fills the queue, tryPop empties it in order, over several laps", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (let lap = 0; lap < 5; lap++) {
      for (const k of range(4)) assert.equal(queue.tryPush(item(lap * 4 + k)), true);
      assert.equal(queue.tryPush(item(99)), false);
      for (const k of range(4)) assert.deepEqual(queue.tryPop(), item(lap * 4 + k));
      assert.equal(queue.tryPop(), undefined);
    }
  });
});

test("size, isEmpty and isFull count the items", () => {
  each(numbers, ({ module }) => {
    const queue = module.create();
    assert.deepEqual([queue.size, queue.isEmpty, queue.isFull], [0, true, false]);
    for (const k of range(queue.capacity)) {
      queue.tryPush(k);
      assert.deepEqual([queue.size, queue.isEmpty], [k + 1, false]);
      assert.equal(queue.isFull, k + 1 === queue.capacity);
    }
    for (const k of range(queue.capacity)) {
      queue.tryPop();
      assert.equal(queue.size, queue.capacity - k - 1);
    }
    assert.deepEqual([queue.isEmpty, queue.isFull], [true, false]);
  });
});

test("tryPop fills the object that it is given, and returns it; without one it makes one", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (const k of range(3)) queue.tryPush(item(k));
    const into = { ...item(50), more: 1 };
    assert.equal(queue.tryPop(into), into);
    assert.deepEqual(into, { ...item(0), more: 1 });
    const first = queue.tryPop();
    const second = queue.tryPop();
    assert.deepEqual([first, second], [item(1), item(2)]);
    assert.notEqual(first, second);
    assert.equal(queue.tryPop(into), undefined);
    assert.deepEqual(into, { ...item(0), more: 1 }, "an empty queue leaves the object alone");
  });
});

test("an item is copied when it is pushed", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    const mine = item(1);
    queue.tryPush(mine);
    mine.id = 2;
    assert.deepEqual(queue.tryPop(), item(1));
  });
});

test("pushMany pushes what there is room for, popMany pops what is there", () => {
  each(numbers, (subject) => {
    // Starts in the middle of a group, so that runs cross groups and the end of the ring.
    const queue = started(subject, 11);
    const { capacity } = queue;
    const into = new Uint32Array(capacity + 10);
    for (let lap = 0; lap < 3; lap++) {
      const values = range(capacity + 5, lap * 1000);
      assert.equal(queue.pushMany(values), capacity);
      assert.equal(queue.pushMany(values), 0);
      assert.equal(queue.size, capacity);
      assert.equal(queue.popMany(into), capacity);
      assert.deepEqual([...into.subarray(0, capacity)], values.slice(0, capacity));
      assert.equal(queue.popMany(into), 0);
    }
  });
});

test("batches of every length cross groups and the end of the ring", () => {
  each(numbers, (subject) => {
    const queue = started(subject, 5);
    let pushed = 0;
    let popped = 0;
    for (let length = 1; length <= Math.min(queue.capacity, 40); length++) {
      const count = queue.pushMany(range(length, pushed));
      assert.equal(count, length);
      pushed += count;
      const into: number[] = [];
      assert.equal(queue.popMany(into, 0, length + 3), length);
      assert.deepEqual(into, range(length, popped));
      popped += length;
    }
  });
});

test("pushMany and popMany take a range; other ranges are RangeErrors and move nothing", () => {
  each(numbers.filter(({ capacity }) => capacity >= 3), ({ module }) => {
    const queue = module.create();
    const values = new Uint32Array([10, 11, 12, 13, 14]);
    assert.equal(queue.pushMany(values, 1, 2), 2);
    assert.equal(queue.pushMany(values, 4), 1);
    assert.equal(queue.pushMany(values, 5), 0);
    assert.equal(queue.pushMany(values, 2, 0), 0);
    const bad = [[-1], [0.5], [NaN], [6], [0, 6], [3, 3], [0, -1], [0, 1.5], [0, NaN], [
      0,
      Infinity,
    ]];
    for (const [from, count] of bad) {
      assert.throws(() => queue.pushMany(values, from, count), RangeError, `push ${from} ${count}`);
      assert.throws(() => queue.popMany(values, from, count), RangeError, `pop ${from} ${count}`);
    }
    assert.equal(queue.size, 3);
    const into = new Float64Array(6).fill(-1);
    assert.equal(queue.popMany(into, 2, 2), 2);
    assert.equal(queue.popMany(into, 5), 1);
    assert.deepEqual([...into], [-1, -1, 11, 12, -1, 14]);
    assert.equal(queue.popMany(into, 0, 0), 0);
  });
});

test("popMany extends an array, fills the objects in it and makes those that are missing", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.pushMany(range(4).map(item));
    const mine = item(50);
    const into: unknown[] = [mine];
    assert.equal(queue.popMany(into), 1);
    assert.equal(into[0], mine);
    assert.deepEqual(mine, item(0));
    assert.equal(queue.popMany(into, 1, 8), 3);
    assert.deepEqual(into, range(4).map(item));
  });
});

test("drain visits items in order, up to a limit", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.pushMany(range(4).map(item));
    const seen: number[] = [];
    const visit = (value: unknown) => {
      assert.deepEqual(value, item(seen.length));
      seen.push(seen.length);
    };
    assert.equal(queue.drain(visit, 0), 0);
    assert.equal(queue.drain(visit, 3), 3);
    assert.equal(queue.size, 1);
    assert.equal(queue.drain(visit), 1);
    assert.equal(queue.drain(visit), 0);
    assert.deepEqual(seen, range(4));
  });
});

test("a visitor that throws has popped its item and no other", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.pushMany(range(4).map(item));
    let visits = 0;
    const visit = () => {
      if (++visits === 2) throw new Error("planted");
    };
    assert.throws(() => queue.drain(visit), /planted/);
    assert.deepEqual(queue.tryPop(), item(2));
    assert.equal(queue.tryPush(item(4)), true);
    assert.deepEqual([queue.tryPop(), queue.tryPop()], [item(3), item(4)]);
  });
});

test("a visitor may push and pop", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.pushMany([item(0), item(1), item(2)]);
    const seen: unknown[] = [];
    const count = queue.drain((value) => {
      seen.push({ ...(value as Item) });
      if (seen.length === 1) {
        queue.tryPush(item(3));
        assert.deepEqual(queue.tryPop(), item(1));
      }
    });
    assert.equal(count, 3);
    assert.deepEqual(seen, [item(0), item(2), item(3)]);
  });
});

test("claimed slots are written by setters and published by commit; peeked ones read by getters", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (let lap = 0; lap < 6; lap++) {
      const slots = [queue.claim(), queue.claim()];
      slots.forEach((slot, k) => {
        access(queue, "setId", slot, lap + k);
        access(queue, "setTag", slot, `tag ${lap + k}`);
        access(queue, "setSide", slot, (lap + k) % 2 === 0 ? "left" : "right");
      });
      for (const slot of slots) queue.commit(slot);
      const taken = [queue.peek(), queue.peek()];
      assert.deepEqual(
        taken.map((slot) => ({
          id: access(queue, "getId", slot),
          tag: access(queue, "getTag", slot),
          side: access(queue, "getSide", slot),
        })),
        [item(lap), item(lap + 1)],
      );
      assert.equal(queue.peek(), -1);
      for (const slot of taken) queue.release(slot);
    }
  });
});

test("claim and peek reach every slot once, then give -1", () => {
  each(numbers, (subject) => {
    const queue = started(subject, 7);
    const slots = range(queue.capacity).map(() => queue.claim());
    assert.deepEqual(slots.toSorted((a, b) => a - b), range(queue.capacity));
    assert.equal(queue.claim(), -1);
    for (const slot of slots) {
      access(queue, "setValue", slot, slot * 3);
      queue.commit(slot);
    }
    const taken = range(queue.capacity).map(() => queue.peek());
    assert.deepEqual(taken, slots);
    assert.equal(queue.peek(), -1);
    for (const slot of taken) {
      assert.equal(access(queue, "getValue", slot), slot * 3);
      queue.release(slot);
    }
    assert.equal(queue.claim() >= 0, true);
  });
});

test("many producers commit and many consumers release in any order", () => {
  each(numbers.filter(({ capacity }) => capacity === 16), ({ module, producers, consumers }) => {
    const queue = module.create();
    for (let lap = 0; lap < 3; lap++) {
      const slots = range(5).map(() => queue.claim());
      for (const slot of slots) access(queue, "setValue", slot, slot);
      for (const slot of producers === "many" ? slots.toReversed() : slots) {
        if (producers === "many") assert.equal(queue.peek(), -1);
        queue.commit(slot);
      }
      const taken = range(5).map(() => queue.peek());
      assert.deepEqual(taken, slots);
      for (const slot of consumers === "many" ? taken.toReversed() : taken) queue.release(slot);
      assert.equal(queue.isEmpty, true);
    }
    assert.equal(queue.pushMany(range(16)), 16, "every slot is free again");
    assert.deepEqual(popAll(queue), range(16));
  });
});

test("one producer commits, and one consumer releases, in order, and does nothing else meanwhile", () => {
  each(numbers.filter(({ capacity }) => capacity === 16), ({ module, producers, consumers }) => {
    const queue = module.create();
    if (producers === "one") {
      const [first, second] = [queue.claim(), queue.claim()];
      assert.ok(first !== undefined && second !== undefined);
      assert.throws(() => queue.tryPush(1), /claimed slot has not been committed/);
      assert.throws(() => queue.pushMany([1]), /claimed slot has not been committed/);
      for (const slot of [second, -1, 16, NaN]) {
        assert.throws(() => queue.commit(slot), RangeError, `commit ${slot}`);
      }
      assert.equal(queue.tryPop(), undefined);
      assert.equal(queue.size, 0);
      queue.commit(first);
      assert.throws(() => queue.commit(first), RangeError);
      queue.commit(second);
      assert.throws(() => queue.commit(second), RangeError);
      assert.equal(queue.size, 2);
    } else queue.pushMany([0, 0]);
    if (consumers === "one") {
      const [first, second] = [queue.peek(), queue.peek()];
      assert.ok(first !== undefined && second !== undefined);
      assert.throws(() => queue.tryPop(), /peeked slot has not been released/);
      assert.throws(() => queue.popMany([], 0, 1), /peeked slot has not been released/);
      for (const slot of [second, -1, 16, NaN]) {
        assert.throws(() => queue.release(slot), RangeError, `release ${slot}`);
      }
      assert.equal(queue.size, 2, "peeked items are in the queue");
      queue.release(first);
      assert.throws(() => queue.release(first), RangeError);
      queue.release(second);
      assert.equal(queue.size, 0);
    }
  });
});

test("what is no slot is a RangeError and changes nothing", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.tryPush(item(1));
    for (const slot of [-1, 4, 0.5, NaN, Infinity, 2 ** 32, -(2 ** 32)]) {
      assert.throws(() => access(queue, "setId", slot, 1), RangeError, `set ${slot}`);
      assert.throws(() => access(queue, "getId", slot), RangeError, `get ${slot}`);
      assert.throws(() => queue.commit(slot), RangeError, `commit ${slot}`);
      assert.throws(() => queue.release(slot), RangeError, `release ${slot}`);
    }
    assert.deepEqual(popAll(queue), [item(1)]);
    assert.equal(queue.tryPush(item(2)), true);
    assert.deepEqual(popAll(queue), [item(2)]);
  });
});

test("busy tells a slot that another thread is at from a queue that is full or empty", () => {
  each(numbers.filter(({ capacity }) => capacity === 3), (subject) => {
    const { module, producers, consumers } = subject;
    const queue = module.create();
    if (!hasTurns(subject)) return assert.equal("busy" in queue, false);
    assert.equal(queue.tryPop(), undefined);
    assert.equal(queue.busy, false, "empty");
    if (producers === "many") {
      const slot = queue.claim();
      for (const pop of [() => queue.tryPop(), () => queue.popMany([], 0, 1), () => queue.peek()]) {
        assert.ok([undefined, 0, -1].includes(pop() as undefined | number));
        assert.equal(queue.busy, true, "claimed, not committed");
      }
      queue.commit(slot);
      assert.equal(queue.tryPop(), 0);
      assert.equal(queue.tryPop(), undefined);
      assert.equal(queue.busy, false, "empty again");
    }
    const rest = [1, 2, 3, 4];
    assert.equal(queue.pushMany(rest), 4);
    const pushes = [() => queue.tryPush(5), () => queue.pushMany([5]), () => queue.claim()];
    for (const push of pushes) {
      assert.ok([false, 0, -1].includes(push()));
      assert.equal(queue.busy, false, "full");
    }
    if (consumers === "many") {
      const slot = queue.peek();
      for (const push of pushes) {
        assert.ok([false, 0, -1].includes(push()));
        assert.equal(queue.busy, true, "peeked, not released");
      }
      queue.release(slot);
      assert.equal(queue.tryPush(5), true);
    }
  });
});

test("close: pushes throw ClosedError, pops give what is left, then undefined", () => {
  each(variants, ({ module }) => {
    for (const left of range(5)) {
      const queue = module.create();
      queue.pushMany(range(left).map(item));
      assert.equal(queue.closed, false);
      queue.close();
      queue.close();
      assert.equal(queue.closed, true);
      const claimAndCommit = () => queue.commit(queue.claim());
      const pushes = [
        () => queue.tryPush(item(9)),
        () => queue.pushMany([item(9)]),
        claimAndCommit,
      ];
      for (const push of [...pushes, ...pushes]) assert.throws(push, module.ClosedError);
      assert.equal(queue.size, left);
      assert.deepEqual(range(left).map(() => queue.tryPop()), range(left).map(item));
      assert.equal(queue.tryPop(), undefined);
      assert.equal(queue.popMany([], 0, 2), 0);
      assert.equal(queue.peek(), -1);
      assert.equal(queue.drain(() => {}), 0);
      for (const push of pushes) assert.throws(push, module.ClosedError);
      assert.deepEqual([queue.size, queue.isEmpty, queue.closed], [0, true, true]);
    }
  });
});

test("close with claims: many producers may commit them, one producer loses them", () => {
  each(variants, ({ module, producers }) => {
    const queue = module.create();
    queue.tryPush(item(0));
    const slots = [queue.claim(), queue.claim()];
    for (const slot of slots) {
      access(queue, "setId", slot, 1);
      access(queue, "setTag", slot, "tag 1");
      access(queue, "setSide", slot, "right");
    }
    queue.close();
    if (producers === "many") {
      for (const slot of slots) queue.commit(slot);
      assert.deepEqual(range(4).map(() => queue.tryPop()), [item(0), item(1), item(1), undefined]);
    } else {
      for (const slot of slots.slice(0, 1)) {
        assert.throws(() => queue.commit(slot), module.ClosedError);
      }
      for (const slot of slots) assert.throws(() => queue.commit(slot), RangeError);
      assert.deepEqual(range(2).map(() => queue.tryPop()), [item(0), undefined]);
    }
    assert.throws(() => queue.tryPush(item(9)), module.ClosedError);
  });
});

test("close with peeks: they can be released, and the rest popped", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.pushMany(range(3).map(item));
    const slot = queue.peek();
    queue.close();
    assert.equal(access(queue, "getId", slot), 0);
    queue.release(slot);
    assert.deepEqual(range(3).map(() => queue.tryPop()), [item(1), item(2), undefined]);
  });
});

test("a variant without waiting has none of its operations, and one with waiting all of them", () => {
  each(variants, ({ module, waiting }) => {
    const queue = module.create();
    const names = ["push", "pop", "pushAsync", "popAsync", Symbol.asyncIterator];
    for (const name of names) assert.equal(name in queue, waiting, String(name));
    const [trace] = /Atomics\.(?:wait|notify)|WAITING|EPOCH/.exec(module.text) ?? [];
    assert.equal(trace !== undefined, waiting, `the module has ${trace}`);
  });
});

test("a second producer or consumer where there may be one is noticed when it publishes", () => {
  each(numbers.filter(({ capacity }) => capacity === 16), ({ module, producers, consumers }) => {
    const queue = module.create();
    const other = module.attach(queue.handle);
    if (producers === "one") {
      assert.equal(queue.tryPush(1), true);
      assert.throws(() => other.tryPush(2), /made for one producer/);
      assert.throws(() => other.pushMany([2, 3]), /made for one producer/);
      assert.deepEqual(popAll(queue).length, 1);
    }
    if (consumers === "one") {
      const fresh = module.create();
      const second = module.attach(fresh.handle);
      fresh.pushMany([1, 2]);
      fresh.tryPop();
      assert.throws(() => second.tryPop(), /made for one consumer/);
    }
  });
});
