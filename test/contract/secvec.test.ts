/** Vectors of both forms: what goes in comes out at its index, and what cannot be says so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyVector, type AppendVector, importVectors } from "../support/vectors.ts";
import { EVERY_TYPE, everything } from "./records.ts";

const IMPORTS = `import type {
  bool, Bytes, f32, f64, FixedArray, i16, i32, i64, i8, SecVec, Text, u16, u32, u53, u64, u8,
} from "amph-gen/spec";
`;

/** Value → what comes out, where it is another one. */
const SCALARS: Readonly<Record<string, readonly (readonly [unknown, unknown?])[]>> = {
  u8: [[0], [255], [300, 44], [-1, 255], [1.9, 1], [NaN, 0]],
  i8: [[-128], [127], [128, -128], [-1.9, -1]],
  u16: [[0], [65535], [65536, 0]],
  i16: [[-32768], [32767], [32768, -32768]],
  u32: [[0], [2 ** 31], [2 ** 32 - 1], [2 ** 32, 0]],
  i32: [[-(2 ** 31)], [2 ** 31 - 1], [2 ** 31, -(2 ** 31)]],
  f32: [[1.5], [-0], [NaN], [1.1, Math.fround(1.1)]],
  f64: [[1.1], [-0], [NaN], [-Infinity], [5e-324]],
  u53: [[0], [2 ** 53 - 1]],
  u64: [[0n], [2n ** 64n - 1n], [2n ** 64n, 0n]],
  i64: [[2n ** 63n - 1n], [-(2n ** 63n)], [2n ** 63n, -(2n ** 63n)]],
  bool: [[true], [false]],
  "Text<12>": [["ä€😀"], [""], ["twelve bytes"]],
  "Bytes<4>": [[Uint8Array.of(0, 255, 1, 2)]],
  "FixedArray<f64, 3>": [[Float64Array.of(1.5, NaN, -0)]],
  "FixedArray<Point, 2>": [[[{ x: 1.5, y: -3 }, { x: 0, y: 4 }]]],
  "FixedArray<bool, 2>": [[[true, false]]],
  '"left" | "right"': [["right"], ["left"]],
  Point: [[{ x: 0.5, y: 7 }]],
};

const VARIANTS = [
  "shrink: false",
  'shrink: false; padding: "line"',
  "shrink: true",
  'shrink: true; padding: "line"',
];

const slotTypes = Object.keys(SCALARS);

const typed = await importVectors<AnyVector>(
  IMPORTS + "interface Point { x: f32; y: i16 }\n" +
    slotTypes.flatMap((type, k) =>
      VARIANTS.map((options, v) =>
        `export type Type${k}In${v} = SecVec<${type}, { maxLength: 40; ${options} }>;`
      )
    ).join("\n"),
);

slotTypes.forEach((type, k) => {
  test(`${type}: each element comes out at its index, in every form`, () => {
    VARIANTS.forEach((options, v) => {
      const vector = typed(`Type${k}In${v}`).create();
      const cases = SCALARS[type] ?? [];
      cases.forEach(([value], index) => {
        assert.equal(vector.pushBack(value), index, options);
        assert.equal(vector.size, index + 1, options);
      });
      const wanted = cases.map((pair) => pair.length === 2 ? pair[1] : pair[0]);
      const found = wanted.map((_, index) => vector.get(index));
      assert.deepEqual(found, wanted, options);
      assert.deepEqual([...vector], wanted, options);
      assert.equal(vector.get(wanted.length), undefined, options);
    });
  });
});

const records = await importVectors(
  IMPORTS + EVERY_TYPE +
    "export type Packed = SecVec<Everything, { maxLength: 40; shrink: false }>;\n" +
    'export type Lined = SecVec<Everything, { maxLength: 40; shrink: false; padding: "line" }>;',
);

for (const name of ["Packed", "Lined"]) {
  test(`${name}: a record with every slot type comes out as it went in`, () => {
    const vector = records(name).create();
    assert.equal(vector.pushBack(everything(true)), 0);
    assert.equal(vector.pushMany([everything(false), everything(true)]), 1);
    assert.deepEqual([...vector], [everything(true), everything(false), everything(true)]);
    const mine = everything(false);
    const { bytes, samples, point } = mine;
    assert.equal(vector.get(2, mine), mine);
    assert.deepEqual(mine, everything(true));
    assert.ok(mine.bytes === bytes && mine.samples === samples && mine.point === point);
    const into: unknown[] = [mine];
    assert.equal(vector.copyTo(into, 1), 2);
    assert.equal(into[0], mine);
    assert.deepEqual(into, [everything(false), everything(true)]);
  });

  test(`${name}: an item that does not fit is an error, and nothing is pushed`, () => {
    const vector = records(name).create();
    for (const wrong of [{ a: "1" }, { text: "more than twelve" }, { hostile: "none" }]) {
      const item = { ...everything(true), ...wrong };
      assert.throws(() => vector.pushBack(item), /RangeError|TypeError/);
      assert.throws(() => vector.pushMany([everything(true), item]), /RangeError|TypeError/);
    }
    assert.throws(() => vector.get(0, { bytes: new Uint8Array(4) }), TypeError);
    assert.equal(vector.pushBack(everything(true)), 0);
    assert.equal(vector.size, 1);
  });

  test(`${name}: an item that throws while it is written leaves no hole`, () => {
    for (const before of [0, 30]) {
      for (const hasOther of [false, true]) {
        const vector = records(name).create();
        for (let k = 0; k < before; k++) vector.pushBack(everything(false));
        let reads = 0;
        const item = everything(true);
        // The first read is that of the check: the second comes when the slot is reserved.
        Object.defineProperty(item.points[1], "x", {
          get() {
            if (++reads < 2) return 1;
            if (hasOther) vector.pushBack(everything(false));
            throw new Error("planted");
          },
        });
        assert.throws(() => vector.pushBack(item), /planted/);
        reads = 0;
        const length = vector.size;
        // Behind another one's element, a slot that was reserved cannot go back: it is published.
        assert.equal(length, before + (hasOther ? 2 : 0));
        assert.throws(() => vector.pushMany([everything(false), item]), /planted/);
        assert.equal(vector.size, length + (hasOther ? 3 : 0));
        assert.equal(vector.pushBack(everything(true)), vector.size - 1);
        assert.deepEqual(vector.get(vector.size - 1), everything(true));
        for (const element of vector) assert.ok(element !== undefined);
      }
    }
  });
}

const some = await importVectors(
  IMPORTS + `
export type Three = SecVec<i32, { maxLength: 3; shrink: false }>;
export type Long = SecVec<f64, { maxLength: 200_000; shrink: false }>;
export type Texts = SecVec<Text<8>, { maxLength: 200; shrink: false }>;`,
);

test("a push beyond maxLength throws CapacityError and changes nothing", () => {
  const { create, attach, CapacityError } = some("Three");
  const vector = create();
  const other = attach(vector.handle);
  assert.throws(() => vector.pushMany([1, 2, 3, 4]), CapacityError);
  assert.equal(vector.pushMany([1, 2]), 0);
  assert.throws(() => other.pushMany([1, 2]), CapacityError);
  assert.equal(other.pushBack(3), 2);
  for (const one of [vector, other]) {
    assert.throws(() => one.pushBack(4), CapacityError);
    assert.throws(() => one.pushBack(4), /maxLength is 3/);
    assert.equal(one.size, 3);
    assert.deepEqual([...one], [1, 2, 3]);
  }
});

test("what is outside is undefined, whatever the index", () => {
  for (const name of ["Three", "Long", "Texts"]) {
    const vector = some(name).create();
    for (const filled of [false, true]) {
      if (filled) vector.pushMany(name === "Texts" ? ["a", "b"] : [1, 2]);
      for (
        const index of [
          2,
          3,
          -1,
          -0.5,
          0.5,
          NaN,
          Infinity,
          -Infinity,
          2 ** 31,
          2 ** 32,
          2 ** 32 + 1,
        ]
      ) assert.equal(vector.get(index), undefined, `${name} ${index}`);
    }
  }
});

test("elements stay where they are while the vector grows, and so do views", () => {
  const vector = some("Long").create() as AppendVector & {
    view(bucket: number): Float64Array;
    bucketStart(bucket: number): number;
    bucketOf(index: number): number;
  };
  const other = some("Long").attach(vector.handle);
  assert.equal(vector.view(0).length, 0);
  for (let k = 0; k < 100; k++) vector.pushBack(k);
  const early = vector.view(0);
  assert.deepEqual(Array.from(early), Array.from({ length: 100 }, (_, k) => k));
  for (let k = 100; k < vector.maxLength; k += 100) {
    vector.pushMany(Float64Array.from({ length: 100 }, (_, i) => k + i));
  }
  // The other handle was attached before the memory grew.
  assert.equal(other.size, 200_000);
  assert.equal(other.get(199_999), 199_999);
  assert.equal(other.get(8192), 8192);
  assert.deepEqual(Array.from(early), Array.from({ length: 100 }, (_, k) => k));
  assert.equal(early.buffer.byteLength > 0, true);

  let next = 0;
  for (let bucket = 0; next < 200_000; bucket++) {
    assert.equal(vector.bucketStart(bucket), next);
    const view = vector.view(bucket);
    assert.equal(vector.bucketOf(next), bucket);
    for (const value of view) assert.equal(value, next++);
    assert.equal(vector.bucketOf(next - 1), bucket);
  }
  const copy = new Float64Array(300);
  assert.equal(vector.copyTo(copy, 199_900), 100);
  assert.equal(vector.copyTo(copy, 8000, 250), 250);
  assert.deepEqual(
    Array.from(copy.subarray(0, 250)),
    Array.from({ length: 250 }, (_, k) => 8000 + k),
  );
  assert.equal(vector.copyTo(copy, 200_000), 0);
  assert.throws(() => vector.copyTo(copy, -1), RangeError);
  for (const bucket of [-1, 0.5, 5, NaN]) assert.throws(() => vector.view(bucket), RangeError);
});

test("reserve takes memory, and no more than there may be", () => {
  const { create, attach, CapacityError } = some("Long");
  const vector = create();
  const before = vector.capacity;
  assert.ok(before >= 8192 && before < 200_000);
  vector.reserve(100_000);
  assert.ok(vector.capacity >= 100_000);
  assert.equal(vector.size, 0);
  assert.equal(vector.isEmpty, true);
  const other = attach(vector.handle);
  assert.ok(other.capacity >= 100_000);
  vector.reserve(200_000);
  assert.equal(vector.capacity, 200_000);
  other.reserve(200_000);
  assert.equal(other.capacity, 200_000);
  assert.throws(() => vector.reserve(200_001), CapacityError);
  for (const length of [-1, 1.5, NaN]) assert.throws(() => vector.reserve(length), RangeError);
});

test("a vector lies in memory that exists, whole, beside others", () => {
  const { create, createIn, attach, LayoutMismatchError } = some("Three");
  const { byteLength } = create().handle.buffer;
  const buffer = new SharedArrayBuffer(byteLength + 128);
  const vector = createIn(buffer, 128);
  assert.equal(vector.handle.memory, undefined);
  assert.equal(vector.capacity, 3);
  vector.pushMany([1, 2]);
  assert.deepEqual([...attach(vector.handle)], [1, 2]);
  assert.throws(() => createIn(buffer, 128), LayoutMismatchError);
  assert.throws(() => createIn(buffer, 8), LayoutMismatchError);
  assert.throws(() => createIn(new SharedArrayBuffer(64), 0), LayoutMismatchError);
  assert.throws(() => createIn(new ArrayBuffer(4096), 0), LayoutMismatchError);
});

test("attach refuses what this module has not made", () => {
  const { create, attach, LayoutMismatchError } = some("Three");
  const { handle } = create();
  const refused = (changed: object, message: RegExp) => {
    const attempt = () => attach({ ...handle, ...changed });
    assert.throws(attempt, LayoutMismatchError);
    assert.throws(attempt, message);
  };
  refused({ memory: undefined, buffer: new ArrayBuffer(65536) }, /no SharedArrayBuffer/);
  refused({ memory: {} }, /no WebAssembly.Memory/);
  refused({ byteOffset: 4 }, /byteOffset is 4, expected a multiple/);
  refused({ byteOffset: 65536 }, /bytes from byte 65536 on/);
  refused(some("Texts").create().handle, /fingerprint/);
  const words = new Int32Array(handle.buffer, 0, 5);
  for (let word = 0; word < 5; word++) {
    const right = words[word]!;
    words[word] = right ^ 1;
    refused({}, new RegExp(`at byte ${word * 4} is 0x`));
    words[word] = right;
  }
  assert.equal(attach(handle).size, 0);
});

test("the items of a run may change between check and write", () => {
  const vector = some("Long").create();
  let reads = 0;
  const items = {
    length: 2,
    0: 1,
    get 1(): unknown {
      return ++reads < 2 ? 2 : "changed";
    },
  };
  assert.throws(() => vector.pushMany(items as ArrayLike<unknown>), TypeError);
  assert.equal(vector.size, 0);
  assert.equal(vector.pushMany([5, 6, 7], 1, 0), 0);
  assert.equal(vector.pushMany([5, 6, 7], 1, 2), 0);
  assert.deepEqual([...vector], [6, 7]);
  assert.throws(() => vector.pushMany([1], 0, 2), RangeError);
});
