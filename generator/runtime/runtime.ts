import { availableParallelism } from "node:os";
import process from "node:process";

/** What the running JavaScript runtime is. */
export interface Runtime {
  readonly name: "node" | "deno" | "bun";
  readonly version: string;
  /** Threads that can run at once. */
  readonly cores: number;
}

/** Deno and Bun carry Node's version as well, so theirs is asked for first. */
export function currentRuntime(): Runtime {
  const { deno, bun, node } = process.versions;
  const cores = availableParallelism();
  if (deno !== undefined) return { name: "deno", version: deno, cores };
  if (bun !== undefined) return { name: "bun", version: bun, cores };
  return { name: "node", version: node, cores };
}
