/** Node, Deno and Bun: a process for each repetition, which prints its outcome. */
import { fileURLToPath } from "node:url";
import { superviseProcess } from "../../test/support/process.ts";
import type { Runtime, RuntimeName } from "../../test/support/runtimes.ts";
import type { Job, Outcome } from "../job.ts";
import type { Request } from "../process/measure.ts";
import type { Effort, Runner } from "./runner.ts";

const SCRIPT = fileURLToPath(new URL("../process/main.ts", import.meta.url));

/** For a process that should have ended by itself. */
const GRACE_MS = 5_000;

/** Without the project's configuration, Deno lets packages in other folders import each other. */
const DENO_FLAGS = [
  "run",
  "--allow-all",
  "--no-check",
  "--no-config",
  "--node-modules-dir=manual",
] as const;

/** What the runtime is started with before the script. */
export function flagsOf(name: RuntimeName): readonly string[] {
  return name === "deno" ? DENO_FLAGS : [];
}

export function processRunner({ name, path, version }: Runtime): Runner {
  const flags = flagsOf(name);
  return {
    name,
    version,
    run: (job, effort) => runOnce(path, flags, job, effort),
    close: () => Promise.resolve(),
  };
}

async function runOnce(
  command: string,
  flags: readonly string[],
  job: Job,
  { warmUpMs, measureMs, limitMs }: Effort,
): Promise<Outcome> {
  const request: Request = { job, warmUpMs, measureMs, limitMs };
  const { stdout, output, timedOut } = await superviseProcess(
    command,
    [...flags, SCRIPT, JSON.stringify(request)],
    { timeoutMs: limitMs + GRACE_MS },
  );
  if (timedOut) return { failed: `no end within ${limitMs + GRACE_MS} ms` };
  try {
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  } catch {
    return { failed: `the process ended without a result: ${output.trim().slice(0, 2_000)}` };
  }
}
