/** Large vectors are made smaller before they are explored: what changes, and that nothing is hidden. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceVector } from "../../generator/structures/secvec/reduce.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine } from "../../generator/transform/machine.ts";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { verify } from "../../generator/verify/verify.ts";
import { APPEND_PLANTS } from "./planted-append.ts";
import { plantShrink, SHRINK_PLANTS } from "./planted-shrink.ts";

const ITEMS = ["u8", "u32", "f64", "Pair", "Trade"];

async function emitted(type: string, lineBytes: number): Promise<string> {
  const host: HostProfile = {
    name: "test",
    lineBytes,
    isolationBytes: lineBytes,
    evidence: [],
  };
  const [file] = await generateModules([{
    file: "model.layout.ts",
    text: `import type { f64, SecVec, u8, u16, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u16; }
export interface Trade { time: f64; price: f64; size: f64; id: u32; side: "bid" | "ask"; }
export type Model = SecVec<${type}>;`,
  }], { host, emit: "ts" });
  assert.ok(file !== undefined);
  return file.text;
}

function reduced(text: string): string {
  const found = reduceVector(text);
  assert.ok(found !== undefined, "the module is not made smaller");
  return found.text;
}

function numberOf(text: string, name: string): number {
  const found = new RegExp(`^const ${name} = (-?\\d+);$`, "m").exec(text)?.[1];
  assert.ok(found !== undefined, `there is no constant ${name}`);
  return Number(found);
}

/** Code without comments but the names of numbers, the line breaks of a formatter, and the fingerprint. */
function codeOf(text: string): string {
  return text
    .replaceAll(/\/\*(?! \w+ \*\/)[^]*?\*\//g, "")
    .replaceAll(/\/\/.*/g, "")
    .replaceAll(/[0-9a-f]{16}/g, "fingerprint")
    .replaceAll(/0x[0-9a-f]{8}(?= \| 0, "fingerprint)/g, "half")
    .replaceAll(/(?<=maxLength is )\d+|(?<=expected a multiple of )\d+|(?<=all )\d+/g, "n")
    .replaceAll(/[\s{}]|,(?=\s*[)\]])/g, "");
}

const FORMS = [
  { form: "shrink: false", size: "maxLength: 3000007", seats: "" },
  { form: "shrink: true", size: "maxLength: 1000000; threads: 64", seats: "; threads: 5" },
  { form: "shrink: true", size: "maxLength: 3; threads: 9", seats: "; threads: 5" },
];

const VARIANTS = FORMS.flatMap((form) =>
  ITEMS.flatMap((item, k) =>
    ["none", "line"].map((padding, n) => ({
      ...form,
      item,
      padding,
      lineBytes: (k + n) % 2 === 0 ? 64 : 128,
    }))
  )
);

for (const { form, size, seats, item, padding, lineBytes } of VARIANTS) {
  test(`${item}, ${form}, ${size}, padding ${padding}, lines of ${lineBytes}: as if emitted small`, async () => {
    const options = `${form}; padding: "${padding}"`;
    const small = reduced(await emitted(`${item}, { ${options}; ${size} }`, lineBytes));
    const length = numberOf(small, "MAX_LENGTH");
    assert.ok(length <= 64);
    const same = `${item}, { ${options}; maxLength: ${length}${seats} }`;
    assert.equal(codeOf(small), codeOf(await emitted(same, lineBytes)));
  });
}

test("only numbers change, none of them beside its name", async () => {
  const masked = (text: string) =>
    text
      .replaceAll(/(?<=^const \w+ = )-?\d+(?=;$)/gm, "n")
      .replaceAll(/(?<=\/\* \w+ \*\/\s+)-?\d+/g, "n")
      .replace(/0x[0-9a-f]{8}(?= \| 0, "total")/, "n");
  for (const { form, size } of FORMS) {
    const large = await emitted(`Trade, { ${form}; ${size} }`, 64);
    assert.equal(masked(reduced(large)), masked(large));
  }
});

test("the last word of published bits is as full as in the large vector", async () => {
  for (const maxLength of [65, 95, 96, 97, 4_000_000]) {
    const large = await emitted(`u32, { shrink: false; maxLength: ${maxLength} }`, 64);
    const length = numberOf(reduced(large), "MAX_LENGTH");
    assert.ok(length > 32 && length <= 64);
    assert.equal(length % 32, maxLength % 32);
  }
});

test("small vectors stay as they are", async () => {
  for (const options of ["shrink: false; maxLength: 64", "maxLength: 4; threads: 5"]) {
    assert.equal(reduceVector(await emitted(`u32, { ${options} }`, 64)), undefined);
  }
});

function compiled(text: string) {
  const { reductions, scenarios } = SUITES["SecVec"]!;
  const program = compileMachine(reduceConstants(text, reductions));
  return { program, scenarios: scenarios(program, text, { threads: 3, operations: 2 }) };
}

const LARGE_APPEND = await emitted("u32, { shrink: false; maxLength: 4000000 }", 64);
const LARGE_SHRINK = await emitted("u32, { maxLength: 1000000 }", 64);

/** What the module checks when it is loaded must not come right by being made smaller. */
const CONTRADICTIONS: readonly (readonly [text: string, name: string, by: number])[] = [
  [LARGE_APPEND, "SLOTS_U32", -1],
  [LARGE_APPEND, "FIRST_SLOT_BYTES", 64],
  [LARGE_APPEND, "TOTAL_BYTES", -64],
  [LARGE_APPEND, "SLOTS", 16],
  [LARGE_APPEND, "FIRST_LOG2", 1],
  [LARGE_SHRINK, "CELLS_I32", -16],
  [LARGE_SHRINK, "RECORDS_I32", -16],
  [LARGE_SHRINK, "SEATS", 1],
  [LARGE_SHRINK, "RECORDS_A_SEAT", -1],
  [LARGE_SHRINK, "SPARE_SLOTS", -1],
  [LARGE_SHRINK, "MAX_LENGTH", 1],
];

for (const [right, name, by] of CONTRADICTIONS) {
  test(`${name} that is ${by} too much is so in the smaller module`, () => {
    const value = numberOf(right, name);
    const wrong = right.replace(`const ${name} = ${value};`, `const ${name} = ${value + by};`);
    assert.notEqual(wrong, right);
    assert.throws(() => compileMachine(reduced(wrong)), /contradicts itself/);
  });
}

test("a number that is wrong in one operation is refuted", () => {
  const planted = LARGE_APPEND.replaceAll(
    /(?<=first \+ count > \/\* MAX_LENGTH \*\/ )4000000/g,
    "4000001",
  );
  assert.notEqual(planted, LARGE_APPEND);
  const { program, scenarios } = compiled(reduced(planted));
  assert.ok(verify(program, scenarios, NO_LIMITS).refutation !== undefined);
});

/** Faults that do not name a number of their small module. */
const PLANTED = [
  ...APPEND_PLANTS.filter(({ module, changes }) =>
    module !== "Pairs" && !changes.some(([from]) => String(from).includes("MAX_LENGTH"))
  ).map((planted) => ({
    ...planted,
    text: planted.changes.reduce((text, [from, to]) => text.replace(from, to), LARGE_APPEND),
    right: LARGE_APPEND,
  })),
  ...SHRINK_PLANTS.slice(0, 6).map((planted) => ({
    ...planted,
    text: plantShrink(LARGE_SHRINK, planted),
    right: LARGE_SHRINK,
  })),
];

for (const { what, scenario, kind, text, right } of PLANTED) {
  test(`refuted: a large vector that ${what}`, () => {
    assert.notEqual(text, right, "the fault is not planted");
    const { program, scenarios } = compiled(reduced(text));
    const one = scenarios.find(({ name }) => name === scenario);
    assert.ok(one !== undefined, `there is no scenario ${scenario}`);
    assert.equal(explore(program, one, NO_LIMITS).finding?.kind, kind);
  });
}
