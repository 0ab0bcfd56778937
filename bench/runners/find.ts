import { currentRuntime } from "../../generator/runtime/runtime.ts";
import { findRuntime, howToInstall } from "../../test/support/runtimes.ts";
import { processRunner } from "./process.ts";
import type { NoRunner, Runner, RunnerName } from "./runner.ts";

export async function findRunner(name: RunnerName, root: string): Promise<Runner | NoRunner> {
  if (name === "chromium") {
    // The server of the pages strips types with what only Node has.
    if (currentRuntime().name !== "node") {
      return { reason: "chromium: not measured: run the bench under Node for it" };
    }
    return await (await import("./chromium.ts")).chromiumRunner(root);
  }
  const runtime = await findRuntime(name, root);
  return runtime === undefined ? { reason: howToInstall(name) } : processRunner(runtime);
}
