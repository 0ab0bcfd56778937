/**
 * Random operations of a lazy queue, of its producer and its consumer in turns, against what the model
 * checker holds for right: each answer has to be one that some execution may give. The first tickets lie
 * near those at which cursors, or their signs, wrap around.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Effect } from "../../generator/core/scenario.ts";
import { lazyReference } from "../../generator/structures/queue/lazy-reference.ts";
import type { QueueReference } from "../../generator/structures/queue/reference.ts";
import {
  access,
  type AnyQueue,
  generateAndImport,
  importMutant,
  moduleOf,
  type QueueModule,
} from "../support/generated.ts";

/** Capacity, run and look, as docs/queue.md says them. */
const SIZES = [[1, 1, 1], [2, 1, 1], [8, 2, 1], [16, 4, 2], [32, 8, 4], [64, 16, 8]] as const;

const modules = await generateAndImport(
  'import type { Queue, u32 } from "amph-gen/spec";\n' +
    SIZES.map(([capacity]) =>
      `export type Lazy${capacity} = Queue<u32, ` +
      `{ capacity: ${capacity}; producers: "one"; consumers: "one"; publish: "lazy" }>;`
    ).join("\n"),
);

interface Step {
  readonly kind: typeof KINDS[number];
  readonly count: number;
}

const KINDS = [
  ...["push", "push", "push", "push", "pop", "pop", "pop", "pop"] as const,
  ...["pushMany", "popMany", "claim", "peek", "flushPushed", "flushPopped", "size"] as const,
];

/** Bursts of one kind: a run of a large queue is made of many pushes. */
const steps = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), count: fc.integer({ min: 1, max: 70 }) }),
  { minLength: 5, maxLength: 40, size: "max" },
);

const firstTicket = fc.tuple(
  fc.constantFrom(0, 2 ** 29, 2 ** 30, -(2 ** 29)),
  fc.integer({ min: -100, max: 3 }),
).map(([near, distance]) => near + distance);

/** One answer, and what the reference may do there. */
interface Answered {
  readonly label: string;
  readonly result: string;
  readonly effects: (state: string) => readonly Effect[];
}

function* perform(
  { kind, count }: Step,
  producer: AnyQueue,
  consumer: AnyQueue,
  reference: QueueReference,
  fresh: () => number,
): Generator<Answered> {
  switch (kind) {
    case "push":
      for (let k = 0; k < count; k++) {
        const item = fresh();
        const result = producer.tryPush(item) ? "pushed" : "full";
        yield { label: kind, result, effects: (state) => reference.push(state, item, false) };
      }
      break;
    case "pop":
      for (let k = 0; k < count; k++) {
        yield {
          label: kind,
          result: told(consumer.tryPop()),
          effects: (state) => reference.pop(state, false),
        };
      }
      break;
    case "pushMany": {
      const items = Array.from({ length: count }, fresh);
      const result = `${producer.pushMany(items)} pushed`;
      yield { label: kind, result, effects: (state) => reference.pushMany(state, items, true) };
      break;
    }
    case "popMany": {
      const into: number[] = [];
      const result = consumer.popMany(into, 0, count) === 0
        ? "no items"
        : `items ${into.join(" ")}`;
      yield { label: kind, result, effects: (state) => reference.popMany(state, count, false) };
      break;
    }
    case "claim": {
      const item = fresh();
      const slot = producer.claim();
      if (slot !== -1) {
        access(producer, "setValue", slot, item);
        producer.commit(slot);
      }
      const result = slot === -1 ? "full" : "pushed";
      yield { label: kind, result, effects: (state) => reference.claim(state, item) };
      break;
    }
    case "peek": {
      const slot = consumer.peek();
      const result = told(slot === -1 ? undefined : access(consumer, "getValue", slot));
      if (slot !== -1) consumer.release(slot);
      yield { label: kind, result, effects: reference.peek };
      break;
    }
    case "flushPushed":
    case "flushPopped": {
      const isProducer = kind === "flushPushed";
      (isProducer ? producer : consumer).flush?.();
      yield {
        label: kind,
        result: "done",
        effects: (state) => reference.flush(state, isProducer),
      };
      break;
    }
    case "size":
      yield { label: kind, result: `size ${producer.size}`, effects: reference.size };
  }
}

function told(item: unknown): string {
  return item === undefined ? "empty" : `item ${String(item)}`;
}

function run(
  { create, attach }: QueueModule,
  [capacity, length, look]: typeof SIZES[number],
  initialTicket: number,
  plan: readonly Step[],
): void {
  const producer = create({ initialTicket });
  const consumer = attach(producer.handle);
  const reference = lazyReference(capacity, { run: length, look }, (item) => item);
  let next = 0;
  let states: ReadonlySet<string> = new Set([reference.empty]);
  const check = ({ label, result, effects }: Answered) => {
    const after = new Set<string>();
    for (const state of states) {
      for (const effect of effects(state)) if (effect.result === result) after.add(effect.state);
    }
    const before = [...states].slice(0, 3).join(" or ");
    assert.ok(after.size > 0, `${label} answers "${result}" where there is: ${before}`);
    states = after;
  };
  for (const step of plan) {
    for (const answered of perform(step, producer, consumer, reference, () => next++)) {
      check(answered);
    }
  }
  // After flush() of both, nothing is late.
  const both = [{ kind: "flushPushed", count: 1 }, { kind: "flushPopped", count: 1 }] as const;
  for (const step of both) {
    for (const answered of perform(step, producer, consumer, reference, () => next++)) {
      check(answered);
    }
  }
  const rest = consumer.size;
  for (let k = 0; k < rest; k++) {
    const item = consumer.tryPop();
    check({ label: "pop", result: told(item), effects: (state) => reference.pop(state, false) });
    assert.notEqual(item, undefined);
  }
  assert.equal(consumer.tryPop(), undefined);
  assert.equal(consumer.size, 0);
}

const compare = (
  module: QueueModule,
  size: typeof SIZES[number],
  options: fc.Parameters<[number, Step[]]>,
) =>
  fc.assert(
    fc.property(firstTicket, steps, (ticket, plan) => run(module, size, ticket, plan)),
    options,
  );

for (const size of SIZES) {
  test(`a lazy queue of ${size[0]} answers as it may`, () => {
    compare(moduleOf(modules, `Lazy${size[0]}`), size, { numRuns: 25 });
  });
}

/** Found here too, and not only by the model checker. */
const FAULTS = [
  ["for a dry consumer", " || free === /* CAPACITY */ 16", ""],
  ["before it says full", "if (this.#tail !== this.#published) this.#publishWritten();", ""],
  ["a run at its end", "if (next === this.#ready) this.#releaseRead();", ""],
] as const;

for (const [what, find, replacement] of FAULTS) {
  test(`a queue that does not publish or release ${what} is found`, async () => {
    const faulty = await importMutant(moduleOf(modules, "Lazy16"), find, replacement);
    assert.throws(() => compare(faulty, SIZES[3], { numRuns: 200, endOnFailure: true }));
  });
}
