import assert from "node:assert/strict";
import { test } from "node:test";
import { itemPaddings, itemStrideBytes, leaves, solveItem } from "../../generator/layout/item.ts";
import type { Scalar, SlotType } from "../../generator/spec/model.ts";
import { array, bookDelta, bytes, record, scalar, text, union } from "./layout-samples.ts";

/** `path@byte:view` of every leaf. */
function placed(type: SlotType): string[] {
  return leaves(solveItem(type)).map(({ path, byteOffset, view }) =>
    `${path.join(".")}@${byteOffset}:${view}`
  );
}

test("every scalar has its view and natural alignment", () => {
  const expected: [Scalar, string, number][] = [
    ["u8", "u8", 1],
    ["i8", "i8", 1],
    ["u16", "u16", 2],
    ["i16", "i16", 2],
    ["u32", "u32", 4],
    ["i32", "i32", 4],
    ["f32", "f32", 4],
    ["f64", "f64", 8],
    ["bool", "u8", 1],
    ["u53", "f64", 8],
    ["u64", "u64", 8],
    ["i64", "i64", 8],
  ];
  for (const [name, view, size] of expected) {
    const item = solveItem(scalar(name));
    assert.deepEqual([item.view, item.byteLength, item.alignment], [view, size, size], name);
  }
});

test("fields lie in descending alignment and stay listed in the order of the spec", () => {
  const type = record("Mixed", {
    flag: scalar("bool"),
    price: scalar("f64"),
    symbol: scalar("u16"),
    count: scalar("u32"),
    side: union("bid", "ask"),
    time: scalar("u53"),
  });
  assert.deepEqual(placed(type), [
    "flag@22:u8",
    "price@0:f64",
    "symbol@20:u16",
    "count@16:u32",
    "side@23:u8",
    "time@8:f64",
  ]);
  const item = solveItem(type);
  assert.deepEqual([item.byteLength, item.alignment], [24, 8]);
});

test("among equal alignments a field that ends ragged comes last", () => {
  const type = record("Outer", {
    inner: record("Inner", { x: scalar("f64"), y: scalar("u8") }),
    z: scalar("f64"),
    last: scalar("u8"),
  });
  assert.deepEqual(placed(type), ["inner.x@8:f64", "inner.y@16:u8", "z@0:f64", "last@17:u8"]);
  assert.equal(solveItem(type).byteLength, 18);
});

test("a text is a length word and its bytes, u16 from 256 bytes on", () => {
  assert.deepEqual(placed(text(255)), ["length@0:u8", "@1:u8"]);
  assert.deepEqual(placed(text(256)), ["length@0:u16", "@2:u8"]);
  assert.deepEqual([solveItem(text(255)).byteLength, solveItem(text(256)).byteLength], [256, 258]);
  const [length, data] = leaves(solveItem(record("R", { length: text(300) })));
  assert.deepEqual(length?.type, scalar("u16"));
  assert.deepEqual([data?.path, data?.type, data?.byteLength], [["length"], text(300), 300]);
});

test("a union needs u16 from 257 members on", () => {
  const members = (count: number) => union(...Array.from({ length: count }, (_, i) => `m${i}`));
  assert.equal(solveItem(members(256)).view, "u8");
  assert.equal(solveItem(members(257)).view, "u16");
});

test("leaves of nested arrays carry every length and stride", () => {
  const point = record("Point", { x: scalar("f64"), y: scalar("u8") });
  const type = record("Grid", { id: scalar("u8"), rows: array(array(point, 3), 2) });
  const [id, x, y] = leaves(solveItem(type));
  const arrays = [{ length: 2, strideBytes: 48 }, { length: 3, strideBytes: 16 }];
  assert.deepEqual([id?.byteOffset, id?.arrays], [96, []]);
  assert.deepEqual([x?.path, x?.byteOffset, x?.arrays], [["rows", "x"], 0, arrays]);
  assert.deepEqual([y?.path, y?.byteOffset, y?.arrays], [["rows", "y"], 8, arrays]);
});

test("the stride is the alignment's multiple, or whole lines", () => {
  const item = solveItem(bookDelta);
  assert.equal(item.byteLength, 19);
  assert.equal(itemStrideBytes(item, "none", 64), 24);
  assert.equal(itemStrideBytes(item, "line", 64), 64);
  assert.equal(itemStrideBytes(solveItem(bytes(65)), "line", 64), 128);
  assert.equal(itemStrideBytes(solveItem(bytes(65)), "none", 64), 65);
});

test("padding inside an item is named after the field in front of it", () => {
  const inner = record("Inner", { x: scalar("f64"), y: scalar("u8") });
  const type = record("Outer", { pairs: array(inner, 2), one: inner, two: inner });
  const item = solveItem(type);
  assert.deepEqual(
    itemPaddings(item, 80).map(({ name, byteOffset, byteLength, arrays }) => [
      name,
      byteOffset,
      byteLength,
      arrays.length,
    ]),
    [["after pairs", 9, 7, 1], ["after one", 41, 7, 0], ["after two", 57, 23, 0]],
  );
  assert.deepEqual(itemPaddings(solveItem(scalar("f64")), 64), [
    { name: "after item", byteOffset: 8, byteLength: 56, arrays: [] },
  ]);
});
