/**
 * Vectors that shrink: an element that is being read stays as it is, however often others replace it
 * meanwhile. On one thread: a reader that copies into an array of the caller is stopped by that array.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { importVectors, type ShrinkVector, type VectorModule } from "../support/vectors.ts";

const SEATS = 4;
const WORDS = 3;
/** A seat looks for free records after 20 to 32 of its own. */
const CHANGES = 80;
const OFFSETS = 40;

const vectors = await importVectors<ShrinkVector>(
  `import type { f64, FixedArray, SecVec } from "amph-gen/spec";
export type Rows = SecVec<FixedArray<f64, ${WORDS}>, { maxLength: ${
    SEATS + 1
  }; threads: ${SEATS} }>;
`,
);
const module: VectorModule<ShrinkVector> = vectors("Rows");

function create(): ShrinkVector {
  return module.createIn(new SharedArrayBuffer(65536), 0);
}

function row(value: number): Float64Array {
  return new Float64Array(WORDS).fill(value);
}

/** What `read` gives, when `meanwhile` runs after the first word of it was copied. */
function stopped(
  read: (into: Float64Array) => unknown,
  meanwhile: () => void,
): readonly number[] | undefined {
  const found = row(-1);
  let words = 0;
  const into = new Proxy(found, {
    get: (target, key) => Reflect.get(target, key, target),
    set(target, key, value) {
      if (++words === 2) meanwhile();
      return Reflect.set(target, key, value, target);
    },
  });
  return read(into) === undefined ? undefined : [...found];
}

/** Handles with the seats 0, 1 … in order; none of them shows a slot. */
function seated(vector: ShrinkVector, count: number): readonly ShrinkVector[] {
  const handles = Array.from({ length: count }, () => module.attach(vector.handle));
  for (const handle of handles) assert.ok(handle.size >= 0);
  return handles;
}

for (let reader = 0; reader < SEATS; reader++) {
  test(`a reader with seat ${reader} is seen by all others`, () => {
    for (let writer = 0; writer < SEATS; writer++) {
      if (writer === reader) continue;
      const vector = create();
      // More slots than there are seats.
      for (let k = 0; k <= SEATS; k++) vector.pushBack(row(k));
      vector.detach();
      const handles = seated(vector, Math.max(reader, writer) + 1);
      const reading = handles[reader]!;
      const writing = handles[writer]!;
      let last = 0;
      // The slot that is read belongs to another record of the writer each time.
      for (let offset = 0; offset < OFFSETS; offset++) {
        writing.set(0, row(++last));
        const before = last;
        const found = stopped((into) => reading.get(0, into), () => {
          for (let k = 0; k < CHANGES; k++) writing.set(0, row(++last));
        });
        assert.deepEqual(found, [...row(before)], `seat ${writer} writes, ${offset}`);
      }
      for (const handle of handles) assert.deepEqual(handle.get(0), row(last));
      assert.equal(module.attach(vector.handle).maxLength, SEATS + 1);
    }
  });
}

test("a popped element is read whole, while others push and pop", () => {
  const vector = create();
  const [popping, pushing] = seated(vector, 2) as [ShrinkVector, ShrinkVector];
  for (let value = 0; value < OFFSETS; value++) {
    pushing.pushBack(row(value));
    const found = stopped((into) => popping.popBack(into), () => {
      for (let k = 0; k < CHANGES; k++) {
        pushing.pushBack(row(-k));
        assert.deepEqual(pushing.popBack(), row(-k));
      }
    });
    assert.deepEqual(found, [...row(value)]);
    assert.equal(popping.size, 0);
  }
});

test("a handle that comes to a seat shows what it reads, whatever was shown before", () => {
  const vector = create();
  // The first slot of all.
  vector.pushBack(row(1));
  let last = 1;
  const change = () => {
    for (let k = 0; k < CHANGES; k++) vector.set(0, row(++last));
  };
  const [reading] = seated(vector, 1) as [ShrinkVector];
  for (let round = 0; round < OFFSETS; round++) {
    const before = last;
    assert.deepEqual(stopped((into) => reading.get(0, into), change), [...row(before)]);
    reading.detach();
    const again = last;
    assert.deepEqual(reading.get(0), row(again));
    reading.detach();
    assert.deepEqual(stopped((into) => reading.get(0, into), change), [...row(again)]);
    reading.detach();
    vector.set(0, row(++last));
  }
});

test("readers at once, of several elements, keep what each of them reads", () => {
  const vector = create();
  for (let k = 0; k < 3; k++) vector.pushBack(row(k));
  vector.detach();
  const [writing, ...readers] = seated(vector, SEATS);
  let last = 100;
  const read = (depth: number): void => {
    const reader = readers[depth];
    if (reader === undefined) {
      for (let k = 0; k < CHANGES; k++) writing!.set(k % 3, row(++last));
      return;
    }
    const before = reader.get(depth) as Float64Array;
    assert.deepEqual(stopped((into) => reader.get(depth, into), () => read(depth + 1)), [
      ...before,
    ]);
  };
  for (let k = 0; k < OFFSETS; k++) {
    read(0);
    writing!.popBack();
    writing!.pushBack(row(++last));
  }
});
