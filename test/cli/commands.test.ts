import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

test("add appends a structure that generates, and refuses a name that is taken", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const file = join(path, "a.layout.ts");
  const before = readFileSync(file, "utf8");
  const added = await amphGen(path, "add", "Queue", "a.layout.ts", "--name", "Orders");
  assert.equal(added.code, 0, added.stderr);
  const after = readFileSync(file, "utf8");
  assert.ok(after.startsWith(before));
  const generated = await amphGen(path, "generate", "a.layout.ts");
  assert.equal(generated.code, 0, generated.stderr);
  const names = readdirSync(join(path, "generated")).sort();
  assert.deepEqual(names, ["orders.gen.ts", "trades.gen.ts"]);

  const taken = await amphGen(path, "add", "Queue", "a.layout.ts", "--name", "Orders");
  assert.equal(taken.code, 2);
  assert.match(taken.stderr, /the name Orders already/);
  assert.equal(readFileSync(file, "utf8"), after);
});

test("add leaves a spec alone that is wrong, missing, or not TypeScript", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  const broken = "export type A = Quue<u8>;\n";
  writeFileSync(join(path, "broken.layout.ts"), broken);
  const wrong = await amphGen(path, "add", "Queue", "broken.layout.ts");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /broken\.layout\.ts:\d+:\d+ - error AMPH/);
  assert.equal(readFileSync(join(path, "broken.layout.ts"), "utf8"), broken);
  assert.equal((await amphGen(path, "add", "Queue", "none.layout.ts")).code, 2);
  writeFileSync(join(path, "a.layout.json"), "{}");
  const json = await amphGen(path, "add", "Queue", "a.layout.json");
  assert.equal(json.code, 2);
  assert.match(json.stderr, /is not one TypeScript spec/);
});

test("explain shows each structure as text, and as JSON that parses", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  writeSpec(path, "b.layout.ts", "Orders");
  const text = await amphGen(path, "explain", "a.layout.ts");
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^Trades, a Queue: /);
  const json = await amphGen(path, "explain", ".", "--format", "json");
  assert.equal(json.code, 0, json.stderr);
  const layouts: readonly { readonly name: string }[] = JSON.parse(json.stdout);
  assert.deepEqual(layouts.map(({ name }) => name), ["Trades", "Orders"]);
  assert.deepEqual(readdirSync(path).sort(), ["a.layout.ts", "b.layout.ts", "host-profile.json"]);
});

test("probe prints evidence, JSON on request, and a file that generate takes", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const text = await amphGen(path, "probe");
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /: lines of \d+ bytes; .* \d+ bytes apart\n {2}\S/);
  const json = await amphGen(path, "probe", "--json", "--no-measure");
  assert.equal(json.code, 0);
  assert.ok(JSON.parse(json.stdout).lineBytes >= 32);
  const save = ["probe", "--no-measure", "--out", "host-profile.json"];
  assert.equal((await amphGen(path, ...save)).code, 0);
  assert.equal(readFileSync(join(path, "host-profile.json"), "utf8"), json.stdout);
  assert.equal((await amphGen(path, ...save)).code, 0);
  writeSpec(path, "a.layout.ts", "Trades");
  assert.match((await amphGen(path, "generate", "a.layout.ts")).stderr, /\(host-profile\.json\)/);
});

test("probe measures unless told not to, and draws only what it measured", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const measured = await amphGen(path, "probe", "--svg", "curve.svg");
  assert.match(measured.stdout, /experiment: two threads write two words: /);
  if (measured.code === 1) {
    // Nothing to draw: the machine has one core, or its threads never ran at once.
    assert.match(measured.stderr, /no curve to draw: /);
    assert.ok(!existsSync(join(path, "curve.svg")));
  } else {
    assert.match(readFileSync(join(path, "curve.svg"), "utf8"), /^<svg .*<\/svg>\n$/s);
  }
  const asked = await amphGen(path, "probe", "--no-measure");
  assert.doesNotMatch(asked.stdout, /experiment/);
  for (const args of [["--svg", "curve.png"], ["--svg", "curve.svg", "--no-measure"]]) {
    const { code, stderr } = await amphGen(path, "probe", ...args);
    assert.equal(code, 2);
    assert.match(stderr, /--svg/);
  }
});

test("probe --out replaces nothing but a profile", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeFileSync(join(path, "data.json"), '{"mine":1}');
  mkdirSync(join(path, "folder"));
  for (const name of ["data.json", "folder"]) {
    const { code, stderr } = await amphGen(path, "probe", "--out", name);
    assert.equal(code, 2);
    assert.match(stderr, /is not a host profile and is not overwritten/);
  }
  assert.equal(readFileSync(join(path, "data.json"), "utf8"), '{"mine":1}');
});
