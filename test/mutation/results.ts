/** Results on disk, so that a run that was interrupted goes on where it was: `--resume`. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Change } from "./changes.ts";
import type { Killers } from "./checker.ts";
import type { Result } from "./run.ts";

type Line = Omit<Result, "change"> & { readonly structure: string; readonly key: string };

export interface Results {
  /** How often a scenario has refuted changes of an operation so far. */
  readonly killers: Killers;
  of(change: Change): Result | undefined;
  add(result: Result): void;
}

export function openResults(path: string, isResumed: boolean): Results {
  if (!isResumed) rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  const idOf = ({ structure, key }: { readonly structure: string; readonly key: string }) =>
    `${structure} ${key}`;
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const known = new Map<string, Line>();
  const killers: Killers = new Map();
  // The last line may have been cut off.
  for (const line of text.split("\n").slice(0, -1)) {
    const read: Line = JSON.parse(line);
    known.set(idOf(read), read);
    // "MODULE SCENARIO: FINDING"
    const scenario = /^\S+ (\S+): /.exec(read.by)?.[1];
    if (scenario === undefined || read.stage === "contract tests") continue;
    const about = `${read.key.split(" | ")[0]} ${scenario}`;
    killers.set(about, (killers.get(about) ?? 0) + 1);
  }
  return {
    killers,
    of(change) {
      const line = known.get(idOf(change));
      if (line === undefined) return undefined;
      const { stage, outcome, by } = line;
      return { change, stage, outcome, by };
    },
    add({ change: { structure, key }, stage, outcome, by }) {
      const line: Line = { structure, key, stage, outcome, by };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
  };
}
