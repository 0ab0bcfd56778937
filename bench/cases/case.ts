/** What a case of the matrix is. */
import type { Job, PeerName } from "../job.ts";

/** A program of `native/`, which prints an `Outcome` as a process of the bench does. */
export interface NativeJob {
  readonly program: "mailbox" | "vector";
  /** Behind these comes how many items. */
  readonly args: readonly string[];
  /** A library without which this side is left out. */
  readonly needs?: "tbb";
}

interface JobSide {
  readonly name: string;
  readonly job: Job;
}

interface NativeSide {
  readonly name: string;
  readonly native: NativeJob;
}

export type Side = JobSide | NativeSide;

export interface Case {
  /** For `--filter` and for the results. */
  readonly name: string;
  readonly title: string;
  /**
   * `rate`: million items a second; `pair`: nanoseconds an item, or a push and pop; `latency`:
   * microseconds; `memory`: bytes an item.
   */
  readonly measure: "rate" | "pair" | "latency" | "memory";
  /** The last one is what the others are compared with. It is never a native one. */
  readonly sides: readonly Side[];
  /** Belongs to `--quick`. */
  readonly quick: boolean;
}

/** Items a call, where there are several. */
export const BATCH = 64;

export function native(name: string, program: NativeJob["program"], ...args: string[]): Side {
  return { name, native: { program, args } };
}

/** Pushes and pops in turn in one thread. */
export function alone(peer: PeerName, className?: string): Job {
  const job: Job = { peer, roles: ["both"], batch: 1, idle: "spin" };
  return className === undefined ? job : { ...job, className };
}
