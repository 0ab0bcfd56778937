/** Runs test files under one runtime, each in a process of its own, and counts what they report. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { add, type Counts, describeCounts, NO_TESTS, ONE_FAILURE } from "./counts.ts";
import { temporaryFolder } from "./folder.ts";
import { count, readJunit, type TestCase } from "./junit.ts";
import { indent, secondsSince } from "./plain-text.ts";
import { type ProcessResult, superviseProcess } from "./process.ts";
import { type Runtime, type RuntimeName, testEnvironment } from "./runtimes.ts";

export interface Limits {
  /** Against what hangs: each takes about a third of it on two quiet cores. */
  readonly runtimeMs: number;
  readonly fileMs: number;
}

const LIMITS: Limits = { runtimeMs: 1_200_000, fileMs: 300_000 };

/** Files that run at the same time, except those that start threads: they run alone. */
const PARALLEL_FILES = 2;
const THREAD_FOLDERS = ["test/threads/", "test/stress/", "test/browser/"];

/**
 * Runs every file, one line each, and what it printed if it failed. `files` are paths from `root`.
 * `title` stands before each line: a browser's tests are run by a runtime with another name.
 * A file that hangs, holds no test or fails outside its tests counts as one failed test.
 */
export async function runFiles(
  runtime: Runtime,
  files: readonly string[],
  root: string,
  limits: Limits = LIMITS,
  title: string = runtime.name,
): Promise<Counts> {
  const deadline = performance.now() + limits.runtimeMs;
  const alone = files.filter((file) => THREAD_FOLDERS.some((folder) => file.startsWith(folder)));
  const together = files.filter((file) => !alone.includes(file));
  const results: Counts[] = [];
  for (const [queue, lanes] of [[together, PARALLEL_FILES], [alone, 1]] as const) {
    const waiting = [...queue];
    const lane = async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        const timeoutMs = Math.min(limits.fileMs, Math.round(deadline - performance.now()));
        results.push(await runFile(runtime, file, root, timeoutMs, title));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }
  const counts = results.reduce(add, NO_TESTS);
  if (counts.passed + counts.failed > 0) return counts;
  console.log(`${title}: FAILED, no test ran`);
  return add(counts, ONE_FAILURE);
}

async function runFile(
  runtime: Runtime,
  file: string,
  root: string,
  timeoutMs: number,
  title: string,
): Promise<Counts> {
  if (timeoutMs <= 0) {
    console.log(`${title} ${file}: FAILED, not run: the time of this runtime is over`);
    return ONE_FAILURE;
  }
  const started = performance.now();
  using folder = temporaryFolder();
  const report = join(folder.path, "report.xml");
  const result = await superviseProcess(
    runtime.path,
    testArguments(runtime.name, file, report, timeoutMs),
    { timeoutMs, cwd: root, env: testEnvironment(root) },
  );
  // Node reports the file itself as a test if it holds none or if it failed outside its tests.
  const cases = readJunit(existsSync(report) ? readFileSync(report, "utf8") : "")
    .filter((one) => one.outcome !== "passed" || !one.name.endsWith(".test.ts"));
  const fault = faultOf(result, cases, timeoutMs);
  const counts = add(count(cases), fault === undefined ? NO_TESTS : ONE_FAILURE);
  console.log(
    `${title} ${file}: ${describeCounts(counts)}${fault === undefined ? "" : `: ${fault}`}` +
      ` (${secondsSince(started)})`,
  );
  if (counts.failed > 0) console.log(indent(result.output));
  return counts;
}

/** What went wrong besides the tests that the report says have failed. */
function faultOf(
  { timedOut, code }: ProcessResult,
  cases: readonly TestCase[],
  timeoutMs: number,
): string | undefined {
  if (timedOut) return `HUNG, killed after ${timeoutMs / 1_000} s`;
  if (code !== 0 && !cases.some((one) => one.outcome === "failed")) {
    return `failed outside its tests with exit code ${code}`;
  }
  return cases.length === 0 ? "it holds no test" : undefined;
}

function testArguments(
  name: RuntimeName,
  file: string,
  report: string,
  timeoutMs: number,
): string[] {
  switch (name) {
    case "node":
      return [
        "--test",
        ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
        ...["--test-reporter=junit", `--test-reporter-destination=${report}`],
        file,
      ];
    case "deno":
      // The gates check types.
      return ["test", "--allow-all", "--no-check", `--junit-path=${report}`, file];
    case "bun":
      // Bun ends a test after five seconds unless told otherwise; the limit of the file is enough.
      return [
        "test",
        `--timeout=${timeoutMs}`,
        ...["--reporter=junit", `--reporter-outfile=${report}`],
        `./${file}`,
      ];
  }
}
