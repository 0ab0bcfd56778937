import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseBanner, parsePlainBanner } from "../../generator/output/banner.ts";
import { temporaryFolder } from "../support/folder.ts";
import { typeCheck, UNDER_NODE } from "../support/type-check.ts";
import { importsOf, readRepository, ROOT } from "./sources.ts";

const emitted = readRepository().filter(({ path }) => /^generated\/.*\.gen\.ts$/.test(path));

const CONTAINERS = ["Amphetanim", "OneOf"];

test("generated/ holds emitted modules; each imports what its kind may, others nothing", () => {
  assert.notEqual(emitted.length, 0, "generated/ is empty: run `npm run generate`");
  const beside = new Set(emitted.map(({ path }) => path.replace("generated/", "./")));
  for (const source of emitted) {
    const structure = parseBanner(source.text)?.structure ?? "";
    const mayImport = (path: string): boolean =>
      // The modules of its members.
      CONTAINERS.includes(structure) ? beside.has(path) : structure === "Loom"
        // What its spec imports: functions of the application.
        ? path.startsWith("../")
        // The reactor has its parts beside it.
        : parsePlainBanner(source.text) !== undefined && beside.has(path);
    assert.deepEqual(importsOf(source).filter((path) => !mayImport(path)), [], source.path);
  }
});

test("an import of an emitted module is found", () => {
  for (const text of [`import "a";`, `export * from "a";`, `await import("a");`]) {
    assert.deepEqual(importsOf({ path: "planted.gen.ts", text }), ["a"]);
  }
});

test("emitted modules type-check", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  assert.deepEqual(await typeCheck(emitted.map(({ path }) => join(ROOT, path))), []);
});

test("the type check finds what the strict options forbid", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  using folder = temporaryFolder();
  const faults: Readonly<Record<string, string>> = {
    TS2322: `export const a: number = "";`,
    TS6133: `const a = 1; export {};`,
    TS7030: `export function f(x: number) { if (x > 1) return 1; }`,
    TS1294: `export enum E { A }`,
    TS2375: `export const a: { b?: number } = { b: undefined };`,
    TS18048: `export const f = (a: number[]) => { const x = a[0]; return x.toFixed(); };`,
  };
  const files = Object.entries(faults).map(([code, text]) => {
    const file = join(folder.path, `${code}.ts`);
    writeFileSync(file, text);
    return file;
  });
  const found = await typeCheck(files);
  assert.deepEqual(
    found.map((line) => /error (TS\d+)/.exec(line)?.[1]).sort(),
    Object.keys(faults).sort(),
    found.join("\n"),
  );
});

test("the type check knows Atomics.waitAsync and Atomics.pause", async () => {
  if (!UNDER_NODE) return console.log("runs under Node");
  using folder = temporaryFolder();
  const file = join(folder.path, "atomics.ts");
  writeFileSync(
    file,
    `const words = new Int32Array(new SharedArrayBuffer(4));
     export const woken = Atomics.waitAsync(words, 0, 0, 1).async;
     Atomics.pause();`,
  );
  assert.deepEqual(await typeCheck([file]), []);
});
