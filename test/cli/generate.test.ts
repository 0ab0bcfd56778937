import { strict as assert } from "node:assert";
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseBanner } from "../../generator/output/banner.ts";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

/** Paths and texts of a folder's files. */
function contents(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]);
}

const LONG_AGO = new Date(1_000_000_000_000);

test("generate writes a module per structure, and a second run changes nothing", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  mkdirSync(join(path, "specs"));
  writeSpec(path, "specs/b.layout.ts", "BookDeltas");
  writeSpec(path, "specs/a.layout.ts", "Trades");
  writeFileSync(join(path, "specs", "notes.ts"), "not a spec");

  const first = await amphGen(path, "generate", "specs");
  assert.equal(first.code, 0, first.stderr);
  const out = join(path, "generated");
  assert.deepEqual(readdirSync(out).sort(), ["book-deltas.gen.ts", "trades.gen.ts"]);
  assert.match(first.stdout, /^written +generated.trades\.gen\.ts$/m);
  assert.match(first.stderr, /host: reference, 64-byte lines \(host-profile\.json\)/);

  const before = contents(out);
  for (const [name] of before) utimesSync(join(out, name), LONG_AGO, LONG_AGO);
  const second = await amphGen(path, "generate", "specs");
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stdout, /^unchanged +generated.trades\.gen\.ts$/m);
  assert.deepEqual(contents(out), before);
  for (const [name] of before) {
    assert.equal(statSync(join(out, name)).mtimeMs, LONG_AGO.getTime());
  }

  const elsewhere = await amphGen(
    path,
    ...["generate", "specs/b.layout.ts", "specs/a.layout.ts", "specs", "--out", "other"],
  );
  assert.equal(elsewhere.code, 0, elsewhere.stderr);
  assert.deepEqual(contents(join(path, "other")), before);
});

test("a banner names spec, structure and host, and neither date nor folder", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  assert.equal((await amphGen(path, "generate", "a.layout.ts")).code, 0);
  const text = readFileSync(join(path, "generated", "trades.gen.ts"), "utf8");
  const facts = parseBanner(text);
  assert.equal(facts?.specFile, "a.layout.ts");
  assert.equal(facts?.structure, "Queue");
  assert.equal(facts?.name, "Trades");
  assert.equal(facts?.hostName, "reference");
  assert.ok(!text.includes(path));
  assert.doesNotMatch(text, new RegExp(`\\b${new Date().getFullYear()}-`));
});

test("generate --emit js writes JavaScript with declarations", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const { code, stderr } = await amphGen(path, "generate", "a.layout.ts", "--emit", "js");
  assert.equal(code, 0, stderr);
  const names = readdirSync(join(path, "generated")).sort();
  assert.deepEqual(names, ["trades.gen.d.ts", "trades.gen.js"]);
});

test("--host decides the layout, and without a profile the machine is asked", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeSpec(path, "a.layout.ts", "Trades");
  const asked = await amphGen(path, "generate", "a.layout.ts");
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stderr, /this machine, there is no host-profile\.json here/);
  const text = () => readFileSync(join(path, "generated", "trades.gen.ts"), "utf8");
  const profile = { name: "wide", lineBytes: 256, isolationBytes: 256, evidence: [] };
  writeFileSync(join(path, "wide.json"), JSON.stringify(profile));
  const wide = await amphGen(path, "generate", "a.layout.ts", "--host", "wide.json");
  assert.equal(wide.code, 0, wide.stderr);
  assert.match(wide.stderr, /host: wide, 256-byte lines \(wide\.json\)/);
  assert.equal(parseBanner(text())?.lineBytes, 256);
  const absent = await amphGen(path, "generate", "a.layout.ts", "--host", "none.json");
  assert.equal(absent.code, 2);
  assert.match(absent.stderr, /none\.json:1:1 - error AMPH501: /);
});

test("faults of every spec are named, one a line, and nothing is written", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "good.layout.ts", "Good");
  writeSpec(path, "a.layout.ts", "Bad");
  writeSpec(path, "b.layout.ts", "Worse");
  for (const name of ["a.layout.ts", "b.layout.ts"]) {
    const file = join(path, name);
    writeFileSync(file, readFileSync(file, "utf8").replace("capacity: 64", "capacity: 0"));
  }
  const { code, stdout, stderr } = await amphGen(
    path,
    ...["generate", "a.layout.ts", "good.layout.ts", "b.layout.ts"],
  );
  assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
  assert.match(stderr, /^a\.layout\.ts:8:\d+ - error AMPH\d{3}: .*capacity/m);
  assert.match(stderr, /^b\.layout\.ts:8:\d+ - error AMPH\d{3}: .*capacity/m);
  assert.match(stderr, /^2 errors; nothing was written$/m);
  assert.doesNotMatch(stderr, /^ +at /m);
  assert.ok(!readdirSync(path).includes("generated"));
});

test("missing specs and folders without one are named together", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  mkdirSync(join(path, "empty"));
  const { code, stderr } = await amphGen(path, "generate", "none.layout.ts", "empty", "also-none");
  assert.equal(code, 2);
  assert.match(stderr, /^none\.layout\.ts:1:1 - error AMPH905: .*\(ENOENT\)/m);
  assert.match(stderr, /^empty:1:1 - error AMPH906: .*\.layout\.json/m);
  assert.match(stderr, /^also-none:1:1 - error AMPH905: /m);
  assert.match(stderr, /^3 errors; nothing was written$/m);
});

test("files of others and folders that cannot be are refused", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  mkdirSync(join(path, "generated"));
  const target = join(path, "generated", "trades.gen.ts");
  writeFileSync(target, "export const mine = 1;\n");
  const foreign = await amphGen(path, "generate", "a.layout.ts");
  assert.equal(foreign.code, 2);
  assert.match(foreign.stderr, /trades\.gen\.ts:1:1 - error AMPH904: .*not overwritten/);
  assert.match(foreign.stderr, /^1 error; nothing was written$/m);
  assert.equal(readFileSync(target, "utf8"), "export const mine = 1;\n");

  const underFile = await amphGen(path, "generate", "a.layout.ts", "--out", "a.layout.ts/out");
  assert.equal(underFile.code, 2);
  assert.match(underFile.stderr, /error AMPH903: /);
});

test("check: 0 when up to date, 1 with the name of each stale file", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const missing = await amphGen(path, "check", "a.layout.ts");
  assert.equal(missing.code, 1, missing.stderr);
  assert.match(missing.stdout, /^generated.trades\.gen\.ts: missing$/m);
  assert.ok(!readdirSync(path).includes("generated"));

  assert.equal((await amphGen(path, "generate", "a.layout.ts")).code, 0);
  const fresh = await amphGen(path, "check", "a.layout.ts");
  assert.equal(fresh.code, 0, fresh.output);
  assert.equal(fresh.stdout, "1 file is up to date\n");

  const target = join(path, "generated", "trades.gen.ts");
  const edited = `${readFileSync(target, "utf8")}// by hand\n`;
  writeFileSync(target, edited);
  const stale = await amphGen(path, "check", "a.layout.ts");
  assert.equal(stale.code, 1);
  assert.match(stale.stdout, /^generated.trades\.gen\.ts: only comments differ/m);
  assert.equal(readFileSync(target, "utf8"), edited);

  writeSpec(path, "a.layout.ts", "Deals");
  const renamed = await amphGen(path, "generate", "a.layout.ts");
  assert.equal(renamed.code, 0);
  assert.match(renamed.stderr, /trades\.gen\.ts: left over/);
  const leftover = await amphGen(path, "check", "a.layout.ts");
  assert.equal(leftover.code, 1);
  assert.match(leftover.stdout, /^generated.trades\.gen\.ts: left over/m);

  const wrong = await amphGen(path, "check", "none.layout.ts");
  assert.equal(wrong.code, 2);
});
