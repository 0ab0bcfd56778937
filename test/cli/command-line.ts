/** Runs the real command line, under the runtime that runs the test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ProcessResult, runProcess, runtimeCommand } from "../support/process.ts";

export const MAIN = new URL("../../generator/main.ts", import.meta.url);

const TIMEOUT_MS = 60_000;

/** `amph-gen ...args` in `folder`. */
export function amphGen(folder: string, ...args: readonly string[]): Promise<ProcessResult> {
  return runProcess(...runtimeCommand(MAIN, ...args), {
    timeoutMs: TIMEOUT_MS,
    cwd: folder,
    env: { AMPH_GEN_DEBUG: undefined },
  });
}

/** A host profile in `folder`, so that no test depends on the machine. */
export function writeProfile(folder: string): void {
  const profile = { name: "reference", lineBytes: 64, isolationBytes: 128, evidence: [] };
  writeFileSync(join(folder, "host-profile.json"), JSON.stringify(profile));
}

/** A spec of one queue in `folder`. */
export function writeSpec(folder: string, file: string, structure: string): void {
  writeFileSync(
    join(folder, file),
    `import type { Queue, f64, u32 } from "amph-gen/spec";

export interface ${structure}Item {
  id: u32;
  value: f64;
}

export type ${structure} = Queue<${structure}Item, { capacity: 64 }>;
`,
  );
}
