/** Everything that the loom's templates say: the typed contract between plan and templates. */
import type { FrameView } from "../frame/view.ts";

export interface LoomView extends FrameView {
  /** The spec's file name, for messages and documentation. */
  readonly specFile: string;
  readonly imports: readonly string[];
  readonly fibers: readonly FiberView[];
  readonly classes: readonly ClassView[];
  /** Offsets of the locals of each fiber, as lines of text. */
  readonly frameTables: readonly string[];
  readonly fiberCount: number;
  readonly batons: number;
  readonly timers: number;
  readonly locks: number;
  readonly ready: number;
  readonly maxBatch: number;
  readonly asleep: number;
  /** By operation: whether a fiber uses it. */
  readonly uses: Readonly<Record<string, boolean>>;
  readonly hasOverflow: boolean;
  readonly hasWheel: boolean;
  readonly hasBatons: boolean;
  readonly hasTimers: boolean;
  readonly hasSources: boolean;
  readonly hasLocks: boolean;
  /** The thread that runs the loom posts batons itself. */
  readonly postsHere: boolean;
}

export interface FiberView {
  readonly name: string;
  /** As a part of names: `Feed`. */
  readonly Name: string;
  readonly number: number;
  readonly method: string;
  readonly code: string;
  readonly lines: string;
  readonly docLines: readonly string[];
  readonly parameters: string;
  readonly commaParameters: string;
  readonly arguments: string;
  readonly commaArguments: string;
  /** Of its frame: `Small`. */
  readonly Class: string;
  /** The arguments do not fit into the record. */
  readonly framedAtSpawn: boolean;
  readonly spawnNeeds: string;
  readonly fullCall: string;
  readonly storeLocals: readonly string[];
  /** Puts the arguments into the record, or into the frame. */
  readonly stores: readonly string[];
  /** Moves them from the record into the frame. */
  readonly copies: readonly string[];
  /** Puts the result into the record. */
  readonly resultStore: string;
  /** Another fiber spawns it. */
  readonly spawned: boolean;
}

export interface ClassView {
  /** `Small`. */
  readonly Name: string;
  readonly NAME: string;
  readonly bytes: number;
}
