/**
 * Random sequences of operations on vectors that shrink, through several handles that take seats and
 * give them back, and on an array. Elements of 4 KiB make buckets of 16, 32 … slots.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { importVectors, type ShrinkVector, type VectorModule } from "../support/vectors.ts";

const SEATS = 3;

const vectors = await importVectors<ShrinkVector>(
  `import type { bool, f64, FixedArray, SecVec, u16, u8 } from "amph-gen/spec";
export interface Block { id: u16; rest: FixedArray<f64, 511> }
export type Blocks = SecVec<Block, { maxLength: 60; threads: ${SEATS} }>;
export type Numbers = SecVec<u16, { maxLength: 200; threads: ${SEATS} }>;
export type Flags = SecVec<FixedArray<bool, 2>, { maxLength: 9 }>;
export type Few = SecVec<u8, { maxLength: 3; threads: ${SEATS}; padding: "line" }>;
`,
);

/** An element that tells the number, and the number of an element. */
interface Kind {
  readonly name: string;
  readonly make: (id: number) => unknown;
  readonly idOf: (element: unknown) => number | undefined;
}

const plain = { make: (id: number): unknown => id, idOf: (id: unknown) => id as number };

const KINDS: readonly Kind[] = [
  { name: "Few", ...plain },
  { name: "Numbers", ...plain },
  {
    name: "Blocks",
    make: (id) => ({ id, rest: new Float64Array(511).fill(id) }),
    idOf(element) {
      if (element === undefined) return undefined;
      const { id, rest } = element as { id: number; rest: Float64Array };
      assert.ok(rest.every((value) => value === id), `element ${id} is torn`);
      return id;
    },
  },
];

const DOING = ["push", "push", "run", "pop", "pops", "get", "set", "swap", "all", "leave"] as const;

interface Step {
  readonly doing: typeof DOING[number] | "attach";
  readonly handle: number;
  /** Of the present size. */
  readonly share: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  doing: fc.constantFrom(...DOING, "attach"),
  handle: fc.nat(5),
  share: fc.double({ min: 0, max: 1.1, noNaN: true }),
});

function run({ make, idOf }: Kind, module: VectorModule<ShrinkVector>, steps: readonly Step[]) {
  const handles = [module.create()];
  const seated = new Set<ShrinkVector>();
  const model: number[] = [];
  const { maxLength } = handles[0]!;
  let nextId = 0;
  const fresh = () => nextId = (nextId + 1) % 256;

  const push = (vector: ShrinkVector) => {
    const id = fresh();
    if (model.length === maxLength) {
      return assert.throws(() => vector.pushBack(make(id)), module.CapacityError);
    }
    assert.equal(vector.pushBack(make(id)), model.length);
    model.push(id);
  };
  const pop = (vector: ShrinkVector) => assert.equal(idOf(vector.popBack()), model.pop());

  for (const { doing, handle, share } of steps) {
    if (doing === "attach") {
      handles.push(module.attach(structuredClone(handles[0]!.handle)));
      continue;
    }
    const vector = handles[handle % handles.length]!;
    if (doing === "leave") {
      vector.detach();
      seated.delete(vector);
      continue;
    }
    if (!seated.has(vector) && seated.size === SEATS) {
      assert.throws(() => vector.pushBack(make(0)), { name: "ThreadLimitError" });
      assert.throws(() => vector.size, /all 3 seats are taken/);
      continue;
    }
    const index = Math.floor(share * model.length);
    // What has nothing to look at takes no seat.
    const isIdle = doing === "swap" && vector.compareExchange === undefined ||
      doing === "get" && index >= maxLength;
    if (!isIdle) seated.add(vector);
    const id = fresh();
    switch (doing) {
      case "push":
        push(vector);
        break;
      case "run": {
        const ids = Array.from({ length: Math.min(index, maxLength - model.length) }, fresh);
        assert.equal(vector.pushMany(ids.map(make)), model.length);
        model.push(...ids);
        break;
      }
      case "pop":
        pop(vector);
        break;
      case "pops":
        for (let k = 0; k <= index; k++) pop(vector);
        break;
      case "get":
        assert.equal(idOf(vector.get(index)), model[index]);
        break;
      case "set":
        if (index < model.length) {
          vector.set(index, make(id));
          model[index] = id;
        } else assert.throws(() => vector.set(index, make(id)), RangeError);
        break;
      case "swap": {
        if (vector.compareExchange === undefined) break;
        const swap = (expected: number) => vector.compareExchange!(index, expected, make(id));
        const there = model[index];
        if (there === undefined) assert.throws(() => swap(id), RangeError);
        else {
          assert.equal(swap((there + 1) % 256), there);
          assert.equal(swap(there), there);
          model[index] = id;
        }
        break;
      }
      case "all": {
        assert.equal(vector.size, model.length);
        assert.deepEqual(Array.from(vector, idOf), model);
      }
    }
  }
  for (const vector of handles) vector.detach();
  for (const vector of handles) {
    assert.equal(vector.size, model.length);
    assert.deepEqual(Array.from(vector, idOf), model);
    vector.detach();
  }
}

for (const kind of KINDS) {
  test(`${kind.name}: every handle sees what an array would hold`, () => {
    const module = vectors(kind.name);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => run(kind, module, steps)),
      { numRuns: 100 },
    );
  });
}

test("records and slots come into use again: their number is bounded", () => {
  const module = vectors("Few");
  const vector = module.create();
  for (let k = 0; k < 10_000; k++) {
    vector.pushBack(k);
    vector.set(0, k);
    vector.popBack();
    if (k % 100 === 0) vector.detach();
  }
  // There are fewer than a hundred slots: one that was lost now and then would be missed here.
  assert.equal(vector.size, 0);
  for (let k = 0; k < 3; k++) assert.equal(vector.pushBack(k), k);
  assert.throws(() => vector.pushBack(3), module.CapacityError);
  assert.deepEqual([...vector], [0, 1, 2]);
});

test("an item that calls the handle that writes it is refused, and nothing has changed", () => {
  const vector = vectors("Flags").create();
  vector.pushBack([true, false]);
  let reads = 0;
  /** Checked first, and read again when it is written. */
  const calling = (call: () => void) =>
    Object.defineProperty([true, true], 1, {
      get() {
        if (++reads % 2 === 0) call();
        return true;
      },
    });
  for (const call of [() => vector.popBack(), () => vector.set(0, [true, true]), vector.detach]) {
    assert.throws(() => vector.pushBack(calling(call.bind(vector))), /calls the handle/);
    assert.deepEqual([...vector], [[true, false]]);
  }
  assert.equal(vector.pushBack([false, false]), 1);
});
