/**
 * Random sequences of operations, on the queue and on a model that is a list of tickets. The first
 * tickets lie just below those at which cursors, or their signs, wrap around.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { access, type AnyQueue, importMutant } from "../support/generated.ts";
import { everyRole, hasTurns, type Subject, subjects } from "./variants.ts";

const RUNS = { numRuns: 25 };

const queues = await subjects("u32", [
  ...everyRole([1, 2, 4, 16, 64], false),
  ...everyRole([4, 32], true),
]);

interface Ticket {
  readonly value: number;
  state: "claimed" | "published" | "peeked" | "freed";
}

/** What a queue has to do, said as plainly as possible. */
class Model {
  readonly tickets: Ticket[] = [];
  /** Next ticket to pop. */
  head = 0;
  busy = false;
  readonly #capacity: number;
  readonly #subject: Subject;

  constructor(subject: Subject, capacity: number) {
    this.#subject = subject;
    this.#capacity = capacity;
  }

  /** Tickets that are claimed, or peeked, oldest first. */
  outstanding(state: "claimed" | "peeked"): number[] {
    return this.tickets.flatMap((ticket, k) => ticket.state === state ? [k] : []);
  }

  /** One producer that holds claims, or one consumer that holds peeks, does nothing else. */
  refuses(side: "producers" | "consumers"): boolean {
    const state = side === "producers" ? "claimed" : "peeked";
    return this.#subject[side] === "one" && this.outstanding(state).length > 0;
  }

  /** Takes up to `values.length` tickets in a row whose slots are free; how many. */
  push(values: readonly number[], state: "claimed" | "published"): number {
    let count = 0;
    for (const value of values) {
      const before = this.tickets[this.tickets.length - this.#capacity];
      if (before !== undefined && before.state !== "freed") break;
      this.tickets.push({ value, state });
      count++;
    }
    if (count === 0 && values.length > 0) {
      this.busy = this.#subject.consumers === "many" &&
        this.tickets.length - this.head !== this.#capacity;
    }
    return count;
  }

  /** The values of up to `count` tickets in a row that are published. */
  pop(count: number, state: "peeked" | "freed"): number[] {
    const values: number[] = [];
    while (values.length < count) {
      const ticket = this.tickets[this.head];
      if (ticket?.state !== "published") break;
      ticket.state = state;
      values.push(ticket.value);
      this.head++;
    }
    if (values.length === 0 && count > 0) {
      this.busy = this.#subject.producers === "many" && this.head !== this.tickets.length;
    }
    return values;
  }

  /** One producer's claims and one consumer's peeks do not move the cursor that others see. */
  get size(): number {
    const claimed = this.#subject.producers === "one" ? this.outstanding("claimed").length : 0;
    const peeked = this.#subject.consumers === "one" ? this.outstanding("peeked").length : 0;
    return this.tickets.length - this.head - claimed + peeked;
  }
}

type Operation =
  | { readonly kind: "tryPush" | "tryPop" | "claim" | "peek" }
  | { readonly kind: "pushMany" | "popMany"; readonly count: number; readonly typed: boolean }
  | { readonly kind: "drain"; readonly limit: number }
  | { readonly kind: "commit" | "release"; readonly choice: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("tryPush" as const, "tryPop" as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("pushMany" as const, "popMany" as const),
      count: fc.integer({ min: 0, max: 80 }),
      typed: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant("drain" as const), limit: fc.integer({ min: 0, max: 80 }) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("claim" as const, "peek" as const) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("commit" as const, "release" as const),
      choice: fc.nat(),
    }),
  },
);

const operations = fc.array(operation, { minLength: 20, maxLength: 250, size: "max" });

/** Tickets near 0, near 2^29 (cursors change their sign) and near 2^30 (they wrap around), and below 0. */
const firstTicket = fc.tuple(
  fc.constantFrom(0, 2 ** 29, 2 ** 30, 2 ** 31, -(2 ** 29)),
  fc.integer({ min: -100, max: 3 }),
).map(([near, distance]) => near + distance);

function run(subject: Subject, initialTicket: number, steps: readonly Operation[]): void {
  const queue = subject.module.create({ initialTicket });
  const { capacity } = queue;
  const model = new Model(subject, capacity);
  const slotOf = (ticket: number) => (((initialTicket + ticket) % capacity) + capacity) % capacity;
  let next = 1;
  const values = (count: number) => Array.from({ length: count }, () => next++);

  for (const step of steps) {
    switch (step.kind) {
      case "tryPush": {
        const [value] = values(1);
        assert.ok(value !== undefined);
        if (model.refuses("producers")) {
          assert.throws(() => queue.tryPush(value), /not been committed/);
        } else assert.equal(queue.tryPush(value), model.push([value], "published") === 1);
        break;
      }
      case "tryPop":
        if (model.refuses("consumers")) assert.throws(() => queue.tryPop(), /not been released/);
        else assert.equal(queue.tryPop(), model.pop(1, "freed")[0]);
        break;
      case "pushMany": {
        const items = values(step.count);
        const given = step.typed ? Uint32Array.from(items) : items;
        if (step.count > 0 && model.refuses("producers")) {
          assert.throws(() => queue.pushMany(given), /not been committed/);
        } else assert.equal(queue.pushMany(given), model.push(items, "published"));
        break;
      }
      case "popMany": {
        const into = step.typed ? new Uint32Array(step.count) : [];
        if (step.count > 0 && model.refuses("consumers")) {
          assert.throws(() => queue.popMany(into, 0, step.count), /not been released/);
        } else {
          const expected = model.pop(step.count, "freed");
          assert.equal(queue.popMany(into, 0, step.count), expected.length);
          assert.deepEqual(Array.from(into).slice(0, expected.length), expected);
        }
        break;
      }
      case "drain": {
        if (model.refuses("consumers")) break;
        const seen: unknown[] = [];
        const count = queue.drain((value) => seen.push(value), step.limit);
        const expected = model.pop(step.limit, "freed");
        // Where it stops before its limit, it has looked once more.
        if (expected.length > 0 && expected.length < step.limit) model.pop(1, "freed");
        assert.equal(count, expected.length);
        assert.deepEqual(seen, expected);
        break;
      }
      case "claim": {
        const [value] = values(1);
        assert.ok(value !== undefined);
        const slot = queue.claim();
        if (model.push([value], "claimed") === 0) assert.equal(slot, -1);
        else {
          assert.equal(slot, slotOf(model.tickets.length - 1));
          access(queue, "setValue", slot, value);
        }
        break;
      }
      case "peek": {
        const slot = queue.peek();
        const [value] = model.pop(1, "peeked");
        if (value === undefined) assert.equal(slot, -1);
        else {
          assert.equal(slot, slotOf(model.head - 1));
          assert.equal(access(queue, "getValue", slot), value);
        }
        break;
      }
      case "commit":
        finish(queue, subject, model, "claimed", step.choice, slotOf);
        break;
      case "release":
        finish(queue, subject, model, "peeked", step.choice, slotOf);
        break;
    }
    const size = Math.max(0, model.size);
    assert.equal(queue.size, size);
    assert.equal(queue.isEmpty, size === 0);
    assert.equal(queue.isFull, size === capacity);
    if (hasTurns(subject)) assert.equal(queue.busy, model.busy, `busy after ${step.kind}`);
  }

  // What is half-way is finished; then the rest comes out, and the queue is as new.
  for (const state of ["claimed", "peeked"] as const) {
    while (model.outstanding(state).length > 0) finish(queue, subject, model, state, 0, slotOf);
  }
  queue.close();
  assert.throws(() => queue.tryPush(1), subject.module.ClosedError);
  const rest: unknown[] = [];
  queue.drain((value) => rest.push(value));
  assert.deepEqual(rest, model.pop(Infinity, "freed"));
  assert.equal(queue.isEmpty, true);
}

/** Commits a claimed slot, or releases a peeked one: any of them, or the oldest if that is the rule. */
function finish(
  queue: AnyQueue,
  subject: Subject,
  model: Model,
  state: "claimed" | "peeked",
  choice: number,
  slotOf: (ticket: number) => number,
): void {
  const candidates = model.outstanding(state);
  const side = state === "claimed" ? "producers" : "consumers";
  const at = subject[side] === "one" ? 0 : choice % candidates.length;
  const number = candidates[at];
  const ticket = number === undefined ? undefined : model.tickets[number];
  if (number === undefined || ticket === undefined) return;
  if (state === "claimed") queue.commit(slotOf(number));
  else queue.release(slotOf(number));
  ticket.state = state === "claimed" ? "published" : "freed";
}

function compare(subject: Subject, options: fc.Parameters<[number, Operation[]]> = {}): void {
  fc.assert(
    fc.property(firstTicket, operations, (initialTicket, steps) => {
      run(subject, initialTicket, steps);
    }),
    { ...RUNS, ...options },
  );
}

for (const subject of queues) {
  test(`${subject.name} does what the model does`, () => compare(subject));
}

/** Role and capacity of the module, and a fault to plant in it. */
const FAULTS: readonly (readonly [name: string, find: string, replacement: string])[] = [
  // Cursors that do not wrap around.
  ["OneToOnePollingPacked4", "(tail + run * /* ONE */ 4) | 0", "tail + run * 4"],
  ["ManyToManyPollingPacked16", ">>> /* LAP_SHIFT */ 6", ">>> 31"],
  // Runs that do not end with their group, or with the ring.
  ["ManyToManyPollingPacked64", "(1 << (/* GROUP_SLOTS */ 16 - bit))", "(1 << 16)"],
  ["OneToManyPollingPacked64", "Math.min(/* GROUP_SLOTS */ 16 - bit, run - done)", "run - done"],
  // Room that is not there.
  ["ManyToOnePollingPacked16", "used < /* CAPACITY */ 16 * /* ONE */ 4", "used <= 64"],
];

for (const [name, find, replacement] of FAULTS) {
  test(`the model finds a fault planted in ${name}: ${replacement}`, async () => {
    const subject = queues.find((queue) => queue.name === name);
    assert.ok(subject !== undefined);
    const module = await importMutant(subject.module, find, replacement);
    assert.throws(() => compare({ ...subject, module }, { numRuns: 200, endOnFailure: true }));
  });
}

test("several laps over the wrap, in batches of every length", () => {
  for (const { module, name } of queues) {
    for (const near of [2 ** 29, 2 ** 30, -(2 ** 29), 0]) {
      const queue = module.create({ initialTicket: near - 2 * 64 - 1 });
      let pushed = 0;
      let popped = 0;
      for (let turn = 0; pushed < 6 * 64; turn++) {
        const count = 1 + turn % (queue.capacity + 2);
        pushed += queue.pushMany(Array.from({ length: count }, (_, k) => pushed + k));
        const into: number[] = [];
        const got = queue.popMany(into, 0, 1 + (turn * 7) % (queue.capacity + 1));
        for (let k = 0; k < got; k++) assert.equal(into[k], popped++, `${name} at ${near}`);
      }
      assert.equal(queue.size, pushed - popped);
      queue.drain((value) => assert.equal(value, popped++));
      assert.equal(popped, pushed);
    }
  }
});
