/** Small programs written as machines by hand, for tests of the checker itself. */
import type { Frame, Outcome, Program, Request, Value } from "../../generator/core/machine.ts";
import type { Effect, Operation, Scenario } from "../../generator/core/scenario.ts";

/** Where to go on: the next step sees no answer. */
interface Jump {
  readonly kind: "jump";
  readonly to: number;
}

/** One step: what to ask for; what follows sees the answer. Locals may be changed. */
export type MachineStep = (locals: Value[], answer: Value) => Request | Outcome | Jump;

export const jump = (to: number): Jump => ({ kind: "jump", to });
export const give = (value: Value): Outcome => ({ kind: "return", value });
export const load = (index: number, view = "i32"): Request => ({
  kind: "load",
  atomic: true,
  view,
  index,
});
export const store = (index: number, value: number, view = "i32"): Request => ({
  kind: "store",
  atomic: true,
  view,
  index,
  value,
});
export const readPlain = (index: number): Request => ({
  kind: "load",
  atomic: false,
  view: "i32",
  index,
});
export const writePlain = (index: number, value: number): Request => ({
  kind: "store",
  atomic: false,
  view: "i32",
  index,
  value,
});
export const exchange = (index: number, value: number): Request => ({
  kind: "rmw",
  operation: "exchange",
  view: "i32",
  index,
  value,
});
export const compareExchange = (
  index: number,
  expected: number,
  replacement: number,
): Request => ({ kind: "compareExchange", view: "i32", index, expected, replacement });
export const wait = (index: number, expected: number, timeoutMs = Infinity): Request => ({
  kind: "wait",
  view: "i32",
  index,
  expected,
  timeoutMs,
});
export const notify = (index: number, count = Infinity): Request => ({
  kind: "notify",
  view: "i32",
  index,
  count,
});

/** A program over eight Int32 words; `i16` sees the same bytes. */
export function programOf(operations: Readonly<Record<string, readonly MachineStep[]>>): Program {
  const names = Object.keys(operations);
  const stepOf = ({ code, pc }: Frame): MachineStep => {
    const step = operations[names[code]!]![pc];
    if (step === undefined) throw new Error(`${names[code]} runs over its end`);
    return step;
  };
  return {
    className: "HandWritten",
    operations: names,
    fields: [],
    totalBytes: 32,
    views: { i32: { bytesPerElement: 4 }, i16: { bytesPerElement: 2 } },
    attach: () => ({ stack: [], fields: [] }),
    begin(thread, operation, args) {
      thread.stack.push({ code: names.indexOf(operation), pc: 0, locals: [...args] });
    },
    resume(thread, first) {
      const frame = thread.stack.at(-1)!;
      for (let answer = first;; answer = undefined) {
        const found = stepOf(frame)(frame.locals, answer);
        if (found.kind === "jump") {
          frame.pc = found.to;
          continue;
        }
        frame.pc++;
        if (found.kind === "return" || found.kind === "throw") thread.stack.pop();
        return found;
      }
    },
    lineOf: ({ stack }) => (stack.at(-1)?.pc ?? 0) + 1,
  };
}

/** A call whose result is its value as text; `effects` say what it means. */
export function call(
  operation: string,
  effects: (state: string) => readonly Effect[],
  options: { readonly timed?: boolean; readonly idle?: readonly string[] } = {},
): Operation {
  return {
    label: `${operation}()`,
    next: (answers) => (answers.length === 0 ? { operation, args: [] } : undefined),
    resultOf: ([answer]) =>
      answer?.outcome.kind === "return" ? String(answer.outcome.value) : "throws",
    effects,
    idle: options.idle ?? [],
    timed: options.timed ?? false,
  };
}

/** Any result will do: the test is about something else. */
export const anything = (...results: readonly string[]) => (state: string): readonly Effect[] =>
  results.map((result) => ({ state, result }));

export function scenarioOf(
  threads: Scenario["threads"],
  rest: Partial<Scenario> = {},
): Scenario {
  return {
    name: "hand-written",
    start: { prepare: () => {}, initial: "", setup: [] },
    threads,
    finale: [],
    deaths: "none",
    ...rest,
  };
}
