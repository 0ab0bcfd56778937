/** What is recorded of a measurement; a results file holds one as JSON a line. */
import { readFileSync } from "node:fs";
import type { HostProfile } from "../generator/host/profile.ts";
import { isEmitted, type Measure } from "./cases/case.ts";
import { CASES } from "./cases.ts";
import type { Memory, Percentiles } from "./job.ts";

export interface Result {
  readonly case: string;
  readonly title: string;
  readonly measure: Measure;
  readonly side: string;
  /** The side is an emitted module, not a peer. */
  readonly emitted: boolean;
  /** The side that the others of the case are compared with. */
  readonly against: string;
  readonly runtime: string;
  readonly version: string;
  /** What has built a native side, which runs in turn with those of the runtime. */
  readonly compiler?: string;
  readonly date: string;
  /** `null` outside a repository; `+` behind it: with changes that were not committed. */
  readonly commit: string | null;
  readonly machine: Machine;
  readonly repetitions: readonly Repetition[];
  /** Why the side is not ranked. */
  readonly failed?: string;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly line: Pick<HostProfile, "lineBytes" | "evidence">;
}

export interface Repetition {
  /** In the unit of the case; the 50th percentile for a latency, resident bytes for memory. */
  readonly value: number;
  readonly latency?: Percentiles;
  /** Bytes an item. */
  readonly memory?: Memory;
  readonly placementNs: readonly number[];
  /** Share of all cores that other processes took; `null`: unknown. */
  readonly others: number | null;
  /** `others` was above the limit in this repetition and in every one made in its place. */
  readonly disturbed: boolean;
}

/** Throws for what is not such a file, and says which line. */
export function readResults(file: string): readonly Result[] {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new Error(`${file} holds no results`);
  return lines.map((line, k) => {
    try {
      return completed(JSON.parse(line));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${file}:${k + 1}: ${reason}; expected a result of the bench, as --json writes it`,
      );
    }
  });
}

/** Files of the first days lack what the matrix says of a case. */
function completed(result: Partial<Result>): Result {
  const entry = CASES.find(({ name }) => name === result.case);
  const side = entry?.sides.find(({ name }) => name === result.side);
  const {
    title = entry?.title,
    measure = entry?.measure,
    against = entry?.sides.at(-1)?.name,
    emitted = side !== undefined && isEmitted(side),
  } = result;
  if (title === undefined || measure === undefined || against === undefined) {
    throw new Error(`the matrix has no case ${JSON.stringify(result.case)}`);
  }
  for (const part of ["side", "runtime", "version", "machine", "repetitions"] as const) {
    if (result[part] === undefined) throw new Error(`"${part}" is missing`);
  }
  return { ...result as Result, title, measure, against, emitted };
}

export function writeResults(results: readonly Result[]): string {
  return results.map((result) => `${JSON.stringify(result)}\n`).join("");
}
