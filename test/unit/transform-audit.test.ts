import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "../../generator/transform/audit.ts";
import { transformModule } from "../../generator/transform/passes.ts";

const CONSTANTS = new Map([["TAIL", 16]]);

const MODULE = `/** Any import of any kind: enum, any. */
const TAIL = 16;
export class C {
  readonly #i32 = new Int32Array(4);
  m() { const i32 = this.#i32; return Atomics.load(i32, /* TAIL */ 16) + Atomics.load(this.#i32, 0); }
}
export const text = "import any from 'any'; enum";
`;

test("a sound module has no fault", () => {
  assert.deepEqual(audit(MODULE, CONSTANTS), []);
});

const PLANTED: readonly (readonly [what: string, line: string, fault: RegExp])[] = [
  ["an import", 'import { x } from "other";', /imports other/],
  ["an import for its effect", 'import "other";', /imports other/],
  ["an import of a type", 'import type { x } from "other";', /imports other/],
  ["an import in a type", 'const y: import("other").T = 1;', /imports a type/],
  ["an import in a call", 'const y = await import("other");', /imports: import\("other"\)/],
  ["an export from elsewhere", 'export * from "other";', /exports from other/],
  ["any", "const y: an" + "y = 1;", /has the type any/],
  ["any in a type argument", "const y = new Map<string, an" + "y>();", /has the type any/],
  ["an enum", "enum E { A }", /has the enum E/],
  [
    "a number that is not its constant",
    "const y = /* TAIL */ 17;",
    /17 stands for TAIL, which is 16/,
  ],
  ["a number of no constant", "const y = /* HEAD */ 17;", /17 stands for HEAD, which is undefined/],
  ["an atomic access to another array", "Atomics.store(u8, 0, 1);", /Atomics\.store on u8/],
  ["an atomic access to a field", "Atomics.load(this.#f64, 0);", /Atomics\.load on this\.#f64/],
  ["a suppressed error", "// @ts-" + "ignore\nconst y = 1;", /suppresses a check/],
  ["a suppressed file", "// @ts-" + "nocheck", /suppresses a check/],
  ["a suppressed rule", "/* eslint-" + "disable */", /suppresses a check/],
];

for (const [what, line, fault] of PLANTED) {
  test(`the audit finds ${what}`, () => {
    const faults = audit(`${MODULE}${line}\n`, CONSTANTS);
    assert.equal(faults.length, 1, faults.join("; "));
    assert.match(faults[0] ?? "", fault);
  });
}

const IMPORTS = ["./a.gen.ts", "./b.gen.ts"];

const CONTAINER = `import { A } from "./a.gen.ts";
import { B } from "./b.gen.ts";
${MODULE}`;

test("a container may import one class from the module of each member", () => {
  assert.deepEqual(audit(CONTAINER, CONSTANTS, IMPORTS), []);
  assert.equal(audit(CONTAINER, CONSTANTS).length, 2);
});

const WRONG_IMPORTS: readonly (readonly [what: string, line: string, fault: RegExp])[] = [
  ["another module", 'import { C } from "./c.gen.ts";', /imports \.\/c\.gen\.ts: a container/],
  ["a module twice", 'import { A as C } from "./a.gen.ts";', /imports \.\/a\.gen\.ts: a container/],
];

for (const [what, line, fault] of WRONG_IMPORTS) {
  test(`the audit finds a container that imports ${what}`, () => {
    const faults = audit(CONTAINER + line, CONSTANTS, IMPORTS);
    assert.equal(faults.length, 1, faults.join("; "));
    assert.match(faults[0] ?? "", fault);
  });
}

const WRONG_FORMS = [
  "import { A, LayoutMismatchError }",
  "import { A as Other }",
  "import { type A }",
  "import type { A }",
  "import A",
  "import * as A",
];

for (const form of WRONG_FORMS) {
  test(`the audit finds ${form}`, () => {
    const text = CONTAINER.replace("import { A }", form);
    assert.deepEqual(audit(text, CONSTANTS, IMPORTS), [
      "imports more than one class from ./a.gen.ts",
    ]);
  });
}

test("the audit finds a member whose module is not imported", () => {
  const text = CONTAINER.replace(/^import.*b\.gen\.ts";\n/m, "");
  assert.deepEqual(audit(text, CONSTANTS, IMPORTS), [
    "does not import ./b.gen.ts, the module of a member",
  ]);
});

test("several faults are reported together", () => {
  const lines = PLANTED.map(([, line]) => line).join("\n");
  assert.ok(audit(MODULE + lines, CONSTANTS).length >= PLANTED.length);
});

test("a fault ends the transformation, with the name of the pass", () => {
  assert.throws(() => transformModule('import "x";', CONSTANTS), /^Error: pass "audit": imports x/);
  assert.throws(
    () => transformModule("class {", CONSTANTS),
    /^Error: pass "inline constants": line 1/,
  );
});
