/** What a traffic worker is told to do. */
import type { Emitted } from "./queues.ts";

/** Ways to push. */
export const PUSH_STYLES = [
  "tryPush",
  "pushMany",
  "claim",
  "push",
  "timed push",
  "pushAsync",
  "aborted pushAsync",
] as const;

/** Ways to pop. */
export const POP_STYLES = [
  "tryPop",
  "popMany",
  "peek",
  "drain",
  "pop",
  "timed pop",
  "popAsync",
  "timed popAsync",
  "aborted popAsync",
] as const;

export type PushStyle = typeof PUSH_STYLES[number];
export type PopStyle = typeof POP_STYLES[number];

export interface WorkerLeg {
  readonly queue: Emitted;
  readonly handle: unknown;
  readonly item: "u32" | "Packet";
  readonly pushStyles: readonly PushStyle[];
  readonly popStyles: readonly PopStyle[];
  /** Whether slots may be committed, or released, in another order than they were taken in. */
  readonly anyCommitOrder: boolean;
  readonly anyReleaseOrder: boolean;
  readonly producers: number;
  readonly consumers: number;
  /** Items of each producer. */
  readonly each: number;
  /** For each consumer how often it has seen each item. */
  readonly seen: readonly SharedArrayBuffer[];
}

export interface TrafficTask {
  readonly worker: number;
  readonly legs: readonly WorkerLeg[];
  readonly board: SharedArrayBuffer;
  readonly seed: number;
}

/** Ids of producer k start here; ordinals lie below. */
export const PRODUCER_IDS = 2 ** 24;
