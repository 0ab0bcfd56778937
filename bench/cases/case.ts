/** What a case of the matrix is. */
import type { Job, PeerName, Role } from "../job.ts";

/** Without which a native side is left out. */
export type NativeLibrary = "tbb" | "boost" | "boost-fiber" | "moodycamel";

/** A program of `native/`, which prints an `Outcome` as a process of the bench does. */
export interface NativeJob {
  readonly program: "mailbox" | "vector" | "spsc" | "mpmc" | "fibers" | "crossbeam";
  /** Behind these comes how many items. */
  readonly args: readonly string[];
  readonly needs?: NativeLibrary;
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

/**
 * `rate`: million items a second; `pair`: nanoseconds an item, or a push and pop; `latency`:
 * microseconds; `memory`: bytes an item.
 */
export type Measure = "rate" | "pair" | "latency" | "memory";

export interface Case {
  /** For `--filter` and for the results. */
  readonly name: string;
  readonly title: string;
  readonly measure: Measure;
  /** The last one is what the others are compared with. It is never a native one. */
  readonly sides: readonly Side[];
  /** Belongs to `--quick`, with its first side and its last. */
  readonly quick: boolean;
}

/** Items a call, where there are several. */
export const BATCH = 64;

export function native(name: string, program: NativeJob["program"], ...args: string[]): Side {
  return { name, native: { program, args } };
}

/** The same, with a library. */
export function nativeWith(
  needs: NativeLibrary,
  name: string,
  program: NativeJob["program"],
  ...args: string[]
): Side {
  return { name, native: { program, args, needs } };
}

/** Emitted modules are what this is about; everything else is a peer. */
export function isEmitted(side: Side): boolean {
  return "job" in side && side.job.className !== undefined;
}

/** Pushes and pops in turn in one thread. */
export function alone(peer: PeerName, className?: string): Job {
  const job: Job = { peer, roles: ["both"], batch: 1, idle: "spin" };
  return className === undefined ? job : { ...job, className };
}

/** So many threads of one side, then of the other. */
export function producersAndConsumers(producers: number, consumers: number): readonly Role[] {
  return [
    ...new Array<Role>(producers).fill("produce"),
    ...new Array<Role>(consumers).fill("consume"),
  ];
}

/** `one at a time`, `batches of 64`. */
export function atATime(batch: number): string {
  return batch === 1 ? "one at a time" : `batches of ${batch}`;
}
