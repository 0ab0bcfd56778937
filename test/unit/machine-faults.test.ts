/** What has no machine is said, with its line; what cannot go on is no outcome. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compileMachine, memoryWorld, runToEnd } from "../../generator/transform/machine.ts";

/** Line on which `body` begins. */
const BODY_LINE = 10;

function moduleOf(body: string, rest = ""): string {
  return `export class Box {
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  #n = 0;
  private constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#i32 = new Int32Array(buffer, byteOffset, 4);
    this.#f64 = new Float64Array(buffer, byteOffset, 2);
  }
  run(a: number, visit?: () => number) {
${body}
  }
  async later(): Promise<number> {
    return await this.#soon(1);
  }
  async #soon(a: number): Promise<number> {
    return a;
  }
  *each() {
    yield 1;
  }
}
${rest}`;
}

/** What stands in `run`, and the words of the reason. */
const FAULTS: readonly (readonly [body: string, reason: RegExp, rest?: string])[] = [
  ["const f = () => a; return f();", /ArrowFunction has no machine/],
  ["function inner() {} inner();", /FunctionDeclaration has no machine/],
  ["class Inner {}", /ClassDeclaration has no machine/],
  ["var x = a; return x;", /expected const or let/],
  ["for (const k in { a }) return k;", /ForInStatement has no machine/],
  ["return arguments.length;", /`arguments` has no machine/],
  ["return this;", /ThisKeyword has no machine/],
  ["return this.other;", /this\.other is no field with data/],
  ["return String.raw`a`;", /TaggedTemplateExpression has no machine/],
  ["return Atomics.isLockFree(4);", /not on a view/],
  ["return Atomics.waitAsync(this.#i32, 0, 0);", /Atomics\.waitAsync has no model/],
  ["return Atomics.load(this.#f64, 0);", /Atomics has no Float64Array/],
  ["return Atomics.load(new Int32Array(4), 0);", /not on a view/],
  ["let i32 = this.#i32; return i32[0];", /the view i32 in something other than a constant/],
  ["return [this.#i32];", /the view i32 is used as a value/],
  ["return Math.max(this.#i32, 1);", /the view i32 is given to Math\.max/],
  ["return this.#i32.subarray(1);", /this\.#i32\.subarray of the view i32 has no model/],
  ["this.#i32 = new Int32Array(4);", /the view i32 is set outside the constructor/],
  ["return x; let x = a;", /x is used before it is declared/],
  ["const x = a; x = 1;", /x cannot be assigned/],
  ["[a] = [this.#i32[0]];", /cannot be assigned in a machine/],
  ["switch (a) { case 1: let x = 1; return x; }", /needs a block around it/],
  ["const { ...rest } = { a }; return rest;", /the rest of a pattern/],
  ["return this.#soon(1);", /a promise that is not awaited at once/],
  ["return Date.now();", /Date has no model/],
  ["return Math.random();", /Math\.random/],
  ["return globalThis.x;", /globalThis has no model/],
  ["return shared;", /shared is a variable that all threads would share/, "let shared = 1;"],
  [
    "return count();",
    /shared is a variable/,
    "let shared = 1; function count() { return shared; }",
  ],
  ["list.push(a);", /changes list, which all threads would share/, "const list: number[] = [];"],
  ["return grow(a);", /changes list/, "const list = [1]; const grow = (a) => list[0] += a;"],
  ["return clock.now();", /performance has no model/, "const clock = performance;"],
  ["return new Other();", /Other has no model/, "class Other {}"],
  ["try { return a; } catch (error) { return error; }", /keeps error, which was caught/],
  ["const x = odd(); throw x;", /not thrown at once/, "const odd = (): Error => new Error();"],
  ["return new Map();", /is no plain data/],
  [
    "return [1].map(stamp);",
    /can stop, is used as a value/,
    "const stamp = () => performance.now();",
  ],
  [
    "return touch(...[a]);",
    /in a call that can stop/,
    "const touch = (a) => performance.now() + a;",
  ],
  ["return this.run(1, undefined, 3);", /3 arguments for the 2 of this\.run/],
  ["return (this.#i32[0])?.toFixed(Box);", /Box has no model/],
];

test("what has no machine is reported with its line", () => {
  for (const [body, reason, rest] of FAULTS) {
    const program = compileMachine(moduleOf(body, rest));
    const fault = program.notCompiled.find(({ operation }) => operation === "run");
    assert.ok(fault !== undefined, body);
    assert.match(fault.reason, reason, body);
    assert.match(fault.reason, new RegExp(`^line ${fault.line}: `));
    assert.ok(fault.line === BODY_LINE || rest !== undefined, `${body}: line ${fault.line}`);
    const thread = program.attach(new SharedArrayBuffer(16));
    assert.throws(() => program.begin(thread, "run", []), reason);
  }
});

test("a part of a view is set alone, and read by an index that can be read twice", () => {
  const windowed = (body: string) =>
    moduleOf(body).replace(
      "  #n = 0;\n",
      "  #n = 0; #part: Int32Array = new Int32Array(0);\n",
    ).replace("return a;", "this.#part = this.#i32.subarray(0, a); return a;");
  compileMachine(windowed("return this.#part[a + 1];"));
  for (
    const body of [
      "return this.#part[Atomics.add(this.#i32, 0, 1)];",
      "return this.#part[this.#n++];",
      "this.#part[0] = a;",
      "return this.#part.at(0);",
      "return [this.#part];",
      "return [this.#part = this.#i32.subarray(0, a)];",
    ]
  ) {
    assert.throws(
      () => compileMachine(windowed(body)),
      { message: /^line 10: .*a part of a view is set alone and read by an index$/ },
      body,
    );
  }
});

test("one operation without a machine leaves the others alone", () => {
  const program = compileMachine(moduleOf("return this.each();"));
  assert.deepEqual(program.operations, ["later", "each"]);
  assert.deepEqual(program.notCompiled.map(({ operation }) => operation), ["run"]);
  const thread = program.attach(new ArrayBuffer(16));
  assert.throws(() => program.begin(thread, "none", []), /has no operation none: expected one of/);
});

test("a module without a structure, or one that contradicts itself, is refused", () => {
  const faults: Readonly<Record<string, RegExp>> = {
    "export const a = 1;": /exports no class of a structure/,
    "export class A {": /line 1 does not parse/,
    [`import "a";`]: /line 1: an import or export statement/,
    "export class A {}": /line 1: A has no constructor/,
    [`${moduleOf("return 1;")}\nexport class B {}`]: /a second exported class/,
    [moduleOf("return 1;", `throw new Error("edited");`)]: /cannot be loaded: edited/,
    [moduleOf("return 1;").replace("byteOffset, 4", "byteOffset + 4, 3")]: /from the structure's/,
    [moduleOf("return 1;", "const m$x = 1;")]: /begins with m\$/,
    [moduleOf("return 1;").replace("this.#f64 =", "Math.random(); this.#f64 =")]: /line 7: Math/,
  };
  for (const [text, reason] of Object.entries(faults)) {
    assert.throws(() => compileMachine(text), reason);
  }
});

test("helpers that call each other are not taken for functions without a stop", () => {
  const program = compileMachine(moduleOf(
    "return [even(a), odd(a)];",
    `const even = (n: number): number => n <= 0 ? 0 : odd(n - 1);
     function odd(n: number): number { return n <= 0 ? 1 : even(n - 1) + performance.now() * 0; }`,
  ));
  const thread = program.attach(new ArrayBuffer(16));
  program.begin(thread, "run", [3]);
  assert.deepEqual(program.resume(thread, undefined), { kind: "now" });
});

test("a loop without a stop does not go on for ever", () => {
  const program = compileMachine(moduleOf("for (let k = 0; k < 1; k--);"));
  const thread = program.attach(new ArrayBuffer(16));
  program.begin(thread, "run", []);
  assert.throws(() => program.resume(thread, undefined), /line 9: this\.run goes on for ever/);
});

test("what is no array cannot be gone over, whatever the module catches", () => {
  const program = compileMachine(
    moduleOf("try { for (const x of `${a}`) return x; } catch { return 2; }"),
  );
  const thread = program.attach(new ArrayBuffer(16));
  program.begin(thread, "run", [1]);
  assert.throws(() => program.resume(thread, undefined), /iterates over 1: expected an array/);
  assert.throws(
    () => program.resume(program.attach(new ArrayBuffer(16)), undefined),
    /no call in progress/,
  );
});

test("the helper that sleeps is one wait, unless it was edited", () => {
  const queue = readFileSync(
    new URL("../../generated/book-deltas.gen.ts", import.meta.url),
    "utf8",
  );
  const program = compileMachine(queue);
  const memory = program.createMemory();
  const thread = program.attach(memory);
  const world = memoryWorld(program.viewsOf(memory));
  program.begin(thread, "popAsync", [undefined, { timeoutMs: 5 }]);
  const kinds: string[] = [];
  const outcome = runToEnd(program, thread, (request) => {
    kinds.push(request.kind);
    if (request.kind === "wait") assert.ok(request.timeoutMs > 4 && request.timeoutMs <= 5);
    return world(request);
  });
  assert.deepEqual(outcome, { kind: "return", value: undefined });
  assert.equal(kinds.filter((kind) => kind === "wait").length, 1);
  const edited = queue.replace(
    "waitAsync(i32, this.#word, epoch)",
    "waitAsync(i32, this.#word, 0)",
  );
  const { notCompiled } = compileMachine(edited);
  const reason = notCompiled.find(({ operation }) => operation === "popAsync")?.reason ?? "";
  assert.match(reason, /await this\.#items\.sleep/);
});
