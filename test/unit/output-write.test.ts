import { strict as assert } from "node:assert";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import { banner } from "../../generator/output/banner.ts";
import { replaceFiles } from "../../generator/output/replace.ts";
import { compareFiles, type OutputFile, writeFiles } from "../../generator/output/write.ts";
import { temporaryFolder } from "../support/folder.ts";

function generated(path: string, body: string, specFile = "market.layout.ts"): OutputFile {
  const facts = {
    version: "0.1.0",
    structure: "Queue",
    name: "Deltas",
    specFile,
    specFingerprint: "0123456789abcdef",
    hostName: "reference",
    hostFingerprint: "0123456789abcdef",
    lineBytes: 64,
    layoutFingerprint: "0123456789abcdef",
    command: `amph-gen generate ${specFile}`,
  };
  return { path, text: `${banner(facts)}\n${body}\n` };
}

function diagnosticsOf(run: () => void): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DiagnosticError) {
      return error.diagnostics.map(({ file, code }) => `${file} ${code}`);
    }
    throw error;
  }
  return [];
}

const LONG_AGO = new Date(1_000_000_000_000);

test("files are written once: the same bytes leave a file untouched", () => {
  using folder = temporaryFolder();
  const out = join(folder.path, "deep", "out");
  const files = [generated("a.gen.ts", "export const a = 1;"), generated("b.gen.ts", "")];
  assert.deepEqual(writeFiles(out, files).map(({ outcome }) => outcome), ["written", "written"]);
  for (const { path, text } of files) assert.equal(readFileSync(join(out, path), "utf8"), text);

  utimesSync(join(out, "a.gen.ts"), LONG_AGO, LONG_AGO);
  const next = [files[0], generated("b.gen.ts", "export const b = 2;")].flatMap((f) => f ?? []);
  assert.deepEqual(writeFiles(out, next), [
    { path: "a.gen.ts", outcome: "unchanged" },
    { path: "b.gen.ts", outcome: "written" },
  ]);
  assert.equal(statSync(join(out, "a.gen.ts")).mtimeMs, LONG_AGO.getTime());
  assert.deepEqual(readdirSync(out).sort(), ["a.gen.ts", "b.gen.ts"]);
});

test("whoever has a file open while it is replaced keeps reading the whole old one", () => {
  if (process.platform === "win32") {
    console.log("skipped: Windows does not replace a file that is open");
    return;
  }
  using folder = temporaryFolder();
  const before = generated("a.gen.ts", "// before");
  writeFiles(folder.path, [before]);
  const open = openSync(join(folder.path, "a.gen.ts"), "r");
  try {
    writeFiles(folder.path, [generated("a.gen.ts", "// after")]);
    assert.equal(readFileSync(open, "utf8"), before.text);
  } finally {
    closeSync(open);
  }
});

test("files of others are never overwritten: all are named and nothing is written", () => {
  using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  writeFileSync(at("a.gen.ts"), "export const mine = 1;\n");
  mkdirSync(at("b.gen.ts"));
  const files = ["a.gen.ts", "b.gen.ts", "c.gen.ts"].map((path) => generated(path, ""));
  assert.deepEqual(diagnosticsOf(() => writeFiles(folder.path, files)), [
    `${at("a.gen.ts")} AMPH904`,
    `${at("b.gen.ts")} AMPH904`,
  ]);
  assert.equal(readFileSync(at("a.gen.ts"), "utf8"), "export const mine = 1;\n");
  assert.deepEqual(readdirSync(folder.path).sort(), ["a.gen.ts", "b.gen.ts"]);
});

test("no name leaves the output folder", () => {
  using folder = temporaryFolder();
  const out = join(folder.path, "out");
  const names = [
    "../a.gen.ts",
    "..",
    ".",
    "",
    "/etc/a.gen.ts",
    "a/b.gen.ts",
    "..\\a.gen.ts",
    "C:a.gen.ts",
    "a\0.gen.ts",
    "a\n.gen.ts",
  ];
  for (const name of names) {
    const faults = diagnosticsOf(() => writeFiles(out, [generated(name, "")]));
    assert.deepEqual(faults, [`${join(out, name)} AMPH901`], JSON.stringify(name));
  }
  assert.deepEqual(readdirSync(folder.path), []);
});

test("a symbolic link in the place of a module is neither followed nor replaced", () => {
  using folder = temporaryFolder();
  const out = join(folder.path, "out");
  const elsewhere = join(folder.path, "elsewhere.ts");
  mkdirSync(out);
  writeFileSync(elsewhere, generated("", "// elsewhere").text);
  try {
    symlinkSync(elsewhere, join(out, "a.gen.ts"));
    symlinkSync(join(folder.path, "nowhere"), join(out, "b.gen.ts"));
  } catch (error) {
    console.log(`skipped: symbolic links cannot be made here (${error})`);
    return;
  }
  const files = [generated("a.gen.ts", ""), generated("b.gen.ts", "")];
  assert.deepEqual(diagnosticsOf(() => writeFiles(out, files)), [
    `${join(out, "a.gen.ts")} AMPH904`,
    `${join(out, "b.gen.ts")} AMPH904`,
  ]);
  assert.match(readFileSync(elsewhere, "utf8"), /elsewhere/);
  assert.deepEqual(readdirSync(folder.path).sort(), ["elsewhere.ts", "out"]);
});

test("two files of one name are refused, also where only capitals differ", () => {
  using folder = temporaryFolder();
  const files = ["a.gen.ts", "b.gen.ts", "A.gen.ts", "b.gen.ts"].map((path) => generated(path, ""));
  assert.deepEqual(diagnosticsOf(() => writeFiles(folder.path, files)), [
    `${join(folder.path, "A.gen.ts")} AMPH902`,
    `${join(folder.path, "b.gen.ts")} AMPH902`,
  ]);
  assert.deepEqual(readdirSync(folder.path), []);
});

test("an output folder that is a file, or lies under one, is one clear error", () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "file");
  writeFileSync(file, "text");
  for (const out of [file, join(file, "out"), join(file, "deep", "out")]) {
    const faults = diagnosticsOf(() => writeFiles(out, [generated("a.gen.ts", "")]));
    assert.deepEqual(faults, [`${out} AMPH903`]);
  }
  assert.equal(readFileSync(file, "utf8"), "text");
});

test("when one file cannot be written, none is, and nothing half-written stays", () => {
  using folder = temporaryFolder();
  const at = (...names: string[]) => join(folder.path, ...names);
  writeFileSync(at("a"), "old");
  const bad = at("a", "under-a-file");
  const faults = diagnosticsOf(() =>
    replaceFiles([
      { path: at("a"), text: "new" },
      { path: at("b"), text: "new" },
      { path: bad, text: "new" },
    ])
  );
  assert.deepEqual(faults, [`${bad} AMPH903`]);
  assert.equal(readFileSync(at("a"), "utf8"), "old");
  assert.deepEqual(readdirSync(folder.path), ["a"]);
});

test("a file that cannot take its place leaves nothing beside it", () => {
  using folder = temporaryFolder();
  const target = join(folder.path, "a");
  mkdirSync(join(target, "full"), { recursive: true });
  const faults = diagnosticsOf(() => replaceFiles([{ path: target, text: "new" }]));
  assert.deepEqual(faults, [`${target} AMPH903`]);
  assert.deepEqual(readdirSync(folder.path), ["a"]);
});

test("comparing names what is missing, differs or is left over, and writes nothing", () => {
  using folder = temporaryFolder();
  const out = join(folder.path, "out");
  const a = generated("a.gen.ts", "");
  const b = generated("b.gen.ts", "");
  assert.deepEqual(compareFiles(out, [a]), [{ path: "a.gen.ts", reason: "missing" }]);
  assert.deepEqual(readdirSync(folder.path), []);

  writeFiles(out, [a, b, generated("d.gen.js", ""), generated("e.gen.ts", "", "other.layout.ts")]);
  writeFileSync(join(out, "hand.ts"), "export {};\n");
  writeFileSync(join(out, "hand.gen.ts"), "export {};\n");
  assert.deepEqual(compareFiles(out, [a, b]), []);
  const files = [generated("a.gen.ts", "// new"), generated("c.gen.ts", "")];
  assert.deepEqual(compareFiles(out, files), [
    { path: "a.gen.ts", reason: "differs" },
    { path: "c.gen.ts", reason: "missing" },
    { path: "b.gen.ts", reason: "leftover" },
  ]);
});
