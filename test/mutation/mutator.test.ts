import assert from "node:assert/strict";
import { test } from "node:test";
import { type Kind, KINDS, mutate, mutationsOf } from "./mutator.ts";
import { normalize } from "./syntax.ts";

/** A module as small as it can be; only `work` is over shared memory and gets changed. */
function moduleWith(body: string, returns = "void"): string {
  return `
export class Small {
  readonly #i32: Int32Array;
  #tail = 0;
  private constructor(buffer: SharedArrayBuffer) {
    this.#i32 = new Int32Array(buffer);
    this.#tail = Atomics.load(this.#i32, 16) + 1;
  }
  static create(): Small {
    return new Small(new SharedArrayBuffer(4 + 60));
  }
  get tail(): number {
    return this.#tail + 1;
  }
  work(word: number): ${returns} {
    const i32 = this.#i32;
    void Atomics.load(i32, /* TAIL_I32 */ 16) | /* HEAD_I32 */ 32 | /* MASK */ 7;
    for (;;) {
      ${body}
    }
  }
}
export class ClosedError extends Error {
  constructor() {
    super("closed" + 1);
  }
}
`;
}

/** What the changes of a kind make of `body`. */
function changed(body: string, kind: Kind, returns?: string): readonly string[] {
  const whole = normalize(body);
  return mutationsOf(moduleWith(body, returns))
    // Of a statement with a body, the head is shown.
    .filter((one) => one.kind === kind && whole.startsWith(one.before))
    .map(({ after }) => after);
}

const CASES: readonly (readonly [Kind, body: string, after: readonly string[]])[] = [
  ["constant", "word = 5;", ["word = 6;", "word = 4;"]],
  ["constant", "word = /* TAIL_I32 */ 16;", ["word = HEAD_I32;"]],
  ["constant", "word = /* MASK */ 7;", ["word = 0;"]],
  ["constant", "this.#done = true;", ["this.#done = false;"]],
  ["comparison", "void (word < 5);", ["void (word <= 5);", "void (word >= 5);"]],
  ["comparison", "void (word >= 5);", ["void (word > 5);", "void (word < 5);"]],
  ["comparison", "void (word === 5);", ["void (word !== 5);"]],
  ["arithmetic", "word = word + word;", ["word = word - word;"]],
  ["arithmetic", "word = word & word;", ["word = word | word;"]],
  ["arithmetic", "word = word ^ word;", ["word = word | word;", "word = word & word;"]],
  ["arithmetic", "word = word >>> word;", ["word = word >> word;", "word = word << word;"]],
  ["arithmetic", "word = word << word;", ["word = word >>> word;"]],
  ["arithmetic", "word = word | 0;", ["word = (word);"]],
  ["arithmetic", "word = ~word;", ["word = (word);"]],
  ["arithmetic", "word = -word;", ["word = (word);"]],
  ["arithmetic", "word += word;", ["word -= word;", "word = word;"]],
  ["arithmetic", "word++;", ["word--;"]],
  ["arithmetic", "word = Math.min(word, i32);", ["word = (word);", "word = (i32);"]],
  ["logic", "void (a && b);", ["void ((a));", "void ((b));"]],
  ["logic", "void (a ?? b);", ["void (a || b);", "void (a);"]],
  ["logic", "void !word;", ["void (word);"]],
  ["condition", "word = a ? b : c;", ["word = (b);", "word = (c);"]],
  ["condition", "if (word === 0) word = word;", ["if (true)"]],
  ["statement dropped", "this.work(word);", [";"]],
  ["jump", "break;", ["continue;"]],
  ["jump", "continue;", ["break;"]],
  ["atomics", "Atomics.store(i32, a, b);", ["(i32[a] = b);"]],
  ["atomics", "word = Atomics.load(i32, a);", ["word = i32[a]!;"]],
  ["atomics", "word = Atomics.exchange(i32, a, b);", [
    "word = [i32[a]!, i32[a] = b][0]!;",
    "word = [Atomics.load(i32, a), Atomics.store(i32, a, b)][0]!;",
    "word = Atomics.load(i32, a);",
  ]],
  ["atomics", "Atomics.xor(i32, a, b);", [
    "[i32[a]!, i32[a] = i32[a]! ^ (b)][0]!;",
    "[Atomics.load(i32, a), Atomics.store(i32, a, Atomics.load(i32, a) ^ (b))][0]!;",
    "Atomics.load(i32, a);",
    "Atomics.or(i32, a, b);",
    "Atomics.and(i32, a, b);",
  ]],
  ["atomics", "word = Atomics.compareExchange(i32, a, b, c);", [
    "word = (i32[a] === b ? (i32[a] = c, b) : i32[a]!);",
    "word = (Atomics.load(i32, a) === b ? (Atomics.store(i32, a, c), b) : Atomics.load(i32, a));",
    "word = (Atomics.store(i32, a, c), b);",
    "word = Atomics.load(i32, a);",
  ]],
  ["atomics", "Atomics.notify(i32, a);", ["Atomics.notify(i32, a, 1);"]],
  ["atomics", "Atomics.wait(i32, a, b, c);", [
    "Atomics.wait(i32, a, Atomics.load(i32, a), c);",
    "Atomics.wait(i32, a, b);",
  ]],
];

for (const [kind, body, after] of CASES) {
  test(`${kind}: ${body}`, () => assert.deepEqual(changed(body, kind), after));
}

test("return values are flipped, each in the way of its type", () => {
  assert.deepEqual(changed("return word > 1;", "return", "boolean"), ["return !(word > 1);"]);
  assert.deepEqual(changed("return word;", "return", "number"), ["return 0;"]);
  assert.deepEqual(changed("return word;", "return", "number | undefined"), ["return undefined;"]);
});

test("conditions are negated, unless another operator does the same", () => {
  assert.deepEqual(changed("if (a) b();", "condition"), ["if (!(a))", "if (true)"]);
});

test("neighbours are swapped where their order can matter", () => {
  const swap = (body: string) =>
    mutationsOf(moduleWith(body)).filter(({ kind, before }) =>
      kind === "statements swapped" && before === normalize(body)
    ).map(({ after }) => after);
  assert.deepEqual(swap("a(); b();"), ["b(); a();"]);
  assert.deepEqual(swap("i32[1] = 2; Atomics.store(i32, 3, 4);"), [
    "Atomics.store(i32, 3, 4); i32[1] = 2;",
  ]);
  assert.deepEqual(swap("this.#tail = word; this.look();"), ["this.look(); this.#tail = word;"]);
  // One declares what the other needs; one only computes; one leaves.
  for (const body of ["const a = b(); c(a);", "const a = b; c();", "a(); break;"]) {
    assert.deepEqual(swap(body), [], body);
  }
});

test("only operations over shared memory are changed, and what they share", () => {
  const text = moduleWith("this.helper(); break;").replace(
    "  work(",
    "  helper(): number { return 1 + 2; }\n  caller(): void { this.work(1); }\n  work(",
  );
  const names = new Set(mutationsOf(text).map(({ operation }) => operation));
  assert.deepEqual([...names].sort(), ["caller", "helper", "work"]);
});

test("each change has its own key, and one place in the text", () => {
  const text = moduleWith("word += 1; word += 1; break;");
  const mutations = mutationsOf(text);
  assert.equal(new Set(mutations.map(({ key }) => key)).size, mutations.length);
  const texts = new Set(mutations.map((mutation) => mutate(text, mutation)));
  assert.equal(texts.size, mutations.length);
  assert.ok(!texts.has(text));
});

test("the same line of another module has the same keys", () => {
  const keys = (body: string) => mutationsOf(moduleWith(body)).map(({ key }) => key);
  assert.deepEqual(keys("word = /* TAIL_I32 */ 16;"), keys("word = /* TAIL_I32 */ 24;"));
  // A longer number may stand on the next line, and an error begins with the name of its class.
  assert.deepEqual(keys("word = /* TAIL_I32 */ 16;"), keys("word = /* TAIL_I32 */\n  65536;"));
  const failing = (name: string) =>
    `if (word > 1) throw new RangeError(\`${name}: \${word} of 1\`);`;
  assert.deepEqual(keys(failing("Small")), keys(failing("Large")));
});

test("a constant on a line of its own is replaced as a whole", () => {
  const mutations = mutationsOf(moduleWith("word = /* TAIL_I32 */\n  16; break;"));
  const found = mutations.find(({ before, kind }) =>
    kind === "constant" && before === "word = TAIL_I32;"
  );
  assert.ok(found !== undefined);
  assert.equal(found.after, "word = HEAD_I32;");
  assert.ok(
    mutate(moduleWith("word = /* TAIL_I32 */\n  16; break;"), found).includes(
      "word = /* HEAD_I32 */ 32;",
    ),
  );
});

test("every kind has a case", () => {
  const covered = new Set<Kind>(CASES.map(([kind]) => kind));
  covered.add("return").add("statements swapped");
  assert.deepEqual(KINDS.filter((kind) => !covered.has(kind)), []);
});
