/** A lazy queue where its runs end: claims beyond the room, looks that are due, misuse, and the wrap of the cursors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyQueue, generateAndImport, moduleOf } from "../support/generated.ts";

/** Runs of four items, and a look with every second. */
const modules = await generateAndImport(`
import type { Queue, i32 } from "amph-gen/spec";
export type Words = Queue<i32, { capacity: 16; producers: "one"; consumers: "one"; publish: "lazy" }>;
`);
const module = moduleOf(modules, "Words");

const CAPACITY = 16;
/** Tickets at which the cursors change their sign, or begin again, when the queue has been filled once. */
const STARTS = [0, 2 ** 29 - CAPACITY, 2 ** 30 - CAPACITY] as const;

/** Two handles: what the one withholds, the other does not see. */
function handles(initialTicket = 0): readonly [AnyQueue, AnyQueue] {
  const first = module.create({ initialTicket });
  return [first, module.attach(first.handle)];
}

const numbers = (count: number) => Array.from({ length: count }, (_, k) => k);

function isClosed(error: unknown): boolean {
  return error instanceof Error && error.name === "ClosedError";
}

test("as many slots as there are can be claimed, and peeked, at the wrap too", () => {
  for (const start of STARTS) {
    for (const pushed of [0, 2]) {
      const [producer, consumer] = handles(start);
      // The second push looks for room.
      for (let k = 0; k < pushed; k++) producer.tryPush(k);
      const slots = numbers(CAPACITY - pushed).map(() => producer.claim());
      assert.ok(slots.every((slot) => slot >= 0), `${slots}`);
      assert.equal(producer.claim(), -1);
      for (const slot of slots) producer.commit(slot);
      const taken = numbers(CAPACITY).map(() => consumer.peek());
      assert.ok(taken.every((slot) => slot >= 0), `${taken}`);
      assert.equal(consumer.peek(), -1);
      for (const slot of taken) consumer.release(slot);
      assert.equal(producer.size, 0);
    }
  }
});

test("while slots are claimed no batch is pushed, while one is peeked none is popped", () => {
  const [producer, consumer] = handles();
  for (let k = 0; k < CAPACITY; k++) producer.claim();
  assert.throws(() => producer.pushMany(numbers(CAPACITY + 1)), /slot has not been committed/);
  const [other] = handles();
  other.pushMany(numbers(3));
  assert.ok(other.peek() >= 0);
  assert.throws(() => other.popMany([], 0, 2), /slot has not been released/);
  assert.equal(consumer.size, 0);
});

test("a batch looks for room, and for items, where it knows of too few", () => {
  const [producer, consumer] = handles();
  for (const item of numbers(12)) producer.tryPush(item);
  producer.flush?.();
  assert.equal(consumer.popMany([], 0, 12), 12);
  assert.equal(producer.pushMany(numbers(8)), 8);
  const [from, to] = handles();
  from.pushMany(numbers(4));
  assert.equal(to.tryPop(), 0);
  from.pushMany(numbers(8));
  assert.equal(to.popMany([], 0, 8), 8);
});

test("a run is published when it is whole, also where looks came at other items", () => {
  // The last: the cursor of what is written changes its sign within the run.
  for (const start of [0, 2 ** 29 - 15]) {
    const [producer, consumer] = handles(start);
    producer.pushMany(numbers(13));
    producer.tryPush(13);
    producer.tryPush(14); // Looks, and finds room for one.
    consumer.popMany([], 0, 8);
    producer.tryPush(15); // Looks again: one is missing.
    assert.equal(consumer.size, 5);
    producer.tryPush(16);
    assert.equal(consumer.size, 9);
  }
});

test("what is no slot is refused, and nothing changes", () => {
  const [producer, consumer] = handles();
  assert.throws(() => producer.commit(0), RangeError);
  assert.throws(() => consumer.release(0), RangeError);
  const slot = producer.claim();
  assert.throws(() => producer.commit(slot + 1), RangeError);
  producer.commit(slot);
  const taken = consumer.peek();
  assert.throws(() => consumer.release(taken + 1), RangeError);
  consumer.release(taken);
  assert.throws(() => consumer.release(taken + 1), RangeError);
  assert.equal(producer.size, 0);
});

test("a peek that finds nothing has given back what was popped before", () => {
  const [producer, consumer] = handles();
  producer.pushMany(numbers(2));
  assert.equal(consumer.tryPop(), 0);
  assert.ok(consumer.peek() >= 0);
  assert.equal(producer.size, 2);
  assert.equal(consumer.peek(), -1);
  assert.equal(producer.size, 1);
});

test("flush() gives back what was popped, though what was pushed cannot be published any more", () => {
  const [queue, other] = handles();
  queue.pushMany(numbers(2));
  assert.equal(queue.tryPop(), 0);
  queue.tryPush(2);
  other.close();
  assert.throws(() => queue.flush?.(), isClosed);
  assert.equal(other.size, 1);
});

test("claims are given up by the commit that finds the queue closed", () => {
  const [producer, other] = handles();
  const slots = [producer.claim(), producer.claim()];
  other.close();
  assert.throws(() => producer.commit(slots[0] ?? -1), isClosed);
  assert.throws(() => producer.tryPush(1), isClosed);
  assert.throws(() => producer.commit(producer.claim()), isClosed);
});

test("a queue is full with its last slot, not with a run", () => {
  const [queue] = handles();
  for (const item of numbers(4)) queue.tryPush(item);
  queue.flush?.();
  assert.deepEqual([queue.size, queue.isFull], [4, false]);
  while (queue.tryPush(0));
  assert.deepEqual([queue.size, queue.isFull], [CAPACITY, true]);
});

test("a second producer, or consumer, is noticed by who comes behind it, in a closed queue too", () => {
  for (const closes of [false, true]) {
    const [first, second] = handles();
    first.tryPush(1);
    second.tryPush(2);
    second.flush?.();
    if (closes) second.close();
    assert.throws(() => first.flush?.(), /made for one producer/);
  }
  const [first, second] = handles();
  first.pushMany(numbers(8));
  first.tryPop();
  second.tryPop();
  second.flush?.();
  assert.throws(() => first.flush?.(), /made for one consumer/);
});
