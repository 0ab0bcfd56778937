/** `npm run bench:micro`: mitata's benchmarks of single operations, under each runtime in turn. */
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { probeHost } from "../../generator/host/probe.ts";
import { findRuntime, howToInstall, RUNTIMES } from "../../test/support/runtimes.ts";
import { makeModules } from "../modules.ts";
import { installPeers } from "../npm/install.ts";
import { flagsOf } from "../runners/process.ts";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SCRIPT = fileURLToPath(new URL("./run.ts", import.meta.url));
const LIMIT_MS = 300_000;

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !RUNTIMES.some((known) => known === name));
if (unknown !== undefined) {
  console.error(`${unknown}: expected some of ${RUNTIMES.join(", ")}, or none for all three`);
  process.exit(2);
}
const { packages, notes } = await installPeers(ROOT);
if (!packages.has("mitata")) {
  console.error(notes.join("\n"));
  process.exit(2);
}
await makeModules(ROOT, probeHost());
for (const name of RUNTIMES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const runtime = await findRuntime(name, ROOT);
  if (runtime === undefined) {
    console.log(howToInstall(name));
    continue;
  }
  console.log(`\n${name} ${runtime.version}\n`);
  const { status, error } = spawnSync(runtime.path, [...flagsOf(name), SCRIPT], {
    stdio: "inherit",
    timeout: LIMIT_MS,
  });
  if (status !== 0) {
    console.error(`${name}: ${error?.message ?? `ended with ${status}`}`);
    process.exitCode = 1;
  }
}
