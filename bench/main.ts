/**
 * The bench: emitted modules against what people use without them, in one run, side by side, under Node,
 * Deno and Bun. Any of the three runs it. docs/performance.md says how to read it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { killLiveProcesses } from "../test/support/process.ts";
import { compareRuns, comparisonText, differences } from "./compare.ts";
import { type MeasureOptions, readOptions, type ReportOptions } from "./options.ts";
import { htmlReport } from "./report/html.ts";
import { markdownReport, putBetween } from "./report/markdown.ts";
import { readmePicture, readmeTable } from "./report/readme.ts";
import { targetsTable } from "./report/targets.ts";
import { readResults, writeResults } from "./result.ts";
import { measureAll } from "./run.ts";

const PICTURE = "docs/pictures/bench.svg";
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    killLiveProcesses();
    process.exit(130);
  });
}

const options = readOptions();
try {
  switch (options.kind) {
    case "measure":
      process.exitCode = await measure(options);
      break;
    case "report":
      report(options);
      break;
    case "compare":
      process.exitCode = compare(options.before, options.after);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

/** 1 if a side has failed. */
async function measure(options: MeasureOptions): Promise<number> {
  const { json = defaultFile() } = options;
  mkdirSync(dirname(json), { recursive: true });
  // After each case, so that an interrupted run leaves what it has.
  const results = await measureAll(ROOT, options, (sofar) => {
    writeFileSync(json, writeResults(sofar));
  });
  const page = pageOf(json);
  writeFileSync(page, htmlReport(results));
  console.log(`\n${markdownReport(results)}\n\nwritten  ${shown(json)}, ${shown(page)}`);
  return results.some(({ failed }) => failed !== undefined) ? 1 : 0;
}

/** `bench/results/local/2026-11-21-15-04-05.jsonl` */
function defaultFile(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
  return join(ROOT, "bench/results/local", `${time}.jsonl`);
}

function pageOf(file: string): string {
  return `${file.replace(/\.jsonl$/, "")}.html`;
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}

function report({ files, html, docs }: ReportOptions): void {
  const runs = files.map((file) => ({ file, results: readResults(file) }));
  const tables = runs.map(({ file, results }) => `### ${named(file)}\n\n${markdownReport(results)}`)
    .join("\n\n");
  console.log(tables);
  const [first] = runs;
  if (first === undefined) return;
  const page = html ?? pageOf(first.file);
  writeFileSync(page, htmlReport(runs.flatMap(({ results }) => results)));
  console.error(`written  ${shown(page)}`);
  if (!docs) return;
  edit("docs/performance.md", "<!-- results -->", "<!-- end of results -->", tables);
  const wanted = `From \`${named(first.file)}\`.\n\n${targetsTable(first.results)}`;
  edit("docs/performance.md", "<!-- targets -->", "<!-- end of targets -->", wanted);
  const table = readmeTable(first.results, named(first.file));
  writeFileSync(join(ROOT, PICTURE), readmePicture(first.results));
  console.error(`written  ${PICTURE}`);
  edit("README.md", "<!-- bench:begin -->", "<!-- bench:end -->", table);
}

/** From the root, as the pages name it. */
function named(file: string): string {
  return relative(ROOT, file).replaceAll("\\", "/");
}

function edit(page: string, begin: string, end: string, text: string): void {
  const file = join(ROOT, page);
  writeFileSync(file, putBetween(readFileSync(file, "utf8"), begin, end, text));
  console.error(`written  ${page}`);
}

/** 1 if anything became slower. */
function compare(before: string, after: string): number {
  const [old, next] = [readResults(before), readResults(after)];
  for (const difference of differences(old, next)) console.log(`note    ${difference}`);
  const changes = compareRuns(old, next);
  console.log(comparisonText(changes));
  return changes.some(({ verdict }) => verdict === "slower") ? 1 : 0;
}
