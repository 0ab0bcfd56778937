/** Random programs, as JavaScript and as machines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Value } from "../../generator/core/machine.ts";
import { compileMachine, memoryWorld, runToEnd } from "../../generator/transform/machine.ts";

/** Keeps the file within seconds under each runtime; fast-check prints seed and path of a failure. */
const RUNS = { numRuns: 60 };

const TOTAL_BYTES = 32;

/** The program in `body` as a module; `m`, `half` and `bump` are what it may call. */
function moduleOf(body: string): string {
  return `
const TOTAL_BYTES = ${TOTAL_BYTES};
export class Box {
  #i32;
  #n = 1;
  constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#i32 = new Int32Array(buffer, byteOffset, TOTAL_BYTES / 4);
  }
  run(a, b) {
    const i32 = this.#i32;
    let c = 2;
    let fuel = 20;
    const log = [];
    const box = { x: 3, list: [4, 5] };
    ${body}
    return [a, b, c, log, box];
  }
  m(x, y = Atomics.load(this.#i32, 3)) {
    this.#n += x;
    if (x > 40) throw new RangeError("m " + x);
    return Atomics.add(this.#i32, x & 7, y) + this.#n;
  }
  get n() { return this.#n; }
}
function half(x) {
  if (x === 7) throw new TypeError("half");
  return x >> 1;
}
function bump(i32, x) {
  return i32[x & 7]++ + half(x);
}
`;
}

type Text = fc.Arbitrary<string>;

/** Text with expressions in the place of `E`. */
function filled(template: string, depth: number): Text {
  const parts = template.split(/\bE\b/);
  const holes = parts.slice(1).map(() => expressionOf(depth - 1));
  return fc.tuple(...holes).map((texts) =>
    parts.map((part, k) => part + (texts[k] ?? "")).join("")
  );
}

const LEAVES = ["0", "1", "2", "5", "7", "-3", "a", "b", "c", "this.#n", "undefined"];

const EXPRESSIONS = [
  "i32[E & 7]",
  "this.#i32[E & 7]",
  "Atomics.load(i32, E & 7)",
  "Atomics.add(i32, E & 7, E)",
  "Atomics.store(i32, E & 7, E)",
  "Atomics.exchange(this.#i32, E & 7, E)",
  "Atomics.compareExchange(i32, E & 7, E, E)",
  "(E + E)",
  "(E - E)",
  "(E * E)",
  "(E < E)",
  "(E === E)",
  "(E && E)",
  "(E || E)",
  "(E ?? E)",
  "(E ? E : E)",
  "(E, E)",
  "(a = E)",
  "(b += E)",
  "(c ||= E)",
  "(this.#n = E)",
  "(this.#n -= E)",
  "(i32[E & 7] = E)",
  "(i32[E & 7] += E)",
  "(i32[E & 7] &&= E)",
  "(box.x = E)",
  "(box.x += E)",
  "(box.list[E & 1] = E)",
  "(box.list[E & 1] ??= E)",
  "a++",
  "--b",
  "this.#n--",
  "i32[E & 7]++",
  "--i32[E & 7]",
  "box.list[E & 1]++",
  "(- E)",
  "(!E)",
  "(typeof E).length",
  "this.m(E, E)",
  "this.m(E)",
  "this.n",
  "half(E)",
  "bump(i32, E)",
  "Math.min(E, E)",
  "[E, E, E].indexOf(E)",
  "({ x: E, y: E, ...box }).y",
  "`${E}-${E}`.length",
  "(E > 2 ? box : undefined)?.list[E & 1]",
  "box?.list?.indexOf(E)",
  "log.push(E)",
];

function expressionOf(depth: number): Text {
  const leaf = fc.constantFrom(...LEAVES);
  if (depth <= 0) return leaf;
  return fc.oneof(leaf, fc.constantFrom(...EXPRESSIONS).chain((text) => filled(text, depth)), {
    weight: 2,
    arbitrary: fc.constantFrom("i32[E & 7]", "Atomics.add(i32, E & 7, E)").chain((text) =>
      filled(text, depth)
    ),
  });
}

/** `S` stands for a block, `L` for one in the loop `outer`; `loop` is the label of the loop around. */
function statementOf(depth: number, loop: string | undefined): Text {
  const simple = [
    "E;",
    "a = E;",
    "{ const d = E, [e, f = E] = [E]; log.push(d, e, f); }",
    "c = E;",
  ];
  const ends = ["if (E) return E;", "if (E) throw E;"];
  const jumps = ["if (E) break;", "if (E) continue;", `if (E) continue ${loop};`, `break ${loop};`];
  const nested = [
    "{ S }",
    "if (E) { S } else S",
    "if (E || !E && E) S",
    "throw new RangeError(`${E}`);",
    "try { S } catch { S }",
    "try { S } catch (error) { log.push(error.message); S throw error; }",
    "try { S } finally { S }",
    "try { S } catch (error) { log.push(E, error === E); S } finally { S }",
    "outer: try { S if (E) break outer; S } finally { log.push(E); }",
    "switch (E & 3) { case 0: S case E + 0: { S break; } default: S case 2: S }",
  ];
  const loops = [
    "outer: for (let k = 0; k < 3; k++) { L }",
    "outer: for (const k of [E, E]) { log.push(k); L }",
    "outer: while (fuel-- > 0 && E) { L L }",
    "outer: do { L } while (fuel-- > 0 && E);",
  ];
  const texts = [...simple, ...ends, ...loop === undefined ? [] : jumps];
  if (depth > 0) texts.push(...nested, ...nested, ...loops, ...loops);
  const label = `outer${depth}`;
  return fc.constantFrom(...texts).chain((text) => {
    const holes = text.replace(/outer\b/g, label).split(/\b([SL])\b/).map((part): Text =>
      part === "S"
        ? blockOf(depth - 1, loop)
        : part === "L"
        ? blockOf(depth - 1, label)
        : filled(part, 3)
    );
    return fc.tuple(...holes).map((parts) => parts.join(""));
  });
}

function blockOf(depth: number, loop: string | undefined): Text {
  return fc.array(statementOf(depth, loop), { minLength: 1, maxLength: 2 }).map((statements) =>
    `{ ${statements.join("\n")} }`
  );
}

interface Native {
  run(a: number, b: number): unknown;
  readonly n: unknown;
}

function nativeBox(text: string, memory: SharedArrayBuffer): Native {
  const javaScript = text.replaceAll(/export |: SharedArrayBuffer|: number/g, "");
  return new Function("memory", `"use strict"; ${javaScript}; return new Box(memory, 0);`)(memory);
}

function nativeOutcome(box: Native, a: number, b: number) {
  try {
    return { kind: "return", value: box.run(a, b) };
  } catch (error) {
    return error instanceof Error
      ? { kind: "throw", name: error.constructor.name, message: wording(error.message) }
      : { kind: "throw", name: typeof error, message: String(error) };
  }
}

/** Engines word their own messages after the names in the source. */
function wording(message: string): string {
  return /^(?:m |half|-?\d)/.test(message) ? message : "";
}

function startMemory(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(TOTAL_BYTES);
  new Int32Array(memory).set([3, -1, 0, 7, 2, 100, -50, 1]);
  return memory;
}

test("random programs are what their machines are", () => {
  const body = fc.array(statementOf(3, undefined), { minLength: 1, maxLength: 4 });
  let stops = 0;
  fc.assert(
    fc.property(body, fc.integer({ min: -2, max: 9 }), (statements, a) => {
      const text = moduleOf(statements.join("\n"));
      const [expectedMemory, memory] = [startMemory(), startMemory()];
      const box = nativeBox(text, expectedMemory);
      const expected = nativeOutcome(box, a, 4);
      const program = compileMachine(text);
      assert.deepEqual(program.notCompiled, []);
      const thread = program.attach(memory);
      program.begin(thread, "run", [a, 4]);
      const world = memoryWorld(program.viewsOf(memory));
      const found = runToEnd(program, thread, (request): Value => {
        stops++;
        return world(request);
      });
      const shown = found.kind === "throw" && found.name.endsWith("Error")
        ? { ...found, message: wording(found.message) }
        : found;
      assert.deepEqual(shown, expected);
      assert.deepEqual(new Int32Array(memory), new Int32Array(expectedMemory));
      assert.equal(thread.fields[0], box.n);
    }),
    RUNS,
  );
  assert.ok(stops > 500, `${stops} stops: the programs do nothing`);
});
