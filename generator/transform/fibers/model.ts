/** What the fiber compiler is given, and what it hands on. */
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Scalar } from "../../spec/model.ts";

/**
 * Something that a fiber asks of its loom as `self.name(…)`. In emitted code:
 *
 * - `suspend`, written `yield* self.name(a)`: `#beginName(fiber, a): boolean` says whether it is
 *   complete at once; where it is not, the fiber is parked and resumed when it is. Then
 *   `#endName(fiber)` gives the result, or throws. Either may have nothing to say: see below.
 * - `call`, written `self.name(a)` in any expression: `#name(fiber, a)`; never parks.
 * - `spawn`, written `self.name(feed, a)` with another fiber of the file: `#nameFeed(fiber, a)`.
 */
export interface Operation {
  readonly name: string;
  readonly kind: "suspend" | "call" | "spawn";
  /** For `spawn`: without the fiber and its arguments. */
  readonly parameters: readonly OperationParameter[];
  readonly result: Scalar | "void";
  /** It is never complete at once, and `#beginName` returns nothing. */
  readonly alwaysParks?: boolean;
  /** There is nothing to take behind it, and no `#endName`. */
  readonly hasNoEnd?: boolean;
}

export interface OperationParameter {
  readonly name: string;
  readonly type: Scalar;
  /** May be left out, with all behind it. */
  readonly optional?: boolean;
}

/** A place in a frame; offsets count from the frame's first byte, whose address is a multiple of 8. */
export interface FramePlace {
  readonly name: string;
  /** `error`: the number under which the loom keeps an error, as an Int32; `frame`: that of a callee. */
  readonly type: Scalar | "error" | "frame";
  readonly byteOffset: number;
  readonly bytes: number;
  /** Lines of the source, 1-based, between which the place holds the value. */
  readonly aliveFromLine: number;
  readonly aliveToLine: number;
}

export interface FiberParameter {
  readonly name: string;
  readonly type: Scalar;
  /** Where whoever starts the fiber stores the argument. */
  readonly byteOffset: number;
}

export interface CompiledFiber {
  readonly name: string;
  /** The emitted method, `#runFeed`: (fiber, frame) → whether it has ended. */
  readonly method: string;
  /** The emitted method, `#turnsOfFeed`: (end of a batch in the ready ring) → nothing. */
  readonly turnsMethod: string;
  readonly doc: string;
  /** Line of the source, 1-based. */
  readonly line: number;
  /** The type of `self`: the loom that the fiber belongs to. */
  readonly loom: string;
  readonly parameters: readonly FiberParameter[];
  readonly resultType: Scalar | "void";
  /** Where the result stands when the fiber has ended; undefined for `void`. */
  readonly resultByteOffset: number | undefined;
  /** A multiple of 8. Bytes 0 … 3 hold the state as an Int32: 0 starts the fiber. */
  readonly frameBytes: number;
  readonly frame: readonly FramePlace[];
  /** Line of the source by state: where a fiber in this state stands. */
  readonly stateLines: readonly number[];
  /** The method as TypeScript, not yet formatted: resumes one frame. */
  readonly code: string;
  /** The method that resumes fibers as they stand in the ready ring, likewise. */
  readonly turns: (of: Turns) => string;
  /** Operations by name, sorted. */
  readonly usedOps: readonly string[];
  /** Fibers that it calls by `yield*`, sorted. */
  readonly calledFibers: readonly string[];
  /** Fibers that it spawns, sorted. */
  readonly spawnedFibers: readonly string[];
  /** Whether errors are kept across suspensions: such a fiber cannot move to another thread then. */
  readonly keepsErrors: boolean;
}

/** What the loom knows of its lists, and the compiler does not. */
export interface Turns {
  /** Number of the function. */
  readonly number: number;
  /** Statements that store the result of `fiber`, whose frame is `frame`, and end it. */
  readonly ended: readonly string[];
  /** Whether the states stand in it; else it calls the method that resumes one frame. */
  readonly isWhole: boolean;
}

export interface CompiledFibers {
  readonly fibers: readonly CompiledFiber[];
  /** The application's imports that fibers use, as declarations. */
  readonly imports: readonly string[];
  /** Sorted by place; where there is one, `fibers` is empty. */
  readonly diagnostics: readonly Diagnostic[];
}
