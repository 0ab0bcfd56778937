/** Headless Chromium: one browser, and a page for each repetition, which is a process of its own. */
import process from "node:process";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../test/browser/browser.ts";
import { EMPTY_PAGE, startServer } from "../../test/browser/server.ts";
import { findChromium, HOW_TO_INSTALL_CHROMIUM } from "../../test/support/chromium.ts";
import { withTimeout } from "../../test/support/time.ts";
import type { Job, Outcome } from "../job.ts";
import { othersSince, readCpuTime } from "../process/cpu-time.ts";
import type { Request } from "../process/measure.ts";
import { descendantsOf } from "./descendants.ts";
import type { Effort, NoRunner, Runner } from "./runner.ts";

/** Where the server has it. */
const SCRIPT = "/bench/process/page.ts";

/** For a page that should have ended by itself. */
const GRACE_MS = 5_000;

export async function chromiumRunner(root: string): Promise<Runner | NoRunner> {
  const found = await findChromium();
  if (found === undefined) {
    return { reason: `chromium: not measured: ${HOW_TO_INSTALL_CHROMIUM}` };
  }
  const server = await startServer(root);
  const browser = await openBrowser();
  return {
    name: "chromium",
    version: found.version,
    run: (job, effort) => runOnce(browser, server.origin, job, effort),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function runOnce(
  browser: Browser,
  origin: string,
  job: Job,
  { warmUpMs, measureMs, limitMs }: Effort,
): Promise<Outcome> {
  const request: Request = { job, warmUpMs, measureMs, limitMs };
  let page: Page | undefined;
  try {
    page = await browser.newPage();
    await page.goto(origin + EMPTY_PAGE);
    // The page's process counts as the bench's own, as do the browser's others.
    const own = descendantsOf(process.pid);
    const from = readCpuTime(own);
    const outcome: Outcome = await withTimeout(
      page.evaluate(async ([script, wanted]) => {
        const { runInPage } = await import(script);
        return await runInPage(wanted);
      }, [SCRIPT, request] as const),
      limitMs + GRACE_MS,
      "the page",
    );
    const others = othersSince(from, own);
    if ("failed" in outcome) {
      return outcome.late === undefined ? outcome : { ...outcome, late: { others } };
    }
    return { ...outcome, others };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  } finally {
    await page?.close();
  }
}
