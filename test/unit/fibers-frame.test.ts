import assert from "node:assert/strict";
import { test } from "node:test";
import { fiberOf, fibersOf } from "./fibers-samples.ts";

const placesOf = (fiber: ReturnType<typeof fiberOf>) =>
  fiber.frame.map(({ name, type, byteOffset }) => `${byteOffset} ${type} ${name}`);

test("only what lives across a suspension has a place", () => {
  const fiber = fiberOf(`export function* f(self: L, a: u32): Fiber {
    const before: u32 = a + 1;
    use(before);
    const across: f64 = a / 2;
    yield* self.pass();
    const after: u32 = 3;
    use(across, after);
  }`);
  assert.deepEqual(placesOf(fiber), ["4 u32 a", "8 f64 across"]);
  assert.equal(fiber.frameBytes, 16);
  assert.deepEqual(fiber.parameters, [{ name: "a", type: "u32", byteOffset: 4 }]);
});

test("locals that never live together share a place; those that do, do not", () => {
  const fiber = fiberOf(`export function* f(self: L): Fiber {
    { const first: u32 = make(); yield* self.pass(); use(first); }
    { const second: i16 = make(); const third: u8 = make(); yield* self.pass(); use(second, third); }
  }`);
  const at = new Map(fiber.frame.map(({ name, byteOffset }) => [name, byteOffset]));
  assert.notEqual(at.get("second"), at.get("third"));
  assert.equal(fiber.frameBytes, 16);
  assert.equal(Math.max(...at.values()), 8);
});

test("a place says in which lines it is alive", () => {
  const [place] = fiberOf(`export function* f(self: L): Fiber {
    const kept: u32 = make();
    use(kept);

    yield* self.pass();
    use(kept);
    yield* self.sleep(1);
  }`).frame;
  assert.deepEqual([place?.aliveFromLine, place?.aliveToLine], [5, 8]);
});

test("frames of callees lie in the caller's, over each other and over what is dead", () => {
  const [inner, other, outer] = fibersOf(`
    export function* inner(self: L, a: f64): Fiber<f64> { yield* self.pass(); return a; }
    export function* other(self: L, a: f64, b: f64): Fiber { yield* self.pass(); use(a, b); }
    export function* outer(self: L): Fiber {
      const early: f64 = make();
      yield* self.pass();
      use(early);
      const x = yield* inner(self, 1);
      yield* other(self, x, 2);
      use(x);
    }`);
  assert.ok(inner !== undefined && other !== undefined && outer !== undefined);
  assert.deepEqual([inner.frameBytes, other.frameBytes], [16, 24]);
  assert.deepEqual(outer.calledFibers, ["inner", "other"]);
  const at = new Map(outer.frame.map(({ name, byteOffset }) => [name, byteOffset]));
  assert.equal(at.get("inner"), at.get("other"));
  const start = at.get("other") ?? 0;
  const x = at.get("x") ?? 0;
  assert.ok(x + 8 <= start || x >= start + 24, "x lives while other runs");
  // State, callee, x; early lies where the callees do.
  assert.equal(outer.frameBytes, 40);
});

test("a value that did not change is not stored again", () => {
  const { code } = fiberOf(`export function* f(self: L, source: u32): Fiber {
    for (;;) { yield* self.take(source); yield* self.sleep(5); }
  }`);
  assert.equal(code.match(/^i32\[frame \+ 1\] = /gm), null);
});

test("the frame is whole before the fiber begins to wait, and is not touched after", () => {
  const { code } = fiberOf(`export function* f(self: L): Fiber {
    let a: u32 = make();
    for (;;) { a += make(a); const b = yield* self.take(a); a ^= b; }
  }`);
  const lines = code.split("\n");
  const begin = lines.findIndex((line) => line.includes("#beginTake"));
  assert.match(lines[begin] ?? "", /^if \(!this\.#beginTake\(fiber, a\)\) return false;$/);
  assert.match(lines[begin - 1] ?? "", /^i32\[frame\] = \d+;$/);
  assert.match(lines[begin - 2] ?? "", /^i32\[frame \+ 1\] = a;$/);
});

test("operations, callees, spawned fibers and imports are told", () => {
  const fibers = fibersOf(`
    export function* child(self: L, a: u32): Fiber { yield* self.pass(); use(a); }
    export function* f(self: L): Fiber {
      const id = self.spawn(child, 3);
      use(id, self.now());
      try { yield* child(self, 4); } finally { yield* self.sleep(1); }
    }`);
  const f = fibers.find(({ name }) => name === "f");
  assert.deepEqual(f?.usedOps, ["now", "sleep", "spawn"]);
  assert.deepEqual(f?.calledFibers, ["child"]);
  assert.deepEqual(f?.spawnedFibers, ["child"]);
  assert.equal(f?.keepsErrors, true);
  assert.equal(fibers[0]?.keepsErrors, false);
});

test("the result has a place of its type, over what is dead by then", () => {
  const fiber = fiberOf(
    "export function* f(self: L, a: u32): Fiber<f64> { yield* self.pass(); return a; }",
  );
  assert.deepEqual([fiber.resultByteOffset, fiber.frameBytes], [8, 16]);
  const small = fiberOf("export function* f(self: L): Fiber<bool> { return true; }");
  assert.deepEqual([small.resultByteOffset, small.frameBytes], [4, 8]);
});

test("what an operation gives has its type, or that of any number if it is assigned later", () => {
  const { frame } = fiberOf(`export function* f(self: L): Fiber {
    const id = self.spawn(f);
    let next = self.spawn(f);
    const since = self.now() - 1;
    yield* self.pass();
    next = next + 0.5;
    yield* self.pass();
    use(id, next, since);
  }`);
  const types = frame.map(({ name, type }) => `${name}: ${type}`).sort();
  assert.deepEqual(types, ["id: u32", "next: f64", "since: f64"]);
});
