/** A headless Chromium for tests, and test files run in it. */
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { findChromium, HOW_TO_INSTALL_CHROMIUM } from "../support/chromium.ts";
import { withTimeout } from "../support/time.ts";
import type { Result } from "./page/node-test.ts";
import type { FileMessage } from "./page/run-file.ts";
import { EMPTY_PAGE } from "./server.ts";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export async function openBrowser(): Promise<Browser> {
  const found = await findChromium();
  if (found === undefined) throw new Error(HOW_TO_INSTALL_CHROMIUM);
  // Chromium's sandbox refuses to work for the user root, as which containers run.
  const isRoot = process.getuid?.() === 0;
  return await chromium.launch({ executablePath: found.path, chromiumSandbox: !isRoot });
}

export interface FileRun {
  readonly results: readonly Result[];
  /** What the file printed. */
  readonly log: readonly string[];
}

/** Runs one test file (a path from the root) in a worker of a page of its own. */
export async function runFileInPage(
  browser: Browser,
  origin: string,
  file: string,
  timeoutMs: number,
): Promise<FileRun> {
  const page = await browser.newPage();
  const results: Result[] = [];
  const log: string[] = [];
  const end = Promise.withResolvers<void>();
  page.on("pageerror", (error) => end.reject(error));
  page.on("crash", () => end.reject(new Error("the page crashed")));
  await page.exposeFunction("report", (message: FileMessage) => {
    if (message.kind === "result") results.push(message.result);
    else if (message.kind === "log") log.push(message.text);
    else end.resolve();
  });
  try {
    await page.goto(origin + EMPTY_PAGE);
    await page.evaluate((name) => {
      const script = `/test/browser/page/run-file.ts?${encodeURIComponent(name)}`;
      const worker = new Worker(script, { type: "module" });
      const report: (message: unknown) => void = Reflect.get(globalThis, "report");
      worker.addEventListener("message", ({ data }) => report(data));
      worker.addEventListener("error", ({ message = "a module cannot be loaded" }) => {
        report({ kind: "result", result: { name, error: message } });
        report({ kind: "end" });
      });
    }, file);
    await withTimeout(end.promise, timeoutMs, file).catch((error: Error) => {
      const last = results.at(-1)?.name ?? "none";
      throw new Error(`${error.message} ${results.length} of its tests did, the last: ${last}`);
    });
    return { results, log };
  } finally {
    await page.close();
  }
}
