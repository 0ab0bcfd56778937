import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Outcome, Value } from "../../generator/core/machine.ts";
import { compileMachine, memoryWorld, runToEnd } from "../../generator/transform/machine.ts";
import { Sample } from "./machine-sample.ts";

const text = readFileSync(new URL("./machine-sample.ts", import.meta.url), "utf8");
const program = compileMachine(text);

/** How an operation of the class itself ends. */
async function native(sample: Sample, operation: string, args: readonly unknown[]) {
  try {
    const member: unknown = Reflect.get(sample, operation);
    const value: unknown = typeof member === "function"
      ? await Reflect.apply(member, sample, args)
      : member;
    return { kind: "return", value };
  } catch (error) {
    return error instanceof Error
      ? { kind: "throw", name: error.constructor.name, message: error.message }
      : { kind: "throw", name: typeof error, message: String(error) };
  }
}

const NUMBERS = [0, 1, 2, 3, 5, 6, 7, 10, 12];

/** Arguments by operation; the others are called with each of the numbers. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  atomics: [[0, 5], [3, -1], [5, 2 ** 31], [6, 1.75]],
  shortCircuits: [[0, 0], [1, 2], [2, 1], [3, 3], [1, -9]],
  calls: [[(n: number) => n * 3, 4], [(n: number) => n * 3, 40]],
  defaults: [[1], [1, 2], [1, 2, { c: 3, d: 4 }], [1, 2, { d: 4 }], [1, 2, null]],
};

test("the sample has a machine for everything", () => {
  assert.deepEqual(program.notCompiled, []);
  assert.deepEqual(program.fields, ["#count", "#last", "#partFirst", "#partEnd"]);
  assert.equal(program.totalBytes, 128);
  assert.deepEqual(program.views["i64"], { bytesPerElement: 8 });
});

for (const operation of program.operations) {
  test(`a machine does what JavaScript does: ${operation}`, async () => {
    for (const args of ARGUMENTS[operation] ?? NUMBERS.map((n) => [n])) {
      const sample = Sample.create();
      const memory = new SharedArrayBuffer(program.totalBytes);
      new Uint8Array(memory).set(new Uint8Array(sample.handle.buffer));
      const thread = program.attach(memory);
      const world = memoryWorld(program.viewsOf(memory));
      // Twice, since fields and memory are those that the first call has left.
      for (let k = 0; k < 2; k++) {
        const expected = await native(sample, operation, structuredCopy(args));
        program.begin(thread, operation, structuredCopy(args) as Value[]);
        const found: Outcome = runToEnd(program, thread, world);
        const where = `${operation}(${args}), call ${k + 1}`;
        if (expected.kind === "throw" && found.kind === "throw") {
          assert.equal(found.name, expected.name, where);
          if (expected.name !== "TypeError") assert.equal(found.message, expected.message, where);
        } else assert.deepEqual(found, expected, where);
        assert.deepEqual(thread.stack, []);
        assert.deepEqual(
          new Uint8Array(memory),
          new Uint8Array(sample.handle.buffer),
          `${where}: memory`,
        );
        program.begin(thread, "count", []);
        const count = runToEnd(program, thread, world);
        assert.deepEqual(count, { kind: "return", value: sample.count }, `${where}: #count`);
      }
    }
  });
}

/** Copies of objects; functions as they are. */
function structuredCopy(args: readonly unknown[]): unknown[] {
  return args.map((value) => typeof value === "function" ? value : structuredClone(value));
}

test("each stop knows its line", () => {
  const lines = text.split("\n");
  const memory = new SharedArrayBuffer(program.totalBytes);
  const thread = program.attach(memory);
  const world = memoryWorld(program.viewsOf(memory));
  assert.equal(program.lineOf(thread), 0);
  for (const operation of program.operations.filter((name) => !(name in ARGUMENTS))) {
    program.begin(thread, operation, [3]);
    assert.match(lines[program.lineOf(thread) - 1] ?? "", new RegExp(`\\b${operation}\\(`));
    let answer: Value = undefined;
    for (;;) {
      const request = program.resume(thread, answer);
      if (request.kind === "return" || request.kind === "throw") break;
      const line = lines[program.lineOf(thread) - 1] ?? "";
      const expected = request.kind === "now"
        ? /performance\.now/
        : request.kind === "pause"
        ? /pause\(\)/
        : "atomic" in request && !request.atomic
        ? /\w\[/
        : /Atomics\./;
      assert.match(line, expected, `${operation}, line ${program.lineOf(thread)}`);
      answer = world(request);
    }
  }
});

test("what is dead is not in the state", () => {
  const memory = new SharedArrayBuffer(program.totalBytes);
  const thread = program.attach(memory);
  program.begin(thread, "recursion", [1]);
  program.resume(thread, undefined);
  assert.equal(thread.stack.length, 1);
  assert.deepEqual(thread.stack[0]?.locals, [1], "only the argument is needed behind the stop");
  program.resume(thread, 7);
  assert.equal(thread.stack.length, 2, "the inner call has stopped");
  assert.deepEqual(thread.stack[0]?.locals, [7], "only what was added is needed");
  assert.deepEqual(thread.stack[1]?.locals, []);
});

test("a state can be copied and continued by anybody", () => {
  const memory = new SharedArrayBuffer(program.totalBytes);
  const thread = program.attach(memory);
  program.begin(thread, "finallies", [6]);
  let answer: Value = undefined;
  let copies = 0;
  const world = memoryWorld(program.viewsOf(memory));
  for (;;) {
    const copy = structuredClone(thread);
    const result = program.resume(thread, answer);
    assert.deepEqual(program.resume(copy, answer), result);
    assert.deepEqual(copy, thread);
    copies++;
    if (result.kind === "return" || result.kind === "throw") break;
    answer = world(result);
  }
  assert.ok(copies > 5);
});
