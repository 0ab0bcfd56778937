/**
 * Runs a fiber twice, as the generator that it is written as and as the machine that the compiler
 * makes of it, against the same world, and keeps what each of them did, step by step.
 */
import {
  type CompiledFiber,
  compileFibers,
  type Operation,
} from "../../generator/transform/fibers.ts";
import type { Slot } from "./fibers-choices.ts";
import type { Program } from "./fibers-program.ts";

export const OPERATIONS: readonly Operation[] = [
  { name: "take", kind: "suspend", parameters: [{ name: "a", type: "u32" }], result: "u32" },
  {
    name: "ask",
    kind: "suspend",
    parameters: [{ name: "a", type: "f64" }, { name: "b", type: "bool" }],
    result: "f64",
  },
  { name: "flag", kind: "suspend", parameters: [], result: "bool" },
  { name: "big", kind: "suspend", parameters: [{ name: "a", type: "i64" }], result: "i64" },
  {
    name: "pass",
    kind: "suspend",
    parameters: [],
    result: "void",
    alwaysParks: true,
    hasNoEnd: true,
  },
  { name: "peek", kind: "call", parameters: [{ name: "a", type: "u32" }], result: "u32" },
  { name: "spawn", kind: "spawn", parameters: [], result: "u32" },
];

/** Events of one run; beyond these, each further one is an error. */
const MAX_EVENTS = 400;
/** States that one machine goes through, at most. */
const MAX_TURNS = 50_000;
/** In front of it lie the ready ring, of one place, and the fiber's record. */
const FRAME_BYTE = 64;
const RECORD = `
const READY_HEAD_I32 = 0, READY_I32 = 1, READY_MASK = 0;
const FIBER = 2, STEP_WORD = 0, FRAME_WORD = 1;
`;
const MEMORY_BYTES = 4_096;
/** A frame moves from one to the other at each resumption. */
const MEMORIES = [new ArrayBuffer(MEMORY_BYTES), new ArrayBuffer(MEMORY_BYTES)] as const;

/** What a run can see and do. Two worlds of one seed answer alike as long as they are asked alike. */
class World {
  readonly events: unknown[] = [];
  readonly #seed: number;
  #steps = 0;
  #loops = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  log(...event: unknown[]): void {
    if (this.events.length > MAX_EVENTS) throw new Error("too many events");
    this.events.push(event);
  }

  /** A number from 0 to 2^32 - 1 that depends on the seed and on how many came before. */
  number(): number {
    let mixed = Math.imul(this.#seed ^ ++this.#steps, 0x9e3779b1);
    mixed = Math.imul(mixed ^ mixed >>> 15, 0x85ebca6b);
    return (mixed ^ mixed >>> 13) >>> 0;
  }

  begin(name: string, args: readonly unknown[]): { readonly parks: boolean; end(): unknown } {
    this.log(name, ...args);
    const number = this.number();
    if (number % 97 === 0) throw new Error(`begin ${number}`);
    if (name === "pass") return { parks: true, end: () => undefined };
    const end = (): unknown => {
      if (number % 41 === 0) throw new Error(`end ${number}`);
      if (name === "take") return number;
      if (name === "ask") return number / 8;
      if (name === "flag") return number % 2 === 0;
      return BigInt(number) * 0x4000_0001n - 0x2000_0000_0000_0000n;
    };
    return { parks: number % 3 !== 0, end };
  }

  /** The application's functions. */
  readonly app = {
    note: (...values: unknown[]) => this.log("note", ...values),
    more: () => {
      this.log("more");
      return ++this.#loops < 40 && this.number() % 4 !== 0;
    },
    twist: (value: number) => {
      this.log("twist", value);
      if (this.number() % 97 === 0) throw new Error("twist");
      return (value * 7 + 3) % 1_000;
    },
    error: (value: unknown) => new Error(`thrown ${value}`),
    message: (error: unknown) => error instanceof Error ? error.message : String(error),
    pair: (value: number) => [value, value + 1],
    call: (work: (value: number) => number) => work(10),
  };
}

/** What both sides did: equal if the compiler is right. */
export interface Runs {
  readonly generator: readonly unknown[];
  readonly machine: readonly unknown[];
}

export type Built = (seed: number) => Runs;

/** Compiles `program`; `change` may plant a fault in the emitted text. */
export function build(
  program: Program,
  change = (code: string): string => code,
): Built {
  const { fibers, diagnostics } = compileFibers("program.loom.ts", program.text, OPERATIONS);
  const [fault] = diagnostics;
  if (fault !== undefined) {
    throw new Error(
      `${fault.line}:${fault.column} ${fault.code} ${fault.message}\n${program.text}`,
    );
  }
  const main = fibers.find(({ name }) => name === "main");
  if (main === undefined) throw new Error("no fiber is called main");
  // The states stand within the loop over what is ready, or are called there: both, in turn.
  const isWhole = program.text.length % 2 === 0;
  const text = [
    RECORD,
    program.text.replace(/^import .*$/gm, "").replaceAll("export function*", "function*"),
    `class Machine {`,
    `#i32; #f64; #i64; #host; #ended; #failure;`,
    `constructor(host, memory) {`,
    `this.#host = host; this.#i32 = new Int32Array(memory);`,
    `this.#f64 = new Float64Array(memory); this.#i64 = new BigInt64Array(memory);`,
    `}`,
    `resume(frame) {`,
    `const i32 = this.#i32;`,
    `i32[READY_HEAD_I32] = 0; i32[READY_I32] = FIBER;`,
    `i32[FIBER + STEP_WORD] = 0; i32[FIBER + FRAME_WORD] = frame;`,
    `this.#ended = false; this.#failure = undefined;`,
    `this.${main.turnsMethod}(1);`,
    `if (this.#failure !== undefined) throw this.#failure.error;`,
    `return this.#ended;`,
    `}`,
    `#fail(fiber, error) { this.#failure = { error }; }`,
    `#keepError(fiber, error) { return this.#host.keepError(error); }`,
    `#takeError(fiber, key) { return this.#host.takeError(key); }`,
    `#peek(fiber, ...args) { return this.#host.peek(...args); }`,
    ...fibers.map(({ name, method }) =>
      `#spawn${method.slice("#run".length)}(fiber, ...args) { ` +
      `return this.#host.spawn("${name}", ...args); }`
    ),
    ...["Take", "Ask", "Flag", "Big", "Pass"].map((name) =>
      `#begin${name}(fiber, ...args) { return this.#host.begin("${name.toLowerCase()}", args); }\n` +
      `#end${name}(fiber) { return this.#host.end(); }`
    ),
    ...fibers.filter((one) => one !== main || !isWhole).map(({ code }) => bounded(change(code))),
    bounded(change(main.turns({ number: 0, ended: ["this.#ended = true;"], isWhole }))),
    `}`,
    `return { main, Machine };`,
  ].join("\n");
  const make = new Function("app", withoutTypes(text)) as Make;
  return (seed) => ({
    generator: runGenerator(make, main, seed),
    machine: runMachine(make, main, seed),
  });
}

/** A machine with a planted fault may never end. */
function bounded(code: string): string {
  return code.replace("\nfor (;;) {\n", "\nfor (;;) {\nthis.#host.turn();\n");
}

/** Types as these programs and emitted methods write them; a real compiler would take most of the time. */
function withoutTypes(text: string): string {
  const names = "u8|i16|u32|i32|f32|f64|bool|u53|u64|i64|number|boolean|bigint|unknown|void|Feeds";
  return text
    .replace(/^type Feeds = .*$/m, "")
    .replace(new RegExp(`: (?:${names}|Fiber(?:<\\w+>)?)(?![\\w(])`, "g"), "")
    .replaceAll("]!", "]");
}

/** Arguments that differ from each other, in the range of their types. */
function argumentsOf({ parameters }: CompiledFiber, seed: number): unknown[] {
  return parameters.map(({ type }, k) => {
    const number = (seed >>> 3) % 100 + k;
    if (type === "bool") return number % 2 === 0;
    return type === "u64" || type === "i64" ? BigInt(number) : number;
  });
}

/** Both sides, over the application that they call. */
type Make = (app: World["app"]) => {
  readonly main: (self: unknown, ...args: unknown[]) => Iterator<unknown, unknown>;
  readonly Machine: new (host: unknown, memory: ArrayBuffer) => {
    resume(frame: number): boolean;
  };
};

/** Keeps how the fiber ended. */
function ending(world: World, work: () => unknown): readonly unknown[] {
  try {
    world.events.push(["returned", work()]);
  } catch (error) {
    world.events.push(["thrown", error instanceof Error ? error.message : error]);
  }
  return world.events;
}

function runGenerator(make: Make, main: CompiledFiber, seed: number): readonly unknown[] {
  const world = new World(seed);
  const operation = (name: string) =>
    function* (...args: unknown[]) {
      const { parks, end } = world.begin(name, args);
      if (parks) yield;
      return end();
    };
  const self = {
    ...Object.fromEntries(
      ["take", "ask", "flag", "big", "pass"].map((name) => [name, operation(name)]),
    ),
    ...others(world),
    spawn: ({ name }: { readonly name: string }, ...args: unknown[]) =>
      others(world).spawn(name, ...args),
  };
  const fiber = make(world.app).main(self, ...argumentsOf(main, seed));
  return ending(world, () => {
    for (;;) {
      const { done, value } = fiber.next();
      if (world.events.length > 2 * MAX_EVENTS) throw new Error("the machine never ends");
      if (done === true) return main.resultType === "void" ? undefined : value;
      world.events.push(["parked"]);
    }
  });
}

function others(world: World) {
  return {
    peek: (value: number) => {
      world.log("peek", value);
      return world.number() % 50;
    },
    spawn: (...args: unknown[]) => {
      world.log("spawn", ...args);
      return 1;
    },
  };
}

/** Each resumption has another memory, another machine and another address of the frame. */
function runMachine(make: Make, main: CompiledFiber, seed: number): readonly unknown[] {
  const world = new World(seed);
  const kept = new Map<number, unknown>();
  let answer: () => unknown = () => undefined;
  let keys = 0;
  let turns = 0;
  const host = {
    ...others(world),
    begin(name: string, args: readonly unknown[]) {
      const begun = world.begin(name, args);
      answer = begun.end;
      return !begun.parks;
    },
    end: () => answer(),
    turn() {
      if (++turns > MAX_TURNS) throw new Error("the machine never ends");
    },
    keepError(error: unknown) {
      kept.set(++keys, error);
      return keys;
    },
    takeError(key: number) {
      if (!kept.has(key)) throw new RangeError(`no error is kept under ${key}`);
      const error = kept.get(key);
      kept.delete(key);
      return error;
    },
  };
  const { Machine } = make(world.app);
  let frameByte = FRAME_BYTE;
  let [memory, next]: readonly [ArrayBuffer, ArrayBuffer] = MEMORIES;
  new Uint8Array(memory).fill(0xa5);
  const view = new DataView(memory, frameByte);
  view.setInt32(0, 0, true);
  argumentsOf(main, seed).forEach((value, k) => {
    const parameter = main.parameters[k];
    if (parameter !== undefined) put(view, parameter.type as Slot, parameter.byteOffset, value);
  });
  return ending(world, () => {
    while (!new Machine(host, memory).resume(frameByte / 4)) {
      if (world.events.length > 2 * MAX_EVENTS) throw new Error("the machine never ends");
      world.events.push(["parked"]);
      checkGuards(memory, frameByte, main.frameBytes);
      const nextByte = FRAME_BYTE + (frameByte + 8) % 256;
      new Uint8Array(next).fill(0xa5);
      new Uint8Array(next).set(new Uint8Array(memory, frameByte, main.frameBytes), nextByte);
      [memory, next] = [next, memory];
      frameByte = nextByte;
    }
    checkGuards(memory, frameByte, main.frameBytes);
    const { resultByteOffset, resultType } = main;
    if (resultByteOffset === undefined) return undefined;
    return get(new DataView(memory, frameByte), resultType as Slot, resultByteOffset);
  });
}

function checkGuards(memory: ArrayBuffer, start: number, length: number): void {
  const bytes = new Uint8Array(memory);
  const isGuard = (k: number) => k >= FRAME_BYTE && (k < start || k >= start + length);
  const changed = bytes.findIndex((byte, k) => byte !== 0xa5 && isGuard(k));
  if (changed !== -1) throw new RangeError(`byte ${changed - start} is outside of the frame`);
}

function put(view: DataView, type: Slot, at: number, value: unknown): void {
  if (type === "u64" || type === "i64") view.setBigInt64(at, BigInt(value as bigint), true);
  else if (type === "f64" || type === "f32" || type === "u53") {
    view.setFloat64(at, Number(value), true);
  } else view.setInt32(at, Number(value), true);
}

function get(view: DataView, type: Slot, at: number): unknown {
  if (type === "i64") return view.getBigInt64(at, true);
  if (type === "u64") return view.getBigUint64(at, true);
  if (type === "f64" || type === "f32" || type === "u53") return view.getFloat64(at, true);
  if (type === "u32") return view.getUint32(at, true);
  return type === "bool" ? view.getInt32(at, true) !== 0 : view.getInt32(at, true);
}
