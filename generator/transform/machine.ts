/**
 * An emitted module as state machines, from its text as it lies on disk. The steps:
 *
 * 1. read     the class of the structure, the module's functions and constants    machine/module,
 *             with parts of views as numbers                                      machine/windows
 * 2. lower    each function to basic blocks that end at stops                     machine/statements …
 * 3. analyse  which variables live across a stop                                  machine/liveness
 * 4. print    a JavaScript function over (frame, thread, answer)                  machine/print
 * 5. load     them beside the module's own helpers and classes                    here
 *
 * What stops is the business of one rule, machine/shared-memory; the rest would serve any other.
 */
import {
  GO_ON,
  type Program,
  type ThreadState,
  type Value,
  type ViewName,
} from "../core/machine.ts";
import { memoryWorld, runToEnd } from "./machine/memory.ts";
import { type ModuleParts, readParts } from "./machine/module.ts";
import { type CompiledFunctions, compileFunctions, type NotCompiled } from "./machine/program.ts";
import { createRuntime, resume, type Runtime, type Step } from "./machine/runtime.ts";
import { BYTES_PER_ELEMENT, sharedMemoryRule, type View } from "./machine/shared-memory.ts";
import { spellOutWindows } from "./machine/windows.ts";
import { parseModule } from "./parse.ts";

export { memoryWorld, runToEnd } from "./machine/memory.ts";
export { CompileFault } from "./machine/fault.ts";
export { MachineError } from "../core/machine.ts";
export type { NotCompiled } from "./machine/program.ts";

export interface MachineProgram extends Program {
  /** Public operations that have no machine, and why. */
  readonly notCompiled: readonly NotCompiled[];
  /** The memory that the module's own `create(options)` makes, cut to the structure's bytes. */
  createMemory(options?: Value): SharedArrayBuffer;
  /** The module's views over `memory`, by name, for `memoryWorld`. */
  viewsOf(memory: ArrayBufferLike): ReadonlyMap<ViewName, Int32Array>;
}

/** What the module gives when it is loaded together with its machines. */
interface Loaded {
  readonly steps: readonly Step[];
  readonly lengths: Readonly<Record<ViewName, number>>;
  readonly errors: Readonly<Record<string, { readonly prototype: Error }>>;
  readonly structure: {
    create?(options?: Value): {
      readonly handle: { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };
    };
  };
}

/**
 * Compiles the structure in `moduleText`; loads the module, whose checks of itself run. Throws with
 * a line where the text does not parse or its constructor has no machine. An operation without a
 * machine is in `notCompiled`, and an error when it is begun.
 */
export function compileMachine(moduleText: string): MachineProgram {
  const module = readParts(spellOutWindows(parseModule(moduleText).compilerNode));
  const rule = sharedMemoryRule(module);
  const compiled = compileFunctions(module, rule);
  const errors = new Map<string, { readonly prototype: Error }>();
  const runtime = createRuntime(errors);
  const loaded = load(module, compiled, rule.views, runtime);
  for (const [name, error] of Object.entries(loaded.errors)) errors.set(name, error);
  /** Behind the module's functions: what goes on with a call that is over. */
  const over = loaded.steps.length;
  const steps: readonly Step[] = [...loaded.steps, () => {
    runtime.value = { done: true };
    return runtime.returned;
  }];

  const begin = (thread: ThreadState, code: number, parameters: number, args: readonly Value[]) => {
    const locals = Array.from({ length: parameters }, (_, k) => args[k]);
    thread.stack.push({ code, pc: 0, locals });
  };
  const viewsOf = (memory: ArrayBufferLike) =>
    new Map(
      [...rule.views.values()].map(({ name, arrayName }) => [
        name,
        arrayOver(arrayName, memory, loaded.lengths[name] ?? 0),
      ]),
    );
  const bytesOf = ({ arrayName }: View) => BYTES_PER_ELEMENT[arrayName] ?? 1;
  const views = [...rule.views.values()];
  const totalBytes = Math.max(
    0,
    ...views.map((view) => bytesOf(view) * (loaded.lengths[view.name] ?? 0)),
  );

  const program: MachineProgram = {
    className: module.className,
    operations: [...compiled.operations.keys()],
    fields: compiled.fields,
    totalBytes,
    views: Object.fromEntries(
      views.map((view) => [view.name, { bytesPerElement: bytesOf(view) }]),
    ),
    notCompiled: compiled.notCompiled,
    viewsOf,

    attach(memory) {
      const thread: ThreadState = { stack: [], fields: compiled.fields.map(() => undefined) };
      // Its parameters that are data: the structure's first byte, which is that of the memory.
      begin(thread, compiled.constructorCode, 1, [0]);
      const ended = runToEnd(program, thread, memoryWorld(viewsOf(memory)));
      if (ended.kind === "throw") throw new Error(`${module.className}: ${ended.message}`);
      return thread;
    },

    begin(thread, operation, args) {
      if (operation === GO_ON) {
        if (thread.stack.length === 0) begin(thread, over, 0, []);
        return;
      }
      const found = compiled.operations.get(operation);
      if (found === undefined) {
        const known = compiled.notCompiled.find((one) => one.operation === operation);
        throw new Error(
          known === undefined
            ? `${module.className} has no operation ${operation}: expected one of ${
              program.operations.join(", ")
            }`
            : `${module.className}.${operation} has no machine: ${known.reason}`,
        );
      }
      if (thread.stack.length > 0) throw new Error(`${operation}: the thread is in another one`);
      begin(thread, found.code, found.parameters, args);
    },

    resume: (thread, answer) => resume(steps, runtime, thread, answer),

    lineOf({ stack }) {
      const frame = stack.at(-1);
      return frame === undefined ? 0 : compiled.lines[frame.code]?.[frame.pc] ?? 0;
    },

    createMemory(options = {}) {
      const made = loaded.structure.create?.(options);
      if (made === undefined) throw new Error(`${module.className} has no static create`);
      const { buffer, byteOffset } = made.handle;
      return buffer.slice(byteOffset, byteOffset + totalBytes);
    },
  };
  return program;
}

function load(
  module: ModuleParts,
  { texts }: CompiledFunctions,
  views: ReadonlyMap<ViewName, View>,
  runtime: Runtime,
): Loaded {
  const lengths = [...views.values()].map(({ name, length }) => `${name}: ${length}`);
  const errors = [...module.classes].flatMap(([name, { heritageClauses }]) =>
    heritageClauses === undefined ? [] : [name]
  );
  const text = [
    `"use strict";`,
    module.javaScript,
    `return {`,
    `steps: [${texts.join(",\n")}],`,
    `lengths: { ${lengths.join(", ")} },`,
    `errors: { ${errors.join(", ")} },`,
    `structure: ${module.className},`,
    `};`,
  ].join("\n");
  try {
    return new Function("m$run", text)(runtime);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the module cannot be loaded: ${reason}`, { cause });
  }
}

type ArrayClass = new (memory: ArrayBufferLike, byteOffset: number, length: number) => unknown;

const ARRAYS: Readonly<Record<string, ArrayClass>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

function arrayOver(name: string, memory: ArrayBufferLike, length: number): Int32Array {
  const found = ARRAYS[name];
  if (found === undefined) throw new Error(`there is no typed array ${name}`);
  return new found(memory, 0, length) as Int32Array;
}
