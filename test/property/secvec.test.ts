/**
 * Random sequences of operations on vectors that are only appended to, through several handles, and on
 * an array. Elements of 4 KiB make buckets of 16, 32 … so that short sequences go through several.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { importVectors, type NumberVector, type VectorModule } from "../support/vectors.ts";

const vectors = await importVectors<NumberVector>(
  `import type { f64, FixedArray, SecVec, u16, u32, u8 } from "amph-gen/spec";
export interface Block { id: u32; rest: FixedArray<f64, 511> }
export type Blocks = SecVec<Block, { maxLength: 300; shrink: false }>;
export type Numbers = SecVec<u16, { maxLength: 70_000; shrink: false }>;
export type Lined = SecVec<u32, { maxLength: 1000; shrink: false; padding: "line" }>;
export type Few = SecVec<u8, { maxLength: 33; shrink: false }>;
`,
);

/** An element that tells the number, and the number of an element. */
interface Kind {
  readonly name: string;
  readonly most: number;
  readonly make: (id: number) => unknown;
  readonly idOf: (element: unknown) => number;
}

const plain = { make: (id: number): unknown => id, idOf: Number };

const KINDS: readonly Kind[] = [
  { name: "Few", most: 12, ...plain },
  { name: "Lined", most: 300, ...plain },
  { name: "Numbers", most: 30_000, ...plain },
  {
    name: "Blocks",
    most: 40,
    make: (id) => ({ id, rest: new Float64Array(511).fill(id) }),
    idOf(element) {
      const { id, rest } = element as { id: number; rest: Float64Array };
      assert.ok(rest.every((value) => value === id), `element ${id} is torn`);
      return id;
    },
  },
];

type Step =
  | { readonly do: "push"; readonly handle: number }
  | { readonly do: "run"; readonly handle: number; readonly count: number }
  | { readonly do: "get"; readonly handle: number; readonly share: number }
  | { readonly do: "all"; readonly handle: number }
  | { readonly do: "reserve"; readonly handle: number; readonly share: number }
  | { readonly do: "attach" };

const handle = fc.nat(3);
const share = fc.double({ min: 0, max: 1.2, noNaN: true });

const stepOf = (most: number): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("push" as const), handle }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("run" as const),
        handle,
        count: fc.nat(most),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("get" as const), handle, share }) },
    fc.record({ do: fc.constant("all" as const), handle }),
    fc.record({ do: fc.constant("reserve" as const), handle, share }),
    fc.record({ do: fc.constant("attach" as const) }),
  );

function run({ make, idOf }: Kind, module: VectorModule<NumberVector>, steps: readonly Step[]) {
  const handles = [module.create()];
  const model: number[] = [];
  const { maxLength } = handles[0]!;
  const idAt = (vector: NumberVector, index: number) => {
    const found = vector.get(index);
    return found === undefined ? undefined : idOf(found);
  };
  /** Ids stay within a byte. */
  const next = () => model.length % 251;

  for (const step of steps) {
    if (step.do === "attach") {
      handles.push(module.attach(structuredClone(handles[0]!.handle)));
      continue;
    }
    const vector = handles[step.handle % handles.length]!;
    switch (step.do) {
      case "push":
        if (model.length === maxLength) {
          assert.throws(() => vector.pushBack(make(0)), module.CapacityError);
        } else {
          assert.equal(vector.pushBack(make(next())), model.length);
          model.push(next());
        }
        break;
      case "run": {
        const ids = Array.from({ length: step.count }, (_, k) => (model.length + k) % 251);
        if (model.length + step.count > maxLength) {
          assert.throws(() => vector.pushMany(ids.map(make)), module.CapacityError);
        } else {
          assert.equal(vector.pushMany(ids.map(make)), model.length);
          model.push(...ids);
        }
        break;
      }
      case "get": {
        const index = Math.floor(step.share * model.length);
        assert.equal(idAt(vector, index), model[index]);
        break;
      }
      case "reserve":
        vector.reserve(Math.min(maxLength, Math.floor(step.share * maxLength)));
        break;
      case "all":
        assert.equal(vector.size, model.length);
        assert.deepEqual(Array.from(vector, idOf), model);
        if ("view" in vector) {
          const parts: number[] = [];
          for (let bucket = 0; parts.length < model.length; bucket++) {
            parts.push(...Array.from(vector.view(bucket), Number));
          }
          assert.deepEqual(parts, model);
        }
    }
  }
  for (const vector of handles) {
    assert.equal(vector.size, model.length);
    for (let k = 0; k < 20; k++) {
      const index = Math.floor(k / 20 * model.length);
      assert.equal(idAt(vector, index), model[index]);
    }
    assert.equal(vector.get(model.length), undefined);
  }
}

for (const kind of KINDS) {
  test(`${kind.name}: every handle sees what an array would hold`, () => {
    const module = vectors(kind.name);
    fc.assert(
      fc.property(fc.array(stepOf(kind.most), { maxLength: 40 }), (steps) => {
        run(kind, module, steps);
      }),
      { numRuns: 60 },
    );
  });
}
