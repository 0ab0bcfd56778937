/** Vectors in memory that grows: what others have put there is found, and no more is taken than is needed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppendVector, importVectors, type ShrinkVector } from "../support/vectors.ts";

/** Rows of 2 KiB: the first bucket has 32 of them, some of which are spare. */
const WORDS = 256;
const LENGTH = 100;

const vectors = await importVectors<ShrinkVector & AppendVector>(
  `import type { f64, FixedArray, SecVec } from "amph-gen/spec";
export type Rows = SecVec<FixedArray<f64, ${WORDS}>, { maxLength: ${LENGTH}; threads: 2 }>;
export type Values = SecVec<f64, { maxLength: 30_000; shrink: false }>;
`,
);

function row(value: number): Float64Array {
  return new Float64Array(WORDS).fill(value);
}

/** A full vector, and handles that were there before its memory grew: one for each element. */
function filled(): readonly ShrinkVector[] {
  const module = vectors("Rows");
  const vector = module.create();
  const early = Array.from({ length: LENGTH }, () => module.attach(vector.handle));
  for (let k = 0; k < LENGTH; k++) assert.equal(vector.pushBack(row(k)), k);
  assert.ok(early.every(({ capacity }) => capacity < vector.capacity), "nothing has grown");
  return early;
}

test("a handle reads an element behind the memory that it knows, whichever it meets first", () => {
  filled().forEach((handle, index) => {
    assert.deepEqual(handle.get(index), row(index));
    handle.detach();
  });
});

test("a handle pops an element behind the memory that it knows, whichever it meets first", () => {
  for (const handle of filled()) {
    const last = handle.size - 1;
    assert.deepEqual(handle.popBack(), row(last));
    handle.detach();
  }
});

test("the index of a push that failed is used again, and no memory is taken for another one", () => {
  const vector = vectors("Values").create();
  const { capacity } = vector;
  for (let k = 0; k < capacity - 1; k++) vector.pushBack(k);
  let reads = 0;
  /** Checked first, and read again when it is written. */
  const items = {
    length: 1,
    get 0(): number {
      if (++reads === 2) throw new Error("planted");
      return 1;
    },
  };
  assert.throws(() => vector.pushMany(items), /planted/);
  assert.equal(vector.size, capacity - 1);
  assert.equal(vector.pushBack(7), capacity - 1);
  assert.equal(vector.capacity, capacity);
  assert.equal(vector.pushBack(8), capacity);
  assert.ok(vector.capacity > capacity);
});
