/**
 * `npm run verify`: the committed modules and those of the specs beside this file, model-checked with
 * deaths, each in a process of its own, some at once.
 *
 *   node test/model/verify-all.ts [PROCESSES]     2 at once if not told
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { parseBanner } from "../../generator/output/banner.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { SUITES } from "../../generator/structures/suites.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, ".amph/verify");
const SPECS = ["queues.layout.ts", "structures.layout.ts"];

const processes = Number(process.argv[2] ?? 2);
if (!(Number.isInteger(processes) && processes > 0)) {
  console.error(`${process.argv[2]} processes: expected a whole number from 1 on`);
  process.exit(2);
}

const startedMs = performance.now();
// What takes longest, as a rule, comes first.
const waiting = [...committed(), ...await ofSpecs()]
  .sort((a, b) => statSync(a).size - statSync(b).size);
const total = { modules: waiting.length, scenarios: 0, states: 0, refuted: 0 };
await Promise.all(Array.from({ length: processes }, work));
const seconds = (performance.now() - startedMs) / 1000;
console.log(
  `${total.modules} modules, ${total.scenarios.toLocaleString("en")} scenarios, ` +
    `${total.states.toLocaleString("en")} states, ${total.refuted} refuted, ` +
    `${seconds.toFixed(0)} s with ${processes} processes`,
);
process.exitCode = total.refuted === 0 ? 0 : 1;

function committed(): readonly string[] {
  const folder = join(ROOT, "generated");
  return readdirSync(folder).map((name) => join(folder, name)).filter((path) => {
    const structure = path.endsWith(".gen.ts")
      ? parseBanner(readFileSync(path, "utf8"))?.structure
      : undefined;
    return structure !== undefined && SUITES[structure] !== undefined;
  });
}

async function ofSpecs(): Promise<readonly string[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const host = loadProfile(join(ROOT, "host-profile.json"));
  const paths: string[] = [];
  for (const name of SPECS) {
    const text = readFileSync(new URL(name, import.meta.url), "utf8");
    for (const module of await generateModules([{ file: name, text }], { host, emit: "ts" })) {
      const structure = parseBanner(module.text)?.structure ?? "";
      if (SUITES[structure] === undefined) continue;
      const path = join(FOLDER, module.path);
      writeFileSync(path, module.text);
      paths.push(path);
    }
  }
  return paths;
}

/** One process after the other. */
async function work(): Promise<void> {
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const { code, text } = await verify(path);
    console.log(text.trimEnd());
    if (code !== 0) total.refuted++;
    for (
      const [, scenarios = "", states = ""] of text.matchAll(/([\d,]+) scenarios, ([\d,]+) states/g)
    ) {
      total.scenarios += Number(scenarios.replaceAll(",", ""));
      total.states += Number(states.replaceAll(",", ""));
    }
  }
}

function verify(path: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const args = [join(ROOT, "generator/main.ts"), "verify", path, "--kill"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const chunks: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, text: chunks.join("") }));
  });
}
