/** Batches, copies and views of vectors, of both forms. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AppendVector, importVectors, type NumberVector } from "../support/vectors.ts";

const made = await importVectors<AppendVector>(`import type { SecVec, u32 } from "amph-gen/spec";
export type Growing = SecVec<u32, { maxLength: 60000; shrink: false }>;
export type Shrinking = SecVec<u32, { maxLength: 60000 }>;
`);

for (const name of ["Growing", "Shrinking"]) {
  test(`${name}: pushMany appends every item of its part of the list`, () => {
    const vector = made(name).create();
    assert.equal(vector.pushMany([10, 11, 12, 13]), 0);
    assert.equal(vector.pushMany(Uint32Array.of(0, 20, 21, 22, 0), 1, 3), 4);
    assert.equal(vector.pushMany([99], 0, 0), 7);
    assert.deepEqual([...vector], [10, 11, 12, 13, 20, 21, 22]);
    assert.throws(() => vector.pushMany([1, 2], 1, 2), RangeError);
    assert.throws(() => vector.pushMany([1, 2], -1, 1), RangeError);
    assert.equal(vector.size, 7);
  });

  test(`${name}: copyTo says how many elements it has copied, and copies no others`, () => {
    const vector = made(name).create();
    vector.pushMany([1, 2, 3, 4, 5]);
    const into = new Uint32Array(4).fill(77);
    assert.equal(vector.copyTo(into), 4);
    assert.deepEqual([...into], [1, 2, 3, 4]);
    assert.equal(vector.copyTo(into.fill(77), 3), 2);
    assert.deepEqual([...into], [4, 5, 77, 77]);
    assert.equal(vector.copyTo(into.fill(77), 1, 2), 2);
    assert.deepEqual([...into], [2, 3, 77, 77]);
    assert.equal(vector.copyTo(into.fill(77), 5), 0);
    assert.deepEqual([...into], [77, 77, 77, 77]);
  });
}

test("views show each bucket's published elements, and no more, over several buckets", () => {
  const vector = made("Growing").create() as NumberVector;
  const items = Uint32Array.from({ length: 50_000 }, (_, k) => k * 7);
  vector.pushMany(items);
  const lengths: number[] = [];
  for (let bucket = 0, at = 0; at < items.length; bucket++) {
    assert.equal(vector.bucketStart(bucket), at);
    const view = vector.view(bucket);
    lengths.push(view.length);
    for (let k = 0; k < view.length; k++) {
      if (view[k] !== items[at + k]) assert.fail(`bucket ${bucket}, element ${k} is ${view[k]}`);
    }
    assert.equal(vector.bucketOf(at), bucket);
    assert.equal(vector.bucketOf(at + view.length - 1), bucket);
    at += view.length;
  }
  assert.ok(lengths.length > 1, "all elements lie in one bucket");
  assert.equal(lengths.reduce((a, b) => a + b), items.length);
});

test("a bucket that there is not is an error", () => {
  const vector = made("Growing").create() as NumberVector;
  for (const bucket of [-1, 0.5, 40, NaN]) {
    assert.throws(() => vector.bucketStart(bucket), RangeError, String(bucket));
    assert.throws(() => vector.view(bucket), RangeError, String(bucket));
  }
});
