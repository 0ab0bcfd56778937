/**
 * A program as explicit state machines: what `transform/machine` makes of an emitted module, and what
 * `verify` explores. A machine stops before every access to shared memory, and all of its state is
 * plain data, so that states can be copied, compared and continued by anybody.
 */

/** What a machine's variables hold: numbers, text, and small objects or arrays (items). */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Value[]
  | TypedArray
  | { [name: string]: Value };

/** Typed arrays in items; never views of the shared memory. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Names of the typed arrays over the shared memory, as in emitted modules (`i32`, `f64` …). */
export type ViewName = string;

/** What a machine asks of the world. `resume` is given the answer that stands behind each. */
export type Request =
  /** Plain or `Atomics.load`; the value. */
  | {
    readonly kind: "load";
    readonly atomic: boolean;
    readonly view: ViewName;
    readonly index: number;
  }
  /** Plain or `Atomics.store`; the value. */
  | {
    readonly kind: "store";
    readonly atomic: boolean;
    readonly view: ViewName;
    readonly index: number;
    readonly value: Value;
  }
  /** The value before. */
  | {
    readonly kind: "rmw";
    readonly operation: "add" | "sub" | "and" | "or" | "xor" | "exchange";
    readonly view: ViewName;
    readonly index: number;
    readonly value: Value;
  }
  /** `Atomics.compareExchange`; the value before. */
  | {
    readonly kind: "compareExchange";
    readonly view: ViewName;
    readonly index: number;
    readonly expected: Value;
    readonly replacement: Value;
  }
  /**
   * `Atomics.wait`, or an awaited sleep of the event loop: `"ok"`, `"not-equal"` or `"timed-out"`.
   * `timeoutMs` may be Infinity; then it never times out.
   */
  | {
    readonly kind: "wait";
    readonly view: ViewName;
    readonly index: number;
    readonly expected: Value;
    readonly timeoutMs: number;
  }
  /** `Atomics.notify`; how many were woken. */
  | {
    readonly kind: "notify";
    readonly view: ViewName;
    readonly index: number;
    readonly count: number;
  }
  /** `performance.now()`; milliseconds. The explorer decides when time passes. */
  | { readonly kind: "now" }
  /** A spin hint; undefined. */
  | { readonly kind: "pause" };

/** How an operation ended. */
export type Outcome =
  | { readonly kind: "return"; readonly value: Value }
  /** `name` is the error's class: `ClosedError`, `RangeError` … */
  | { readonly kind: "throw"; readonly name: string; readonly message: string };

/**
 * An operation that hands out items one by one, by `yield` or to a callback, returns after each with
 * `{ done: false, value }` while its call stays in progress. Beginning `GO_ON` asks for the next one;
 * when the call is over, that returns `{ done: true }`, as iterators do.
 */
export const GO_ON = "next()";

/** Given in the place of a callback: what the callback would get is handed out. */
export const VISITOR = "(visitor)";

/** Out of `resume`: the model itself cannot go on; no outcome of the module. */
export class MachineError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MachineError";
  }
}

/** A loop that comes to no request: the module's own fault. */
export class EndlessError extends MachineError {
  constructor(name: string, line: number) {
    super(`line ${line}: ${name} goes on for ever without a stop`);
    this.name = "EndlessError";
  }
}

/** One call in progress. */
export interface Frame {
  /** Which function of the program. */
  code: number;
  /** Where it goes on. */
  pc: number;
  /** Parameters, variables and temporaries that live across a stop. */
  locals: Value[];
}

/** A thread of the program: its calls, innermost last, and the private fields of its handle. */
export interface ThreadState {
  stack: Frame[];
  /** `#tail`, `#limit` …, in the order of `Program.fields`. */
  fields: Value[];
}

export interface Program {
  readonly className: string;
  /** Public operations, `tryPush` … */
  readonly operations: readonly string[];
  /** Names of the handle's private fields that hold data (not views). */
  readonly fields: readonly string[];
  /** Bytes of the structure, and of an element of each view. */
  readonly totalBytes: number;
  readonly views: Readonly<Record<ViewName, { readonly bytesPerElement: number }>>;
  /** A handle attached to `memory`, as the module's constructor makes it: no call in progress. */
  attach(memory: ArrayBufferLike): ThreadState;
  /** Starts `operation` on an idle thread. */
  begin(thread: ThreadState, operation: string, args: readonly Value[]): void;
  /**
   * Goes on, changing `thread` in place, with the answer to its last request (`undefined` after
   * `begin`), up to its next request or its end. Deterministic: the same state and answer, the same result.
   */
  resume(thread: ThreadState, answer: Value): Request | Outcome;
  /** The line of the emitted module, 1-based, at which `thread` stands. */
  lineOf(thread: ThreadState): number;
}
