/** `init` as a newcomer uses it, under the runtime that runs the test. */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";
import { amphGen, writeProfile } from "./command-line.ts";

const RUN = process.versions["deno"] !== undefined
  ? "deno run --allow-all"
  : process.versions["bun"] !== undefined
  ? "bun"
  : "node";

/** The commands that `init` says come next. */
function steps(answer: string): readonly string[] {
  const [, after = ""] = answer.split("\nnext:\n");
  return after.trimEnd().split("\n").map((line) => line.trim());
}

test("what init writes runs by what init says comes next", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  const { code, stdout, stderr } = await amphGen(path, "init");
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(path).sort(), [
    "host-profile.json",
    "main.ts",
    "specs",
    "worker.ts",
  ]);
  const [generate = "", run = "", ...rest] = steps(stdout);
  assert.deepEqual(rest, []);
  assert.match(generate, new RegExp(`^${RUN} \\S+main\\.ts generate specs/first\\.layout\\.ts$`));
  assert.equal(run, `${RUN} main.ts`);

  const generated = await amphGen(path, ...generate.slice(generate.indexOf("generate")).split(" "));
  assert.equal(generated.code, 0, generated.stderr);
  assert.deepEqual(readdirSync(join(path, "generated")), ["readings.gen.ts"]);
  const ran = await runProcess(...runtimeCommand("main.ts"), { timeoutMs: 60_000, cwd: path });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "1000000 readings, 10000 of them poor\n");
});

test("init never overwrites, and writes nothing when it would", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const mine = join(path, "worker.ts");
  writeFileSync(mine, "// mine\n");
  const refused = await amphGen(path, "init");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /: worker\.ts exists and is not overwritten; --no-example /);
  assert.deepEqual(readdirSync(path), ["worker.ts"]);
  assert.equal(readFileSync(mine, "utf8"), "// mine\n");

  assert.equal((await amphGen(path, "init", "--no-example")).code, 0);
  assert.deepEqual(readdirSync(path).sort(), ["specs", "worker.ts"]);
  const again = await amphGen(path, "init");
  assert.equal(again.code, 2);
  assert.match(
    again.stderr.replaceAll("\\", "/"),
    /specs\/first\.layout\.ts, worker\.ts exist and are not .*another file or folder for the spec; --no/,
  );
});

test("init takes a folder or a file, and only a TypeScript one", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  assert.equal((await amphGen(path, "init", "deep/folder")).code, 0);
  assert.deepEqual(readdirSync(join(path, "deep", "folder")), ["first.layout.ts"]);
  const file = await amphGen(path, "init", "src/feed.layout.ts", "--no-example");
  assert.equal(file.code, 0, file.stderr);
  assert.deepEqual(readdirSync(join(path, "src")), ["feed.layout.ts"]);
  const json = await amphGen(path, "init", "feed.layout.json");
  assert.equal(json.code, 2);
  assert.match(json.stderr, /\.layout\.ts/);
});

test("the steps are those of the runtime that is asked for", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeFileSync(join(path, "package.json"), '{ "type": "commonjs" }\n');
  const last: string[] = [];
  for (const [k, runtime] of ["node", "deno", "bun"].entries()) {
    const args = ["init", `${k}.layout.ts`, "--runtime", runtime];
    const { code, stdout, stderr } = await amphGen(
      path,
      ...args,
      ...k === 0 ? [] : ["--no-example"],
    );
    assert.equal(code, 0, stderr);
    last.push(steps(stdout)[0] ?? "");
  }
  assert.equal(last[0], "npm pkg set type=module");
  assert.match(last[1] ?? "", /^deno run --allow-all \S+ generate 1\.layout\.ts$/);
  assert.match(last[2] ?? "", /^bun \S+ generate 2\.layout\.ts$/);
});
