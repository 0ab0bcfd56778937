import assert from "node:assert/strict";
import { test } from "node:test";
import { recordDeclaration } from "../../generator/emit/declarations.ts";
import { commentText, docComment, quote, specType, tsType } from "../../generator/emit/types.ts";
import type { SlotType } from "../../generator/spec/model.ts";

const scalar = (name: "f64" | "u53" | "u64" | "bool"): SlotType => ({
  kind: "scalar",
  scalar: name,
});
const point: SlotType = {
  kind: "record",
  record: { name: "Point", doc: "", fields: [{ name: "x", doc: "", type: scalar("f64") }] },
};

test("a literal reads back as its text, and holds nothing that a tool could act on", () => {
  const texts = [
    `"'\`\\`,
    "${1}",
    "*/",
    "a\nb\r\t\0",
    "\u2028\u2029\ufeff\u200b",
    "😀é\ud800",
    "@ts-" + "ignore deno-" + "lint-ignore eslint-" + "disable",
  ];
  for (const text of texts) {
    assert.equal(JSON.parse(quote(text)), text);
    assert.match(quote(text), /^"[\x20-\x7e]*"$/);
    assert.doesNotMatch(quote(text), /@ts-|lint-|eslint-/);
  }
});

test("a text in a comment can neither end it nor switch anything off", () => {
  assert.equal(commentText("a */ b **/ c"), "a *\\/ b **\\/ c");
  for (
    const word of [
      "@ts-" + "ignore",
      "deno-" + "lint-ignore-file",
      "eslint-" + "disable",
      "dprint-" + "ignore",
    ]
  ) {
    assert.equal(commentText(`see ${word}`).includes(word), false);
  }
  assert.equal(commentText("plain </script> text"), "plain </script> text");
});

test("a doc comment is one line where it can be", () => {
  assert.equal(docComment(""), "");
  assert.equal(docComment("\n \n"), "");
  assert.equal(docComment("One line."), "/** One line. */");
  assert.equal(docComment("Two\nlines.\n"), "/**\n * Two\n * lines.\n */");
  assert.equal(docComment("a\u2028b\r\nc\rd"), "/**\n * a\n * b\n * c\n * d\n */");
  assert.equal(docComment("x */ y"), "/** x *\\/ y */");
});

test("slot types in TypeScript, and as a spec writes them", () => {
  const cases: readonly (readonly [SlotType, string, string])[] = [
    [scalar("f64"), "number", "f64"],
    [scalar("u64"), "bigint", "u64"],
    [scalar("bool"), "boolean", "bool"],
    [{ kind: "text", bytes: 8 }, "string", "Text<8>"],
    [{ kind: "bytes", length: 4 }, "Uint8Array", "Bytes<4>"],
    [{ kind: "union", members: ["a", "b\n"] }, '"a" | "b\\n"', '"a" | "b\\n"'],
    [{ kind: "array", of: scalar("u53"), length: 3 }, "Float64Array", "FixedArray<u53, 3>"],
    [{ kind: "array", of: scalar("bool"), length: 3 }, "boolean[]", "FixedArray<bool, 3>"],
    [
      { kind: "array", of: { kind: "union", members: ["a", "b"] }, length: 2 },
      '("a" | "b")[]',
      'FixedArray<"a" | "b", 2>',
    ],
    [point, "Point", "Point"],
    [{ kind: "array", of: point, length: 2 }, "Point[]", "FixedArray<Point, 2>"],
  ];
  for (const [type, typeScript, spec] of cases) {
    assert.equal(tsType(type), typeScript);
    assert.equal(specType(type), spec);
  }
});

test("a record is declared with its documentation, and each field's slot type", () => {
  const text = recordDeclaration({
    name: "Trade",
    doc: "What */ happened.",
    fields: [
      { name: "price", doc: "In euros.", type: scalar("f64") },
      { name: "side", doc: "", type: { kind: "union", members: ["buy", "sell"] } },
    ],
  });
  assert.equal(
    text.replace(/\s+/g, " ").trim(),
    '/** What *\\/ happened. */ export interface Trade { /** f64. In euros. */ price: number; side: "buy" | "sell"; }',
  );
});
