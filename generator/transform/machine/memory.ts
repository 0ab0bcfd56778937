import type { Program, Request, ThreadState, Value, ViewName } from "../../core/machine.ts";

/** A typed array whose elements are numbers; those of BigInts are cast. */
type Numbers = Int32Array;

/** A thread that does not sleep until its time is up still gets there. */
const MS_PER_LOOK = 1 / 1024;

/**
 * A world of one thread: answers requests from real memory at once. A wait for what is there times
 * out, since nobody else could end it; `clock` advances with it, and with each look at it.
 */
export function memoryWorld(
  arrays: ReadonlyMap<ViewName, Numbers>,
  clock: { ms: number } = { ms: 0 },
): (request: Request) => Value {
  const arrayOf = (view: ViewName): Numbers => {
    const array = arrays.get(view);
    if (array === undefined) throw new Error(`there is no view ${view}`);
    return array;
  };
  return (request) => {
    switch (request.kind) {
      case "load": {
        const array = arrayOf(request.view);
        return request.atomic ? Atomics.load(array, request.index) : array[request.index];
      }
      case "store": {
        const array = arrayOf(request.view);
        const value = request.value as number;
        if (request.atomic) return Atomics.store(array, request.index, value);
        return array[request.index] = value;
      }
      case "rmw":
        return Atomics[request.operation](
          arrayOf(request.view),
          request.index,
          request.value as number,
        );
      case "compareExchange":
        return Atomics.compareExchange(
          arrayOf(request.view),
          request.index,
          request.expected as number,
          request.replacement as number,
        );
      case "wait": {
        const isThere = Atomics.load(arrayOf(request.view), request.index) === request.expected;
        if (isThere) clock.ms += request.timeoutMs;
        return isThere ? "timed-out" : "not-equal";
      }
      case "notify":
        return 0;
      case "now":
        return clock.ms += MS_PER_LOOK;
      case "pause":
        return undefined;
    }
  };
}

/** Runs the operation that `thread` has begun to its end, and gives how it ended. */
export function runToEnd(
  program: Pick<Program, "resume">,
  thread: ThreadState,
  world: (request: Request) => Value,
): ReturnType<Program["resume"]> & { kind: "return" | "throw" } {
  let answer: Value = undefined;
  for (;;) {
    const result = program.resume(thread, answer);
    if (result.kind === "return" || result.kind === "throw") return result;
    answer = world(result);
  }
}
