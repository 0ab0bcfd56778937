/** What compiled functions need while they run. */
import {
  EndlessError,
  type Frame,
  MachineError,
  type Outcome,
  type Request,
  type ThreadState,
  type Value,
  VISITOR,
} from "../../core/machine.ts";

/** A compiled function: goes on in `frame` up to a request, a call, a return or an error. */
export type Step = (
  frame: Frame,
  thread: ThreadState,
  answer: unknown,
  failed: boolean,
) => Request | Signal;

/** A call was begun, or a value returned; no request. */
interface Signal {
  readonly kind: "signal";
}

type ErrorClass = { readonly prototype: Error };

/** An error in a machine's variables: errors are no plain data. */
interface PlainError {
  readonly $error: string;
  readonly message: string;
}

export type Runtime = ReturnType<typeof createRuntime>;

/** `errors`: the module's own classes by name. */
export function createRuntime(errors: Map<string, ErrorClass>) {
  const called: Signal = Object.freeze({ kind: "signal" });
  const returned: Signal = Object.freeze({ kind: "signal" });
  const given: Signal = Object.freeze({ kind: "signal" });
  const revived = new WeakMap<PlainError, Error>();
  const builtIn: Record<string, ErrorClass> = { Error, TypeError, RangeError, SyntaxError };

  return {
    called,
    returned,
    given,
    /** What was returned or handed out last. */
    value: undefined as unknown,
    /** Stands for a callback that a scenario plays itself. */
    visitor: VISITOR,

    /** Hands out a copy: the machine may go on to fill the same object with the next item. */
    give(value: unknown): void {
      this.value = { done: false, value: structuredClone(value) };
    },

    /** Milliseconds as `Atomics.wait` takes them. */
    timeout(ms: unknown): number {
      const wanted = ms === undefined ? Infinity : Number(ms);
      return Number.isNaN(wanted) ? Infinity : Math.max(wanted, 0);
    },

    /** A number of sleepers as `Atomics.notify` takes it. */
    count(sleepers: unknown): number {
      const wanted = sleepers === undefined ? Infinity : Math.trunc(Number(sleepers));
      return Number.isNaN(wanted) ? 0 : Math.max(wanted, 0);
    },

    /** Throws TypeError for a number, as a store into a BigInt64Array does. */
    bigint(value: unknown): bigint {
      return typeof value === "bigint" ? value : BigInt64Array.of(value as bigint)[0] ?? 0n;
    },

    key: (value: unknown) => typeof value === "symbol" ? value : `${value}`,

    /** What `for…of` and array patterns go over: arrays only, whose iterators do nothing but count. */
    list(value: unknown): ArrayLike<unknown> {
      if (Array.isArray(value)) return value;
      if (ArrayBuffer.isView(value) && "length" in value) return value as Uint8Array;
      throw new MachineError(`iterates over ${String(value)}: expected an array`);
    },

    /** What has properties: all but undefined and null. */
    object(value: unknown): unknown {
      if (value !== undefined && value !== null) return value;
      throw new TypeError(`${value} has no properties`);
    },

    /** What a `catch` keeps of an error. */
    plain(error: unknown): unknown {
      if (error instanceof MachineError) throw error;
      if (!(error instanceof Error)) return error;
      return { $error: error.constructor.name, message: error.message } satisfies PlainError;
    },

    /** The error that `plain` has kept; the same one each time. */
    thrown(value: unknown): unknown {
      if (!isPlainError(value)) return value;
      const known = revived.get(value);
      if (known !== undefined) return known;
      const { prototype } = errors.get(value.$error) ?? builtIn[value.$error] ?? Error;
      const error: Error = Object.create(prototype);
      error.name = value.$error;
      error.message = value.message;
      revived.set(value, error);
      return error;
    },

    endless: (name: string, line: number) => new EndlessError(name, line),
  };
}

function isPlainError(value: unknown): value is PlainError {
  return typeof value === "object" && value !== null && "$error" in value;
}

/** Goes on with `thread`, in place, up to its next request or its end. */
export function resume(
  steps: readonly Step[],
  runtime: Runtime,
  thread: ThreadState,
  answer: Value,
): Request | Outcome {
  const { stack } = thread;
  let given: unknown = answer;
  let failed = false;
  for (;;) {
    const frame = stack[stack.length - 1];
    const step = frame === undefined ? undefined : steps[frame.code];
    if (frame === undefined || step === undefined) {
      throw new MachineError("the thread has no call in progress: begin an operation first");
    }
    let result: Request | Signal;
    try {
      result = step(frame, thread, given, failed);
    } catch (error) {
      if (error instanceof MachineError) throw error;
      stack.pop();
      if (stack.length === 0) return outcomeOf(error);
      given = error;
      failed = true;
      continue;
    }
    if (result.kind !== "signal") return result;
    failed = false;
    given = undefined;
    if (result === runtime.called) continue;
    if (result === runtime.given) return { kind: "return", value: runtime.value as Value };
    stack.pop();
    given = runtime.value;
    if (stack.length === 0) return { kind: "return", value: given as Value };
  }
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof Error
    ? { kind: "throw", name: error.constructor.name, message: error.message }
    : { kind: "throw", name: typeof error, message: String(error) };
}
