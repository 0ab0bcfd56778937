import { strict as assert } from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

test("check tells stale modules from edited and missing ones, each by its file", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  for (const name of ["Edited", "Missing", "Stale", "Same"]) {
    writeSpec(path, `${name.toLowerCase()}.layout.ts`, name);
  }
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  replace(join(path, "generated", "edited.gen.ts"), "const TAIL_I32", "const  TAIL_I32");
  rmSync(join(path, "generated", "missing.gen.ts"));
  replace(join(path, "stale.layout.ts"), "capacity: 64", "capacity: 128");

  const { code, stdout } = await amphGen(path, "check", ".");
  assert.equal(code, 1);
  assert.deepEqual(stdout.replaceAll("\\", "/").replace(/line \d+/, "line …").split("\n"), [
    "generated/edited.gen.ts: edited, line … is not what was generated",
    "generated/missing.gen.ts: missing",
    "generated/stale.gen.ts: stale, its spec changed since; another layout",
    "3 files not up to date; run generate",
    "",
  ]);

  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  const again = await amphGen(path, "check", ".");
  assert.deepEqual([again.code, again.stdout], [0, "4 files are up to date\n"]);
});

function replace(file: string, from: string, to: string): void {
  const before = readFileSync(file, "utf8");
  const text = before.replace(from, to);
  assert.notEqual(text, before, `${file} has no ${from}`);
  writeFileSync(file, text);
}
