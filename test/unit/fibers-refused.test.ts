import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compile, HEAD_LINES } from "./fibers-samples.ts";

/** Each: what is wrong; the body of a fiber `f` with `^` in front of the fault; the code. */
const BODIES: readonly (readonly [what: string, body: string, code: string])[] = [
  ["a suspension in an argument", "use(^yield* self.take(x));", "AMPH702"],
  ["a suspension in an expression", "const y: u32 = 1 + (^yield* self.take(x));", "AMPH702"],
  ["a suspension in a condition", "if (^yield* self.take(x)) use(x);", "AMPH702"],
  ["a suspension in a property", "make().y = ^yield* self.take(x);", "AMPH702"],
  [
    "a suspension in a loop's head",
    "for (x = ^yield* self.take(x); x < 3; x++) use(x);",
    "AMPH702",
  ],
  ["a compound assignment", "x += ^yield* self.take(x);", "AMPH702"],
  ["a plain yield", "^yield x;", "AMPH702"],
  ["a suspension on nothing known", "yield* ^make();", "AMPH703"],
  ["an unknown operation", "yield* ^self.slep(3);", "AMPH703"],
  ["an operation without yield*", "^self.sleep(3);", "AMPH703"],
  ["a call with yield*", "^yield* self.now();", "AMPH703"],
  ["a fiber without yield*", "^g(self);", "AMPH703"],
  ["a fiber without its loom", "yield* ^g(x);", "AMPH703"],
  ["a spawn of no fiber", "^self.spawn(use);", "AMPH703"],
  ["too few arguments", "yield* ^self.sleep();", "AMPH704"],
  ["a spread argument", "yield* self.sleep(^...make());", "AMPH704"],
  ["too many arguments for a fiber", "yield* ^g(self, 1);", "AMPH704"],
  ["too many arguments for a spawn", "^self.spawn(g, 1);", "AMPH704"],
  ["no certain type", "const ^y = make(); yield* self.pass(); use(y);", "AMPH705"],
  [
    "no certain type in two states",
    "let ^y; for (y = make(); use(y);) { if (x) { yield* self.pass(); return; } }",
    "AMPH705",
  ],
  ["an object", "const ^y = { x }; yield* self.pass(); use(y);", "AMPH706"],
  ["an array", "const ^y = [x]; yield* self.pass(); use(y);", "AMPH706"],
  ["a string", "const ^y = `${x}`; yield* self.pass(); use(y);", "AMPH706"],
  ["an annotated object", "const ^y: Thing = make(); yield* self.pass(); use(y);", "AMPH706"],
  ["a closure", "let ^y: u32 = x; yield* self.pass(); use(() => y);", "AMPH707"],
  [
    "a loop variable in a closure",
    "for (let ^i: u32 = 0; i < 3; i++) { use(() => i); yield* self.pass(); }",
    "AMPH707",
  ],
  ["a result taken apart", "const ^{ y } = yield* self.take(x); use(y);", "AMPH708"],
  ["a pattern alive", "const [^y] = make(); yield* self.pass(); use(y);", "AMPH708"],
  ["no value", "let ^y: u32; if (x > 1) y = 1; yield* self.pass(); use(y);", "AMPH709"],
  [
    "no value in a loop",
    "for (;;) { let ^y: u32; if (x > 1) y = 1; yield* self.pass(); use(y); }",
    "AMPH709",
  ],
  ["a var without a value", "if (x) { var ^y: u32 = 1; } yield* self.pass(); use(y);", "AMPH709"],
  ["this", "use(^this);", "AMPH711"],
  ["arguments", "use(^arguments);", "AMPH711"],
  ["eval", "^eval('x');", "AMPH711"],
  ["new.target", "use(^new.target);", "AMPH711"],
  ["await", "^await make();", "AMPH711"],
  ["a nested generator", "use(^function* () { yield 1; });", "AMPH711"],
  ["an async function", "use(^async () => 1);", "AMPH711"],
  ["a class", "use(^class {});", "AMPH711"],
  ["a function declaration", "^function h() {}", "AMPH711"],
  ["for … of", "^for (const y of make()) yield* self.sleep(y);", "AMPH711"],
  ["for … in", "^for (const y in make()) yield* self.pass();", "AMPH711"],
  ["using", "^using y = make();", "AMPH711"],
  [
    "a pattern of an error",
    "try { yield* self.pass(); } ^catch ({ message }) { use(message); }",
    "AMPH711",
  ],
  [
    "one case's local in another",
    "switch (x) { case 1: let ^y: u32 = 1; case 2: y = 2; yield* self.pass(); use(y); }",
    "AMPH711",
  ],
  ["the loom as a value", "use(^self);", "AMPH712"],
  ["the loom in a function", "use(() => ^self.now());", "AMPH711"],
  ["a fiber as a value", "use(^g);", "AMPH712"],
  ["a shadowed loom", "const ^self: u32 = 1; use(self);", "AMPH713"],
  ["a shadowed parameter", "let ^x: u32 = 1; use(x);", "AMPH713"],
  ["a name of emitted code", "use(^frame);", "AMPH713"],
  ["a break to nowhere", "^break;", "AMPH714"],
  ["a continue to a block", "l: { ^continue l; }", "AMPH714"],
  ["a use before the declaration", "use(^y); let y: u32 = 1;", "AMPH714"],
  ["a constant assigned", "const y: u32 = 1; ^y = 2; use(y);", "AMPH714"],
  ["a constant assigned by a pattern", "const y: u32 = 1; [^y] = make(); use(y);", "AMPH714"],
];

for (const [what, body, code] of BODIES) {
  test(`refused: ${what}`, () => {
    const head = "export function* f(self: L, x: u32): Fiber { ";
    const column = head.length + body.indexOf("^") + 1;
    const others = "\nexport function* g(self: L): Fiber { yield* self.pass(); }";
    const { fibers, diagnostics } = compile(head + body.replace("^", "") + " }" + others);
    const found = diagnostics.map((one) => `${one.line}:${one.column} ${one.code}`);
    const wanted = `${HEAD_LINES + 1}:${column} ${code}`;
    assert.ok(found.includes(wanted), `wanted ${wanted}, found ${found.join(", ")}`);
    assert.deepEqual(fibers, []);
    for (const { message } of diagnostics) assert.match(message, /; |: /);
  });
}

const FILES: readonly (readonly [what: string, text: string, code: string])[] = [
  ["a function", "export function f(self: L): Fiber {}", "AMPH701"],
  ["an async generator", "export async function* f(self: L): Fiber {}", "AMPH701"],
  ["no export", "function* f(self: L): Fiber {}", "AMPH701"],
  ["no loom", "export function* f(): Fiber {}", "AMPH701"],
  ["an untyped parameter", "export function* f(self: L, x): Fiber {}", "AMPH701"],
  ["a default", "export function* f(self: L, x: u32 = 1): Fiber {}", "AMPH701"],
  ["another result", "export function* f(self: L): Generator {}", "AMPH701"],
  ["a result without a size", "export function* f(self: L): Fiber<string> {}", "AMPH701"],
  ["type parameters", "export function* f<T>(self: L): Fiber {}", "AMPH701"],
  ["no result", "export function* f(self: L, x: u32): Fiber<u32> { if (x) return 1; }", "AMPH709"],
  ["an empty return", "export function* f(self: L): Fiber<u32> { return; }", "AMPH709"],
  ["recursion", "export function* f(self: L): Fiber { yield* f(self); }", "AMPH710"],
  [
    "recursion of two",
    "export function* f(self: L): Fiber { yield* g(self); }\n" +
    "export function* g(self: L): Fiber { yield* f(self); }",
    "AMPH710",
  ],
  [
    "one method's name twice",
    "export function* f(self: L): Fiber {}\nexport function* F(self: L): Fiber {}",
    "AMPH713",
  ],
  [
    "another loom's fiber",
    "export type M = Loom<{ fibers: 8 }>;\nexport function* f(self: L): Fiber { yield* g(self); }\n" +
    "export function* g(self: M): Fiber { yield* self.pass(); }",
    "AMPH715",
  ],
  ["no TypeScript", "export function* f(self: L): Fiber { if (", "AMPH101"],
];

for (const [what, text, code] of FILES) {
  test(`refused: ${what}`, () => {
    const { fibers, diagnostics } = compile(text);
    assert.ok(diagnostics.some((one) => one.code === code), JSON.stringify(diagnostics));
    assert.deepEqual(fibers, []);
  });
}

test("docs/errors.md lists every code of fibers' faults, and each is tried here", () => {
  const codesIn = (text: string) => [...new Set(text.match(/AMPH7[01]\d/g))].toSorted();
  const folder = new URL("../../generator/transform/fibers/", import.meta.url);
  const used = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  const docs = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
  assert.deepEqual(codesIn(used.join("\n")), codesIn(docs));
  const tried = [...BODIES, ...FILES].map(([, , code]) => code);
  assert.deepEqual(codesIn(tried.join(" ")), codesIn(docs));
});
