/** Which bodies of a fiber with a result are seen to give one on every way, and which are not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compile } from "./fibers-samples.ts";

const codesOf = (body: string): readonly string[] =>
  compile(`export function* f(self: L, n: u32): Fiber<u32> { ${body} }`).diagnostics
    .map(({ code }) => code);

const COMPLETE: readonly string[] = [
  "switch (n) { case 1: return 1; default: return 2; }",
  'switch (n) { case 1: case 3: { return 1; } default: throw new Error("no"); }',
  "switch (n) { case 1: yield* self.pass(); return 1; default: return 2; }",
  "do { return 1; } while (n > 3);",
  "do { yield* self.pass(); return 1; } while (n > 3);",
  "a: { return 1; }",
  "a: for (;;) { if (n > 3) continue a; use(1); }",
  "a: for (;;) { for (;;) { if (n > 3) continue a; use(1); } }",
  "a: for (;;) { if (n > 3) continue a; yield* self.pass(); }",
  "for (;;) { a: { if (n < 2) break a; use(1); } }",
  "for (;;) { switch (n) { case 1: break; } }",
  "for (;;) { try { return 1; } finally { a: { if (n < 2) break a; use(1); } } }",
  "while (true) { for (;;) { if (n > 1) break; } }",
];

for (const body of COMPLETE) {
  test(`gives a result on every way: ${body}`, () => assert.deepEqual(codesOf(body), []));
}

const INCOMPLETE: readonly string[] = [
  "switch (n) { case 1: return 1; }",
  "switch (n) { case 1: return 1; default: return 2; case 3: use(1); }",
  "switch (n) { case 1: if (n > 7) break; return 1; default: return 2; }",
  "do { if (n > 2) break; return 1; } while (n > 3);",
  "do { if (n > 2) continue; return 1; } while (n > 3);",
  "a: { if (n > 3) break a; return 1; }",
  "a: for (;;) { if (n > 3) break a; use(1); }",
  "a: for (;;) { for (;;) { if (n > 3) break a; use(1); } }",
  "a: do { for (;;) { if (n > 3) continue a; return 1; } } while (n > 5);",
  "for (;;) { for (;;) { break; } if (n > 1) break; }",
];

for (const body of INCOMPLETE) {
  test(`may end without a result: ${body}`, () => assert.deepEqual(codesOf(body), ["AMPH709"]));
}
