/**
 * The bench: emitted modules against what people use without them, in one run, side by side, under Node,
 * Deno and Bun. Any of the three runs it. docs/performance.md says how to read it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { probeHost } from "../generator/host/probe.ts";
import { killLiveProcesses } from "../test/support/process.ts";
import { findRuntime, howToInstall } from "../test/support/runtimes.ts";
import { commitOf, thisMachine } from "./machine.ts";
import { measureCase } from "./measure.ts";
import { makeModules } from "./modules.ts";
import { buildNative } from "./native/build.ts";
import { type MeasureOptions, readOptions } from "./options.ts";
import { formatReport } from "./report.ts";
import { readResults, type Result } from "./result.ts";
import { spreadOf } from "./statistics.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, "docs/performance.md");

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    killLiveProcesses();
    process.exit(130);
  });
}

const options = readOptions();
if (options.report === undefined) {
  const results = await measureAll(options);
  if (options.json !== undefined) writeResults(options.json, results);
  console.log(`\n${formatReport(results)}`);
  process.exitCode = results.some(({ failed }) => failed !== undefined) ? 1 : 0;
} else {
  const report = options.report
    .map((file) => `### ${relative(ROOT, file)}\n\n${formatReport(readResults(file))}`)
    .join("\n\n");
  console.log(report);
  writeFileSync(PAGE, putBetweenMarkers(readFileSync(PAGE, "utf8"), report));
}

async function measureAll({ runtimes, cases, effort }: MeasureOptions): Promise<Result[]> {
  const host = probeHost();
  await makeModules(ROOT, host);
  const native = await buildNative(ROOT);
  for (const note of native.notes) console.log(note);
  const machine = thisMachine(host);
  const commit = commitOf(ROOT);
  const results: Result[] = [];
  const total = runtimes.length * cases.length;
  let started = 0;
  for (const name of runtimes) {
    const runtime = await findRuntime(name, ROOT);
    if (runtime === undefined) throw new Error(howToInstall(name));
    for (const entry of cases) {
      console.log(`[${++started}/${total}] ${name} ${runtime.version}: ${entry.name}`);
      const date = new Date().toISOString();
      for (
        const { side, repetitions, failed } of await measureCase(entry, runtime, native, effort)
      ) {
        const common = { case: entry.name, side: side.name, runtime: name, repetitions };
        const source = { version: runtime.version, date, commit, machine };
        results.push({
          ...common,
          ...source,
          ..."native" in side && native.compiler !== undefined ? { compiler: native.compiler } : {},
          ...failed === undefined ? {} : { failed },
        });
        const { min, median, max } = spreadOf(repetitions.map(({ value }) => value));
        console.log(`    ${side.name}: ${failed ?? `${median} (${min} – ${max})`}`);
      }
    }
  }
  return results;
}

function writeResults(file: string, results: readonly Result[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, results.map((result) => `${JSON.stringify(result)}\n`).join(""));
}

function putBetweenMarkers(page: string, report: string): string {
  const markers = /(<!-- results -->\n)[\s\S]*(\n<!-- end of results -->)/;
  if (!markers.test(page)) throw new Error(`${PAGE} has no markers for the results`);
  return page.replace(markers, (_, begin, end) => `${begin}\n${report}\n${end}`);
}
