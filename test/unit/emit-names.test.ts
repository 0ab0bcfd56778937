/** Names and documentation of a spec meet the names and comments of the templates, and do no harm. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ts } from "ts-morph";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { ROOT } from "../house/sources.ts";
import { access, generateAndImport, generateFiles, moduleOf } from "../support/generated.ts";
import { typeCheck, UNDER_NODE } from "../support/type-check.ts";

const host = loadProfile(join(ROOT, "host-profile.json"));

/** Fields named like what the emitted operations use. */
const NAMES = [
  "i32 u8 f64 slot tail head run item items into from count limit k done next now turns word bit",
  "free ready target index value options signal epoch handle size capacity busy close closed",
  "CAPACITY MASK ONE TAIL_I32 CLOSED FLAGS $ _ $x x x$bytes x$reused $value value$bytes error end",
  "buffer byteOffset member async of get set is as type",
].join(" ").split(" ");

const fields = NAMES.map((name, k) =>
  name === "x" || name === "value" ? `${name}: Text<8>;` : `${name}: ${k % 2 === 0 ? "u8" : "f64"};`
);
const SPEC = `import type { f64, FixedArray, Queue, Text, u8, u16 } from "amph-gen/spec";
interface MASK { a: u8; b: FixedArray<u16, 2>; a$b: { reused: u8 } }
interface Names { ${fields.join(" ")} inner: MASK; more: FixedArray<MASK, 2> }
export type Queued = Queue<Names, { capacity: 4 }>;
export type Single = Queue<Names, { capacity: 4; producers: "one"; consumers: "one" }>;
`;

function item(): Record<string, unknown> {
  const mask = () => ({ a: 1, b: Uint16Array.from([1, 2]), a$b: { reused: 3 } });
  const values = NAMES.map((name, k) => [name, name === "x" || name === "value" ? "text" : k]);
  return { ...Object.fromEntries(values), inner: mask(), more: [mask(), mask()] };
}

test("fields may be called like anything that the operations use", async () => {
  for (const { create } of (await generateAndImport(SPEC)).values()) {
    const queue = create();
    assert.equal(queue.tryPush(item()), true);
    assert.equal(queue.pushMany([item(), item()]), 2);
    assert.deepEqual(queue.tryPop(), item());
    const into = [item()];
    queue.popMany(into, 0, 2);
    assert.deepEqual(into, [item(), item()]);
    const slot = queue.claim();
    access(queue, "setTail", slot, 7);
    access(queue, "setX$bytes", slot, 9);
    queue.commit(slot);
    const taken = queue.peek();
    assert.equal(access(queue, "getX$bytes", taken), 9);
    queue.release(taken);
  }
});

test("and it type-checks", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  assert.deepEqual(await typeCheck(await generateFiles(SPEC)), []);
});

/** A module's code without its comments. */
function code(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, removeComments: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

const HOSTILE = [
  "*/ throw new Error('out'); /*",
  "**/ export default 1; /**",
  "// @ts-" + "ignore",
  "@ts-" + "nocheck",
  "deno-" + "lint-ignore-file",
  "</script><!-- -->",
  "`${process.exit(1)}` \\u002a/ \\",
  "a\u2028b\u2029c\r\nd\re",
  "{{banner}} {{#if x}} {{> claim}}",
  "word ".repeat(60),
  "x".repeat(300),
  "@link {@link",
];

/** The JSON form lets documentation hold anything: `docs` on structure, record and fields in turn. */
function jsonSpec(...docs: readonly string[]): string {
  const doc = (k: number) => docs[k % docs.length];
  const fields = HOSTILE.map((_, k) => ({ name: `a${k}`, type: "f64", doc: doc(k) }));
  const side = { name: "side", type: { kind: "union", members: ["x", "y"] }, doc: doc(1) };
  return JSON.stringify({
    records: [{ name: "Item", doc: doc(0), fields: [...fields, side] }],
    structures: [
      { structure: "Queue", name: "Queued", doc: doc(2), item: "Item", options: { capacity: 4 } },
    ],
  });
}

async function generate(text: string, file = "x.layout.json") {
  const [module] = await generateModules([{ file, text }], { host, emit: "ts" });
  assert.ok(module !== undefined);
  return module.text;
}

test("documentation stays documentation, whatever it holds", async () => {
  const plain = await generate(jsonSpec("Plain."));
  for (const docs of [HOSTILE, HOSTILE.slice(1)]) {
    const text = await generate(jsonSpec(...docs));
    assert.equal(code(text), code(plain));
    assert.doesNotMatch(text, /@ts-|deno-lint-/);
    assert.equal(parseBanner(text)?.name, "Queued");
  }
});

test("the banner is whole, whatever the spec's file is called", async () => {
  const spec = `import type { f64, Queue } from "amph-gen/spec";\n` +
    "export type Queued = Queue<f64, { capacity: 4 }>;\n";
  const names = [
    "a b.layout.ts",
    `${"long ".repeat(30)}name.layout.ts`,
    "** x.layout.ts",
    "a\nb.layout.ts",
  ];
  const plain = await generate(spec, "x.layout.ts");
  for (const file of names) {
    const text = await generate(spec, file);
    assert.equal(parseBanner(text)?.specFile, file);
    assert.equal(code(text), code(plain), file);
  }
});

test("doc comments of the spec reappear on class, record and field", async () => {
  const text = await generate(jsonSpec("Said in the spec."));
  assert.match(text, /\/\*\* Said in the spec\. \*\/\nexport class Queued/);
  assert.match(text, /\/\*\* Said in the spec\. \*\/\nexport interface Item/);
  assert.match(text, /\/\*\* f64\. Said in the spec\. \*\/\s+a0: number;/);
  assert.match(text, /Said in the spec\. \*\/\s+setA0\(/);
});

test("a capacity that was rounded is said", async () => {
  const text = await generate(jsonSpec("").replace('"capacity":4', '"capacity":5'));
  assert.match(text, /\* Note: capacity 5 rounded up to 8/);
});

test("every step of the protocol is marked, and names the step that it pairs with", () => {
  const wrapped = readFileSync(join(ROOT, "generated/book-deltas.gen.ts"), "utf8");
  const text = wrapped.replace(/\n\s*\/\/ /g, " ");
  for (
    const step of ["push.2", "push.3", "pop.2", "pop.3", "wait.1", "wait.2", "wait.3", "wake.2"]
  ) {
    assert.ok(text.includes(`[${step}]`), step);
  }
  const pairs = [["push.1", "pop.4"], ["pop.1", "push.4"], ["push.4", "pop.1"], [
    "pop.4",
    "push.1",
  ]];
  for (const [step, other] of pairs) {
    assert.match(text, new RegExp(`\\[${step}\\][^\\n]* pairs with \\[${other}\\]`));
  }
});

test("two structures of a spec give one module each", async () => {
  const modules = await generateAndImport(SPEC);
  assert.deepEqual([...modules.keys()].sort(), ["Queued", "Single"]);
  assert.notEqual(moduleOf(modules, "Queued").text, moduleOf(modules, "Single").text);
});
