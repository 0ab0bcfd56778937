/** One repetition of a native side, in a process of its own as all are. */
import { superviseProcess } from "../../test/support/process.ts";
import type { NativeJob } from "../cases/case.ts";
import type { Outcome } from "../job.ts";
import type { NativeBuild } from "./build.ts";

const FIRST_ITEMS = 20_000;
/** What the programs take. */
const MAX_ITEMS = 2 ** 28 - 2;
/** From one try to the next, while a run is too short to say how many items fill the time. */
const MAX_GROWTH = 64;
const LIMIT_MS = 20_000;

/**
 * Runs it with as many items as fill about `measureMs`: a short run says how many a longer one may have.
 * There is nothing to warm up.
 */
export async function runNative(
  { program, args }: NativeJob,
  { programs }: NativeBuild,
  measureMs: number,
): Promise<Outcome> {
  const file = programs.get(program)?.file;
  if (file === undefined) throw new Error(`${program} was not built`);
  for (let items = FIRST_ITEMS;;) {
    const outcome = await runOnce(file, [...args, String(items)]);
    if ("failed" in outcome) return outcome;
    const ms = outcome.seconds * 1_000;
    if (ms >= measureMs / 2 || items === MAX_ITEMS) return outcome;
    const growth = Math.min(MAX_GROWTH, measureMs / ms);
    items = Math.min(MAX_ITEMS, Math.ceil(items * growth));
  }
}

async function runOnce(file: string, args: readonly string[]): Promise<Outcome> {
  const { stdout, output, timedOut } = await superviseProcess(file, args, { timeoutMs: LIMIT_MS });
  if (timedOut) return { failed: `no end within ${LIMIT_MS} ms` };
  try {
    return JSON.parse(stdout);
  } catch {
    return { failed: `the program ended without a result: ${output.trim().slice(0, 2_000)}` };
  }
}
