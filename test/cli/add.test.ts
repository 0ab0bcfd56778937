import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ADDABLE, addStructure } from "../../generator/spec/edit.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

const HOST = { name: "reference", lineBytes: 64, isolationBytes: 64, evidence: [] };

for (const structure of ADDABLE) {
  test(`a ${structure} can be added to an empty spec, and to one that has all`, async () => {
    const others = ADDABLE.filter((other) => other !== structure)
      .reduce((text, other) => addStructure(text, other, `My${other}`), "");
    for (const before of ["", others]) {
      const text = addStructure(before, structure, `My${structure}`);
      const modules = await generateModules([{ file: "a.layout.ts", text }], {
        host: HOST,
        emit: "ts",
      });
      const classes = modules.filter((module) =>
        module.text.includes(`export class My${structure} {`)
      );
      assert.equal(classes.length, 1);
    }
  });
}

test("add takes structures in any letters, and what it adds can be generated", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  for (const structure of ["queue", "CUBBY", "secvec", "loom"]) {
    const added = await amphGen(path, "add", structure, "a.layout.ts");
    assert.equal(added.code, 0, added.stderr);
  }
  const before = readFileSync(join(path, "a.layout.ts"), "utf8");
  const again = await amphGen(path, "add", "loom", "a.layout.ts");
  assert.equal(again.code, 2);
  assert.match(
    again.stderr,
    /the spec has the name MyLoom already; choose another one with --name/,
  );
  assert.equal(readFileSync(join(path, "a.layout.ts"), "utf8"), before);
  assert.equal((await amphGen(path, "generate", "a.layout.ts")).code, 0);
  for (const name of ["trades", "my-queue", "my-cubby", "my-sec-vec", "my-loom"]) {
    assert.ok(existsSync(join(path, "generated", `${name}.gen.ts`)), name);
  }
});
