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
  /** Something is due at a time: as the wheel says, or as alarms of the host do. */
  readonly hasClock: boolean;
  readonly hasWheel: boolean;
  readonly hasAlarms: boolean;
  readonly hasBatons: boolean;
  readonly hasTimers: boolean;
  readonly hasSources: boolean;
  readonly hasLocks: boolean;
  /** Several threads run it. */
  readonly workers: boolean;
  readonly workerCount: number;
  readonly stealing: boolean;
  /** In front of what each worker has for itself: `this.#my + `, or nothing. */
  readonly my: string;
  /** By operation: whether a fiber uses it, of those that work otherwise with several workers. */
  readonly moves: Readonly<Record<string, boolean>>;
  /** Fibers have waits that end in the worker in which they have begun. */
  readonly hasLimits: boolean;
  /** Errors are kept beside the shared memory. */
  readonly hasErrors: boolean;
  /** Fibers keep errors across suspensions. */
  readonly keepsErrors: boolean;
  readonly hasSelect: boolean;
  /** Arguments of a fiber wait in its record. */
  readonly hasCopies: boolean;
  readonly releases: boolean;
  /** `self.pin()` is used, and there is one worker. */
  readonly stays: boolean;
  /** Of several workers: the class of all frames, `SMALL`. */
  readonly frames: string;
  /** Names of the functions whose fibers stay with the worker that starts them. */
  readonly pinned: string;
  /** Fibers pop from queues or push to them: either, and which. */
  readonly hasQueues: boolean;
  readonly pops: boolean;
  readonly pushes: boolean;
  /** Queues or alarms wake fibers by events of the thread that runs the loom, and what waits then. */
  readonly needsEvents: boolean;
  readonly eventsFor: string;
  /** Something that fibers wait for can end. */
  readonly canClose: boolean;
  /** The thread that runs the loom posts batons itself. */
  readonly postsHere: boolean;
}

export interface FiberView {
  readonly name: string;
  /** As a part of names: `Feed`. */
  readonly Name: string;
  readonly number: number;
  /** `#runFeed` resumes one frame. */
  readonly method: string;
  /** Its text, where it is called: by other fibers, or by one of several workers. */
  readonly code: string;
  /** `#turnsOfFeed` resumes the fibers in front of the ready ring that run it. */
  readonly turnsMethod: string;
  readonly turns: string;
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
  /** Its fibers stay with the worker that starts them. */
  readonly isPinned: boolean;
  /** Another fiber spawns it. */
  readonly spawned: boolean;
}

export interface ClassView {
  /** `Small`. */
  readonly Name: string;
  readonly NAME: string;
  readonly bytes: number;
}
