/**
 * One golden spec from end to end, for whoever changes a template: `npm run case -- orders`. Shows the
 * spec, what its modules are now against what is committed, and then compiles, model-checks and runs
 * them. Writes nothing: `node test/golden/update.ts` does.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { temporaryFolder } from "../support/folder.ts";
import { killLiveProcesses, runProcess, runtimeCommand } from "../support/process.ts";
import { typeCheck } from "../support/type-check.ts";
import { FOLDER, PROFILE } from "./golden.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STEP_LIMIT_MS = 300_000;
const SPEC_ENDING = ".layout.ts";

/** The tests below `test/contract` of what such modules do. */
const CONTRACTS: Readonly<Record<string, readonly string[]>> = {
  Queue: ["operations", "waiting"],
  Cubby: ["cubby"],
  SecVec: ["secvec", "secvec-batches"],
  Shared: ["shared"],
  OneOf: ["containers"],
  Amphetanim: ["containers"],
  Loom: ["loom"],
};

process.on("SIGINT", () => {
  killLiveProcesses();
  process.exit(130);
});
process.exitCode = await showCase(process.argv[2]);

async function showCase(name: string | undefined): Promise<number> {
  const names = readdirSync(FOLDER).filter((file) => file.endsWith(SPEC_ENDING))
    .map((file) => basename(file, SPEC_ENDING));
  if (name === undefined || !names.includes(name)) {
    console.error(`usage: npm run case -- NAME, where NAME is one of ${names.join(", ")}`);
    return 2;
  }
  const file = join(FOLDER, name + SPEC_ENDING);
  const text = readFileSync(file, "utf8");
  title(`spec: test/golden/${name}${SPEC_ENDING}`);
  console.log(text.trimEnd());

  using folder = temporaryFolder();
  const out = folder.path;
  const host = loadProfile(PROFILE);
  const modules = await generateModules([{ file, text }], { host, emit: "ts", out });
  for (const module of modules) writeFileSync(join(out, module.path), module.text);

  title("emitted, against test/golden");
  for (const { path } of modules) showDifference(join(FOLDER, path), join(out, path));

  const paths = modules.map(({ path }) => join(out, path));
  const structures = new Set(modules.map((module) => parseBanner(module.text)?.structure ?? ""));
  const steps: readonly (readonly [what: string, run: () => Promise<boolean>])[] = [
    ["compile: tsc, strict", async () => printed(await typeCheck(paths))],
    [
      "model: two threads, one operation each",
      () => run(join(ROOT, "generator/main.ts"), "verify", out, "--threads", "2", "--ops", "1"),
    ],
    ...contractsOf(structures).map((contract): (typeof steps)[number] => [
      `run: ${contract}`,
      () => run(join(ROOT, "test/run.ts"), "--filter", contract),
    ]),
  ];
  for (const [what, step] of steps) {
    title(what);
    if (!await step()) return 1;
  }
  return 0;
}

function contractsOf(structures: ReadonlySet<string>): readonly string[] {
  const files = [...structures].flatMap((structure) => CONTRACTS[structure] ?? []);
  return [...new Set(files)].map((file) => `test/contract/${file}.test.ts`);
}

function showDifference(committed: string, now: string): void {
  const name = basename(committed);
  if (!existsSync(committed)) return console.log(`${name}: new`);
  const { status, stdout, error } = spawnSync(
    "git",
    ["diff", "--no-index", "--no-color", "--", committed, now],
    { encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  // The first four lines name the two files.
  console.log(
    status === 0 ? `${name}: the same` : `${name}:\n${stdout.split("\n").slice(4).join("\n")}`,
  );
}

/** Whether there was nothing to print. */
function printed(lines: readonly string[]): boolean {
  console.log(lines.length === 0 ? "no errors" : lines.join("\n"));
  return lines.length === 0;
}

async function run(script: string, ...args: readonly string[]): Promise<boolean> {
  const { code, output } = await runProcess(...runtimeCommand(script, ...args), {
    timeoutMs: STEP_LIMIT_MS,
    cwd: ROOT,
  });
  console.log(output.trimEnd());
  return code === 0;
}

function title(text: string): void {
  console.log(`\n── ${text}`);
}
