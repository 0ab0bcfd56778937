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
