/** Test files that run in a page, each test of theirs as one of `node:test`. */
import { test } from "node:test";
import { secondsSince } from "../support/plain-text.ts";
import { type FileRun, openBrowser, ROOT, runFileInPage } from "./browser.ts";
import { pageFiles } from "./files.ts";
import { startServer } from "./server.ts";

export interface Selection {
  readonly folder: string;
  /** Files that stay out although a page can load them, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Tests that cannot pass in a page, by file and name, and why. */
  readonly impossible: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Files that run at the same time. */
  readonly lanes: number;
}

const FILE_LIMIT_MS = 150_000;

export async function testInPages(selection: Selection): Promise<void> {
  const { folder, leftOut, impossible, lanes } = selection;
  const chosen: string[] = [];
  for (const { file, missing } of pageFiles(ROOT, folder)) {
    const name = file.slice(folder.length + 1);
    const reason = missing.length > 0 ? `it needs ${missing.join(", ")}` : leftOut[name];
    if (reason === undefined) chosen.push(name);
    else console.log(`${file}: left out, ${reason}`);
  }
  const runs = await runAll(chosen.map((name) => `${folder}/${name}`), lanes);
  for (const name of chosen) {
    const run = runs.get(`${folder}/${name}`);
    await test(name, async (t) => {
      if (run === undefined) throw new Error(`${name} did not run`);
      if (run instanceof Error) throw run;
      for (const line of run.log) console.log(`${name}: ${line}`);
      if (run.results.length === 0) throw new Error(`${name} holds no test`);
      for (const { name: title, error } of run.results) {
        const reason = impossible[name]?.[title];
        if (reason !== undefined) console.log(`${name}: ${title}: left out, ${reason}`);
        if (reason !== undefined && error === undefined) {
          throw new Error(`${title} passes: it needs no exception any more`);
        }
        if (reason !== undefined) continue;
        await t.test(title, () => {
          if (error !== undefined) throw new Error(error);
        });
      }
    });
  }
}

async function runAll(
  files: readonly string[],
  lanes: number,
): Promise<ReadonlyMap<string, FileRun | Error>> {
  const runs = new Map<string, FileRun | Error>();
  const browser = await openBrowser();
  const server = await startServer(ROOT);
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const started = performance.now();
      try {
        const run = await runFileInPage(browser, server.origin, file, FILE_LIMIT_MS);
        console.log(`${file}: ${run.results.length} tests (${secondsSince(started)})`);
        runs.set(file, run);
      } catch (error) {
        runs.set(file, error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await browser.close();
  await server.close();
  return runs;
}
