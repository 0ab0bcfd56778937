/** What runs the jobs: one of the runtimes, a column of the report. */
import type { Job, Outcome } from "../job.ts";

export const RUNNER_NAMES = ["node", "deno", "bun", "chromium"] as const;

export type RunnerName = typeof RUNNER_NAMES[number];

export interface Effort {
  readonly repeats: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** For a whole repetition: one that hangs says where, and ends. */
  readonly limitMs: number;
}

export interface Runner {
  readonly name: RunnerName;
  readonly version: string;
  /** One repetition, in a process of its own. */
  run(job: Job, effort: Effort): Promise<Outcome>;
  /** When nothing more is to be run. */
  close(): Promise<void>;
}

/** Why a runtime is left out, for people. */
export interface NoRunner {
  readonly reason: string;
}
