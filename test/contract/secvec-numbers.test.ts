/** Vectors of numbers, of both forms: what is refused changes nothing, and ranges are kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppendVector, importVectors } from "../support/vectors.ts";

const made = await importVectors<AppendVector>(`import type { SecVec, u16 } from "amph-gen/spec";
export type Growing = SecVec<u16, { maxLength: 40; shrink: false }>;
export type Shrinking = SecVec<u16, { maxLength: 40; threads: 4 }>;
`);

const NAMES = ["Growing", "Shrinking"] as const;

for (const name of NAMES) {
  test(`${name}: what is no number is refused, and leaves no hole`, () => {
    const vector = made(name).create();
    const wrong = { name: "TypeError", message: /item is "1", expected a number/ };
    assert.throws(() => vector.pushBack("1"), wrong);
    assert.throws(() => vector.pushMany(["1"]), wrong);
    assert.equal(vector.size, 0);
    assert.equal(vector.isEmpty, true);
    assert.equal(vector.pushBack(1), 0);
    if (name === "Growing") {
      assert.throws(() => vector.pushMany([2, "1"]), wrong);
      assert.throws(() => vector.pushMany([2, 3, "1", 4], 1, 2), wrong);
    }
    assert.equal(vector.pushMany([2, 3]), 1);
    assert.deepEqual([...vector], [1, 2, 3]);
    assert.equal(vector.isEmpty, false);
  });

  test(`${name}: a batch of nothing tells the size, and of one its index`, () => {
    const vector = made(name).create();
    vector.pushMany([1, 2, 3]);
    assert.equal(vector.pushMany([], 0, 0), 3);
    assert.equal(vector.pushMany([9], 1), 3);
    assert.equal(vector.pushMany([9], 0, 0), 3);
    assert.equal(vector.pushMany([4], 0, 1), 3);
    assert.equal(vector.pushMany([9, 5, 6], 1), 4);
    assert.deepEqual([...vector], [1, 2, 3, 4, 5, 6]);
    for (const [from, count] of [[-1, 0], [0, -1], [3, 0], [0.5, 0], [1, 2], [NaN, 0]] as const) {
      assert.throws(() => vector.pushMany([1, 2], from, count), RangeError);
    }
    assert.equal(vector.size, 6);
  });

  test(`${name}: a copy keeps to its range, to the vector's end and to the room`, () => {
    const vector = made(name).create();
    vector.pushMany(Uint16Array.from({ length: 36 }, (_, k) => k + 1));
    const copied = (length: number, from?: number, count?: number) => {
      const into = new Uint16Array(length).fill(99);
      const copies = vector.copyTo(into, from, count);
      assert.ok(into.subarray(copies).every((value) => value === 99));
      return [...into.subarray(0, copies)];
    };
    assert.deepEqual(copied(3), [1, 2, 3]);
    assert.deepEqual(copied(3, 30), [31, 32, 33]);
    assert.deepEqual(copied(3, 35), [36]);
    assert.deepEqual(copied(3, 36), []);
    assert.deepEqual(copied(3, 40), []);
    assert.deepEqual(copied(3, 33, 5), [34, 35, 36]);
    assert.deepEqual(copied(3, 2, 2), [3, 4]);
    assert.deepEqual(copied(3, 2, 0), []);
    for (const [from, count] of [[-1, 1], [0.5, 1], [0, -1], [0, 0.5]] as const) {
      assert.throws(() => vector.copyTo(new Uint16Array(2), from, count), RangeError);
    }
  });

  test(`${name}: another handle sees each element, whatever it guessed before`, () => {
    const vector = made(name).create();
    const other = made(name).attach(vector.handle);
    assert.deepEqual([other.size, other.get(0)], [0, undefined]);
    for (let k = 0; k < 40; k += 2) {
      assert.equal(vector.pushBack(k), k);
      assert.equal(other.get(k), k);
      assert.equal(other.get(k + 1), undefined);
      assert.equal(other.pushBack(k + 1), k + 1);
      assert.equal(vector.get(k + 1), k + 1);
      assert.deepEqual([vector.size, other.size], [k + 2, k + 2]);
    }
    for (const handle of [vector, other, made(name).attach(vector.handle)]) {
      assert.throws(() => handle.pushBack(1), /40 elements and 1 more/);
      assert.throws(() => handle.pushMany([1]), /40 elements and 1 more/);
      assert.deepEqual([...handle], Array.from({ length: 40 }, (_, k) => k));
    }
  });

  test(`${name}: an index that is none finds nothing`, () => {
    const vector = made(name).create();
    vector.pushMany([1, 2, 3]);
    for (const index of [-1, 3, 40, 0.5, 2.5, NaN, 2 ** 32, 2 ** 32 + 1, -0.5, Infinity]) {
      assert.equal(vector.get(index), undefined, String(index));
    }
    assert.equal(vector.get(-0), 1);
  });
}

test("a run over the border of a word of published bits is published as a whole", () => {
  for (const before of [0, 1, 30, 31]) {
    for (let count = 1; count + before <= 40; count++) {
      const vector = made("Growing").create();
      const other = made("Growing").attach(vector.handle);
      const items = Array.from({ length: 40 }, (_, k) => k + 1);
      vector.pushMany(items, 0, before);
      assert.equal(vector.pushMany(items, before, count), before);
      assert.equal(other.size, before + count);
      assert.deepEqual([...other], items.slice(0, before + count));
    }
  }
});

test("more than there is room for is refused as a whole", () => {
  const vector = made("Growing").create();
  const other = made("Growing").attach(vector.handle);
  const items = Array.from({ length: 41 }, (_, k) => k);
  assert.throws(() => vector.pushMany(items), /0 elements and 41 more/);
  assert.equal(vector.pushMany(items, 0, 38), 0);
  assert.throws(() => other.pushMany(items, 0, 3), /38 elements and 3 more/);
  assert.equal(other.pushMany(items, 38, 2), 38);
  assert.throws(() => vector.pushMany(items, 0, 1), /40 elements and 1 more/);
  assert.equal(vector.size, 40);
});
