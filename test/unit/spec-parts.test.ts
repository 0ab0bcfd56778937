import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accessorName,
  isIdentifier,
  kebabCase,
  pascalCase,
} from "../../generator/core/identifiers.ts";
import { collectFaults } from "../../generator/spec/faults.ts";
import { itemBytes } from "../../generator/spec/item-size.ts";
import { parseJsonTree } from "../../generator/spec/json-tree.ts";
import type { Scalar, SlotType } from "../../generator/spec/model.ts";
import { nearest } from "../../generator/spec/suggest.ts";

test("names turn into file names and members", () => {
  const files = ["BookDeltas", "HTTPQueue", "Level2Book", "A", "Book_Deltas", "Pay$"].map(
    kebabCase,
  );
  assert.deepEqual(files, ["book-deltas", "http-queue", "level2-book", "a", "book-deltas", "pay"]);
  const members = ["price", "Price", "price_level", "priceLevel", "_x", "_", "$a"].map(pascalCase);
  assert.deepEqual(members, ["Price", "Price", "PriceLevel", "PriceLevel", "X", "_", "$a"]);
  assert.equal(accessorName("set", ["best", "price"]), "setBestPrice");
  assert.deepEqual(
    ["a", "$_9", "9a", "", "é", "a b", "a".repeat(100), "a".repeat(101), "a\n"].map(isIdentifier),
    [true, true, false, false, false, false, true, false, false],
  );
});

test("the size of an item counts natural alignment", () => {
  const of = (scalar: Scalar): SlotType => ({ kind: "scalar", scalar });
  const record = (...types: SlotType[]): SlotType => ({
    kind: "record",
    record: {
      name: "R",
      doc: "",
      fields: types.map((type, index) => ({ name: `f${index}`, doc: "", type })),
    },
  });
  const union = (count: number): SlotType => ({
    kind: "union",
    members: Array.from({ length: count }, (_, index) => String(index)),
  });
  const sizes: readonly [SlotType, number][] = [
    [of("bool"), 1],
    [of("u53"), 8],
    [union(256), 1],
    [union(257), 2],
    [{ kind: "text", bytes: 255 }, 256],
    [{ kind: "text", bytes: 256 }, 258],
    [{ kind: "bytes", length: 7 }, 7],
    [record(of("u8"), of("f64"), of("u16")), 24],
    [record(of("u16"), { kind: "text", bytes: 2 }), 6],
    [{ kind: "array", of: record(of("u32"), of("u8")), length: 3 }, 24],
    [{ kind: "array", of: { kind: "text", bytes: 257 }, length: 2 }, 520],
    [record({ kind: "array", of: of("u8"), length: 3 }, of("i64")), 16],
  ];
  for (const [type, bytes] of sizes) assert.equal(itemBytes(type), bytes, JSON.stringify(type));
});

test("near misses are found and far ones are not", () => {
  const words = ["capacity", "producers", "f64", "Queue"];
  const misses = ["capasity", "producer", "PRODUCERS", "f46", "Qeue", "colour", "x", ""];
  assert.deepEqual(
    misses.map((miss) => nearest(miss, words)),
    ["capacity", "producers", "producers", "f64", "Queue", undefined, undefined, undefined],
  );
});

test("JSON is read as JSON.parse reads it", () => {
  const texts = [
    ' { "a" : [ 1 , -2.5e+3 , true , false , null , "\\u0041\\n\\"" , { } , [ ] ] } ',
    "0",
    '"x"',
    '{"__proto__":1,"constructor":{"prototype":2},"":3,"a/b~c":4}',
    "\r\n\t[1e400]",
  ];
  for (const text of texts) {
    const faults = collectFaults("x.layout.json");
    const tree = parseJsonTree(text, faults);
    faults.throwIfAny();
    assert.deepEqual(JSON.stringify(tree?.value), JSON.stringify(JSON.parse(text)));
  }
});

test("what JSON.parse refuses is refused", () => {
  const texts = ["", "{", "[1,]", "{,}", "{a:1}", "'a'", "01", "1.", ".5", "+1", "0x1", "NaN"];
  texts.push('"\n"', '"\\x"', '"\\u12"', '"\u0001"', "tru", "[1] 2", "[1 2]", '{"a" 1}', "/**/1");
  for (const text of texts) {
    assert.throws(() => JSON.parse(text), SyntaxError, text);
    const faults = collectFaults("x.layout.json");
    assert.equal(parseJsonTree(text, faults), undefined, text);
    assert.throws(() => faults.throwIfAny(), /AMPH101/, text);
  }
});

test("JSON values and keys have places", () => {
  const tree = parseJsonTree('{\r\n  "a/b": [1,\n    {"c": 2}]\r}', collectFaults("x"));
  assert.deepEqual([...tree?.places ?? []], [
    ["", { line: 1, column: 1 }],
    ["/a~1b", { line: 2, column: 10 }],
    ["/a~1b/0", { line: 2, column: 11 }],
    ["/a~1b/1", { line: 3, column: 5 }],
    ["/a~1b/1/c", { line: 3, column: 11 }],
  ]);
  assert.deepEqual(tree?.keys.get("/a~1b/1/c"), { line: 3, column: 6 });
});
