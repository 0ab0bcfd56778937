import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { formatTypeScript } from "../../generator/output/format.ts";
import { temporaryFolder } from "../support/folder.ts";
import { typeCheck, UNDER_NODE } from "../support/type-check.ts";
import { classOf, compile, fiberOf, fibersOf } from "./fibers-samples.ts";

/** Calls, `finally`, all slot types, shadowing, a function, a pattern and arguments that change locals. */
const SAMPLES: Readonly<Record<string, string>> = {
  types: `export function* f(self: L, a: u8, b: i8, c: u16, d: i16, e: u32, g: f32, h: f64, i: bool,
      j: u53): Fiber<f64> {
    let k: i64 = 5n;
    const m: u64 = 7n;
    yield* self.pass();
    k += BigInt.asIntN(64, m);
    if (i) yield* self.sleep(j);
    return a + b + c + d + e + g + h + j + Number(k) + Number(m);
  }`,
  errors: `export function* part(self: L, n: u32): Fiber<u32> {
    const x = yield* self.take(n);
    if (x > 100) throw new RangeError("too large");
    return x;
  }
  export function* f(self: L, n: u32): Fiber<u32> {
    let total: u32 = 0;
    rows: for (let i: u32 = 0; i < n; i++) {
      try {
        const x = yield* part(self, i);
        switch (x) {
          case 0:
            continue rows;
          case 1:
            yield* self.pass();
          case 2:
            total += 2;
            break;
          default:
            if (x > 50) return total;
        }
      } catch {
        yield* self.sleep(total);
      } finally {
        yield* self.pass();
      }
    }
    try { yield* self.pass(); } catch (error) { yield* self.pass(); throw error; }
    return total;
  }`,
  names: `export function* child(self: L, frame: u32): Fiber { yield* self.sleep(frame); }
  export function* f(self: L, state: u32): Fiber {
    let thing: Thing;
    let count: u32 = 0;
    for (thing = make(); count < 3; count++) {
      const count: u32 = state;
      const scale = 2;
      use([1, 2].map((one: u32) => one * scale), thing, { count });
      if (count > 1) { yield* self.take(state = count + 1); thing = make(); continue; }
      self.spawn(child, count);
    }
    yield* child(self, 1);
    const [p, q] = make();
    use(p, q);
  }`,
};

for (const [name, text] of Object.entries(SAMPLES)) {
  test(`the method is TypeScript that formats: ${name}`, () => {
    const fibers = fibersOf(text);
    for (const { code } of fibers) {
      const formatted = formatTypeScript("sample.ts", `class Machine {\n${code}\n}`);
      const statements = formatted.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
      assert.doesNotMatch(statements, /\b(?:self|yield|u8|u16|u53|i16)\b/);
    }
  });
}

test("the methods pass the strictest compiler options", { skip: !UNDER_NODE }, async () => {
  using folder = temporaryFolder();
  const app = "export type Thing = { readonly x: number };\n" +
    "export function make(): Thing & readonly number[] { throw new Error(); }\n" +
    "export function use(..._: readonly unknown[]): void {}\n";
  writeFileSync(join(folder.path, "app.ts"), app);
  const files = Object.entries(SAMPLES).map(([name, text]) => {
    const fibers = fibersOf(text);
    const main = fibers.find((one) => one.name === "f") ?? assert.fail();
    const imports = name === "names" ? 'import { make, type Thing, use } from "./app.ts";\n' : "";
    const file = join(folder.path, `${name}.ts`);
    writeFileSync(file, imports + classOf(fibers, main));
    return file;
  });
  assert.deepEqual(await typeCheck(files), []);
});

interface Machine {
  resume(frame: number): boolean;
}

type MachineClass = new (
  host: { begin(name: string, value: number): boolean; end(name: string): number },
  memory: ArrayBuffer,
) => Machine;

async function load(text: string): Promise<MachineClass> {
  using folder = temporaryFolder();
  const fibers = fibersOf(text);
  const main = fibers.find((one) => one.name === "f") ?? assert.fail();
  const file = join(folder.path, "machine.ts");
  writeFileSync(file, classOf(fibers, main));
  return (await import(pathToFileURL(file).href)).Machine;
}

test("a stored value is converted as a typed array converts, whether the fiber parks or not", async () => {
  const Machine = await load(
    `export function* f(self: L): Fiber<f64> {
    const a: u8 = 300.7;
    const b: i8 = 200;
    const c: u16 = -1;
    const d: i16 = 40000;
    const e: u32 = -1;
    const g: i32 = 2 ** 31;
    const h: f32 = 0.1;
    yield* self.pass();
    return a + b * 1e3 + c * 1e6 + d * 1e12 + (e - 4294967295) + (g + 2147483648) + h;
  }`,
  );
  const values = [
    Uint8Array.of(300.7)[0] ?? 0,
    (Int8Array.of(200)[0] ?? 0) * 1e3,
    (Uint16Array.of(-1)[0] ?? 0) * 1e6,
    (Int16Array.of(40_000)[0] ?? 0) * 1e12,
    0,
    (Int32Array.of(2 ** 31)[0] ?? 0) + 2_147_483_648,
    Math.fround(0.1),
  ];
  const expected = values.reduce((sum, value) => sum + value, 0);
  for (const atOnce of [true, false]) {
    const memory = new ArrayBuffer(128);
    const machine = new Machine({ begin: () => atOnce, end: () => 0 }, memory);
    if (!atOnce) assert.equal(machine.resume(2), false);
    assert.equal(machine.resume(2), true);
    assert.equal(new Float64Array(memory)[2], expected);
  }
});

test("a frame without a state is refused, not run for ever", async () => {
  const Machine = await load("export function* f(self: L): Fiber { yield* self.pass(); }");
  const memory = new ArrayBuffer(64);
  new Int32Array(memory)[0] = 99;
  const machine = new Machine({ begin: () => true, end: () => 0 }, memory);
  assert.throws(() => machine.resume(0), { name: "RangeError", message: /there is no state 99/ });
});

test("a state that is never assigned is a constant, and what goes on at no other one has no loop", () => {
  const straight = fiberOf("export function* f(self: L): Fiber { yield* self.pass(); }").code;
  assert.match(straight, /const state = i32\[frame\]!;/);
  assert.doesNotMatch(straight, /\b(?:let|for)\b/);
  const round = fiberOf("export function* f(self: L): Fiber { for (;;) yield* self.pass(); }").code;
  assert.match(round, /let state = i32\[frame\]!;\nfor \(;;\) \{/);
});

test("a short state is copied to where it is jumped to, a long one is jumped to", () => {
  const body = (text: string) =>
    `export function* f(self: L, n: u32): Fiber {
      for (let k: u32 = 0; k < n; k++) { ${text} yield* self.rest(); }
    }`;
  const short = fiberOf(body("use(1);")).code;
  assert.doesNotMatch(short, /continue|state = \d/);
  assert.equal(short.match(/if \(!\(k < n\)\)/g)?.length, 2);
  const long = fiberOf(body("use(1);\n".repeat(20))).code;
  assert.match(long, /state = 1;\ncontinue;/);
});

test("a fiber that always parks asks nobody, takes nothing, and stores its state once", () => {
  const { code } = fiberOf("export function* f(self: L): Fiber { for (;;) yield* self.rest(); }");
  assert.equal(code.match(/^this\.#beginRest\(fiber\);\nreturn false;$/gm)?.length, 2);
  assert.doesNotMatch(code, /#endRest/);
  // The second time it goes on where it went on before.
  assert.equal(code.match(/^i32\[frame\] = 1;$/gm)?.length, 1);
});

test("the loop over those that are ready has the states in it, unless others call the fiber", () => {
  const [part, f] = fibersOf(
    `export function* part(self: L, n: u32): Fiber<u32> {
      for (const one of [1, 2]) if (one > n) return one;
      yield* self.rest();
      return n;
    }
    export function* f(self: L): Fiber { next: for (;;) { yield* part(self, 1); continue next; } }`,
  );
  const turns = { number: 3, ended: ["end();"] };
  const whole = part?.turns({ ...turns, isWhole: true }) ?? "";
  assert.match(whole, /next: for \(let head/);
  // Out of a loop of its own, only a jump with a label comes back to the next fiber.
  assert.match(whole, /if \(one > n\) \{ .* end\(\); continue next; \}/);
  assert.doesNotMatch(whole, /return (?:true|false)/);
  const calling = part?.turns({ ...turns, isWhole: false }) ?? "";
  assert.match(calling, /if \(this\.#runPart\(fiber, frame\)\) \{\nend\(\);\n\}/);
  // A label of the fiber's own is not taken.
  assert.match(f?.turns({ ...turns, isWhole: true }) ?? "", /nextFiber: for \(let head/);
});

test("a `finally` whose `try` never completes leaves no way behind it", async () => {
  const text = (leave: string) =>
    `export function* f(self: L, a: u32): Fiber<u32> {
      try { yield* self.pass(); ${leave} } finally { yield* self.sleep(1); }
    }`;
  const Machine = await load(text("return a + 1;"));
  const memory = new ArrayBuffer(64);
  new Int32Array(memory)[1] = 41;
  const machine = new Machine({ begin: () => true, end: () => 0 }, memory);
  assert.equal(machine.resume(0), true);
  assert.equal(new Uint32Array(memory)[1], 42);
  assert.doesNotMatch(fiberOf(text('throw new Error("always");')).code, /\breason\b/);
  const { diagnostics } = compile(text("if (a > 1) return a;"));
  assert.deepEqual(diagnostics.map(({ code }) => code), ["AMPH709"]);
});
