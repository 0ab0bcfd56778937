/** What is recorded of a measurement; a results file holds one as JSON a line. */
import { readFileSync } from "node:fs";
import type { HostProfile } from "../generator/host/profile.ts";
import type { Memory, Percentiles } from "./job.ts";

export interface Result {
  readonly case: string;
  readonly side: string;
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

export function readResults(file: string): readonly Result[] {
  return readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
}
