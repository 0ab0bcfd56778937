import { strict as assert } from "node:assert";
import { test } from "node:test";
import { addStructure } from "../../generator/spec/edit.ts";

const importOf = (text: string): string | undefined => text.match(/^.*amph-gen\/spec.*$/m)?.[0];

test("an empty spec gets the import and the structure", () => {
  assert.equal(
    addStructure("", "Queue", "Orders"),
    `import type { f64, Queue, u32 } from "amph-gen/spec";

/** What goes through {@link Orders}: change the fields to your own. */
export interface OrdersItem {
  id: u32;
  value: f64;
}

/** A bounded queue; \`"one"\` instead of \`"many"\` where one thread pushes, or one pops, is faster. */
export type Orders = Queue<OrdersItem, { capacity: 1024; producers: "many"; consumers: "many" }>;
`,
  );
});

test("the words of an import are completed in the formatter's order", () => {
  const cases = [
    [`{ u8 }`, `{ f64, Queue, u32, u8 }`],
    [`{ bool }`, `{ bool, f64, Queue, u32 }`],
    [`{ f64, Queue, u32 }`, `{ f64, Queue, u32 }`],
    [`{ bool, type f64, Text, }`, `{ bool, type f64, Queue, Text, u32, }`],
    [`{ i8 /* u32 */ }`, `{ f64, i8, Queue, u32 /* u32 */ }`],
  ];
  for (const [before, after] of cases) {
    const text = addStructure(`import type ${before} from "amph-gen/spec";\n`, "Queue", "Orders");
    assert.equal(importOf(text), `import type ${after} from "amph-gen/spec";`);
  }
});

test("everything else stays as it is, letter for letter", () => {
  const rest =
    `\r\n\r\n  export   interface A{a:u8,b : f64}  // odd\r\n/* import { x } from "amph-gen/spec" */`;
  const text = addStructure(`// mine\r\nimport {u8,f64} from 'amph-gen/spec'${rest}`, "Queue", "B");
  assert.ok(text.startsWith(`// mine\r\nimport {Queue, u32, u8,f64} from 'amph-gen/spec'${rest}`));
  assert.doesNotMatch(text, /[^\r]\n/);
});

test("an import in a comment does not count, and a byte order mark stays in front", () => {
  const text = addStructure(
    `\uFEFF// import { f64 } from "amph-gen/spec";\nexport {};`,
    "Queue",
    "Orders",
  );
  assert.ok(
    text.startsWith(`\uFEFFimport type { f64, Queue, u32 } from "amph-gen/spec";\n\n// imp`),
  );
  assert.match(text, /export \{\};\n\n\/\*\* What goes/);
});

test("a name that is taken, or none, and a structure that is unknown are refused", () => {
  const taken = "export interface OrdersItem { a: u8 }\n";
  assert.throws(
    () => addStructure(taken, "Queue", "Orders"),
    /the name OrdersItem already; .*--name/,
  );
  assert.doesNotThrow(() => addStructure("// Orders\n", "Queue", "Orders"));
  for (const name of ["orders", "9x", "", "A;", "Ä"]) {
    assert.throws(() => addStructure("", "Queue", name), /is no name for a structure/);
  }
  assert.throws(
    () => addStructure("", "Stack", "Orders"),
    /unknown structure Stack; expected Queue/,
  );
});
