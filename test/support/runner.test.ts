import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import type { Counts } from "./counts.ts";
import { temporaryFolder } from "./folder.ts";
import { runFiles } from "./runner.ts";
import { type Runtime, RUNTIMES } from "./runtimes.ts";

/** The runtime that runs this. */
const here: Runtime = {
  name: RUNTIMES.findLast((name) => process.versions[name] !== undefined) ?? "node",
  path: process.execPath,
  version: "",
};

const HEAD = `import { test } from "node:test";\n`;

/** Runs planted test files, `name.test.ts` by name, each with two seconds. */
async function runPlanted(files: Readonly<Record<string, string>>): Promise<Counts> {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "package.json"), `{ "type": "module" }`);
  const names = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder.path, `${name}.test.ts`), HEAD + text);
    return `${name}.test.ts`;
  });
  return await runFiles(here, names, folder.path, { runtimeMs: 60_000, fileMs: 2_000 });
}

test("counts what files that run side by side report", async () => {
  const two = `test("one", () => {}); test("two", () => {});`;
  const mixed = `test("three", () => {}); test("four", () => { throw new Error("planted"); });`;
  assert.deepEqual(
    await runPlanted({ a: two, b: two, c: mixed, d: two, e: two }),
    { passed: 9, failed: 1, skipped: 0 },
  );
});

test("a file that fails while it is loaded is one failure", async () => {
  assert.deepEqual(
    await runPlanted({ load: `throw new Error("planted"); test("never", () => {});` }),
    { passed: 0, failed: 1, skipped: 0 },
  );
});

test("a file without a test is one failure", async () => {
  assert.deepEqual(await runPlanted({ none: `console.log(typeof test);` }), {
    passed: 0,
    failed: 1,
    skipped: 0,
  });
});

test("a file that hangs is killed and is one failure", async () => {
  assert.deepEqual(
    await runPlanted({ hang: `test("spins", () => { for (;;); });` }),
    { passed: 0, failed: 1, skipped: 0 },
  );
});

test("a process that exits in the middle of its tests is one failure", async () => {
  for (const code of [0, 7]) {
    const text = `import process from "node:process";
      test("passes", () => {}); test("exits", () => process.exit(${code}));`;
    assert.equal((await runPlanted({ exit: text })).failed, 1);
  }
});

test("no file at all is one failure", async () => {
  assert.deepEqual(await runPlanted({}), { passed: 0, failed: 1, skipped: 0 });
});
