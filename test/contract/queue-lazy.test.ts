/** What a lazy queue promises of runs: what is seen when, and that nothing is lost on the way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  access,
  type AnyQueue,
  generateAndImport,
  moduleOf,
  type QueueModule,
  type WaitingQueue,
} from "../support/generated.ts";
import { each, eachAsync, waitingQueue } from "./variants.ts";

interface Item {
  id: number;
  tag: string;
}

/** Slots, items in a run, and pushes from one look to the next. */
const SIZES = [[1, 1, 1], [2, 1, 1], [8, 2, 1], [16, 4, 2], [64, 16, 8], [1024, 64, 16]] as const;

const modules = await generateAndImport(
  'import type { Queue, Text, f64, i32 } from "amph-gen/spec";\n' +
    "interface Item { id: f64; tag: Text<12> }\n" +
    SIZES.map(([capacity]) => {
      const options =
        `{ capacity: ${capacity}; producers: "one"; consumers: "one"; publish: "lazy" }`;
      return `export type Lazy${capacity} = Queue<Item, ${options}>;`;
    }).join("\n") +
    '\nexport type Words = Queue<i32, { capacity: 16; producers: "one"; consumers: "one"; publish: "lazy"; waiting: false }>;\n' +
    'export type Eager16 = Queue<Item, { capacity: 16; producers: "one"; consumers: "one" }>;\n',
);

interface Subject {
  readonly name: string;
  readonly module: QueueModule;
  readonly capacity: number;
  readonly run: number;
  readonly look: number;
}

const subjects: readonly Subject[] = SIZES.map(([capacity, run, look]) => {
  const name = `Lazy${capacity}`;
  return { name, module: moduleOf(modules, name), capacity, run, look };
});
/** In which something can be late. */
const late = subjects.filter(({ run }) => run > 1);

const item = (id: number): Item => ({ id, tag: `tag ${id}` });
const items = (count: number, from = 0) => Array.from({ length: count }, (_, k) => item(from + k));

/** The two handles of a queue, as its two threads have them. */
function pairOf({ module }: Subject): readonly [producer: WaitingQueue, consumer: WaitingQueue] {
  const producer = module.create();
  return [waitingQueue(producer), waitingQueue(module.attach(producer.handle))];
}

function flush(queue: AnyQueue): void {
  assert.ok(queue.flush !== undefined, "a lazy queue has flush()");
  queue.flush();
}

function push(queue: AnyQueue, count: number, from = 0): void {
  for (const one of items(count, from)) assert.equal(queue.tryPush(one), true);
}

function popped(queue: AnyQueue): number[] {
  const ids: number[] = [];
  queue.drain((one) => {
    assert.deepEqual(one, item((one as Item).id));
    ids.push((one as Item).id);
  });
  return ids;
}

const range = (length: number, from = 0) => Array.from({ length }, (_, k) => from + k);

/** Leaves one item for the consumer to do, so that looks of the producer find it busy. */
function busy(producer: AnyQueue): void {
  assert.equal(producer.pushMany([item(-1)]), 1);
}

function takeBusy(consumer: AnyQueue): void {
  assert.deepEqual(consumer.tryPop(), item(-1));
}

test("flush() publishes everything, and gives everything back", () => {
  each(subjects, (subject) => {
    const [producer, consumer] = pairOf(subject);
    for (let lap = 0; lap < 40; lap++) {
      const count = 1 + lap % subject.capacity;
      push(producer, count, lap);
      flush(producer);
      assert.equal(producer.size, count);
      assert.equal(consumer.size, count);
      for (const id of range(count, lap)) assert.deepEqual(consumer.tryPop(), item(id));
      flush(consumer);
      assert.equal(consumer.size, 0);
      flush(consumer);
      flush(producer);
      assert.equal(consumer.tryPop(), undefined);
    }
  });
});

test("a run of items is published without flush(), and no push before leaves more unseen", () => {
  each(late, (subject) => {
    const [producer, consumer] = pairOf(subject);
    busy(producer);
    push(producer, subject.run - 1);
    assert.equal(producer.size, 1, "all but a whole run may be unseen");
    push(producer, 1, subject.run - 1);
    assert.equal(producer.size, 1 + subject.run);
    takeBusy(consumer);
    assert.deepEqual(popped(consumer), range(subject.run));
  });
});

test("a consumer that has run dry gets what is written with every look", () => {
  each(subjects, (subject) => {
    const [producer, consumer] = pairOf(subject);
    for (let turn = 0; turn < 30; turn++) {
      assert.equal(consumer.tryPop(), undefined);
      push(producer, subject.look, turn * subject.look);
      assert.deepEqual(popped(consumer), range(subject.look, turn * subject.look));
    }
  });
});

test("a consumer that runs dry while a run is written gets it within one look more", () => {
  each(late.filter(({ look, run }) => look < run), (subject) => {
    const [producer, consumer] = pairOf(subject);
    busy(producer);
    push(producer, subject.look);
    takeBusy(consumer);
    assert.equal(consumer.tryPop(), undefined);
    push(producer, subject.look, subject.look);
    assert.deepEqual(popped(consumer), range(2 * subject.look));
  });
});

test("slots are given back with a whole run, with the last item that is there, and by flush()", () => {
  each(late, (subject) => {
    const { capacity, run } = subject;
    const [producer, consumer] = pairOf(subject);
    push(producer, capacity);
    assert.equal(producer.tryPush(item(99)), false);
    for (const id of range(run - 1)) assert.deepEqual(consumer.tryPop(), item(id));
    assert.equal(
      producer.tryPush(item(99)),
      false,
      "full for the producer, early by a run less one",
    );
    assert.deepEqual(consumer.tryPop(), item(run - 1));
    push(producer, run, capacity);
    assert.equal(producer.tryPush(item(99)), false);
    assert.deepEqual(consumer.tryPop(), item(run));
    flush(consumer);
    push(producer, 1, capacity + run);
    assert.equal(producer.tryPush(item(99)), false);
    assert.deepEqual(popped(consumer), range(capacity, run + 1));
    assert.equal(producer.size, 0);
  });
});

test("a push that finds no room has published everything before", () => {
  each(subjects, (subject) => {
    const { capacity } = subject;
    const [producer, consumer] = pairOf(subject);
    push(producer, capacity);
    assert.equal(producer.tryPush(item(99)), false);
    assert.equal(consumer.size, capacity);
    assert.equal(consumer.isFull, true);
    assert.deepEqual(popped(consumer), range(capacity));
    push(producer, 1);
    assert.equal(producer.claim() === -1, capacity === 1);
  });
});

test("batches and slots in place publish, and give back, at once and with all before them", () => {
  each(late, (subject) => {
    const [producer, consumer] = pairOf(subject);
    busy(producer);
    push(producer, 1);
    assert.equal(producer.pushMany(items(2, 1)), 2);
    assert.equal(consumer.size, 4);
    push(producer, 1, 3);
    const slots = [producer.claim(), producer.claim()];
    assert.throws(() => producer.tryPush(item(9)), /has not been committed/);
    assert.throws(() => producer.pushMany([item(9)]), /has not been committed/);
    for (const [k, slot] of slots.entries()) {
      assert.throws(() => producer.commit(slot + 7), RangeError);
      access(producer, "setId", slot, 4 + k);
      access(producer, "setTag", slot, `tag ${4 + k}`);
      producer.commit(slot);
      assert.equal(consumer.size, 6 + k, "what was pushed before is published with the first");
    }
    takeBusy(consumer);
    assert.deepEqual(consumer.tryPop(), item(0));
    const taken = [consumer.peek(), consumer.peek()];
    assert.throws(() => consumer.tryPop(), /has not been released/);
    for (const [k, slot] of taken.entries()) {
      assert.equal(access(consumer, "getId", slot), 1 + k);
      consumer.release(slot);
      assert.equal(consumer.size, 4 - k);
    }
    assert.throws(() => consumer.release(taken[0]!), RangeError);
    assert.deepEqual(consumer.tryPop(), item(3));
    const into: Item[] = [];
    assert.equal(consumer.popMany(into, 0, 2), 2);
    assert.deepEqual(into, items(2, 4));
    assert.equal(producer.size, 0);
  });
});

test("items that do not fit, and objects that throw, lose and invent nothing", () => {
  each(late, (subject) => {
    const [producer, consumer] = pairOf(subject);
    busy(producer);
    push(producer, 1);
    const throwing = {
      id: 9,
      get tag(): string {
        throw new Error("no tag");
      },
    };
    assert.throws(() => producer.tryPush({ id: 9, tag: "far too long for twelve" }), RangeError);
    assert.throws(() => producer.tryPush(throwing), /no tag/);
    assert.throws(() => producer.pushMany([item(8), throwing]), /no tag/);
    assert.equal(producer.size, 1, "a batch that throws publishes nothing");
    push(producer, 1, 1);
    flush(producer);
    takeBusy(consumer);
    assert.throws(() => {
      consumer.drain(() => {
        throw new Error("visitor");
      });
    }, /visitor/);
    assert.deepEqual(popped(consumer), [1], "what a visitor throws at counts as popped");
  });
});

test("close() by the producer publishes first", () => {
  each(subjects, (subject) => {
    const [producer, consumer] = pairOf(subject);
    const count = Math.min(subject.run, subject.capacity);
    push(producer, count);
    producer.close();
    assert.equal(consumer.closed, true);
    assert.throws(() => producer.tryPush(item(9)), subject.module.ClosedError);
    assert.throws(() => producer.pushMany([item(9)]), subject.module.ClosedError);
    assert.deepEqual(popped(consumer), range(count));
    assert.equal(consumer.pop(), undefined);
    producer.close();
    flush(producer);
    assert.throws(() => producer.tryPush(item(9)), subject.module.ClosedError);
  });
});

test("close() by another handle: what was not published is lost, and the producer is told", () => {
  each(late, (subject) => {
    const { run, module } = subject;
    for (const tell of ["push", "flush", "pushMany", "commit", "close"] as const) {
      const [producer, consumer] = pairOf(subject);
      busy(producer);
      push(producer, run - 1);
      consumer.close();
      let lost = run - 1;
      const told = (error: unknown) => {
        assert.ok(error instanceof module.ClosedError);
        assert.match(
          error.message,
          new RegExp(`the last ${lost} that this handle wrote are lost$`),
        );
        assert.equal("lost" in error && error.lost, lost);
        return true;
      };
      if (tell === "flush" || tell === "close") assert.throws(() => producer[tell]!(), told);
      else {
        lost++;
        if (tell === "push") assert.throws(() => producer.tryPush(item(9)), told);
        if (tell === "pushMany") assert.throws(() => producer.pushMany([item(9)]), told);
        if (tell === "commit") {
          const slot = producer.claim();
          assert.throws(() => producer.commit(slot), told);
        }
      }
      flush(producer);
      assert.throws(() => producer.tryPush(item(9)), module.ClosedError);
      takeBusy(consumer);
      assert.equal(consumer.pop(), undefined);
    }
  });
});

test("operations that wait see what is flushed, and flush before they sleep", async () => {
  await eachAsync(subjects, async (subject) => {
    const { capacity } = subject;
    const [producer, consumer] = pairOf(subject);
    const waiting = consumer.popAsync();
    push(producer, 1);
    flush(producer);
    assert.deepEqual(await waiting, item(0));
    push(producer, capacity);
    const later = producer.pushAsync(item(capacity));
    // The push sleeps: it has published, and the pop that frees a slot wakes it with a run or a flush.
    assert.deepEqual(await consumer.popAsync(), item(0));
    flush(consumer);
    assert.equal(await later, true);
    flush(producer);
    for (const id of range(capacity, 1)) assert.deepEqual(consumer.pop(), item(id));
    assert.equal(consumer.pop(undefined, 1), undefined);
    assert.equal(producer.size, 0);
  });
});

test("for await gives every item of a producer that closes at the end", async () => {
  await eachAsync(subjects, async (subject) => {
    const [producer, consumer] = pairOf(subject);
    const count = 3 * subject.capacity + 5;
    const pushing = (async () => {
      for (const one of items(count)) assert.equal(await producer.pushAsync(one), true);
      producer.close();
    })();
    const ids: number[] = [];
    for await (const one of consumer) ids.push((one as Item).id);
    await pushing;
    assert.deepEqual(ids, range(count));
  });
});

test("one handle that does both only has to flush", () => {
  each(subjects, ({ module, capacity }) => {
    const queue = module.create();
    for (let lap = 0; lap < 5; lap++) {
      push(queue, capacity, lap);
      flush(queue);
      assert.deepEqual(popped(queue), range(capacity, lap));
    }
  });
});

test("items that are words themselves", () => {
  const queue = moduleOf(modules, "Words").create();
  for (const value of [-(2 ** 31), -1, 0, 1, 2 ** 31 - 1]) {
    assert.equal(queue.tryPush(value), true);
    flush(queue);
    assert.equal(queue.tryPop(), value);
  }
});

test("an eager queue's memory is not taken for a lazy one's", () => {
  const eager = moduleOf(modules, "Eager16").create();
  const lazy = moduleOf(modules, "Lazy16");
  assert.throws(() => lazy.attach(eager.handle), lazy.LayoutMismatchError);
  assert.equal("flush" in eager, false);
});
