/** Queues as machines of one thread, step by step beside the modules themselves. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { ThreadState, Value } from "../../generator/core/machine.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import {
  compileMachine,
  type MachineProgram,
  memoryWorld,
  runToEnd,
} from "../../generator/transform/machine.ts";
import { everyRole, everyVariant, subjects } from "../contract/variants.ts";
import type { AnyQueue } from "../support/generated.ts";
import { randomFrom } from "../threads/random.ts";
import { withoutTime } from "./machine-clock.ts";
import { argumentsOf, COMMITTED, makeNumber, makePacket, PACKET } from "./machine-items.ts";
import type { MakeItem } from "./machine-items.ts";

interface Module {
  readonly className: string;
  readonly text: string;
  readonly create: (options?: { readonly initialTicket?: number }) => AnyQueue;
  readonly attach: (handle: unknown) => AnyQueue;
}

interface Run {
  readonly make: MakeItem;
  readonly calls: number;
  readonly seed: number;
  readonly initialTicket: number;
  /** One call in so many goes to the second handle. */
  readonly secondHandle: number;
}

async function outcomeOf(queue: AnyQueue, operation: string, args: readonly unknown[]) {
  try {
    const member: unknown = Reflect.get(queue, operation);
    const value: unknown = typeof member === "function"
      ? await withoutTime(() => Reflect.apply(member, queue, args))
      : member;
    return { kind: "return", value };
  } catch (error) {
    assert.ok(error instanceof Error);
    // Engines word their own messages after the names in the source.
    const message = error.message.includes(":") ? error.message : "";
    return { kind: "throw", name: error.constructor.name, message };
  }
}

/** Two handles on one memory, used in turns: calls of random operations with random arguments. */
async function compare(module: Module, program: MachineProgram, run: Run): Promise<number> {
  const { make, calls, seed, initialTicket, secondHandle } = run;
  const queue = module.create({ initialTicket });
  const queues = [queue, module.attach(queue.handle)];
  const memory = program.createMemory({ initialTicket });
  const bytes = Buffer.from(memory);
  const nativeBytes = Buffer.from(queue.handle.buffer, 0, program.totalBytes);
  assert.ok(bytes.equals(nativeBytes), "the memory as it is made");
  const threads: ThreadState[] = queues.map(() => program.attach(memory));
  const world = memoryWorld(program.viewsOf(memory));
  const operations = program.operations.filter((operation) =>
    operation !== "close" && operation !== "[Symbol.asyncIterator]"
  );
  const common = ["tryPush", "tryPop", "pushMany", "popMany", "claim", "commit", "peek", "release"];
  const random = randomFrom(seed);
  // A queue promises nothing for slots that were not taken before.
  const slots: Record<string, number[]> = { commit: [], release: [] };
  let steps = 0;
  for (let k = 0; k < calls; k++) {
    const handle = random(secondHandle) === 0 ? 1 : 0;
    const list = random(3) === 0 ? operations : common;
    const operation = k === calls - 20 ? "close" : list[random(list.length)] ?? "size";
    const argSeed = random(2 ** 31);
    const native = argumentsOf(operation, make, queue.capacity, randomFrom(argSeed));
    const modelled = argumentsOf(operation, make, queue.capacity, randomFrom(argSeed));
    const taken = slots[operation];
    if (taken !== undefined) native.args[0] = modelled.args[0] = taken.shift() ?? -1;
    const where = `seed ${seed}, call ${k + 1}: ${operation}`;
    const expected = await outcomeOf(queues[handle] ?? queue, operation, native.args);
    const thread = threads[handle];
    assert.ok(thread !== undefined);
    program.begin(thread, operation, modelled.args as Value[]);
    const found = runToEnd(program, thread, (request) => {
      steps++;
      return world(request);
    });
    const shown = found.kind === "throw" && !found.message.includes(":")
      ? { ...found, message: "" }
      : found;
    assert.deepEqual(shown, expected, where);
    const returned = Number(expected.value);
    if (operation === "claim" && returned >= 0) slots["commit"]?.push(returned);
    if (operation === "peek" && returned >= 0) slots["release"]?.push(returned);
    if (/^(?:tryPop|pop)/.test(operation)) assert.deepEqual(modelled.args, native.args, where);
    assert.deepEqual(modelled.seen, native.seen, where);
    assert.deepEqual(thread.stack, [], where);
    assert.ok(bytes.equals(nativeBytes), `${where}: memory`);
  }
  return steps;
}

async function compareAll(item: string, make: MakeItem, variants: Parameters<typeof subjects>[1]) {
  for (const subject of await subjects(item, variants, item === "u32" ? "" : PACKET)) {
    const { module, name, producers, consumers } = subject;
    // Where one thread pushes or pops, a second one is noticed, and damages items.
    const secondHandle = producers === "many" && consumers === "many" ? 3 : 200;
    const program = compileMachine(module.text);
    assert.deepEqual(program.notCompiled, []);
    for (const [seed, initialTicket] of [[1, 0], [2, 2 ** 30 - 3]] as const) {
      const run = { make, calls: 150, seed, initialTicket, secondHandle };
      const steps = await compare(module, program, run).catch((cause: unknown) => {
        throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      });
      assert.ok(steps > 100, `${name}: ${steps} steps`);
    }
  }
}

for (const capacity of [1, 2, 4]) {
  test(`queues of numbers are what their machines are: capacity ${capacity}`, () =>
    compareAll("u32", makeNumber, [true, false].flatMap((waits) => everyRole([capacity], waits))));
}

for (const padding of ["line", "none"]) {
  test(`queues of records are what their machines are: padding ${padding}`, () =>
    compareAll("Packet", makePacket, everyVariant(2).filter((one) => one.padding === padding)));
}

test("a machine of a module that was edited is told apart", async () => {
  const [subject] = await subjects("u32", everyRole([2], true).slice(3));
  assert.ok(subject !== undefined);
  const run = { make: makeNumber, calls: 150, seed: 1, initialTicket: 0, secondHandle: 3 };
  const edits = [
    ["Atomics.add(i32, /* PUSH_EPOCH_I32 */ 48, 1);", ""],
    ["this.#busy =", "this.#busy = !"],
    ["run += free;", "run += free + 1;"],
    ["return Math.min(", "return Math.max("],
  ] as const;
  for (const [find, replacement] of edits) {
    const text = subject.module.text.replaceAll(find, replacement);
    assert.notEqual(text, subject.module.text, find);
    await assert.rejects(compare(subject.module, compileMachine(text), run), /call \d+/, find);
  }
});

test("committed queues are what their machines are", async () => {
  const folder = new URL("../../generated/", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".gen.ts"))) {
    const url = new URL(file, folder);
    const text = readFileSync(url, "utf8");
    if (parseBanner(text)?.structure !== "Queue") continue;
    const program = compileMachine(text);
    const make = COMMITTED[program.className];
    assert.ok(make !== undefined, `${program.className} has no items here`);
    const exported: Readonly<Record<string, Module>> = await import(url.href);
    const module = exported[program.className];
    assert.ok(module !== undefined);
    const initialTicket = 2 ** 30 - 40;
    await compare(module, program, { make, calls: 200, seed: 3, initialTicket, secondHandle: 200 });
  }
});
