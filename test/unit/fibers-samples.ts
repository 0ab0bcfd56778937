import {
  type CompiledFiber,
  compileFibers,
  type Operation,
} from "../../generator/transform/fibers.ts";

/** Operations for tests of the compiler alone. */
export const OPERATIONS: readonly Operation[] = [
  { name: "pass", kind: "suspend", parameters: [], result: "void" },
  { name: "sleep", kind: "suspend", parameters: [{ name: "ms", type: "f64" }], result: "void" },
  {
    name: "rest",
    kind: "suspend",
    parameters: [],
    result: "void",
    alwaysParks: true,
    hasNoEnd: true,
  },
  { name: "take", kind: "suspend", parameters: [{ name: "source", type: "u32" }], result: "u32" },
  { name: "now", kind: "call", parameters: [], result: "f64" },
  { name: "spawn", kind: "spawn", parameters: [], result: "u32" },
];

const HEAD =
  "import type { bool, f32, f64, Fiber, i16, i32, i64, i8, Loom, u16, u32, u53, u64, u8 } from " +
  '"amph-gen/spec";\nimport { use, make, type Thing } from "./app.ts";\n' +
  "export type L = Loom<{ fibers: 8 }>;\n";

/** Lines in front of the text that `compile` is given. */
export const HEAD_LINES = 3;

export const compile = (text: string) => compileFibers("sample.loom.ts", HEAD + text, OPERATIONS);

/** The fibers of a sound text. */
export function fibersOf(text: string): readonly CompiledFiber[] {
  const { fibers, diagnostics } = compile(text);
  const [fault] = diagnostics;
  if (fault !== undefined) throw new Error(`${fault.line}:${fault.column} ${fault.message}`);
  return fibers;
}

/** The only fiber of a text. */
export function fiberOf(text: string): CompiledFiber {
  const [fiber] = fibersOf(text);
  if (fiber === undefined) throw new Error("the text has no fiber");
  return fiber;
}

/** A class around emitted methods, with the operations that a loom has for them, as TypeScript. */
export function classOf(fibers: readonly CompiledFiber[], first: CompiledFiber): string {
  const spawns = fibers.filter(({ name }) =>
    fibers.some((one) => one.spawnedFibers.includes(name))
  );
  const code = fibers.map((one) => one.code).join("\n");
  const uses = (name: string) => code.includes(name);
  const line = (name: string, text: string) => uses(name) ? [text] : [];
  return [
    `type Host = { begin(name: string, value: number): boolean; end(name: string): number };`,
    `export class Machine {`,
    `readonly #host: Host;`,
    `readonly #i32: Int32Array;`,
    ...line("this.#f64", "readonly #f64: Float64Array;"),
    ...line("this.#i64", "readonly #i64: BigInt64Array;"),
    `constructor(host: Host, memory: ArrayBuffer) {`,
    `this.#host = host;`,
    `this.#i32 = new Int32Array(memory);`,
    ...line("this.#f64", "this.#f64 = new Float64Array(memory);"),
    ...line("this.#i64", "this.#i64 = new BigInt64Array(memory);"),
    `}`,
    `resume(frame: number): boolean { return this.${first.method}(1, frame); }`,
    ...line("keepError", "#keepError(_fiber: number, _error: unknown): number { return 0; }"),
    ...line("takeError", "#takeError(_fiber: number, _key: number): unknown { return undefined; }"),
    ...line("#beginPass", `#beginPass(_: number): boolean { return this.#host.begin("pass", 0); }`),
    ...line("#endPass", `#endPass(_: number): void { this.#host.end("pass"); }`),
    ...line(
      "#beginSleep",
      `#beginSleep(_: number, ms: number): boolean { return this.#host.begin("sleep", ms); }`,
    ),
    ...line("#endSleep", `#endSleep(_: number): void { this.#host.end("sleep"); }`),
    ...line(
      "#beginTake",
      `#beginTake(_: number, n: number): boolean { return this.#host.begin("take", n); }`,
    ),
    ...line("#endTake", `#endTake(_: number): number { return this.#host.end("take"); }`),
    ...line("#now", `#now(_: number): number { return 1; }`),
    ...spawns.map(({ method, parameters }) =>
      `#spawn${method.slice("#run".length)}(_: number${
        parameters.map(({ name }) => `, ${name}: number`).join("")
      }): number { return ${parameters.map(({ name }) => name).join(" + ") || "0"}; }`
    ),
    code,
    `}`,
  ].join("\n");
}
