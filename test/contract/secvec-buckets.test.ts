/** Vectors over several buckets: memory comes when it is needed, in whole buckets, or not at all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type AnyVector,
  type AppendVector,
  importVectors,
  type NumberVector,
} from "../support/vectors.ts";

const made = await importVectors<AppendVector>(`import type { SecVec, u16 } from "amph-gen/spec";
export type Growing = SecVec<u16, { maxLength: 300_000; shrink: false }>;
export type Shrinking = SecVec<u16, { maxLength: 300_000; threads: 4 }>;
export type Paged = SecVec<u16, { maxLength: 92_416; shrink: false }>;
`);

interface U16Vector extends NumberVector {
  view(bucket: number): Uint16Array;
}

const NAMES = ["Growing", "Shrinking"] as const;

const PAGE_BYTES = 65_536;
const ITEM_BYTES = 2;
/** Who keeps asking for memory that is refused gets it in the end, and the test fails. */
const MOST_REFUSALS = 50;

function memoryOf({ handle: { memory } }: AnyVector): WebAssembly.Memory {
  assert.ok(memory !== undefined);
  return memory;
}

function pagesOf(vector: AnyVector): number {
  return memoryOf(vector).grow(0);
}

/** While `run` runs, who asks for more memory meets `instead`. */
function withGrowth(
  vector: AnyVector,
  instead: (pages: number, grow: (pages: number) => number) => number,
  run: () => void,
): void {
  const memory = memoryOf(vector);
  const grow = memory.grow.bind(memory);
  const value = (pages: number) => pages === 0 ? grow(0) : instead(pages, grow);
  Object.defineProperty(memory, "grow", { configurable: true, value });
  try {
    run();
  } finally {
    Reflect.deleteProperty(memory, "grow");
  }
}

const itemAt = (index: number) => index % 65_521;

/** Every element, with one look at the end: `into` has room for one more. */
function assertItems(vector: AnyVector, length: number): void {
  const into = new Uint16Array(length + 1);
  assert.equal(vector.copyTo(into), length);
  const wrong = into.subarray(0, length).findIndex((item, index) => item !== itemAt(index));
  assert.equal(wrong, -1);
  assert.equal(vector.get(length - 1), itemAt(length - 1));
}

for (const name of NAMES) {
  test(`${name}: a push that needs memory takes the rest of a bucket, and no more`, () => {
    const vector = made(name).create();
    const other = made(name).attach(vector.handle);
    const first = pagesOf(vector);
    const steps = [first];
    for (let index = 0, capacity = vector.capacity; index < vector.maxLength; index++) {
      assert.equal(vector.pushBack(itemAt(index)), index);
      if (vector.capacity === capacity) continue;
      capacity = vector.capacity;
      steps.push(pagesOf(vector));
    }
    // A bucket of 64 KiB, one of 128 KiB and one of 256 KiB; the last ends with the vector.
    assert.deepEqual(steps.slice(0, -1), [first, first + 2, first + 6]);
    assert.ok(steps[3]! > first + 6 && steps[3]! < first + 14, String(steps));
    assert.throws(() => memoryOf(vector).grow(1));
    assert.equal(vector.capacity, vector.maxLength);
    assertItems(vector, vector.maxLength);
    // Attached when there was one bucket.
    assert.equal(other.size, vector.maxLength);
    assertItems(other, vector.maxLength);
  });

  test(`${name}: where memory is refused nothing is pushed, and later all of it is`, () => {
    const { create, attach, OutOfMemoryError } = made(name);
    const vector = create();
    const other = attach(vector.handle);
    const pages = pagesOf(vector);
    let length = 0;
    let refusals = 0;
    const refuse = (wanted: number, grow: (pages: number) => number) => {
      if (++refusals > MOST_REFUSALS) return grow(wanted);
      throw new RangeError("planted");
    };
    withGrowth(vector, refuse, () => {
      const fill = () => {
        for (; length < vector.maxLength; length++) vector.pushBack(itemAt(length));
      };
      assert.throws(fill, OutOfMemoryError);
      assert.ok(length >= 32_768 && length < vector.maxLength, String(length));
      for (let k = 0; k < 10; k++) assert.throws(fill, OutOfMemoryError);
      assert.throws(() => vector.pushMany([1, 2, 3]), OutOfMemoryError);
      assert.throws(() => vector.reserve(length + 200), OutOfMemoryError);
      assert.throws(() => vector.reserve(vector.maxLength), OutOfMemoryError);
      assert.throws(() => vector.pushBack(1), { cause: new RangeError("planted") });
    });
    assert.equal(pagesOf(vector), pages);
    assert.deepEqual([vector.size, other.size], [length, length]);
    assertItems(vector, length);
    for (; length < vector.maxLength; length += 2) {
      assert.equal(vector.pushBack(itemAt(length)), length);
      if (length + 1 < vector.maxLength) other.pushBack(itemAt(length + 1));
    }
    assertItems(vector, vector.maxLength);
  });

  test(`${name}: memory that another thread has taken meanwhile is as good`, () => {
    const vector = made(name).create();
    const first = pagesOf(vector);
    const steps: number[] = [];
    // The machine refuses, since the other thread was first.
    const late = (wanted: number, grow: (pages: number) => number): number => {
      grow(wanted);
      steps.push(grow(0));
      throw new RangeError("planted");
    };
    withGrowth(vector, late, () => {
      for (let index = 0; index < vector.maxLength; index++) {
        assert.equal(vector.pushBack(itemAt(index)), index);
      }
    });
    assert.deepEqual(steps.slice(0, 2), [first + 2, first + 6]);
    assert.equal(steps.length, 3);
    assertItems(vector, vector.maxLength);
  });

  test(`${name}: reserve takes whole buckets, and none for a length that it refuses`, () => {
    const vector = made(name).create();
    const first = pagesOf(vector);
    assert.throws(() => vector.reserve(vector.maxLength + 1), RegExp("maxLength is 300000"));
    vector.reserve(1);
    assert.equal(pagesOf(vector), first);
    vector.reserve(80_000);
    assert.equal(pagesOf(vector), first + 2);
    assert.ok(vector.capacity >= 80_000);
    vector.reserve(200_000);
    assert.equal(pagesOf(vector), first + 6);
    vector.reserve(vector.maxLength);
    assert.equal(vector.capacity, vector.maxLength);
    assert.equal(vector.size, 0);
  });
}

test("Growing: a run for which there is no room takes no memory", () => {
  const vector = made("Growing").create();
  const pages = pagesOf(vector);
  const { CapacityError } = made("Growing");
  assert.throws(() => vector.pushMany(new Uint16Array(vector.maxLength + 1)), CapacityError);
  assert.equal(pagesOf(vector), pages);
  assert.equal(vector.pushMany(new Uint16Array(vector.maxLength)), 0);
});

test("Growing: each element is there for who has not looked since, at every page", () => {
  const vector = made("Growing").create() as U16Vector;
  const other = made("Growing").attach(vector.handle) as U16Vector;
  const origin = vector.view(0).byteOffset;
  for (let end = PAGE_BYTES; end < 10 * PAGE_BYTES; end += PAGE_BYTES) {
    // The last element of a page, and the first of the next.
    const last = Math.floor((end - origin) / ITEM_BYTES) - 1;
    const length = vector.size;
    vector.pushMany(Uint16Array.from({ length: last - length }, (_, k) => itemAt(length + k)));
    for (const index of [last, last + 1]) {
      assert.equal(vector.pushBack(itemAt(index)), index);
      assert.equal(other.size, index + 1);
      assert.equal(other.get(index), itemAt(index));
    }
  }
  const { length } = Array.from(vector);
  for (const handle of [vector, other, made("Growing").attach(vector.handle) as U16Vector]) {
    for (let bucket = 0; bucket < 4; bucket++) {
      const start = handle.bucketStart(bucket);
      const view = handle.view(bucket);
      assert.equal(view.length, Math.min(length, start + 32_768 * 2 ** bucket) - start);
      const wrong = view.findIndex((item, k) => item !== itemAt(start + k));
      assert.equal(wrong, -1, `bucket ${bucket}`);
    }
  }
});

test("Paged: the last element may end with the last page", () => {
  const { create, attach } = made("Paged");
  const items = Uint16Array.from({ length: create().maxLength }, (_, k) => itemAt(k));
  for (const fill of ["pushMany", "pushBack", "reserve"] as const) {
    const vector = create() as U16Vector;
    const other = attach(vector.handle);
    const { byteOffset } = vector.view(0);
    const endBytes = byteOffset + ITEM_BYTES * items.length;
    assert.equal(endBytes % PAGE_BYTES, 0, `${endBytes} bytes: choose another maxLength`);
    if (fill === "reserve") vector.reserve(items.length);
    if (fill === "pushBack") { for (const item of items) vector.pushBack(item); }
    else assert.equal(vector.pushMany(items), 0);
    assert.equal(pagesOf(vector), endBytes / PAGE_BYTES);
    assert.equal(other.size, items.length);
    assertItems(other, items.length);
    assertItems(vector, items.length);
  }
});
