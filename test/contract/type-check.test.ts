/** Every emitted variant type-checks as a user's strict project would check it, and as Deno does. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { generateAndImport, generateFiles, moduleOf } from "../support/generated.ts";
import { runProcess } from "../support/process.ts";
import { typeCheck, UNDER_NODE } from "../support/type-check.ts";
import { EVERY_TYPE, everything } from "./records.ts";
import { everyRole, everyVariant, variantSpec } from "./variants.ts";

const UNDER_DENO = process.versions["deno"] !== undefined;

const records = variantSpec("Everything", everyVariant(4), EVERY_TYPE);
const lowered = variantSpec("Everything", everyRole([4], true), EVERY_TYPE);
const numbers = variantSpec("f64", everyRole([1, 64], true));
/** Items of one type differ from each other in what does not depend on the roles. */
const TWO_ROLES = everyRole([2], true).filter(({ producers, consumers }) =>
  producers === consumers
);
const bigints = variantSpec("u64", TWO_ROLES);
const texts = variantSpec("Text<20>", TWO_ROLES);
const arrays = variantSpec(
  "FixedArray<Point, 2>",
  TWO_ROLES,
  "interface Point { x: f32; y: i16 }",
);
const unions = variantSpec('"left" | "right"', TWO_ROLES);
const bytes = variantSpec("Bytes<3>", TWO_ROLES);
const containers =
  `import type { Amphetanim, bool, f64, OneOf, Queue, Shared, u32 } from "amph-gen/spec";
export type Prices = Queue<f64, { capacity: 4 }>;
export type Plain = Shared<{ rate: f64 }>;
export type Words = Shared<{ on: bool; side: "a" | "b" }, { padding: "line" }>;
export type Silent = Shared<{ on: bool; count: u32 }, { waiting: false }>;
export type Inner = Amphetanim<{ first: Prices; second: Prices }>;
export type Only = OneOf<{ one: Inner }>;
export type Hub = Amphetanim<{
  inner: Inner; plain: Plain; words: Words; silent: Silent;
  control: OneOf<{ prices: Prices; same: Prices; words: Words; only: Only }>;
}, { cacheLine: 256 }>;
`;

test("every variant, with every slot type, type-checks", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  const specs = [records, numbers, bigints, texts, arrays, unions, bytes, containers];
  const files = await Promise.all(specs.map((spec) => generateFiles(spec)));
  assert.deepEqual(await typeCheck(files.flat()), []);
});

test("deno check accepts every variant", async () => {
  if (!UNDER_DENO) return console.log("runs under Deno");
  const specs = [records, numbers, containers];
  const files = (await Promise.all(specs.map((spec) => generateFiles(spec)))).flat();
  const { code, output } = await runProcess(process.execPath, ["check", "--quiet", ...files], {
    timeoutMs: 60_000,
  });
  assert.equal(code, 0, output);
});

test("--emit js: the declarations type-check", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  const specs = [lowered, containers];
  const files = (await Promise.all(specs.map((spec) => generateFiles(spec, { emit: "js" }))))
    .flat();
  const declarations = files.filter((file) => file.endsWith(".d.ts"));
  assert.equal(declarations.length * 2, files.length);
  assert.deepEqual(await typeCheck(declarations), []);
});

test("--emit js: the modules run, and hold no type", async () => {
  const modules = await generateAndImport(lowered, { emit: "js" });
  for (const { create, text } of modules.values()) {
    const queue = create();
    queue.tryPush(everything(true));
    assert.deepEqual(queue.tryPop(), everything(true));
    assert.equal(/: (?:number|boolean|void)\b(?! )|\binterface\b [A-Z]/.exec(text)?.[0], undefined);
  }
});

test("the types say what the contract says", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  const [file] = (await generateFiles(records)).filter((path) =>
    /many-to-many-waiting-line/.test(path)
  );
  assert.ok(file !== undefined);
  const { className } = moduleOf(await generateAndImport(records), "ManyToManyWaitingLine4");
  using folder = temporaryFolder();
  const module = join(folder.path, "queue.gen.ts");
  writeFileSync(module, readFileSync(file));
  const usage = join(folder.path, "usage.ts");
  const head = `import { ${className} as Q, type Everything, ClosedError } from "./queue.gen.ts";
    const queue: Q = Q.attach(structuredClone(Q.create().handle));
    declare const item: Everything;\n`;
  const right = `const popped: Everything | undefined = queue.tryPop(item);
    const text: string = queue.getText(queue.peek());
    queue.setPointsX(queue.claim(), 1, 2.5);
    const done: Promise<boolean> = queue.pushAsync(item, { timeoutMs: 5 });
    const many: number = queue.popMany([], 0, 3) + queue.pushMany([item]);
    for await (const one of queue) one.hostile satisfies string;
    export { ClosedError, done, many, popped, text };\n`;
  writeFileSync(usage, head + right);
  assert.deepEqual(await typeCheck([usage]), []);

  const wrong = [
    `queue.tryPush({ ...item, a: "1" });`,
    `queue.tryPush({ ...item, hostile: "not a member" });`,
    `queue.tryPop("item");`,
    `queue.setNothing(0, 1);`,
    `new Q();`,
    `const popped: Everything = queue.tryPop();`,
    `queue.capacity = 5;`,
  ];
  const files = wrong.map((line, k) => {
    const path = join(folder.path, `wrong${k}.ts`);
    writeFileSync(path, `${head}${line}\nexport { ClosedError, item, queue };\n`);
    return path;
  });
  const found = await typeCheck(files);
  for (const k of wrong.keys()) {
    assert.ok(found.some((line) => line.includes(`wrong${k}.ts`)), `accepted: ${wrong[k]}`);
  }
});
