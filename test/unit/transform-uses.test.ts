import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Use } from "../../generator/layout/uses.ts";
import { usesOf } from "../../generator/transform/uses.ts";
import { type AnyQueue, canWait } from "../support/generated.ts";
import { everyRole, subjects } from "../contract/variants.ts";

/** `64 tryPush rw`. */
function shown(uses: readonly Use[]): string[] {
  return uses.map(({ byteOffset, operation, reads, writes }) =>
    `${byteOffset} ${operation} ${reads ? "r" : ""}${writes ? "w" : ""}`
  ).sort();
}

function usesOfClass(members: string, around = ""): string[] {
  return shown(usesOf(`
    const HEAD_I32 = 16;
    const TURNS_I32 = 32;
    const SLOTS_F64 = 64;
    const STRIDE_F64 = 4;
    ${around}
    export class Sample {
      static attach(handle: unknown) { return new Sample(); }
      ${members}
    }`));
}

test("reads, writes and both, by constant, by its value, and through local names", () => {
  assert.deepEqual(
    usesOfClass(`
      load() { return Atomics.load(this.#i32, HEAD_I32); }
      store() { Atomics.store(this.#i32, /* HEAD_I32 */ 16, 1); }
      add() { const at = HEAD_I32; return Atomics.add(this.#i32, at, 1); }
      wake() { Atomics.notify(this.#i32, HEAD_I32); }
      plain(slot: number) {
        const f64 = this.#f64;
        const first = SLOTS_F64 + slot * /* STRIDE_F64 */ 4;
        f64[first + 1] = f64[first + 2]!;
        f64[first]++;
      }`),
    ["512 plain rw", "520 plain w", "528 plain r", "64 add rw", "64 load r", "64 store w"],
  );
});

test("what private methods and helpers do is done by those who call them, with their arguments", () => {
  assert.deepEqual(
    usesOfClass(
      `
      push() { this.#move(true); }
      pop() { this.#move(false); }
      #move(isPush: boolean) {
        const at = isPush ? HEAD_I32 : TURNS_I32;
        this.#touch(at);
      }
      #touch(index: number) { return bump(this.#i32, index); }
      get size() { return Atomics.load(this.#i32, turn(3)); }
      get isEmpty() { return this.size === 0; }`,
      `function bump(i32: Int32Array, at: number) { return Atomics.add(i32, at, 1); }
       function turn(slot: number) { return TURNS_I32 + (slot >>> 4); }`,
    ),
    ["128 isEmpty r", "128 pop rw", "128 size r", "64 push rw"],
  );
});

test("runs of bytes: what is filled is written, what is copied is read", () => {
  assert.deepEqual(
    usesOfClass(`
      write(bytes: Uint8Array) { this.#u8.set(bytes, HEAD_I32); }
      fill() { this.#u8.subarray(HEAD_I32 + 1).fill(0); }
      read() { return this.#u8.slice(TURNS_I32, TURNS_I32 + 4); }`),
    ["128 read r", "64 write w", "68 fill w"],
  );
});

test("a module that calls itself in a circle comes to an end", () => {
  assert.deepEqual(
    usesOfClass(`
      left(at: number) { let i = HEAD_I32; i = i + 1; this.#right(i); }
      #right(at: number) { if (at > 3) this.left(at); return Atomics.load(this.#i32, at); }`),
    ["64 left r", "68 left r"],
  );
});

/** Calls `work` with every access by `Atomics` noted: byte, and whether it changes the word. */
async function watched(work: () => unknown): Promise<{ byte: number; writes: boolean }[]> {
  const seen: { byte: number; writes: boolean }[] = [];
  const names = [
    ...["load", "store", "add", "sub", "and", "or", "xor", "exchange", "compareExchange"],
    ...["wait", "waitAsync"],
  ] as const;
  const before = names.map((name) => [name, Reflect.get(Atomics, name)] as const);
  for (const [name, original] of before) {
    const writes = !["load", "wait", "waitAsync"].includes(name);
    Reflect.set(Atomics, name, (array: Int32Array, index: number, ...rest: number[]) => {
      seen.push({ byte: index * array.BYTES_PER_ELEMENT, writes });
      return Reflect.apply(original, Atomics, [array, index, ...rest]);
    });
  }
  try {
    await work();
  } finally {
    for (const [name, original] of before) Reflect.set(Atomics, name, original);
  }
  return seen;
}

/** Each operation by its name, called where it does something and where it cannot. */
function calls(queue: AnyQueue): readonly (readonly [name: string, call: () => unknown])[] {
  const into: number[] = [];
  const waiting = canWait(queue)
    ? [
      ["push", () => queue.push(1, 1)],
      ["pop", () => queue.pop(undefined, 1)],
      ["pushAsync", () => queue.pushAsync(1, { timeoutMs: 2 })],
      ["popAsync", () => queue.popAsync(undefined, { timeoutMs: 2 })],
    ] as const
    : [];
  let slot = -1;
  return [
    ["tryPush", () => queue.tryPush(1)],
    ["tryPop", () => queue.tryPop()],
    ["pushMany", () => queue.pushMany([1, 2])],
    ["popMany", () => queue.popMany(into, 0, 2)],
    ["drain", () => queue.drain(() => {})],
    ["claim", () => slot = queue.claim()],
    ["commit", () => slot >= 0 && queue.commit(slot)],
    ["peek", () => slot = queue.peek()],
    ["release", () => slot >= 0 && queue.release(slot)],
    ["size", () => queue.size],
    ["isFull", () => queue.isFull],
    ["closed", () => queue.closed],
    ...waiting,
  ];
}

test("no operation touches a word that it is not said to touch", async () => {
  const queues = await subjects("u32", [...everyRole([16], true), ...everyRole([64], false)]);
  for (const { name, module } of queues) {
    const uses = usesOf(module.text);
    const turnWords = [...module.text.matchAll(/(?:PUBLISHED|FREED)_I32 = (\d+)/g)];
    const turns = Math.min(...turnWords.map(([, index]) => Number(index) * 4));
    const slots = Number(/SLOTS_U32 = (\d+)/.exec(module.text)?.[1]) * 4;
    // All words of the turns count as one place.
    const placeOf = (byte: number) => byte >= turns && byte < slots ? turns : byte;
    const queue = module.create();
    const all = calls(queue);
    // Empty, with something in it, full, closed.
    for (const stage of ["empty", "half", "full", "closed"]) {
      if (stage === "half") queue.pushMany([1, 2, 3]);
      if (stage === "full") { while (queue.tryPush(1)); }
      if (stage === "closed") queue.close();
      for (const [operation, call] of all) {
        const seen = await watched(async () => {
          try {
            await call();
          } catch (error) {
            assert.ok(error instanceof module.ClosedError, String(error));
          }
        });
        for (const { byte, writes } of seen) {
          const isSaid = uses.some((use) =>
            use.operation === operation && placeOf(use.byteOffset) === placeOf(byte) &&
            (writes ? use.writes : use.reads)
          );
          assert.ok(isSaid, `${name}: ${operation} ${writes ? "writes" : "reads"} byte ${byte}`);
        }
      }
    }
  }
});

test("every word of the golden queue has readers and writers", () => {
  const text = readFileSync(new URL("../golden/ticks.gen.ts", import.meta.url), "utf8");
  const uses = usesOf(text);
  for (const [, name = "", index] of text.matchAll(/^const (TAIL|HEAD)_I32 = (\d+);$/gm)) {
    const here = uses.filter(({ byteOffset }) => byteOffset === Number(index) * 4);
    assert.ok(here.some(({ reads }) => reads) && here.some(({ writes }) => writes), name);
  }
});
