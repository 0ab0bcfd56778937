/** Specs with containers on the command line: several files for one spec. */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../support/folder.ts";
import { amphGen, writeProfile, writeSpec } from "./command-line.ts";

const SPEC = `import type { Amphetanim, bool, f64, OneOf, Queue, Shared } from "amph-gen/spec";

export type Prices = Queue<f64, { capacity: 4 }>;
export type Hub = Amphetanim<{
  prices: Prices;
  state: Shared<{ running: bool }>;
  control: OneOf<{ numbers: Prices; more: Queue<f64, { capacity: 8 }> }>;
}>;
`;

const STEMS = ["hub", "hub-control", "hub-control-more", "hub-state", "prices"];

const modules = (ending: string): readonly string[] =>
  STEMS.map((stem) => `${stem}.gen.${ending}`).sort();

function writeHub(folder: string): string {
  const file = join(folder, "hub.layout.ts");
  writeProfile(folder);
  writeFileSync(file, SPEC);
  return file;
}

test("generate writes the container and all that is in it; check wants them all", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeHub(path);
  const generated = await amphGen(path, "generate", "hub.layout.ts");
  assert.equal(generated.code, 0, generated.stderr);
  const out = join(path, "generated");
  assert.deepEqual(readdirSync(out).sort(), modules("ts"));
  assert.equal((await amphGen(path, "check", "hub.layout.ts")).stdout, "5 files are up to date\n");

  rmSync(join(out, "hub-state.gen.ts"));
  const file = join(out, "hub-control-more.gen.ts");
  writeFileSync(file, `${readFileSync(file, "utf8")}// edited\n`);
  const stale = await amphGen(path, "check", "hub.layout.ts");
  assert.equal(stale.code, 1);
  assert.match(stale.stdout, /hub-state\.gen\.ts: missing/);
  assert.match(stale.stdout, /hub-control-more\.gen\.ts: only comments differ/);
  assert.match(stale.stdout, /2 files not up to date/);
});

test("a member that leaves the spec leaves a file over", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const file = writeHub(path);
  assert.equal((await amphGen(path, "generate", ".")).code, 0);
  writeFileSync(file, SPEC.replace("  state: Shared<{ running: bool }>;\n", ""));
  const again = await amphGen(path, "generate", ".");
  assert.equal(again.code, 0, again.stderr);
  assert.match(again.stderr, /hub-state\.gen\.ts: left over/);
  assert.match(again.stdout, /^unchanged +generated.prices\.gen\.ts$|^written +generated.prices/m);
  const checked = await amphGen(path, "check", ".");
  assert.equal(checked.code, 1);
  assert.match(checked.stdout, /hub-state\.gen\.ts: left over/);
});

test("--emit js: containers import JavaScript, and run", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeHub(path);
  const generated = await amphGen(path, "generate", "hub.layout.ts", "--emit", "js");
  assert.equal(generated.code, 0, generated.stderr);
  const out = join(path, "generated");
  assert.deepEqual(readdirSync(out).sort(), [...modules("d.ts"), ...modules("js")].sort());
  for (const name of ["hub.gen.js", "hub.gen.d.ts", "hub-control.gen.js", "hub-control.gen.d.ts"]) {
    const text = readFileSync(join(out, name), "utf8");
    assert.match(text, /^import \{ Prices \} from "\.\/prices\.gen\.js";$/m);
    assert.doesNotMatch(text, /\.gen\.ts"/);
  }
  writeFileSync(join(out, "package.json"), '{ "type": "module" }');
  const { Hub } = await import(pathToFileURL(join(out, "hub.gen.js")).href);
  const hub = Hub.create();
  hub.prices.tryPush(2);
  assert.equal(Hub.attach(hub.handle).prices.tryPop(), 2);
  assert.equal(hub.control.become("more").capacity, 8);
});

test("explain shows every structure of the spec, the container with its members", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeHub(path);
  const text = await amphGen(path, "explain", "hub.layout.ts");
  assert.equal(text.code, 0, text.stderr);
  const titles = text.stdout.match(/^\w+, an? \w+: \d+ bytes/gm)?.map((line) => line.split(":")[0]);
  assert.deepEqual(titles, [
    "Prices, a Queue",
    "HubState, a Shared",
    "HubControlMore, a Queue",
    "HubControl, a OneOf",
    "Hub, an Amphetanim",
  ]);
  assert.match(text.stdout, /- control: HubControl, a OneOf -/);
  const json = await amphGen(path, "explain", "hub.layout.ts", "--format", "json");
  const documents: readonly { name: string; areas: readonly { kind: string }[] }[] = JSON.parse(
    json.stdout,
  );
  const hub = documents.find(({ name }) => name === "Hub");
  assert.deepEqual(hub?.areas.map(({ kind }) => kind), ["words", "members", "members", "members"]);
});

test("verify explores what a container holds, and says what it cannot explore", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeFileSync(
    join(path, "small.layout.ts"),
    `import type { Amphetanim, bool, OneOf, Shared, u32 } from "amph-gen/spec";
export type State = Shared<{ running: bool }>;
export type Small = Amphetanim<{ state: State; which: OneOf<{ a: State; b: Shared<{ n: u32 }> }> }>;
`,
  );
  const spec = await amphGen(path, "verify", "small.layout.ts");
  assert.equal(spec.code, 0, spec.stdout + spec.stderr);
  assert.deepEqual(spec.stdout.match(/^\S+ {2}\w+ \w+: nothing found$/gm)?.sort(), [
    "small-which-b.gen.ts  Shared SmallWhichB: nothing found",
    "small-which.gen.ts  OneOf SmallWhich: nothing found",
    "state.gen.ts  Shared State: nothing found",
  ]);
  assert.equal((await amphGen(path, "generate", "small.layout.ts")).code, 0);
  const module = await amphGen(path, "verify", "generated/small.gen.ts");
  assert.equal(module.code, 2);
  assert.match(module.stderr, /nothing to explore in an Amphetanim/);
});

test("add appends samples that generate, whatever the case of their names", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  for (
    const [structure, name] of [["amphetanim", "Hub"], ["OneOf", "Which"], ["shared", "State"]]
  ) {
    const line = ["add", structure ?? "", "a.layout.ts", "--name", name ?? ""];
    const added = await amphGen(path, ...line);
    assert.equal(added.code, 0, added.stderr);
  }
  const taken = await amphGen(path, "add", "shared", "a.layout.ts", "--name", "HubState");
  assert.equal(taken.code, 2);
  const generated = await amphGen(path, "generate", "a.layout.ts");
  assert.equal(generated.code, 0, generated.stderr);
  assert.deepEqual(
    readdirSync(join(path, "generated")).sort(),
    [
      "hub-state",
      "hub-values",
      "hub",
      "state",
      "trades",
      "which-indices",
      "which-numbers",
      "which",
    ].map((stem) => `${stem}.gen.ts`).sort(),
  );
});
