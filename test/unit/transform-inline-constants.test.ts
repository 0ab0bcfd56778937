import assert from "node:assert/strict";
import { test } from "node:test";
import { inlineConstants } from "../../generator/transform/inline-constants.ts";

const CONSTANTS = new Map([["TAIL", 16], ["ONE", 1], ["ZERO", 0], ["BIG", 65536]]);

/** What becomes of the body of a method. */
function inline(body: string): string {
  const method = (text: string) => `class C { m(x: number) { ${text} } }`;
  const result = inlineConstants(method(body), CONSTANTS);
  const [, inside] = /^class C \{ m\(x: number\) \{ (.*) \} \}$/s.exec(result) ?? [];
  assert.ok(inside !== undefined, result);
  return inside;
}

test("a constant becomes its number, with its name before it", () => {
  assert.equal(inline("return x + TAIL;"), "return x + /* TAIL */ 16;");
  assert.equal(
    inline("return ~BIG & (TAIL - BIG);"),
    "return ~/* BIG */ 65536 & (/* TAIL */ 16 - /* BIG */ 65536);",
  );
  assert.equal(
    inline("return [TAIL].map((y) => y * TAIL);"),
    "return [/* TAIL */ 16].map((y) => y * /* TAIL */ 16);",
  );
});

test("operations that a number makes idle go", () => {
  assert.equal(inline("return x << ZERO;"), "return x;");
  assert.equal(inline("return x >>> ZERO;"), "return x;");
  assert.equal(inline("return x * ONE;"), "return x;");
  assert.equal(inline("return TAIL + ((x >>> ZERO) << ZERO);"), "return /* TAIL */ 16 + ((x));");
  assert.equal(inline("return TAIL * ONE;"), "return /* TAIL */ 16;");
});

test("operations that look idle but are not stay", () => {
  for (
    const expression of [
      "ZERO << x",
      "ONE * x",
      "x - ZERO",
      "x << ONE",
      "x * ZERO",
      "x >> ZERO",
      "x | ZERO",
    ]
  ) {
    const result = inline(`return ${expression};`);
    assert.match(result, /\/\* (?:ZERO|ONE) \*\/ [01]/, expression);
  }
});

test("what only shares a constant's name stays", () => {
  for (
    const body of [
      "return x.TAIL;",
      "return { TAIL: x };",
      "x.TAIL = x.ONE;",
      'return "TAIL";',
      "return x as TAIL;",
      "const y: TAIL[] = [];",
      "/* TAIL */ return x;",
      "return OTHER + toString;",
    ]
  ) assert.equal(inline(body), body);
});

test("methods and getters are inlined; constructors, static methods and the module are not", () => {
  const text = `const TAIL = 16;
const twice = () => TAIL;
export class C {
  readonly field = TAIL;
  constructor() { this.m(TAIL); }
  static create() { return TAIL; }
  #private() { return TAIL; }
  get size() { return TAIL; }
  async *each() { yield TAIL; }
}`;
  const inlined = inlineConstants(text, CONSTANTS);
  assert.equal(inlined.match(/\/\* TAIL \*\/ 16/g)?.length, 3);
  for (
    const kept of [
      "twice = () => TAIL",
      "field = TAIL",
      "this.m(TAIL)",
      "create() { return TAIL; }",
    ]
  ) {
    assert.ok(inlined.includes(kept), kept);
  }
});

test("a text without constants stays as it is, and one that does not parse is an error", () => {
  const text = "export class C { m() { return 1; } }";
  assert.equal(inlineConstants(text, CONSTANTS), text);
  assert.throws(
    () => inlineConstants("class {\n  m( }", CONSTANTS),
    /^Error: line \d does not parse: .+ \(near "/,
  );
});
