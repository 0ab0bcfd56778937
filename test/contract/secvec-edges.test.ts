/** Vectors at their edges: full to the last word, asked for what there is not, cursors that go back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppendVector, importVectors, type ShrinkVector } from "../support/vectors.ts";

const made = await importVectors<AppendVector>(`import type { SecVec, u16 } from "amph-gen/spec";
export type Growing = SecVec<u16, { maxLength: 4096; shrink: false }>;
export type Shrinking = SecVec<u16, { maxLength: 4096; threads: 1 }>;
`);

const NAMES = ["Growing", "Shrinking"] as const;
const MAX_LENGTH = 4096;
/** All bits are set: read as anything else, an element says too much. */
const ONES = 0xffff;

function detach(vector: AppendVector): void {
  if ("detach" in vector && typeof vector.detach === "function") vector.detach();
}

/** In memory that exists, as much as one of these vectors takes. */
function createIn(name: typeof NAMES[number]): AppendVector {
  const { create, createIn } = made(name);
  return createIn(new SharedArrayBuffer(create().handle.buffer.byteLength), 0);
}

for (const name of NAMES) {
  test(`${name}: nothing before the first element or behind the last is taken for one`, () => {
    const vector = made(name).create();
    for (let index = 0; index < MAX_LENGTH; index++) vector.pushBack(ONES);
    assert.equal(vector.size, MAX_LENGTH);
    const other = made(name).attach(vector.handle);
    detach(vector);
    for (let distance = 1; distance < 2 * MAX_LENGTH; distance++) {
      assert.equal(other.get(-distance), undefined, String(-distance));
      assert.equal(other.get(MAX_LENGTH - 1 + distance), undefined, String(distance));
    }
    assert.equal(other.size, MAX_LENGTH);
    assert.equal(other.get(MAX_LENGTH - 1), ONES);
    assert.equal(Array.from(other).length, MAX_LENGTH);
  });

  test(`${name}: in memory that exists it takes maxLength elements, one by one or at once`, () => {
    const items = Uint16Array.from({ length: MAX_LENGTH }, (_, k) => ONES - k);
    for (const hasRun of [false, true]) {
      const vector = createIn(name);
      assert.equal(vector.capacity, MAX_LENGTH);
      if (hasRun) assert.equal(vector.pushMany(items), 0);
      else for (const [k, item] of items.entries()) assert.equal(vector.pushBack(item), k);
      assert.equal(vector.size, MAX_LENGTH);
      vector.reserve(MAX_LENGTH);
      assert.throws(() => vector.pushBack(1), made(name).CapacityError);
      assert.deepEqual(Uint16Array.from(vector as Iterable<number>), items);
    }
  });

  test(`${name}: a copy of more than there is room for fills the room`, () => {
    const vector = made(name).create();
    vector.pushMany([1, 2, 3, 4, 5]);
    const into = new Uint16Array(2);
    assert.equal(vector.copyTo(into, 1, 4), 2);
    assert.deepEqual([...into], [2, 3]);
    for (const from of [5, 6, 100, 2 ** 53]) assert.equal(vector.copyTo(into, from, 2), 0);
    assert.deepEqual([...into], [2, 3]);
    assert.throws(() => vector.copyTo(into, -1, 2), RangeError);
  });

  test(`${name}: of a run whose first item does not fit nothing is pushed, whoever pushes`, () => {
    const vector = made(name).create();
    const other = made(name).attach(vector.handle);
    const items = {
      length: 3,
      get 0(): unknown {
        if (name === "Growing") other.pushBack(7);
        return "1";
      },
      1: 8,
      2: 9,
    };
    assert.throws(() => vector.pushMany(items), TypeError);
    assert.deepEqual([...vector], name === "Growing" ? [7] : []);
  });
}

test("Growing: what is given back is there for who has seen it taken", () => {
  const { create, attach } = made("Growing");
  for (const count of [1, 2, MAX_LENGTH]) {
    const vector = create();
    let other: AppendVector | undefined;
    let reads = 0;
    const items = {
      length: MAX_LENGTH,
      get 0(): unknown {
        // Read a second time when the slots are reserved.
        if (++reads < 2) return 1;
        other = attach(vector.handle);
        throw new Error("planted");
      },
    };
    for (let k = 1; k < MAX_LENGTH; k++) Object.defineProperty(items, k, { value: k });
    assert.throws(() => vector.pushMany(items), /planted/);
    assert.ok(other !== undefined);
    assert.equal(other.size, 0);
    assert.equal(other.pushMany(new Uint16Array(count).fill(5)), 0);
    assert.deepEqual([other.size, vector.size], [count, count]);
    assert.equal(other.get(count - 1), 5);
  }
});

test("Shrinking: a handle may begin with any operation", () => {
  const { create, attach } = made("Shrinking");
  const cases: readonly (readonly [
    run: (vector: ShrinkVector) => unknown,
    answer: unknown,
    items: readonly number[],
  ])[] = [
    [(vector) => vector.get(1), 2, [1, 2]],
    [(vector) => vector.size, 2, [1, 2]],
    [(vector) => vector.pushBack(3), 2, [1, 2, 3]],
    [(vector) => vector.popBack(), 2, [1]],
    [(vector) => vector.set(1, 9), undefined, [1, 9]],
    [(vector) => vector.compareExchange?.(1, 2, 9), 2, [1, 9]],
    [(vector) => vector.pushMany([3, 4]), 2, [1, 2, 3, 4]],
    [(vector) => vector.copyTo(new Uint16Array(2)), 2, [1, 2]],
    [(vector) => [...vector], [1, 2], [1, 2]],
  ];
  for (const [run, answer, items] of cases) {
    const vector = create();
    vector.pushMany([1, 2]);
    detach(vector);
    const other = attach(vector.handle) as ShrinkVector;
    assert.deepEqual(run(other), answer, String(run));
    assert.deepEqual([...other], items, String(run));
    other.detach();
    // What all handles share is as it was.
    assert.deepEqual([...attach(vector.handle)], items, String(run));
  }
});

test("Shrinking: what is refused before it begins takes no seat", () => {
  const { create, attach } = made("Shrinking");
  const vector = create();
  const other = attach(vector.handle);
  vector.pushBack(1);
  const noSeat = { name: "ThreadLimitError" };
  for (const index of [-1, 0.5, MAX_LENGTH, NaN]) assert.equal(other.get(index), undefined);
  assert.throws(() => other.pushBack("1"), TypeError);
  assert.throws(() => other.pushMany([1], 1, 1), RangeError);
  assert.throws(() => other.copyTo(new Uint16Array(1), -1), RangeError);
  // The one seat is taken.
  assert.throws(() => other.get(0), noSeat);
  assert.throws(() => other.size, noSeat);
  assert.throws(() => other.pushBack(1), noSeat);
  detach(vector);
  assert.equal(other.size, 1);
  assert.equal(other.get(0), 1);
});
