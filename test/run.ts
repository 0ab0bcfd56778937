/**
 * The test command: the gates, then every test file under Node, Deno and Bun, then those of
 * `test/browser` in Chromium, where there is one. Any of the three runtimes runs it. The last line
 * counts: `N passed, N failed`, and `N skipped` if there are any.
 */
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { add, type Counts, describeCounts, NO_TESTS, ONE_FAILURE } from "./support/counts.ts";
import { findChromium, HOW_TO_INSTALL_CHROMIUM } from "./support/chromium.ts";
import { runGates } from "./support/gates.ts";
import { killLiveProcesses } from "./support/process.ts";
import { runFiles } from "./support/runner.ts";
import {
  findRuntime,
  howToInstall,
  installNode,
  type Runtime,
  type RuntimeName,
  RUNTIMES,
} from "./support/runtimes.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const USAGE = `usage: test/run.ts [--runtime node|deno|bun|chromium]... [--filter TEXT] [--gates]

  --runtime NAME   tests only under this runtime; may be repeated
  --filter TEXT    only test files whose path contains TEXT, and no gates
  --gates          only the gates`;

/** What tests run under; a browser runs those of its folder only. */
const COLUMNS = [...RUNTIMES, "chromium"] as const;
const BROWSER_FOLDER = "test/browser/";
/** Against what hangs: one of its files holds all contract tests. */
const BROWSER_LIMITS = { runtimeMs: 600_000, fileMs: 300_000 };

/** One line of the table at the end. */
interface Row {
  readonly title: string;
  readonly counts: Counts;
}

/**
 * Long explorations of models: what they find does not depend on the runtime, and that the checker
 * works under each is what the other files of test/model show. `--filter model` runs them anyway.
 */
const LONG_MODELS =
  /^test\/(model\/(shrink|queue|planted|reduce|loom|command)|unit\/machine-queues)\.test\.ts$/;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    killLiveProcesses();
    process.exit(130);
  });
}

const options = readOptions();
const rows: Row[] = [];
if (options.gates) {
  rows.push(await withRuntime("deno", "gates", (deno) => runGates(deno, ROOT)));
}
if (options.tests) {
  const files = testFiles(options.filter);
  const isForBrowser = (file: string) => file.startsWith(BROWSER_FOLDER);
  for (const name of options.columns) {
    if (name === "chromium") {
      rows.push(await withChromium(files.filter(isForBrowser)));
      continue;
    }
    const chosen = (options.filter === undefined ? filesFor(name, files) : files)
      .filter((file) => !isForBrowser(file));
    // A filter may leave one of them nothing to do.
    if (chosen.length === 0 && files.some(isForBrowser)) continue;
    rows.push(await withRuntime(name, name, (runtime) => runFiles(runtime, chosen, ROOT)));
  }
}
process.exitCode = summarize(rows) ? 0 : 1;

function readOptions() {
  const stop = (message: string): never => {
    console.error(`${message}\n\n${USAGE}`);
    process.exit(2);
  };
  try {
    const { values } = parseArgs({
      options: {
        runtime: { type: "string", multiple: true },
        filter: { type: "string" },
        gates: { type: "boolean", default: false },
      },
    });
    const wanted: readonly string[] = values.runtime ?? COLUMNS;
    const unknown = wanted.find((name) => !COLUMNS.some((known) => known === name));
    if (unknown !== undefined) {
      return stop(`--runtime ${unknown}: expected one of ${COLUMNS.join(", ")}.`);
    }
    return {
      columns: COLUMNS.filter((name) => wanted.includes(name)),
      filter: values.filter,
      gates: values.gates || values.filter === undefined,
      tests: !values.gates,
    };
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

/** Every test file below `test/`, sorted, with `/` in its path from the root. */
function testFiles(filter = ""): string[] {
  return readdirSync(join(ROOT, "test"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => path.includes(filter))
    .sort();
}

function filesFor(runtime: RuntimeName, files: readonly string[]): readonly string[] {
  if (runtime === "node") return files;
  const left = files.filter((file) => LONG_MODELS.test(file));
  for (const file of left) {
    console.log(`${runtime} ${file}: left out, a model needs one runtime: node`);
  }
  return files.filter((file) => !left.includes(file));
}

/** Runs `work` with the runtime; a runtime that is not there is a failure. */
async function withRuntime(
  name: RuntimeName,
  part: string,
  work: (runtime: Runtime) => Promise<Counts>,
): Promise<Row> {
  let runtime = await findRuntime(name, ROOT);
  if (runtime === undefined && name === "node" && await installNode(ROOT)) {
    runtime = await findRuntime(name, ROOT);
  }
  if (runtime === undefined) {
    console.log(`${part}: FAILED, ${howToInstall(name)}`);
    return { title: part, counts: ONE_FAILURE };
  }
  const title = part === name ? `${name} ${runtime.version}` : part;
  return { title, counts: await work(runtime) };
}

/** Node runs the tests that open a browser; a machine without one leaves them out and says so. */
async function withChromium(files: readonly string[]): Promise<Row> {
  if (files.length === 0) return { title: "chromium", counts: NO_TESTS };
  const chromium = await findChromium();
  if (chromium === undefined) {
    console.log(`chromium: left out, ${HOW_TO_INSTALL_CHROMIUM}`);
    return { title: "chromium", counts: { ...NO_TESTS, skipped: files.length } };
  }
  const title = `chromium ${chromium.version}`;
  const row = await withRuntime(
    "node",
    title,
    (node) => runFiles(node, files, ROOT, BROWSER_LIMITS, "chromium"),
  );
  return { ...row, title };
}

/** Prints the table and the closing line; whether everything passed. */
function summarize(table: readonly Row[]): boolean {
  const width = Math.max(...table.map((row) => row.title.length));
  console.log("");
  for (const { title, counts } of table) {
    const cells = [
      `${counts.passed} passed`,
      `${counts.failed} failed`,
      `${counts.skipped} skipped`,
    ];
    console.log(`${title.padEnd(width)} ${cells.map((cell) => cell.padStart(13)).join("")}`);
  }
  const total = table.map((row) => row.counts).reduce(add, NO_TESTS);
  console.log(`\n${describeCounts(total)}`);
  // Where all that was asked for is a browser that is not there, nothing has failed.
  return total.failed === 0 && total.passed + total.skipped > 0;
}
